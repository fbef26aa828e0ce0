// slot-calculator's slots, in Unix seconds. It begins its grid anew after each appointment, so its answers
// are others; it is shown because people find it when they look for this.

import { DURATION, FROM, GAP, TO, ZONE } from "./practice.mjs";
import { getSlots } from "slot-calculator";

const iso = (seconds) => new Date(seconds * 1000).toISOString();
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const availability = weekdays.map((day) => ({ day, from: "09:00", to: "17:00", timezone: ZONE }));

export function slotCalculator(bookings) {
  const { availableSlots } = getSlots({
    from: iso(FROM),
    to: iso(TO),
    availability,
    unavailability: bookings.map(([start, end]) => ({
      from: iso(start - GAP * 60),
      to: iso(end + GAP * 60),
    })),
    duration: DURATION,
    outputTimezone: "UTC",
  });
  return availableSlots.map(({ from }) => Date.parse(from) / 1000);
}

// What else answers the question in JavaScript: cal.com's published slot library. Starts are Unix seconds.

import { readFileSync } from "node:fs";

import dayjs from "dayjs";

import { DURATION, FROM, GAP, TO, ZONE } from "./practice.mjs";

const dist = new URL("./node_modules/@calcom/platform-libraries/dist/", import.meta.url);

// The package's own functions. Hours into ranges, and appointments out of them, can be imported from its
// folder. What makes slots of ranges is in a file that wants all of cal.com, and is taken out of that file as
// it stands.
const { b: buildDateRanges, s: subtract } = await import(new URL("date-ranges-79rc7oZX.js", dist));
const file = readFileSync(new URL("slots.js", dist), "utf8");
const [begin, end] = [file.indexOf("const minimumOfOne"), file.indexOf("const getSlots$1")];
if (begin < 0 || end < begin) throw new Error("@calcom/platform-libraries is another version");
const getSlots = new Function("dayjs", "getTimeZone", `${file.slice(begin, end)}; return getSlots;`)(
  dayjs,
  (date) => date.$x.$timezone,
);

/** cal.com's: hours, minus appointments with the gap on both sides, cut into slots. */
export function calcom(bookings) {
  const clock = (minutes) => new Date(Date.UTC(2000, 0, 1, 0, minutes));
  const { dateRanges } = buildDateRanges({
    availability: [{ days: [1, 2, 3, 4, 5], startTime: clock(540), endTime: clock(1020) }],
    timeZone: ZONE,
    dateFrom: dayjs.unix(FROM).utc(),
    dateTo: dayjs.unix(TO).utc(),
    travelSchedules: [],
  });
  const busy = bookings.map(([start, end]) => ({
    start: dayjs.unix(start - GAP * 60).utc(),
    end: dayjs.unix(end + GAP * 60).utc(),
  }));
  const slots = getSlots({
    inviteeDate: dayjs.unix(FROM).tz(ZONE),
    frequency: DURATION,
    minimumBookingNotice: 0,
    dateRanges: subtract(dateRanges, busy),
    eventLength: DURATION,
  });
  return slots.map(({ time }) => time.unix());
}

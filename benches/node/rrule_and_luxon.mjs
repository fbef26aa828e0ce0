// What one writes with rrule and luxon. Starts are Unix seconds.

import { DateTime } from "luxon";
import rrule from "rrule";

import { DURATION, FROM, GAP, NOW, TO, ZONE } from "./practice.mjs";

const { RRule } = rrule;

/** rrule for the days, luxon for the clock, a sorted list for the appointments. */
export function rruleAndLuxon(bookings) {
  const busy = [...bookings].sort(([a], [b]) => a - b);
  const first = DateTime.fromSeconds(FROM, { zone: ZONE });
  const rule = new RRule({
    freq: RRule.WEEKLY,
    byweekday: [RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR],
    dtstart: new Date(Date.UTC(first.year, first.month - 1, first.day)),
    until: new Date(TO * 1000),
  });
  const slots = [];
  let next = 0;
  for (const date of rule.all()) {
    const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const closes = DateTime.fromObject({ ...day, hour: 17 }, { zone: ZONE });
    let slot = DateTime.fromObject({ ...day, hour: 9 }, { zone: ZONE });
    for (
      let until = slot.plus({ minutes: DURATION });
      until <= closes;
      slot = until, until = slot.plus({ minutes: DURATION })
    ) {
      const [from, to] = [slot.toSeconds() - GAP * 60, until.toSeconds() + GAP * 60];
      while (next < busy.length && busy[next][1] <= from) next++;
      if (
        (next === busy.length || busy[next][0] >= to) &&
        slot.toSeconds() >= Math.max(NOW, FROM) &&
        slot.toSeconds() < TO
      )
        slots.push(slot.toSeconds());
    }
  }
  return slots;
}

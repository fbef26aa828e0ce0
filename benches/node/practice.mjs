// Made-up doctors, always the same: Monday to Friday from nine to five in Berlin, visits of thirty minutes on
// the half hours, ten minutes between an appointment and a slot, about 200 appointments in 90 days. Four
// weeks in, the clocks change.

export const ZONE = "Europe/Berlin";
export const [DURATION, GAP, DAYS] = [30, 10, 90];
/**
 * Monday, 4 March 2030, midnight in Berlin, and 90 days on: far enough ahead for a library that looks at the
 * computer's own clock.
 */
export const [FROM, TO] = [1898809200, 1898809200 + DAYS * 86_400 - 3600];
/** The time of asking. */
export const NOW = FROM - 86_400;

const TYPE = { uid: "apt-001", duration_minutes: DURATION, grid: { step_minutes: DURATION } };
const SPRING = 1901149200; // 31 March 2030, 01:00Z

/** Numbers from 0 to 1 (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When a doctor is booked, as `[start, end]` in Unix seconds, in no order. */
export function bookings(index) {
  const chance = dice(index + 1);
  const booked = [];
  for (let day = 0; day < DAYS; day++) {
    if (day % 7 > 4) continue;
    const midnight = FROM + day * 86_400;
    const nine = midnight + 9 * 3600 - (midnight > SPRING ? 3600 : 0);
    for (let half = 0; half < 16; half++) {
      const start = nine + half * 1800 + 300 * Math.floor(chance() * 3);
      if (chance() < 0.2 && (booked.at(-1)?.[1] ?? 0) <= start && half < 15)
        booked.push([start, start + DURATION * 60]);
    }
  }
  return booked
    .map((booking) => [chance(), booking])
    .sort(([a], [b]) => a - b)
    .map(([, booking]) => booking);
}

export function doctor(index) {
  const rules = [0, 1, 2, 3, 4].map((weekday) => ({
    uid: `rule-${weekday}`,
    weekday,
    start_time: 540,
    end_time: 1020,
    buffer_minutes: GAP,
  }));
  return { uid: `doc-${index}`, availability_rules: rules };
}

/** The doctors as a clinic. */
export function snapshot(indices) {
  const appointments = indices.flatMap((index) =>
    bookings(index).map(([start_date, end_date], number) => ({
      uid: `mtg-${index}-${number}`,
      status: "confirmed",
      doctor_uid: `doc-${index}`,
      patient_uid: `pat-${number}`,
      appointment_type_uid: TYPE.uid,
      start_date,
      end_date,
    })),
  );
  return { timezone: ZONE, appointment_types: [TYPE], doctors: indices.map(doctor), appointments };
}

export function query(index) {
  return { appointment_type_uid: TYPE.uid, from: FROM, to: TO, doctor_uids: [`doc-${index}`] };
}

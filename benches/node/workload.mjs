// The practice of all that `cargo xtask bench` compares, as JSON: who measures in another language reads it.
// The starts are those of rrule and luxon; every way has to find the same.

import { rruleAndLuxon } from "./rrule_and_luxon.mjs";
import { bookings, DURATION, FROM, GAP, NOW, query, snapshot, TO, ZONE } from "./practice.mjs";

const indices = Array.from({ length: 64 }, (_, index) => index);
const booked = indices.map(bookings);
const practice = { zone: ZONE, duration: DURATION, gap: GAP, from: FROM, to: TO, now: NOW };
const asked = { clinic: snapshot(indices), queries: indices.map(query), bookings: booked };
console.log(JSON.stringify({ ...practice, ...asked, starts: booked.map(rruleAndLuxon) }));

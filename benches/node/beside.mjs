// The package beside what else answers the question, in one process or page. Every answer is compared before
// it is measured, but for ways that are known to answer otherwise, of which it is said how often they do.

/** Milliseconds of a batch, at least, so that a coarse clock does not matter. */
const BATCH = 20;

/**
 * Microseconds of a query of each way in each round, and of ways with other answers how many of their starts
 * are there. `peers` are functions of a doctor's appointments; `others` too, and answer otherwise.
 */
export function measure({ Clinic }, practice, peers, others = {}) {
  const { bookings, clinic: snapshot, now, queries, rounds, starts } = practice;
  const clinic = new Clinic(snapshot);
  const doctors = starts.length;
  const ways = {
    frontdesk: (index) => clinic.findSlotsPacked(queries[index], now).starts,
    "frontdesk, 100 as objects": (index) => clinic.findSlots({ ...queries[index], limit: 100 }, now),
  };
  for (const [name, peer] of Object.entries({ ...peers, ...others })) {
    ways[name] = (index) => peer(bookings[index]);
  }
  const differs = {};
  for (const [name, way] of Object.entries(ways)) {
    let [right, all] = [0, 0];
    for (let index = 0; index < doctors; index++) {
      const found = Array.from(way(index), (start) => Number(start.start_date ?? start));
      const expected = name.endsWith("objects") ? starts[index].slice(0, 100) : starts[index];
      if (name in others) {
        const theirs = new Set(found);
        right += expected.filter((start) => theirs.has(start)).length;
        all += expected.length;
      } else if (found.length !== expected.length || found.some((start, at) => start !== expected[at])) {
        throw new Error(`${name}, doctor ${index}: ${found.length} slots instead of ${expected.length}`);
      }
    }
    if (name in others) differs[name] = [right, all];
  }
  const next = {};
  const batch = (name) => {
    const began = performance.now();
    let calls = 0;
    do {
      next[name] = ((next[name] ?? -1) + 1) % doctors;
      ways[name](next[name]);
      calls += 1;
    } while (performance.now() - began < BATCH);
    return ((performance.now() - began) * 1000) / calls;
  };
  const names = Object.keys(ways);
  // Until the engine's callers are optimised.
  for (let warm = 0; warm < 10; warm++) names.filter((name) => name.startsWith("frontdesk")).forEach(batch);
  const micros = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) micros[name].push(batch(name));
  }
  return { micros, differs };
}

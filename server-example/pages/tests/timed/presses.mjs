// How soon the next picture comes after a press.

import assert from "node:assert/strict";

/** How soon it has to come, in milliseconds. */
const SOON = 100;
/** How long whatever follows may keep the page from answering the next press, in milliseconds. */
const BUSY = 200;
/** How often each kind of press is tried. */
const [LEAST, MOST] = [3, 10];
/** After so many rounds there is nothing more to press. */
const TRIED = 30;

/**
 * Presses on a page, timed by the browser's own event timing. A machine that does something else meanwhile
 * makes one press slow, and a page that has too much to do makes all of its kind slow: so each kind is
 * pressed until one of them was answered soon, three times at least and ten at most.
 */
export async function presses({ page, quiet }) {
  await page.evaluate(() => {
    globalThis.pressed = { durations: new Map(), tasks: [] };
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries()) {
        const before = pressed.durations.get(interactionId) ?? 0;
        if (interactionId > 0) pressed.durations.set(interactionId, Math.max(duration, before));
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: false });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) pressed.tasks.push(duration);
    }).observe({ type: "longtask", buffered: false });
  });
  const kinds = new Map();

  async function once(locator, options) {
    await quiet();
    await page.evaluate(() => {
      pressed.durations.clear();
      pressed.tasks.length = 0;
    });
    await locator.click(options);
    await quiet();
    // What takes less than the observer tells of was quick.
    return page.evaluate(() => ({
      ms: Math.max(8, ...pressed.durations.values()),
      task: Math.max(0, ...pressed.tasks),
    }));
  }

  return {
    /**
     * Presses what `find` says for each round; `before` gets there, untimed, and `counts` says afterwards
     * whether there was something to draw.
     */
    async press(what, find, { before = () => undefined, counts = () => true, ...options } = {}) {
      const times = [];
      const best = (name) => Math.min(...times.map((time) => time[name]));
      const isSlow = () => best("ms") > SOON || best("task") > BUSY;
      for (let round = 0; round < TRIED; round++) {
        if (times.length >= (isSlow() ? MOST : LEAST)) break;
        await before(round);
        const time = await once(find(round), options);
        if (await counts()) times.push(time);
      }
      kinds.set(what, times);
      const all = (name) => times.map((time) => time[name].toFixed(0)).join(", ");
      assert.ok(best("ms") <= SOON, `${what}: ${all("ms")} ms from the press to the next picture`);
      assert.ok(best("task") <= BUSY, `${what}: tasks of ${all("task")} ms follow the press`);
    },
    /** Prints what was measured. */
    tell(of) {
      console.log(`${of}: ms from a press to the next picture; the longest task until all is drawn`);
      for (const [what, times] of kinds) {
        const list = (name) => times.map((time) => time[name].toFixed(0)).join(" ");
        console.log(`  ${what}: ${list("ms")}; ${list("task")}`);
      }
    },
  };
}

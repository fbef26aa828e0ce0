// `useWait`, and hooks on a page's way: rendered by a server, hydrated, changed while they are rendered,
// gone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { ALL, MONDAY, NINE, withRenderers } from "./renderers.mjs";

const context = withRenderers("react_page", (at) => {
  test(
    "waits follow the room, the learner and the time, and are computed once",
    at(MONDAY + NINE, async ({ ask, pass }) => {
      const seen = await ask(async () => {
        const { element, Learner, MONDAY, mount, settle, shown, Wait, WaitingRoom } = globalThis.hooks;
        const nine = MONDAY + 9 * 3600;
        const entry = (number) => ({
          uid: `qe-${number}`,
          status: "waiting",
          patient_uid: `pat-${number}`,
          registered_at: nine - 60,
          sequence: number,
        });
        const room = new WaitingRoom({
          policy: { average_visit_minutes: 12 },
          doctors: [{ uid: "doc-456", duty: [{ start_date: nine, end_date: nine + 4 * 3600 }] }],
          entries: [entry(1), entry(2), entry(3)],
        });
        const learner = new Learner();
        let asked = 0;
        const { estimate } = room;
        room.estimate = (...given) => (asked++, estimate.apply(room, given));
        mount(
          [1, 2, 3, 4].map((number) =>
            element(Wait, { name: `w${number}`, room, learner, uid: `qe-${number}` }, number),
          ),
          true,
        );
        mount(element(Wait, { name: "board", room, learner }));
        await settle();
        const positions = () =>
          [1, 2, 3, 4].map((number) => shown.states[`w${number}`].wait?.position ?? null);
        const found = {
          first: [positions(), asked, shown.states.board.waits.length, shown.states.board.wait],
        };
        for (const event of room.decide({ command: "cancel", uid: "qe-1", by: "patient" }, nine))
          room.apply(event);
        await settle();
        found.second = [positions(), asked];
        learner.merge(new Learner());
        await settle();
        found.third = asked;
        return found;
      });
      assert.deepEqual(seen, {
        first: [[1, 2, 3, null], 1, 3, null],
        second: [[null, 1, 2, null], 2],
        third: 3,
      });
      const minutes = () => ask(() => globalThis.hooks.shown.renders.board);
      const before = await minutes();
      await pass(29);
      assert.equal(await minutes(), before);
      await pass(2);
      assert.notEqual(await minutes(), before);
    }),
  );

  test(
    "a wait is renewed as often as it can be, whatever is asked for",
    at(MONDAY + NINE, async ({ ask, pass }) => {
      await ask(async () => {
        const { element, Learner, mount, settle, Wait, WaitingRoom } = globalThis.hooks;
        const [room, learner] = [new WaitingRoom({}), new Learner()];
        [Infinity, NaN, -5, 0, 1e12, 0.5].forEach((everySeconds, index) =>
          mount(element(Wait, { name: `w${index}`, room, learner, everySeconds })),
        );
        await settle();
      });
      await pass(20);
      const renders = await ask(() => Object.values(globalThis.hooks.shown.renders));
      assert.ok(
        renders.every((count) => count >= 1 && count <= 45),
        renders.join(),
      );
    }),
  );

  test(
    "what a server rendered is taken over, and then true",
    at(MONDAY, async ({ ask }) => {
      const seen = await ask(async () => {
        const { Count, element, hydrate, make, MONDAY, settle } = globalThis.hooks;
        const clinic = make();
        const found = [
          hydrate("<output>0</output>", element(Count, { clinic })),
          hydrate("<output>4</output>", element(Count, { clinic, now: MONDAY })),
        ];
        await settle();
        return found.map((container) => container.innerHTML);
      });
      assert.deepEqual(seen, ["<output>4</output>", "<output>4</output>"]);
    }),
  );

  test("a clinic that changes while it is rendered: all components agree in the end", async () => {
    const noise = /Cannot update a component|while rendering a different component/;
    await at(MONDAY, async ({ ask, errors }) => {
      const seen = await ask(async () => {
        const { Eager, element, make, mount, settle, Slots, starts, shown } = globalThis.hooks;
        const clinic = make();
        mount([
          element(Slots, { name: "a", clinic }, 1),
          element(Eager, { name: "eager", clinic }, 2),
          element(Slots, { name: "b", clinic }, 3),
        ]);
        for (let turn = 0; turn < 3; turn++) await settle();
        return [starts("a"), starts("eager"), starts("b"), shown.renders.a < 10];
      });
      assert.deepEqual(seen, [ALL.slice(2), ALL.slice(2), ALL.slice(2), true]);
      // React says what it thinks of that.
      errors.splice(0, errors.length, ...errors.filter((error) => !noise.test(error)));
    })();
  });

  test(
    "when a component leaves, nobody listens and no timer runs any more",
    at(MONDAY, async ({ ask, pass }) => {
      const left = await ask(async () => {
        const { element, Hold, make, MONDAY, Month, mount, settle, shown, Slots } = globalThis.hooks;
        const clinic = make();
        let listening = 0;
        const { subscribe } = clinic;
        Object.defineProperty(clinic, "subscribe", {
          value: (listener) => {
            listening++;
            const end = subscribe(listener);
            return () => (listening--, end());
          },
        });
        let timers = new Set();
        const [set, clear] = [globalThis.setTimeout, globalThis.clearTimeout];
        globalThis.setTimeout = (...given) => {
          const timer = set(...given);
          timers.add(timer);
          return timer;
        };
        globalThis.clearTimeout = (timer) => (timers.delete(timer), clear(timer));
        const root = mount(
          [
            element(Slots, { name: "a", clinic }, 1),
            element(Month, { name: "b", clinic }, 2),
            element(Hold, { name: "c", clinic }, 3),
          ],
          true,
        );
        await settle();
        await shown.states.c.take({ start_date: MONDAY + 9 * 3600 });
        await settle();
        const during = [listening > 0, timers.size > 0];
        root.unmount();
        await settle();
        return { during, after: [listening, timers.size] };
      });
      assert.deepEqual(left.during, [true, true]);
      assert.deepEqual(left.after.slice(0, 1), [0]);
      assert.ok(left.after[1] <= 1, `${left.after[1]} timers`);
      await pass(200);
    }),
  );
});

test("a server renders nothing that a browser would not, and what it is told to", () => {
  const code = `
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import { Clinic } from "frontdesk";
    import { useHold, useMonth, useSlots, useWait } from "frontdesk/react";
    const rule = { uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 };
    const clinic = new Clinic({
      timezone: "Europe/Berlin",
      appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
      doctors: [{ uid: "doc-456", availability_rules: [rule] }],
    });
    const type = { appointment_type_uid: "apt-001" };
    const App = ({ now }) => {
      const day = { from: ${MONDAY}, to: ${MONDAY + 86_400} };
      const { slots, isReady } = useSlots(clinic, { ...type, ...day }, { now });
      const { month, weeks } = useMonth(clinic, type, { now });
      const { phase } = useHold(clinic, type, { now });
      return [slots.length, isReady, month, weeks.length, phase, useWait(null, null).isReady].join();
    };
    const times = [undefined, ${MONDAY}, new Date(${MONDAY * 1000})];
    console.log(times.map((now) => renderToString(createElement(App, { now }))).join("\\n"));
    const hold = { command: "hold", uid: "mtg-1", ...type, start_date: ${MONDAY + NINE} };
    const [event] = clinic.decide(hold, ${MONDAY});
    clinic.apply(event);
    const Held = () => {
      const { phase, countdown } = useHold(clinic, type, { initialUid: "mtg-1" });
      return [phase, countdown].join();
    };
    console.log(renderToString(createElement(Held)));
  `;
  const said = execFileSync("node", ["--input-type=module", "-e", code], {
    cwd: context().scratch,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert.deepEqual(said.trim().split("\n"), [
    "0,false,,0,idle,false",
    "4,true,2026-03,6,idle,false",
    "4,true,2026-03,6,idle,false",
    "held,0:00",
  ]);
});

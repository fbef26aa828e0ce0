// The hooks in Chromium, with React in its strict mode and with Preact, and on a server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { build } from "esbuild";

import { openBrowser } from "./browser.mjs";
import { root } from "./support.mjs";

const MONDAY = 1774220400; // 2026-03-23, midnight in Berlin
const [NINE, HALF] = [9 * 3600, 9 * 3600 + 1800];
const ALL = [NINE, HALF, NINE + 3600, HALF + 3600];
const modules = join(root, "bindings-wasm/node_modules");

let context;

before(async () => {
  context = await openBrowser("react");
  for (const name of ["react", "react-dom", "preact", "scheduler"]) {
    symlinkSync(join(modules, name), join(context.scratch, "node_modules", name));
  }
  copyFileSync(join(root, "bindings-wasm/tests/hooks.jsx"), join(context.scratch, "hooks.jsx"));
  // Preact waits for a frame before it runs effects, and the clock of the tests stands still.
  writeFileSync(
    join(context.scratch, "effects.js"),
    `import { options } from "preact";
    options.requestAnimationFrame = (run) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (port1.close(), run());
      port2.postMessage(null);
    };`,
  );
  const compat = { react: "preact/compat", "react-dom": "preact/compat", "react-dom/client": "preact/compat/client" };
  for (const [renderer, alias] of Object.entries({ react: {}, preact: compat })) {
    await build({
      absWorkingDir: context.scratch,
      stdin: {
        contents: `${renderer === "preact" ? `import "./effects.js";` : ""} import "./hooks.jsx";`,
        resolveDir: context.scratch,
      },
      bundle: true,
      format: "esm",
      splitting: true,
      jsx: "automatic",
      alias,
      define: { "process.env.NODE_ENV": '"development"' },
      outdir: join(context.scratch, renderer),
      logLevel: "error",
    });
  }
});

after(() => context?.close());

for (const renderer of ["react", "preact"]) {
  describe(`by ${renderer}`, () => {
    /** Runs `what` on a page at `time`, whose clock only moves when it is told to. Nothing may be complained of. */
    const at = (time, what) => async () => {
      const { opened, errors } = await context.page(undefined, {
        consoleToo: true,
        prepare: (page) => page.clock.install({ time: (time - 60) * 1000 }),
      });
      await opened.clock.pauseAt(time * 1000);
      await opened.evaluate(async (path) => {
        await import(path);
        const { init, initRooms } = globalThis.hooks;
        await Promise.all([
          init(fetch("/bindings-wasm/pkg/frontdesk.wasm")),
          initRooms(fetch("/bindings-wasm/pkg/rooms.wasm")),
        ]);
      }, `/target/wasm/react/${renderer}/stdin.js`);
      const pass = async (seconds) => {
        await opened.clock.runFor(seconds * 1000);
        await opened.evaluate(() => globalThis.hooks.settle());
      };
      await what({ ask: (code, given) => opened.evaluate(code, given), pass, errors });
      assert.deepEqual(errors, []);
      await opened.close();
    };

    test(
      "slots follow the clinic, and two components share one answer",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { book, element, make, MONDAY, mount, settle, shown, Slots, starts } = globalThis.hooks;
          const clinic = make();
          let asked = 0;
          const { findSlots } = clinic;
          clinic.findSlots = (...given) => (asked++, findSlots.apply(clinic, given));
          mount([element(Slots, { name: "a", clinic }, 1), element(Slots, { name: "b", clinic }, 2)], true);
          await settle();
          const before = starts("a");
          const first = shown.states.a.slots;
          const isShared = first === shown.states.b.slots;
          const askedBefore = asked;
          book(clinic, MONDAY + 9 * 3600);
          await settle();
          const after = starts("a");
          // A change that leaves the slots as they are leaves the list as it is.
          const list = shown.states.a.slots;
          clinic.change({ change: "put_doctor", doctor: { uid: "doc-999" } });
          await settle();
          return {
            before, after, isShared, asked: askedBefore, askedAfter: asked,
            isKept: list === shown.states.a.slots && list === shown.states.b.slots,
            isReady: shown.states.b.isReady,
          };
        });
        assert.deepEqual(seen, {
          before: ALL, after: ALL.slice(1), isShared: true, asked: 1, askedAfter: 3, isKept: true, isReady: true,
        });
      }),
    );

    test(
      "slots follow the time: what is too soon leaves, what a hold took comes back in that second",
      at(MONDAY + NINE - 70, async ({ ask, pass }) => {
        await ask(async () => {
          const { book, element, make, MONDAY, mount, settle, Slots } = globalThis.hooks;
          const clinic = make();
          book(clinic, MONDAY + 9.5 * 3600);
          mount(element(Slots, { name: "a", clinic }), true);
          await settle();
        });
        const starts = () => ask(() => globalThis.hooks.starts("a"));
        assert.deepEqual(await starts(), [NINE, ALL[2], ALL[3]]);
        await pass(69);
        assert.deepEqual(await starts(), [NINE, ALL[2], ALL[3]]);
        await pass(20);
        assert.deepEqual(await starts(), [NINE, ALL[2], ALL[3]], "a slot leaves within a minute");
        await pass(1.1);
        assert.deepEqual(await starts(), ALL.slice(1), "90 seconds after the hold");
        await pass(9.5 * 60);
        assert.deepEqual(await starts(), ALL.slice(1));
        await pass(22 * 60);
        assert.deepEqual(await starts(), ALL.slice(2));
      }),
    );

    test(
      "a clinic is replaced, missing, freed; a query is refused",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { book, holder, make, MONDAY, mount, settle, shown, Slots, starts } = globalThis.hooks;
          const [first, second] = [make(), make({ doctors: [{ uid: "doc-456" }] })];
          const { box, element } = holder(Slots, { name: "a", clinic: null });
          mount(element, true);
          await settle();
          const states = [[starts("a").length, shown.states.a.isReady]];
          const set = async (part) => {
            box.set(part);
            await settle();
            states.push([starts("a").length, shown.states.a.isReady, shown.states.a.error?.code ?? shown.states.a.error?.message]);
          };
          await set({ clinic: first });
          await set({ clinic: second });
          const renders = shown.renders.a;
          book(first, MONDAY + 9 * 3600);
          await settle();
          const isDeaf = renders === shown.renders.a;
          await set({ clinic: first });
          await set({ query: { appointment_type_uid: "apt-404", from: MONDAY, to: MONDAY + 1 } });
          await set({ query: { appointment_type_uid: "apt-001", from: MONDAY, to: MONDAY, limit: NaN } });
          await set({ query: null });
          await set({ query: undefined });
          first.free();
          await set({ clinic: first, other: 1 });
          await set({ query: { appointment_type_uid: "apt-001", from: MONDAY, to: MONDAY + 2 } });
          await set({ clinic: make(), query: undefined });
          return { states, isDeaf };
        });
        assert.equal(seen.isDeaf, true);
        assert.deepEqual(seen.states, [
          [0, false],
          [4, true, null],
          [0, true, null],
          [3, true, null],
          [0, false, "not_found"],
          [0, false, "`query.limit` is NaN, which is no number of JSON"],
          [0, false, null],
          [3, true, null],
          [3, true, null],
          [0, false, "this clinic is freed"],
          [4, true, null],
        ].map((state) => state.map((part) => part ?? undefined)));
      }),
    );

    test(
      "a month is leafed through, on the viewer's calendar",
      at(MONDAY, async ({ ask, pass }) => {
        const seen = await ask(async () => {
          const { element, make, Month, mount, settle, shown } = globalThis.hooks;
          const clinic = make();
          mount(element(Month, { name: "berlin", clinic }), true);
          mount(element(Month, { name: "kiritimati", clinic, timezone: "Pacific/Kiritimati", initialMonth: "2026-03" }));
          await settle();
          const days = (name) =>
            shown.states[name].weeks.flat().filter((day) => day.firstStart !== null).map((day) => day.date);
          const { show, showNext, weeks } = shown.states.berlin;
          const found = { month: shown.states.berlin.month, berlin: days("berlin"), kiritimati: days("kiritimati").slice(0, 2) };
          showNext();
          await settle();
          found.next = [shown.states.berlin.month, days("berlin")[0], shown.states.berlin.weeks[0][0].date];
          shown.states.berlin.showPrevious();
          shown.states.berlin.showPrevious();
          await settle();
          found.previous = shown.states.berlin.month;
          show("2026-03");
          await settle();
          found.isKept = weeks === shown.states.berlin.weeks && show === shown.states.berlin.show;
          try {
            show("2026-13");
          } catch (error) {
            found.error = error.message;
          }
          return found;
        });
        assert.deepEqual(seen, {
          month: "2026-03",
          berlin: ["2026-03-23", "2026-03-30"],
          kiritimati: ["2026-03-23", "2026-03-30"],
          next: ["2026-04", "2026-03-30", "2026-03-30"],
          previous: "2026-02",
          isKept: true,
          error: "`month` is 2026-13, not YYYY-MM",
        });
      }),
    );

    test(
      "a hold counts down, runs out, and its slot can be held anew",
      at(MONDAY, async ({ ask, pass }) => {
        const phase = () =>
          ask(() => {
            const { phase, countdown, error } = globalThis.hooks.shown.states.a;
            return [phase, countdown, error?.code ?? null];
          });
        await ask(async () => {
          const { element, Hold, make, MONDAY, mount, settle, shown } = globalThis.hooks;
          globalThis.clinic = make();
          mount(element(Hold, { name: "a", clinic: globalThis.clinic }), true);
          await settle();
          await shown.states.a.take({ start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456", seats_left: 1 });
          await settle();
        });
        assert.deepEqual(await phase(), ["held", "1:30", null]);
        await pass(31);
        assert.deepEqual(await phase(), ["held", "0:59", null]);
        // A second choice takes the place of the first.
        await ask(async () => {
          const { MONDAY, settle, shown } = globalThis.hooks;
          const { take } = shown.states.a;
          await take({ start_date: MONDAY + 9.5 * 3600, doctor_uid: "doc-456" });
          await settle();
          globalThis.isSame = take === shown.states.a.take;
        });
        assert.deepEqual(await phase(), ["held", "1:30", null]);
        assert.deepEqual(
          await ask(() => [
            globalThis.isSame,
            globalThis.clinic.snapshot().appointments.map(({ status, start_date }) => [status, start_date]),
          ]),
          [true, [["cancelled", MONDAY + NINE], ["held", MONDAY + HALF]]].map((x) => x),
        );
        await pass(90);
        assert.deepEqual(await phase(), ["expired", "0:00", null]);
        const renders = await ask(() => globalThis.hooks.shown.renders.a);
        await pass(30);
        assert.equal(await ask(() => globalThis.hooks.shown.renders.a), renders, "nothing ticks for a hold that is over");
        await ask(() => globalThis.hooks.shown.states.a.confirm().then(globalThis.hooks.settle));
        assert.deepEqual(await phase(), ["expired", "0:00", "hold_expired"]);
        await ask(async () => {
          const { MONDAY, settle, shown } = globalThis.hooks;
          await shown.states.a.take({ start_date: MONDAY + 9.5 * 3600, doctor_uid: "doc-456" });
          await settle();
        });
        assert.deepEqual(await phase(), ["held", "1:30", null]);
        await ask(() => globalThis.hooks.shown.states.a.confirm().then(globalThis.hooks.settle));
        assert.deepEqual(await phase(), ["confirmed", "0:00", null]);
        await ask(() => globalThis.hooks.shown.states.a.release().then(globalThis.hooks.settle));
        assert.deepEqual(await phase(), ["idle", "0:00", null]);
        await ask(() => globalThis.hooks.shown.states.a.confirm().then(globalThis.hooks.settle));
        assert.equal((await phase())[0], "idle");
      }),
    );

    test(
      "a slot that somebody else has taken is refused, and what was held stays held",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { book, element, Hold, make, MONDAY, mount, settle, shown } = globalThis.hooks;
          const clinic = make();
          mount(element(Hold, { name: "a", clinic }), true);
          await settle();
          const said = () => [shown.states.a.phase, shown.states.a.error?.data?.explanations[0].reasons[0].code ?? null];
          const found = [];
          book(clinic, MONDAY + 9 * 3600);
          found.push(await shown.states.a.take({ start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456" }));
          await settle();
          found.push(said());
          found.push(await shown.states.a.take({ start_date: MONDAY + 9.5 * 3600, doctor_uid: "doc-456" }));
          await settle();
          found.push(said());
          found.push(await shown.states.a.take({ start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456" }));
          await settle();
          found.push(said());
          // The practice calls it off, as a page hears from its server.
          const uid = shown.states.a.appointment.uid;
          clinic.apply({ event: "released", uid, at: MONDAY });
          await settle();
          found.push(said()[0]);
          return found;
        });
        assert.deepEqual(seen, [false, ["idle", "held"], true, ["held", null], false, ["held", "held"], "lost"]);
      }),
    );

    test(
      "what is held is let go at unmount by choice, also while it is on its way",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { Hold, holder, instant, make, MONDAY, mount, settle, shown } = globalThis.hooks;
          const slot = { start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456" };
          const found = [];
          const open = async (options) => {
            const clinic = make();
            const { box, element } = holder(Hold, { name: "a", clinic, ...options });
            mount(element, true);
            await settle();
            return { box, clinic, hold: shown.states.a };
          };
          const stands = (clinic) => clinic.snapshot().appointments?.[0]?.status ?? null;
          for (const releaseAtUnmount of [false, true]) {
            const { box, clinic, hold } = await open({ releaseAtUnmount });
            await hold.take(slot);
            await settle();
            found.push(stands(clinic));
            box.set({ isGone: true });
            await settle();
            found.push(stands(clinic));
          }
          // Asked for, and gone before the server has answered.
          let answers = [];
          const decide = (command) => new Promise((done) => answers.push([command, done]));
          const { box, clinic, hold } = await open({ releaseAtUnmount: true, decide });
          const taken = hold.take(slot);
          await settle();
          found.push(shown.states.a.isPending);
          box.set({ isGone: true });
          await settle();
          const answer = () => {
            const [command, done] = answers.shift();
            done(clinic.decide(command, instant()));
          };
          answer();
          await taken;
          await settle();
          found.push(stands(clinic), answers.map(([command]) => command.command));
          answer();
          await settle();
          found.push(stands(clinic));
          // The choice is the last one that was made.
          const changed = await open({ releaseAtUnmount: true });
          await changed.hold.take(slot);
          changed.box.set({ releaseAtUnmount: false });
          await settle();
          found.push(stands(changed.clinic));
          changed.box.set({ isGone: true });
          await settle();
          found.push(stands(changed.clinic));
          return found;
        });
        assert.deepEqual(seen, [
          "held", "held", "held", "cancelled", true, "held", ["release"], "cancelled", "held", "held",
        ]);
      }),
    );

    test(
      "a server decides: its answers are taken in turn, its uid counts, its refusals are errors",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { element, Hold, instant, make, MONDAY, mount, settle, shown } = globalThis.hooks;
          const [server, clinic] = [make(), make()];
          const asked = [];
          const decide = async (command) => {
            asked.push(command.command);
            await settle();
            if (command.command === "extend") throw "no network";
            const events = server.decide({ ...command, uid: command.command === "hold" ? `mtg-${asked.length}` : command.uid }, instant());
            for (const event of events) server.apply(event);
            return JSON.parse(JSON.stringify(events));
          };
          mount(element(Hold, { name: "a", clinic, decide }), true);
          await settle();
          const { confirm, extend, take } = shown.states.a;
          const [first, second] = [9, 9.5].map((hour) => ({ start_date: MONDAY + hour * 3600, doctor_uid: "doc-456" }));
          const done = await Promise.all([take(first), take(second), extend(), confirm(), take(second)]);
          await settle();
          await settle();
          const { phase, error, isPending, appointment } = shown.states.a;
          const same = JSON.stringify(server.snapshot()) === JSON.stringify(clinic.snapshot());
          return { done, asked, phase, error: error && error.message, isPending, uid: appointment.uid, same };
        });
        assert.deepEqual(seen, {
          done: [true, true, false, true, false],
          asked: ["hold", "hold", "extend", "confirm", "hold"],
          phase: "confirmed",
          error: seen.error,
          isPending: false,
          uid: "mtg-2",
          same: true,
        });
        assert.match(seen.error, /can't be booked/, "the patient has it already");
      }),
    );

    test(
      "waits follow the room, the learner and the time, and are computed once",
      at(MONDAY + NINE, async ({ ask, pass }) => {
        const seen = await ask(async () => {
          const { element, Learner, MONDAY, mount, settle, shown, Wait, WaitingRoom } = globalThis.hooks;
          const nine = MONDAY + 9 * 3600;
          const entry = (number) => ({
            uid: `qe-${number}`, status: "waiting", patient_uid: `pat-${number}`, registered_at: nine - 60, sequence: number,
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
          mount([1, 2, 3, 4].map((number) => element(Wait, { name: `w${number}`, room, learner, uid: `qe-${number}` }, number)), true);
          mount(element(Wait, { name: "board", room, learner }));
          await settle();
          const positions = () => [1, 2, 3, 4].map((number) => shown.states[`w${number}`].wait?.position ?? null);
          const found = { first: [positions(), asked, shown.states.board.waits.length, shown.states.board.wait] };
          for (const event of room.decide({ command: "cancel", uid: "qe-1", by: "patient" }, nine)) room.apply(event);
          await settle();
          found.second = [positions(), asked];
          learner.merge(new Learner());
          await settle();
          found.third = asked;
          return found;
        });
        assert.deepEqual(seen, { first: [[1, 2, 3, null], 1, 3, null], second: [[null, 1, 2, null], 2], third: 3 });
        const minutes = () => ask(() => globalThis.hooks.shown.renders.board);
        const before = await minutes();
        await pass(29);
        assert.equal(await minutes(), before);
        await pass(2);
        assert.notEqual(await minutes(), before);
      }),
    );

    test(
      "ten thousand slots: what is asked for once is found at once, and a minute that changes nothing shows nothing anew",
      at(MONDAY - 86_400, async ({ ask, pass }) => {
        const times = await ask(async () => {
          const { element, make, MONDAY, mount, settle, shown, Slots } = globalThis.hooks;
          const rules = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ uid: `rule-${weekday}`, weekday, start_time: 0, end_time: 1440 }));
          const clinic = make({ doctors: [{ uid: "doc-456", availability_rules: rules }] });
          const query = { appointment_type_uid: "apt-001", from: MONDAY, to: MONDAY + 209 * 86_400 };
          mount(Array.from({ length: 20 }, (_, key) => element(Slots, { name: "many", clinic, query }, key)));
          await settle();
          return { count: shown.states.many.slots.length, renders: shown.renders.many };
        });
        assert.equal(times.count, 209 * 48);
        await pass(61);
        const list = await ask(() => (globalThis.list = globalThis.hooks.shown.states.many).slots.length);
        await pass(60);
        assert.equal(await ask(() => globalThis.list === globalThis.hooks.shown.states.many), true);
        assert.equal(list, times.count);
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

    test(
      "a clinic that changes while it is rendered: all components agree in the end",
      async () => {
        const noise = /Cannot update a component|while rendering a different component/;
        await at(MONDAY, async ({ ask, errors }) => {
          const seen = await ask(async () => {
            const { Eager, element, make, mount, settle, Slots, starts, shown } = globalThis.hooks;
            const clinic = make();
            mount([element(Slots, { name: "a", clinic }, 1), element(Eager, { name: "eager", clinic }, 2), element(Slots, { name: "b", clinic }, 3)]);
            for (let turn = 0; turn < 3; turn++) await settle();
            return [starts("a"), starts("eager"), starts("b"), shown.renders.a < 10];
          });
          assert.deepEqual(seen, [ALL.slice(2), ALL.slice(2), ALL.slice(2), true]);
          // React says what it thinks of that.
          errors.splice(0, errors.length, ...errors.filter((error) => !noise.test(error)));
        })();
      },
    );

    test(
      "a clinic that is replaced or freed while a server decides: its answer happens to the one that is there",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { Hold, holder, instant, make, MONDAY, mount, settle, shown } = globalThis.hooks;
          const [server, first, second] = [make(), make(), make()];
          let answer;
          const decide = (command) =>
            new Promise((done) => {
              answer = () => {
                const events = server.decide(command, instant());
                events.forEach((event) => server.apply(event));
                done(events);
              };
            });
          const { box, element } = holder(Hold, { name: "a", clinic: first, decide });
          mount(element, true);
          await settle();
          const said = () => [shown.states.a.phase, shown.states.a.isPending, shown.states.a.error?.message ?? null];
          const found = [];
          const taken = shown.states.a.take({ start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456" });
          await settle();
          box.set({ clinic: second });
          first.free();
          await settle();
          found.push(said());
          answer();
          found.push(await taken);
          await settle();
          found.push(said(), second.snapshot().appointments.length);
          // The next clinic does not know of it, and then it does.
          const third = make();
          box.set({ clinic: third });
          await settle();
          found.push(said()[0]);
          box.set({ clinic: new globalThis.hooks.Clinic(second.snapshot()) });
          await settle();
          found.push(said()[0]);
          box.set({ clinic: null });
          await settle();
          found.push(said()[0], await shown.states.a.confirm());
          await settle();
          found.push(said()[2]);
          box.set({ clinic: second });
          await settle();
          second.free();
          const late = shown.states.a.confirm();
          answer();
          found.push(await late);
          await settle();
          found.push(said()[2] !== null);
          return found;
        });
        assert.deepEqual(seen, [
          ["idle", true, null], true, ["held", false, null], 1, "lost", "held", "lost", false, "there is no clinic yet", false, true,
        ]);
      }),
    );

    test(
      "months of which nobody knows are errors, and one can leaf back",
      at(MONDAY, async ({ ask }) => {
        const seen = await ask(async () => {
          const { holder, make, Month, mount, settle, shown } = globalThis.hooks;
          const { box, element } = holder(Month, { name: "a", clinic: make(), initialMonth: "1970-02" });
          mount(element);
          await settle();
          const said = () => [shown.states.a.month, shown.states.a.weeks.length, shown.states.a.error?.code ?? shown.states.a.error?.message ?? null];
          const found = [said()];
          shown.states.a.showPrevious();
          shown.states.a.showPrevious();
          await settle();
          found.push(said());
          shown.states.a.show("2026-03");
          await settle();
          found.push(said());
          box.set({ timezone: "Mars/Olympus" });
          await settle();
          found.push(said()[2]);
          box.set({ timezone: "Europe/Berlin", weekStart: 9 });
          await settle();
          found.push(said()[2]);
          box.set({ weekStart: 0, clinic: undefined });
          await settle();
          found.push(said());
          return found;
        });
        assert.deepEqual(seen, [
          ["1970-02", 5, null], ["1969-12", 0, "out_of_range"], ["2026-03", 6, null], "unknown_timezone",
          "`weekStart` is 9, not 0 (Monday) to 6", ["2026-03", 0, null],
        ]);
      }),
    );

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
            [element(Slots, { name: "a", clinic }, 1), element(Month, { name: "b", clinic }, 2), element(Hold, { name: "c", clinic }, 3)],
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
}

test("a server renders nothing that a browser would not, and what it is told to", () => {
  const code = `
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import { Clinic } from "frontdesk";
    import { useHold, useMonth, useSlots, useWait } from "frontdesk/react";
    const clinic = new Clinic({ timezone: "Europe/Berlin", appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
      doctors: [{ uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] }] });
    const type = { appointment_type_uid: "apt-001" };
    const App = ({ now }) => {
      const { slots, isReady } = useSlots(clinic, { ...type, from: ${MONDAY}, to: ${MONDAY + 86_400} }, { now });
      const { month, weeks } = useMonth(clinic, type, { now });
      return [slots.length, isReady, month, weeks.length, useHold(clinic, type, { now }).phase, useWait(null, null).isReady].join();
    };
    console.log([undefined, ${MONDAY}, new Date(${MONDAY * 1000})].map((now) => renderToString(createElement(App, { now }))).join("\\n"));
  `;
  const said = execFileSync("node", ["--input-type=module", "-e", code], {
    cwd: context.scratch,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert.deepEqual(said.trim().split("\n"), [
    "0,false,,0,idle,false",
    "4,true,2026-03,6,idle,false",
    "4,true,2026-03,6,idle,false",
  ]);
});

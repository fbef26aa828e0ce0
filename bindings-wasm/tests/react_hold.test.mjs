// `useHold`: what becomes of a hold, and who hears of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { HALF, MONDAY, NINE, withRenderers } from "./renderers.mjs";

withRenderers("react_hold", (at) => {
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
        [
          true,
          [
            ["cancelled", MONDAY + NINE],
            ["held", MONDAY + HALF],
          ],
        ].map((x) => x),
      );
      await pass(90);
      assert.deepEqual(await phase(), ["expired", "0:00", null]);
      const renders = await ask(() => globalThis.hooks.shown.renders.a);
      await pass(30);
      assert.equal(
        await ask(() => globalThis.hooks.shown.renders.a),
        renders,
        "nothing ticks for a hold that is over",
      );
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
    "the next page goes on with what is held",
    at(MONDAY, async ({ ask }) => {
      const seen = await ask(async () => {
        const { element, Hold, make, MONDAY, mount, settle, shown } = globalThis.hooks;
        const clinic = make();
        const root = mount(element(Hold, { name: "first", clinic }), true);
        await settle();
        await shown.states.first.take({ start_date: MONDAY + 9 * 3600, doctor_uid: "doc-456" });
        await settle();
        root.unmount();
        const initialUid = shown.states.first.appointment.uid;
        mount(element(Hold, { name: "second", clinic, initialUid }), true);
        mount(element(Hold, { name: "none", clinic, initialUid: "mtg-404" }), true);
        await settle();
        const found = [shown.states.second.phase, shown.states.second.countdown, shown.states.none.phase];
        await shown.states.second.confirm();
        await settle();
        return [...found, shown.states.second.phase];
      });
      assert.deepEqual(seen, ["held", "1:30", "lost", "confirmed"]);
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
        const said = () => [
          shown.states.a.phase,
          shown.states.a.error?.data?.explanations[0].reasons[0].code ?? null,
        ];
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
      assert.deepEqual(seen, [
        false,
        ["idle", "held"],
        true,
        ["held", null],
        false,
        ["held", "held"],
        "lost",
      ]);
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
        found.push(
          stands(clinic),
          answers.map(([command]) => command.command),
        );
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
        "held",
        "held",
        "held",
        "cancelled",
        true,
        "held",
        ["release"],
        "cancelled",
        "held",
        "held",
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
          const events = server.decide(
            { ...command, uid: command.command === "hold" ? `mtg-${asked.length}` : command.uid },
            instant(),
          );
          for (const event of events) server.apply(event);
          return JSON.parse(JSON.stringify(events));
        };
        mount(element(Hold, { name: "a", clinic, decide }), true);
        await settle();
        const { confirm, extend, take } = shown.states.a;
        const [first, second] = [9, 9.5].map((hour) => ({
          start_date: MONDAY + hour * 3600,
          doctor_uid: "doc-456",
        }));
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
        const said = () => [
          shown.states.a.phase,
          shown.states.a.isPending,
          shown.states.a.error?.message ?? null,
        ];
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
        ["idle", true, null],
        true,
        ["held", false, null],
        1,
        "lost",
        "held",
        "lost",
        false,
        "there is no clinic yet",
        false,
        true,
      ]);
    }),
  );
});

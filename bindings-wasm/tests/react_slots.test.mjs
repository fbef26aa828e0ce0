// `useSlots` and `useMonth`: true whatever happens to the clinic, the query, the time and the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALL, HALF, MONDAY, NINE, withRenderers } from "./renderers.mjs";

withRenderers("react_slots", (at) => {
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
          before,
          after,
          isShared,
          asked: askedBefore,
          askedAfter: asked,
          isKept: list === shown.states.a.slots && list === shown.states.b.slots,
          isReady: shown.states.b.isReady,
        };
      });
      assert.deepEqual(seen, {
        before: ALL,
        after: ALL.slice(1),
        isShared: true,
        asked: 1,
        askedAfter: 3,
        isKept: true,
        isReady: true,
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
          states.push([
            starts("a").length,
            shown.states.a.isReady,
            shown.states.a.error?.code ?? shown.states.a.error?.message,
          ]);
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
      assert.deepEqual(
        seen.states,
        [
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
        ].map((state) => state.map((part) => part ?? undefined)),
      );
    }),
  );

  test(
    "a month is leafed through, on the viewer's calendar",
    at(MONDAY, async ({ ask, pass }) => {
      const seen = await ask(async () => {
        const { element, make, Month, mount, settle, shown } = globalThis.hooks;
        const clinic = make();
        mount(element(Month, { name: "berlin", clinic }), true);
        mount(
          element(Month, {
            name: "kiritimati",
            clinic,
            timezone: "Pacific/Kiritimati",
            initialMonth: "2026-03",
          }),
        );
        await settle();
        const days = (name) =>
          shown.states[name].weeks
            .flat()
            .filter((day) => day.firstStart !== null)
            .map((day) => day.date);
        const { show, showNext, weeks } = shown.states.berlin;
        const found = {
          month: shown.states.berlin.month,
          berlin: days("berlin"),
          kiritimati: days("kiritimati").slice(0, 2),
        };
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
    "months of which nobody knows are errors, and one can leaf back",
    at(MONDAY, async ({ ask }) => {
      const seen = await ask(async () => {
        const { holder, make, Month, mount, settle, shown } = globalThis.hooks;
        const { box, element } = holder(Month, { name: "a", clinic: make(), initialMonth: "1970-02" });
        mount(element);
        await settle();
        const said = () => [
          shown.states.a.month,
          shown.states.a.weeks.length,
          shown.states.a.error?.code ?? shown.states.a.error?.message ?? null,
        ];
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
        ["1970-02", 5, null],
        ["1969-12", 0, "out_of_range"],
        ["2026-03", 6, null],
        "unknown_timezone",
        "`weekStart` is 9, not 0 (Monday) to 6",
        ["2026-03", 0, null],
      ]);
    }),
  );

  test(
    "ten thousand slots are found at once, and a minute that changes nothing shows nothing anew",
    at(MONDAY - 86_400, async ({ ask, pass }) => {
      const times = await ask(async () => {
        const { element, make, MONDAY, mount, settle, shown, Slots } = globalThis.hooks;
        const rules = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
          uid: `rule-${weekday}`,
          weekday,
          start_time: 0,
          end_time: 1440,
        }));
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
});

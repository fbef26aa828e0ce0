// Bad input is refused with its path, nothing is half done, and the handle works afterwards.

import assert from "node:assert/strict";
import test from "node:test";

import { Clinic, Learner, planning, SchedulingError, WaitingRoom } from "../pkg/node.js";

const snapshot = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30 }],
  doctors: [
    { uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] },
  ],
};
const monday = 1774220400;
const query = { appointment_type_uid: "apt-001", from: monday, to: monday + 86_400 };
const circle = { ...query };
circle.grid = circle;
/** What says that it is a day, and whose text is itself. */
const endless = {
  [Symbol.toStringTag]: "Temporal.PlainDate",
  toString: () => endless,
};
const with_ = (field, value) => ({ ...query, [field]: value });

/** Calls, what they throw, and the path or the code in it. */
const refused = [
  [(clinic) => clinic.findSlots(undefined, monday), TypeError, /`query` is missing/],
  [(clinic) => clinic.findSlots(query), TypeError, /`now` is undefined/],
  [(clinic) => clinic.findSlots(query, NaN), TypeError, /`now` is NaN/],
  [(clinic) => clinic.findSlots(query, 1.5), TypeError, /`now` is 1.5/],
  [(clinic) => clinic.findSlots(query, 1774220400n), TypeError, /`now` is a bigint/],
  [(clinic) => clinic.findSlots(query, new Date(NaN)), TypeError, /`now` is an invalid Date/],
  [(clinic) => clinic.findSlots(query, null), TypeError, /`now` is null/],
  [(clinic) => clinic.findSlots(query, {}), TypeError, /`now` is an object/],
  [(clinic) => clinic.findSlots(query, "2026-03-23"), TypeError, /`now` is a string/],
  [(clinic) => clinic.findSlots(query, monday * 1000), SchedulingError, /now.*milliseconds/],
  [(clinic) => clinic.findSlots(with_("from", NaN), monday), TypeError, /`query.from` is NaN/],
  [(clinic) => clinic.findSlots(with_("from", 5n), monday), TypeError, /`query.from` is a bigint/],
  [
    (clinic) => clinic.findSlots(with_("from", new Date("x")), monday),
    TypeError,
    /`query.from` is an invalid Date/,
  ],
  [
    (clinic) => clinic.findSlots(with_("from", { [Symbol.toStringTag]: "Temporal.Instant" }), monday),
    TypeError,
    /`query.from` is a Temporal.Instant/,
  ],
  [
    (clinic) => clinic.findSlots(with_("from", { [Symbol.toStringTag]: "Date" }), monday),
    TypeError,
    /not a Date/i,
  ],
  [
    (clinic) => clinic.findSlots(with_("from", endless), monday),
    TypeError,
    /`query.from` is nested too deep, or contains itself/,
  ],
  [
    (clinic) => clinic.findSlots(with_("from", new Date(-1e12)), monday),
    SchedulingError,
    "out_of_range",
    "from",
  ],
  [
    (clinic) =>
      clinic.findSlots(
        with_("from", () => 1),
        monday,
      ),
    TypeError,
    /`query.from` is a function/,
  ],
  [(clinic) => clinic.findSlots(with_("from", Symbol("x")), monday), TypeError, /`query.from` is a symbol/],
  [(clinic) => clinic.findSlots(with_("from", undefined), monday), SchedulingError, "missing_field", "from"],
  [(clinic) => clinic.findSlots(with_("from", "9"), monday), SchedulingError, "wrong_type", "from"],
  [
    (clinic) => clinic.findSlots(with_("from", monday * 1000), monday),
    SchedulingError,
    "out_of_range",
    "from",
  ],
  [
    (clinic) => clinic.findSlots(with_("doctor_uids", ["doc-456", undefined]), monday),
    TypeError,
    /`query.doctor_uids\[1\]` is undefined/,
  ],
  [
    (clinic) => clinic.findSlots(with_("doctor_uids", new Set(["doc-456"])), monday),
    TypeError,
    /`query.doctor_uids` is not a plain object/,
  ],
  [(clinic) => clinic.findSlots(with_("colour", "red"), monday), SchedulingError, "unknown_field", "colour"],
  [
    (clinic) => clinic.findSlots(circle, monday),
    TypeError,
    /`query(\.grid)+` is nested too deep, or contains itself/,
  ],
  [
    (clinic) => clinic.findSlots(with_("appointment_type_uid", "\ud800"), monday),
    TypeError,
    /`query.appointment_type_uid` has half a character/,
  ],
  [(clinic) => clinic.findSlots({ ...query, ["\udfff"]: 1 }, monday), TypeError, /half a character/],
  [
    (clinic) => clinic.findSlots(with_("appointment_type_uid", "x".repeat(1 << 26)), monday),
    SchedulingError,
    "too_many",
    "",
  ],
  [
    (clinic) => clinic.findSlots(with_("appointment_type_uid", "ö".repeat(1 << 25)), monday),
    SchedulingError,
    "too_many",
    "",
  ],
  [
    (clinic) => clinic.findSlots(JSON.parse(`${"[".repeat(30)}${"]".repeat(30)}`), monday),
    SchedulingError,
    "wrong_type",
    "",
  ],
  [
    (clinic) => clinic.daysWithSlots(with_("timezone", "Europe/Atlantis"), monday),
    SchedulingError,
    "unknown_timezone",
    "timezone",
  ],
  [(clinic) => clinic.decide({ command: "fly" }, monday), SchedulingError, "unknown_value", "command"],
  [(clinic) => clinic.apply({ event: "confirmed" }), SchedulingError, "missing_field", "uid"],
  [(clinic) => clinic.apply(null), SchedulingError, "wrong_type", ""],
  [(clinic) => clinic.change({ change: "remove_doctor", uid: "doc-1" }), SchedulingError, "not_found", "uid"],
  [
    (clinic) => clinic.isBookable("x".repeat((1 << 25) + 1), "doc-456", monday, monday),
    SchedulingError,
    "too_many",
    "",
  ],
  [(clinic) => clinic.findSlots(with_("from", 'a"\n'), monday), SchedulingError, "wrong_type", "from"],
  [(clinic) => clinic.isBookable("apt-001", 5, monday, monday), TypeError, /`doctorUid` is a number/],
  [(clinic) => clinic.leftOutsideHours({}, monday), TypeError, /`after` is not a Clinic/],
  [() => new Clinic(), TypeError, /`snapshot` is missing/],
  [
    () => new Clinic({ ...snapshot, timezone: "Europe/Atlantis" }),
    SchedulingError,
    "unknown_timezone",
    "timezone",
  ],
  [
    () =>
      new Clinic({
        ...snapshot,
        doctors: [
          { uid: "doc-456", availability_rules: [{ uid: "r", weekday: 9, start_time: 0, end_time: 1 }] },
        ],
      }),
    SchedulingError,
    "out_of_range",
    "doctors[0].availability_rules[0].weekday",
  ],
  [() => new WaitingRoom({ doctors: 5 }), SchedulingError, "wrong_type", "doctors"],
  [() => new WaitingRoom({}).estimate({}, {}, monday), TypeError, /`learner` is not a Learner/],
  [() => new Learner({ doctors: [] }), SchedulingError, "missing_field"],
  [
    () => new planning.ErlangC({ arrivals_per_minute: 1, service_minutes: 12, doctors: 3 }).steadyState(),
    SchedulingError,
    "unstable",
  ],
  [
    () =>
      new planning.ErlangC({ arrivals_per_minute: 0.1, service_minutes: 12, doctors: 3 }).waitQuantile(NaN),
    SchedulingError,
    "out_of_range",
    "probability",
  ],
];

test("what is refused names itself, and the handle works on", () => {
  const clinic = new Clinic(snapshot);
  const before = JSON.stringify([clinic.snapshot(), clinic.findSlots(query, monday)]);
  for (const [ask, type, what, path] of refused) {
    assert.throws(
      () => ask(clinic),
      (error) => {
        assert.ok(error instanceof type, `${ask}: ${error}`);
        if (what instanceof RegExp) assert.match(error.message, what);
        else assert.equal(error.code, what, `${ask}: ${error.message}`);
        if (path !== undefined) assert.equal(error.path, path, `${ask}: ${error.message}`);
        return true;
      },
    );
    assert.equal(
      JSON.stringify([clinic.snapshot(), clinic.findSlots(query, monday)]),
      before,
      `${ask} changed something`,
    );
  }
});

test("an object with a getter that throws throws that", () => {
  const clinic = new Clinic(snapshot);
  assert.throws(
    () =>
      clinic.findSlots(
        {
          ...query,
          get limit() {
            throw new RangeError("mine");
          },
        },
        monday,
      ),
    /mine/,
  );
  assert.throws(
    () =>
      clinic.findSlots(
        Object.defineProperty({ ...query }, "limit", {
          enumerable: true,
          get() {
            throw new RangeError("mine");
          },
        }),
        monday,
      ),
    /mine/,
  );
  assert.equal(clinic.findSlots(query, monday).length, 4);
});

test("a freed handle says so", () => {
  const clinic = new Clinic(snapshot);
  clinic.free();
  clinic.free();
  assert.throws(() => clinic.findSlots(query, monday), /this clinic is freed/);
  assert.throws(
    () => new WaitingRoom({}).estimate(Object.assign(new Learner(), {}), {}, 5n),
    /`now` is a bigint/,
  );
  const learner = new Learner();
  learner.free();
  assert.throws(() => learner.state(), /this learner is freed/);
  assert.throws(() => new Learner().merge(learner), /this learner is freed/);
  const other = new Learner();
  assert.throws(() => other.merge(other), TypeError);
});

test("a refused rule carries its data", () => {
  const clinic = new Clinic(snapshot);
  const command = {
    command: "hold",
    uid: "mtg-1",
    appointment_type_uid: "apt-001",
    start_date: monday,
    patient_uid: "pat-1",
  };
  assert.throws(
    () => clinic.decide(command, monday),
    (error) => {
      assert.equal(error.code, "not_bookable");
      assert.equal(error.kind, "refused");
      assert.equal(error.data.explanations[0].reasons[0].code, "outside_hours");
      return true;
    },
  );
});

test("the largest value that is let in does not exhaust memory", () => {
  // The worst there is: as many doctors as fit in 2^25 bytes, each of seventeen.
  const doctors = Array.from({ length: 1_970_000 }, () => ({ uid: "" }));
  assert.throws(
    () => new Clinic({ doctors }),
    (error) => error instanceof SchedulingError && error.code === "too_many" && error.path === "doctors",
  );
  doctors.push(...Array.from({ length: 10_000 }, () => ({ uid: "" })));
  assert.throws(
    () => new Clinic({ doctors }),
    (error) => error instanceof SchedulingError && error.code === "too_many" && error.data.limit === 1 << 25,
  );
  assert.equal(new Clinic(snapshot).findSlots(query, monday).length, 4);
});

test("a getter may ask the engine while it is being asked", () => {
  const clinic = new Clinic(snapshot);
  const inner = {
    ...query,
    get doctor_uids() {
      return [`doc-${clinic.findSlots(query, monday).length + 452}`];
    },
  };
  assert.equal(clinic.findSlots(inner, monday).length, 4);
});

test("a getter may free what is being asked, as often as it likes", () => {
  for (let round = 0; round < 4_000; round++) {
    const clinic = new Clinic(snapshot);
    const room = new WaitingRoom({});
    const learner = new Learner();
    const freeing = (handle, value, field) =>
      Object.defineProperty({ ...value }, field, {
        enumerable: true,
        get() {
          handle.free();
          return 1;
        },
      });
    assert.throws(() => clinic.findSlots(freeing(clinic, query, "limit"), monday), /this clinic is freed/);
    assert.throws(
      () => room.estimate(learner, freeing(learner, {}, "futures"), monday),
      /this learner is freed/,
    );
    assert.throws(
      () => room.estimate(new Learner(), freeing(room, {}, "futures"), monday),
      /this waiting room is freed/,
    );
  }
  assert.equal(new Clinic(snapshot).findSlots(query, monday).length, 4);
});

test("where the host has no memory for packed slots, the handle works on", () => {
  const clinic = new Clinic(snapshot);
  const { Float64Array } = globalThis;
  globalThis.Float64Array = class {
    constructor() {
      throw new RangeError("no memory");
    }
  };
  try {
    assert.throws(() => clinic.findSlotsPacked(query, monday), /no memory/);
  } finally {
    globalThis.Float64Array = Float64Array;
  }
  assert.equal(clinic.findSlotsPacked(query, monday).starts.length, 4);
  clinic.free();
});

test("a list that lies about its length is read as far as lists go", () => {
  const clinic = new Clinic(snapshot);
  for (const [length, expected] of [
    [1.5, 1],
    [0.5, 0],
    [-1, /undefined/],
  ]) {
    const ask = () =>
      clinic.findSlots(
        {
          ...query,
          doctor_uids: new Proxy(["doc-456"], {
            get: (list, name) => (name === "length" ? length : Reflect.get(list, name)),
          }),
        },
        monday,
      );
    if (typeof expected === "number") assert.equal(ask().length, 4 * expected);
    else assert.throws(ask, expected);
  }
});

test("texts of every length and script arrive as they are", () => {
  for (let length = 0; length < 130; length++) {
    for (const letter of ["a", "\u007f", "\u0080", "ß", "한", "😀"]) {
      const uid = "x" + letter.repeat(length);
      const bytes = new TextEncoder().encode(uid).length;
      const make = () => new Clinic({ ...snapshot, doctors: [{ uid }] }).doctorUids;
      if (bytes > 255) assert.throws(make, (error) => error.path === "doctors[0].uid", uid);
      else assert.deepEqual(make(), [uid]);
    }
  }
});

test("numbers are what they are in JSON", () => {
  const clinic = new Clinic(snapshot);
  // What is too large for 64 bits is the largest that there is.
  const largest = 2 ** 63;
  for (const [minutes, code, value] of [
    [-0, "out_of_range", 0],
    [-1, "out_of_range", -1],
    [2 ** 53, "out_of_range", 2 ** 53],
    [-(2 ** 53), "out_of_range", -(2 ** 53)],
    [largest, "out_of_range", largest],
    [-largest, "out_of_range", -largest],
    [2 ** 64, "out_of_range", largest],
    [1e300, "out_of_range", largest],
    [2.5, "wrong_type", undefined],
    [5e-324, "wrong_type", undefined],
  ]) {
    const change = {
      change: "put_appointment_type",
      appointment_type: { uid: "apt-002", duration_minutes: minutes },
    };
    assert.throws(
      () => clinic.change(change),
      (error) => {
        assert.deepEqual(
          [error.code, error.path, error.data.value],
          [code, "appointment_type.duration_minutes", value],
          `${minutes}: ${error.message}`,
        );
        return true;
      },
    );
  }
  assert.throws(() => clinic.findSlots(with_("from", 2.5), monday), /floating point `2.5`/);
});

/** Has garbage found, and what is registered for it run. */
async function collected() {
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc();
    await new Promise((done) => setTimeout(done, 20));
  }
}

test("memory stays flat over a hundred thousand handles", async () => {
  const clinic = new Clinic(snapshot);
  const measure = async () => {
    await collected();
    return process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  };
  const spend = (count) => {
    for (let made = 0; made < count; made++) {
      const handle = new Clinic(snapshot);
      assert.equal(handle.findSlotsPacked(query, monday).starts.length, 4);
      handle.free();
    }
  };
  spend(1_000);
  const before = await measure();
  spend(100_000);
  const more = (await measure()) - before;
  assert.ok(more < 1 << 20, `${more} bytes more`);
  // Without `free`, whatever nobody holds is freed when it is collected.
  for (let round = 0; round < 50; round++) {
    for (let made = 0; made < 2_000; made++) new Clinic(snapshot);
    await collected();
  }
  const garbage = (await measure()) - before;
  assert.ok(garbage < 64 << 20, `${garbage} bytes more`);
  assert.equal(clinic.findSlots(query, monday).length, 4);
});

test("all faults are told, and long ones are cut", () => {
  const rule = { uid: "rule-001", weekday: "x".repeat(2_000_000), start_time: 540, end_time: 660 };
  const wrong = { ...snapshot, timezone: 5, doctors: [{ uid: "doc-456", availability_rules: [rule] }] };
  assert.throws(
    () => new Clinic(wrong),
    (error) => {
      assert.deepEqual(
        error.errors.map((fault) => fault.path),
        ["timezone", "doctors[0].availability_rules[0].weekday"],
      );
      assert.equal(error.moreErrors, false);
      return new TextEncoder().encode(error.message).length < 300;
    },
  );
});

test("faults are told in the order of the input, whatever the order in which fields are declared", () => {
  const wrong = {
    appointments: [{ end_date: "x", colour: 1, uid: 7 }],
    week_starts_on: "Monday",
    doctors: [
      {
        active: 1,
        shade: 2,
        availability_rules: [{ end_time: [], weekday: "Mon", uid: "rule-001" }],
        uid: 5,
      },
    ],
    appointment_types: "none",
    timezone: 5,
  };
  assert.throws(
    () => new Clinic(wrong),
    (error) => {
      assert.deepEqual(
        error.errors.map(({ code, path }) => `${path} ${code}`),
        [
          "appointments[0].end_date wrong_type",
          "appointments[0].colour unknown_field",
          "appointments[0].uid wrong_type",
          "appointments[0].status missing_field",
          "appointments[0].doctor_uid missing_field",
          "appointments[0].start_date missing_field",
          "week_starts_on wrong_type",
          "doctors[0].active wrong_type",
          "doctors[0].shade unknown_field",
          "doctors[0].availability_rules[0].end_time wrong_type",
          "doctors[0].availability_rules[0].weekday wrong_type",
          "doctors[0].availability_rules[0].start_time missing_field",
          "doctors[0].uid wrong_type",
          "appointment_types wrong_type",
          "timezone wrong_type",
        ],
      );
      return true;
    },
  );
});

test("a hundred faults take no hundred readings", () => {
  const doctors = Array.from({ length: 20_000 }, (_, number) => ({
    uid: `doc-${number}`,
    availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }],
  }));
  const wrong = Array.from({ length: 150 }, () => ({ uid: 5 }));
  const right = Array.from({ length: 2_000 }, (_, number) => ({
    uid: `type-${number}`,
    duration_minutes: 30,
  }));
  const time = (make) => {
    const begin = process.cpuUsage();
    make();
    const { user, system } = process.cpuUsage(begin);
    return user + system;
  };
  const once = Math.min(
    ...[1, 2, 3].map(() => time(() => new Clinic({ appointment_types: right, doctors }).free())),
  );
  const refusal = (error) => error.errors.length === 100 && error.moreErrors;
  // Behind everything that is right, and before it as it is declared.
  const behind = time(() => assert.throws(() => new Clinic({ doctors, appointments: wrong }), refusal));
  const before = time(() => assert.throws(() => new Clinic({ doctors, appointment_types: wrong }), refusal));
  assert.ok(behind < 10 * once && before < 10 * once, `${behind} and ${before} against ${once}`);
});

test("a clinic given as text is not printed", () => {
  assert.throws(
    () => new Clinic(JSON.stringify(snapshot)),
    (error) => !error.message.includes("Berlin") && error.message.length < 300,
  );
});

test("a reason is told in words", () => {
  const clinic = new Clinic(snapshot);
  const reason = { code: "outside_hours", next_opening: 1_805_702_400 };
  assert.equal(clinic.reasonSentence(reason), "outside hours; next opening Mon 2027-03-22 09:00");
  assert.equal(
    clinic.reasonSentence(reason, "de", "UTC"),
    "außerhalb der Sprechzeiten; nächste Öffnung Mo 22.03.2027 08:00",
  );
});

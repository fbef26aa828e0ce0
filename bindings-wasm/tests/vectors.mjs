// The vectors of `tests/vectors`, asked of the package, and as calls that are asked natively as well.
// `tests/vectors/README.md` says what a case is. Runs in Node and in pages.

/** What the package answers to a case, or the data of what it throws. */
export function ask({ Clinic, WaitingRoom, Learner, SchedulingError }, { call, input }) {
  const { clinic, room, learner, visits = [], changes = [], query, now } = input;
  try {
    if (call === "learn" || call === "merge") {
      const mine = new Learner(learner);
      for (const visit of visits) mine.learn(visit, query.visit_reasons ?? []);
      if (call === "merge") mine.merge(inside("other", () => new Learner(query.other)));
      return { answer: mine.state() };
    }
    return {
      answer:
        room === undefined
          ? ofClinic(new Clinic(clinic), call, changes, query, now)
          : ofRoom(
              new WaitingRoom(room),
              call,
              changes,
              () => taught(Learner, learner, visits, room),
              query,
              now,
            ),
    };
  } catch (error) {
    if (!(error instanceof SchedulingError)) throw error;
    return { error: error.data };
  }
}

/** A part of a query that is an argument of its own here: what is wrong with it has its path there. */
function inside(path, ask) {
  try {
    return ask();
  } catch (error) {
    if (error.data !== undefined)
      error.data.path = error.data.path === "" ? path : `${path}.${error.data.path}`;
    throw error;
  }
}

function taught(Learner, state, visits, room) {
  const learner = new Learner(state);
  for (const visit of visits) learner.learn(visit, room.policy?.visit_reasons ?? []);
  return learner;
}

function ofClinic(clinic, call, changes, query, now) {
  changes.forEach((change) => clinic.change(change));
  switch (call) {
    case "new":
    case "change":
      return query === undefined ? null : clinic.findSlots(query, now);
    case "find_slots":
      return clinic.findSlots(query, now);
    case "first_slots":
      return clinic.firstSlots(query, now);
    case "days_with_slots":
      return clinic.daysWithSlots(query, now);
    case "is_bookable":
      return clinic.isBookable(query.appointment_type_uid, query.doctor_uid, query.start, now, {
        patientUid: query.patient_uid,
        by: query.by,
        durationMinutes: query.duration_minutes,
        seats: query.seats,
        locationUids: query.location_uids,
      });
    case "explain":
      return clinic.explain(query, now);
    case "explain_days":
      return clinic.explainDays(query, now);
    case "appointments":
      return clinic.appointments(query, now);
    case "outcomes":
      return clinic.outcomes(query, now);
    case "open_hours":
      return clinic.openHours(query);
    case "reason_sentence":
      return clinic.reasonSentence(query.reason, query.language, query.timezone);
    case "instant":
      return clinic.instant(query.local, { doctorUid: query.doctor_uid, timezone: query.timezone });
    case "local_time_changes":
      return clinic.localTimeChanges(query.other);
    case "decide":
      return clinic.decide(query, now);
    case "apply":
      return {
        recorded: query.events.map((event, index) => inside(`events[${index}]`, () => clinic.apply(event))),
        appointments: clinic.snapshot().appointments,
      };
    case "due":
      return clinic.due(now);
    case "next_due":
      return { next_due: clinic.nextDue(query.after) };
    case "reminders_due":
      return clinic.remindersDue(query.after, query.until);
    case "outside_hours":
      return clinic.outsideHours(now);
    case "utilisation":
      return clinic.utilisation(query, now);
    case "would_leave_outside_hours":
      return clinic.wouldLeaveOutsideHours(query, now);
    default:
      throw new Error(`no call ${call}`);
  }
}

function ofRoom(room, call, changes, learner, query, now) {
  changes.forEach((change) => room.change(change));
  switch (call) {
    case "room_new":
    case "room_change":
      return room.snapshot();
    case "room_decide":
      return room.decide(query, now);
    case "room_apply":
      return {
        recorded: query.events.map((event, index) => inside(`events[${index}]`, () => room.apply(event))),
        room: room.snapshot(),
      };
    case "room_visits":
      return query.events.map((event, index) =>
        inside(`events[${index}]`, () => [room.visitOf(event), room.apply(event)][0]),
      );
    case "room_estimates":
      return {
        position: room.position(query.uid),
        before_me: room.beforeMe(query.uid),
        position_times_average: room.positionTimesAverage(query.uid, now),
        average_times_before_me: room.averageTimesBeforeMe(query.uid),
      };
    case "room_waits":
      return room.estimate(learner(), query, now);
    case "room_wait_if_joined":
      return room.estimateIfJoined(learner(), query.joining, query.query ?? {}, now);
    case "room_forgotten":
      return room.forgotten(learner(), now);
    case "room_promises":
      return room.promises(query.from, query.to);
    case "room_expected_waits":
      return room.forecast(learner(), now).expectedWaits();
    default:
      throw new Error(`no call ${call}`);
  }
}

/** What is wrong with an answer; undefined if nothing is. */
export function difference(expected, found) {
  if (expected.error !== undefined) {
    const wrong = Object.entries(expected.error).filter(
      ([field, value]) => !same(found.error?.[field], value),
    );
    return wrong.length === 0
      ? undefined
      : `expected ${JSON.stringify(expected.error)}, found ${JSON.stringify(found)}`;
  }
  return same(found.answer, expected.answer)
    ? undefined
    : `expected ${JSON.stringify(expected.answer)}, found ${JSON.stringify(found)}`;
}

/** Whether two values are the same JSON, in whatever order of fields. */
export function same(a, b) {
  if (a === b) return true;
  if (
    typeof a !== "object" ||
    typeof b !== "object" ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return names.length === others.length && names.every((name) => same(a[name], b[name]));
}

/** For whom a start is asked about, and by whom. */
function asked({
  patient_uid = null,
  by = "patient",
  duration_minutes = null,
  seats = null,
  location_uids = null,
}) {
  return { patient_uid, by, duration_minutes, seats, location_uids };
}

/** A case as calls of the engine itself, whose answers are text. */
export function lineOf({ call, input }) {
  const { clinic, room, learner, visits = [], changes = [], query, now } = input;
  const text = JSON.stringify;
  const calls = changes.map((change) => ["change", [text(change)]]);
  if (clinic !== undefined) {
    const name = call.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
    switch (call) {
      case "new":
      case "change":
        if (query !== undefined) calls.push(["findSlots", [text(query), now]]);
        break;
      case "is_bookable":
        calls.push([
          name,
          [query.appointment_type_uid, query.doctor_uid, query.start, text(asked(query)), now],
        ]);
        break;
      case "reason_sentence":
        calls.push([name, [text(query.reason), query.language, ...(query.timezone ? [query.timezone] : [])]]);
        break;
      case "instant":
        calls.push([name, [text(query)]]);
        break;
      case "open_hours":
        calls.push([name, [text(query)]]);
        break;
      case "local_time_changes":
        calls.push([name, [text(query.other)]]);
        break;
      case "apply":
        query.events.forEach((event) => calls.push([name, [text(event)]]));
        calls.push(["snapshot", []]);
        break;
      case "due":
      case "outside_hours":
        calls.push([name, [now]]);
        break;
      case "next_due":
        calls.push([name, [query.after]]);
        break;
      case "reminders_due":
        calls.push([name, [query.after, query.until]]);
        break;
      default:
        calls.push([name, [text(query), now]]);
    }
    return { handle: "clinic", made_of: text(clinic), calls };
  }
  if (learner !== undefined) calls.push(["load", [text(learner)]]);
  const reasons = text(room === undefined ? (query.visit_reasons ?? []) : (room.policy?.visit_reasons ?? []));
  visits.forEach((visit) => calls.push(["learn", [text(visit), reasons]]));
  switch (call) {
    case "learn":
      calls.push(["state", []]);
      break;
    case "merge":
      calls.push(["merge", [text(query.other)]], ["state", []]);
      break;
    case "room_new":
    case "room_change":
      calls.push(["snapshot", []]);
      break;
    case "room_decide":
      calls.push(["decide", [text(query), now]]);
      break;
    case "room_apply":
      query.events.forEach((event) => calls.push(["apply", [text(event)]]));
      calls.push(["snapshot", []]);
      break;
    case "room_visits":
      query.events.forEach((event) => calls.push(["visitOf", [text(event)]], ["apply", [text(event)]]));
      break;
    case "room_estimates":
      calls.push(
        ["position", [query.uid]],
        ["beforeMe", [query.uid]],
        ["positionTimesAverage", [query.uid, now]],
        ["averageTimesBeforeMe", [query.uid]],
      );
      break;
    case "room_waits":
      calls.push(["estimate", [text(query), now]]);
      break;
    case "room_wait_if_joined":
      calls.push(["estimateIfJoined", [text(query.joining), text(query.query ?? {}), now]]);
      break;
    case "room_forgotten":
      calls.push(["forgotten", [now]]);
      break;
    case "room_promises":
      calls.push(["promises", [query.from, query.to]]);
      break;
    case "room_expected_waits":
      calls.push(["expectedWaits", [now]]);
      break;
  }
  return { handle: "room", made_of: text(room ?? {}), calls };
}

/** Calls of the engine itself that take a uid and not a value. */
const BY_UID = ["position", "beforeMe", "positionTimesAverage", "averageTimesBeforeMe"];

/** What the engine itself answers to a line, each as text. `write` makes a value what it reads. */
export function answersOf({ write, ...engine }, { handle, made_of, calls }) {
  const value = (text) => write(JSON.parse(text), "value");
  const refusal = (ask) => {
    try {
      return ask();
    } catch (error) {
      if (typeof error !== "string") throw error;
      return error;
    }
  };
  const made = refusal(() =>
    handle === "clinic" ? new engine.Clinic(value(made_of)) : new engine.WaitingRoom(value(made_of)),
  );
  if (typeof made === "string") return { made, answers: [] };
  let learner = handle === "room" ? new engine.Learner() : undefined;
  const written = (answer) =>
    typeof answer === "string" ? answer : answer === undefined ? "null" : JSON.stringify(answer);
  const of = (name, args) => {
    switch (name) {
      case "load":
        learner = new engine.Learner(args[0]);
        return "null";
      case "learn":
        return learner.learn(...args);
      case "merge":
        return learner.merge(new engine.Learner(args[0]));
      case "state":
        return learner.state();
      case "estimate":
      case "estimateIfJoined":
      case "forgotten":
        return made[name](learner, ...args);
      case "expectedWaits": {
        const forecast = made.forecast(learner, ...args);
        const waits = forecast.expectedWaits();
        forecast.free();
        return waits;
      }
      default:
        return made[name](...args);
    }
  };
  const argumentsOf = (name, args) => {
    if (name === "isBookable") return args.with(3, value(args[3]));
    if (BY_UID.includes(name)) return args;
    // Behind the reason, the names of a language and of a zone.
    if (name === "reasonSentence") return [value(args[0]), ...args.slice(1)];
    return args.map((arg) => (typeof arg === "string" ? value(arg) : arg));
  };
  const answers = calls.map(([name, args]) => written(refusal(() => of(name, argumentsOf(name, args)))));
  made.free();
  learner?.free();
  return { made: null, answers };
}

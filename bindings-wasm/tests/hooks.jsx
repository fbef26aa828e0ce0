// The components that `react.test.mjs` puts on a page, and what it reads off them.

import { Clinic, init, initRooms, instant, Learner, WaitingRoom } from "frontdesk";
import { useHold, useMonth, useSlots, useWait } from "frontdesk/react";
import { memo, StrictMode, useState } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";

const MONDAY = 1774220400; // 2026-03-23, midnight in Berlin
const DAY = { appointment_type_uid: "apt-001", from: MONDAY, to: MONDAY + 86_400 };
const REQUEST = { appointment_type_uid: "apt-001", patient_uid: "pat-001" };
const SNAPSHOT = {
  timezone: "Europe/Berlin",
  appointment_types: [{ uid: "apt-001", duration_minutes: 30, hold_ttl_seconds: 90 }],
  doctors: [
    { uid: "doc-456", availability_rules: [{ uid: "rule-001", weekday: 0, start_time: 540, end_time: 660 }] },
  ],
};

/** What is on the page by name: a root, what its components said last, and how often they were rendered. */
const shown = { roots: [], states: {}, renders: {} };

function mount(element, isStrict = false) {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(isStrict ? <StrictMode>{element}</StrictMode> : element);
  shown.roots.push(root);
  return root;
}

function say(name, state) {
  shown.states[name] = state;
  shown.renders[name] = (shown.renders[name] ?? 0) + 1;
  return <output>{name}</output>;
}

const Slots = memo(({ name, clinic, query = { ...DAY }, now }) =>
  say(name, useSlots(clinic, query, { now })),
);
const Month = ({ name, clinic, ...options }) =>
  say(name, useMonth(clinic, { appointment_type_uid: "apt-001" }, options));
const Hold = ({ name, clinic, ...options }) => say(name, useHold(clinic, REQUEST, options));
const Wait = ({ name, room, learner, uid, ...options }) => say(name, useWait(room, learner, uid, options));

const Count = ({ clinic, now }) => <output>{useSlots(clinic, DAY, { now }).slots.length}</output>;

/** Books while it is rendered, as nobody should. */
function Eager({ name, clinic }) {
  const slots = useSlots(clinic, DAY);
  if (slots.slots.length > 2) book(clinic, slots.slots[0].start_date, `eager-${slots.slots.length}`);
  return say(name, slots);
}

/** Hydrates what a server has rendered. */
function hydrate(html, element) {
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = html;
  hydrateRoot(container, element);
  return container;
}

const make = (more = {}) => new Clinic({ ...SNAPSHOT, ...more });
const starts = (name) => shown.states[name].slots.map((slot) => slot.start_date - MONDAY);

/** Lets React do what it has to. */
const settle = async () => {
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (port1.close(), done());
      port2.postMessage(null);
    });
  }
};

/** Books a start for somebody else. */
function book(clinic, start, uid = "other") {
  const command = {
    command: "hold",
    uid,
    appointment_type_uid: "apt-001",
    start_date: start,
    doctor_uid: "doc-456",
  };
  for (const event of clinic.decide(command, instant())) clinic.apply(event);
}

globalThis.hooks = {
  Clinic,
  Count,
  DAY,
  Eager,
  Hold,
  hydrate,
  init,
  initRooms,
  instant,
  Learner,
  make,
  MONDAY,
  Month,
  mount,
  settle,
  shown,
  Slots,
  SNAPSHOT,
  starts,
  book,
  useState,
  Wait,
  WaitingRoom,
  element: (Type, props, key) => <Type key={key} {...props} />,
  /** A component whose state a test sets. */
  holder(Type, props) {
    const box = {};
    const Holder = () => {
      const [state, setState] = useState(props);
      box.set = (part) => setState((before) => ({ ...before, ...part }));
      return state.isGone ? null : <Type {...state} />;
    };
    return { box, element: <Holder /> };
  },
};

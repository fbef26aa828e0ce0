// Holding a slot while a visitor makes up their mind, as a hook.

import { useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { holdCountdown, instant } from "./calendar.js";
import type { Clinic } from "./clinic.js";
import { appointmentOf, type Decide, type HeldSlot, Holding, type HoldRequest } from "./holding.js";
import { useNow, useVersion } from "./react_clock.js";
import { secondsOf, type Time } from "./time.js";
import type { AppointmentOutput, Instant, Uid } from "./types.js";

/** How {@link useHold} works. */
export interface HoldOptions {
  /**
   * Who decides: the clinic of the page unless it is said. A page with a server sends it the command and
   * answers its events, which the hook applies to the clinic.
   */
  decide?: Decide | undefined;
  /**
   * Whether what is held is let go when the component leaves the page. It is kept unless it is said: the
   * next page may be the one that confirms it. A browser that is closed lets nothing go; the hold runs out.
   */
  releaseAtUnmount?: boolean | undefined;
  /** The hold that is there already, such as that of the page before; it is looked at once, at the start. */
  initialUid?: Uid | null | undefined;
  /** Makes the uid of a hold: a random UUID unless it is said. What a server chooses instead counts. */
  newUid?: (() => Uid) | undefined;
  /** The time, for tests and for pages with a clock of their own. Without it, the browser's. */
  now?: Time | undefined;
}

/** Where a hold stands. */
export type HoldPhase =
  /** Nothing is held. */
  | "idle"
  /** The slot is the visitor's, until the hold runs out. */
  | "held"
  /** The visitor has confirmed it, and the practice has to approve it. */
  | "awaiting_approval"
  /** It is booked. */
  | "confirmed"
  /** It has run out: the slot is free for others. */
  | "expired"
  /** It was called off, or the clinic does not know it. */
  | "lost";

/** What {@link useHold} answers. */
export interface Hold {
  /** Where it stands. */
  readonly phase: HoldPhase;
  /** The appointment, whatever has become of it; null if there is none. */
  readonly appointment: AppointmentOutput | null;
  /** Whole seconds until the hold runs out; 0 where nothing is held. */
  readonly secondsLeft: number;
  /** The same as `9:58`. */
  readonly countdown: string;
  /**
   * What was refused last, such as a slot that somebody else has taken by now; null once something is done.
   */
  readonly error: Error | null;
  /** Whether a command is on its way. Others wait for it. */
  readonly isPending: boolean;
  /** Holds a slot. What is held already is let go for it, or stays held if the slot is refused. */
  readonly take: (slot: HeldSlot) => Promise<boolean>;
  /** Books what is held. */
  readonly confirm: () => Promise<boolean>;
  /** Puts off the end of the hold, as far as its type allows. */
  readonly extend: () => Promise<boolean>;
  /** Lets go what is held. What is not held any more is forgotten: the phase is `idle` again. */
  readonly release: () => Promise<boolean>;
}

/**
 * Holds a slot: `take`, then `confirm` or `release`, and a countdown while it lasts. The functions are the
 * same for good. Each answers whether it was done, and throws nothing: what was refused is the `error`.
 *
 *     const hold = useHold(clinic, { appointment_type_uid: "apt-001", patient_uid: "pat-001" });
 *     if (hold.phase === "held") return <button onClick={hold.confirm}>Book ({hold.countdown})</button>;
 */
export function useHold(
  clinic: Clinic | null | undefined,
  request: HoldRequest | null | undefined,
  options: HoldOptions = {},
): Hold {
  const { decide, releaseAtUnmount = false, newUid = randomUid } = options;
  const given = options.now === undefined ? undefined : secondsOf(options.now, "now");
  const now = () => given ?? instant();
  const surroundings = { clinic, request, decide, releaseAtUnmount, newUid, now };
  const [holding] = useState(() => new Holding(surroundings, options.initialUid));
  useEffect(() => {
    holding.surroundings = surroundings;
  });
  useEffect(holding.mount, [holding]);

  const { uid, error, isPending } = useSyncExternalStore(holding.subscribe, holding.state, holding.state);
  const version = useVersion(clinic);
  // `version` stands for what the clinic says.
  const appointment = useMemo(() => appointmentOf(clinic, uid), [clinic, uid, version]);
  const end = appointment?.status === "held" ? (appointment.hold_expires_at ?? 0) : 0;
  // Where the time is not known yet, on a server, what is held is still held; how long, nobody knows.
  const at = useNow(given, 1, end);
  const phase = phaseOf(uid, appointment, at ?? 0);
  const { secondsLeft, text } = holdCountdown(appointment ?? NOTHING, at ?? end);

  return useMemo(() => {
    const { take, confirm, extend, release } = holding;
    const verbs = { take, confirm, extend, release };
    return { phase, appointment, secondsLeft, countdown: text, error, isPending, ...verbs };
  }, [phase, appointment, secondsLeft, text, error, isPending, holding]);
}

/** Of which nothing is left. */
const NOTHING = { status: "cancelled" } as const;

function phaseOf(uid: Uid | null, appointment: AppointmentOutput | null, now: Instant): HoldPhase {
  switch (appointment?.status) {
    case "held":
      if (now >= (appointment.hold_expires_at ?? 0)) return "expired";
      return appointment.approval == null ? "held" : "awaiting_approval";
    case "expired":
      return "expired";
    case "confirmed":
    case "completed":
    case "no_show":
      return "confirmed";
    default:
      return uid === null ? "idle" : "lost";
  }
}

/** A random UUID. `crypto.randomUUID` is there for secure pages only. */
function randomUid(): Uid {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

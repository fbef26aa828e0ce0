// The booking page: from what is wanted to a time, to who comes, to the appointment; and back to it later.

import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import { Availability } from "../common/availability.ts";
import { now } from "../common/clock.ts";
import { t } from "../common/language.ts";
import { Button, Notice, Waiting } from "../common/ui.tsx";
import { viewerZone } from "../common/when.ts";
import { Appointment } from "./appointment.tsx";
import { Choose, type Chosen } from "./choose.tsx";
import { Details } from "./details.tsx";
import type { Place } from "./place.ts";
import { type Booking, Visit } from "./session.ts";

/** Where somebody is on the way to an appointment. */
type Step =
  | { name: "choose"; notice?: string }
  | { name: "details"; booking: Booking }
  | { name: "appointment"; booking: Booking; news?: "booked" | "moved" | "cancelled" }
  | { name: "move"; booking: Booking; notice?: string };

/** Whatever went wrong, in words. */
export function inWords(error: unknown): string {
  if (!(error instanceof Refused)) return t.common.unexpected;
  if (error.status === 0) return t.common.unreachable;
  if (error.status === 429) return t.common.tooOften;
  return error.message || t.common.unexpected;
}

function stepOf(booking: Booking | undefined): Step {
  if (booking === undefined || booking.status === "expired") return { name: "choose" };
  if (booking.status !== "held" || booking.approval === "requested") return { name: "appointment", booking };
  const isOver = booking.hold_expires_at !== null && booking.hold_expires_at <= now();
  return isOver ? { name: "choose" } : { name: "details", booking };
}

export function Book({ place }: { place: Place }) {
  const visit = useMemo(() => new Visit(place), [place]);
  const [availability, setAvailability] = useState<Availability>();
  const [step, setStep] = useState<Step>({ name: "choose" });
  const [failure, setFailure] = useState<string>();
  const [isConnected, setConnected] = useState(true);
  const [zone, setZone] = useState(viewerZone);
  const following = useRef<Availability>(undefined);
  const chosen = useRef<Chosen>({});
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  async function begin() {
    setFailure(undefined);
    try {
      const [availability, booking] = await Promise.all([
        Availability.of(place.server, place.shop, setConnected),
        visit.begin().then(() => visit.current()),
      ]);
      place.named(availability.shop.name);
      following.current = availability;
      availability.subscribe(() => redraw(0));
      go(stepOf(booking), availability);
      setAvailability(availability);
    } catch (error) {
      const isGone = error instanceof Refused && (error.status === 404 || error.status === 401);
      setFailure(isGone ? t.common.noPage : error instanceof Refused ? inWords(error) : t.common.noEngine);
    }
  }

  useEffect(() => {
    void begin();
    return () => following.current?.close();
  }, []);

  /**
   * Goes on. An appointment that is moved is the page's own before anything is computed: its time is not
   * taken for whoever moves it.
   */
  function go(next: Step, to = availability) {
    to?.setOwn(next.name === "move" ? [next.booking] : []);
    setStep(next);
    if (next.name === "appointment" && next.news !== undefined) place.changed(next.news, next.booking);
  }

  const [Head, Name, Main] = place.isPage
    ? (["header", "h1", "main"] as const)
    : (["div", "h2", "div"] as const);
  if (failure !== undefined) {
    return (
      <Main class="narrow card">
        <Notice kind="bad">{failure}</Notice>
        <Button onClick={() => void begin()}>{t.common.retry}</Button>
      </Main>
    );
  }
  if (availability === undefined) return <Waiting label={t.common.loading} />;

  const mayBook = availability.shop.booking_page === "anyone" || visit.isKnown;
  return (
    <div class="book">
      <Head class="head">
        <Name class="name">{availability.shop.name}</Name>
        <p>{step.name === "move" ? t.book.moveHeading : t.book.heading}</p>
      </Head>
      {!isConnected && <Notice kind="info">{t.common.offline}</Notice>}
      <Main class="step">
        {step.name === "appointment" ? (
          <Appointment
            {...{ availability, visit, zone }}
            booking={step.booking}
            news={step.news}
            onMove={() => go({ name: "move", booking: step.booking })}
            onCancelled={(booking) => go({ name: "appointment", booking, news: "cancelled" })}
            onAnother={() => {
              visit.forget();
              place.forgotten();
              go({ name: "choose" });
            }}
          />
        ) : step.name === "details" ? (
          <Details
            {...{ availability, visit, zone }}
            booking={step.booking}
            onBack={(notice) => go({ name: "choose", ...(notice === undefined ? {} : { notice }) })}
            onDone={(booking) => go({ name: "appointment", booking, news: "booked" })}
          />
        ) : mayBook || step.name === "move" ? (
          <Choose
            key={step.name}
            {...{ availability, visit, zone, setZone }}
            notice={step.notice}
            chosen={chosen.current}
            moving={step.name === "move" ? step.booking : undefined}
            onHeld={(booking) => go({ name: "details", booking })}
            onMoved={(booking) => go({ name: "appointment", booking, news: "moved" })}
            onBack={
              step.name === "move" ? () => go({ name: "appointment", booking: step.booking }) : undefined
            }
          />
        ) : (
          <Notice kind="info">{t.book.knownOnly}</Notice>
        )}
      </Main>
    </div>
  );
}

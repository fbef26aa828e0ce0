// The grid of a week or a day: FullCalendar, with what the engine says of a doctor's time.

import { appointmentEvents, hoursEvents, slotEvents } from "frontdesk/fullcalendar";
import type { AppointmentOutput, OpenHours, Slot } from "frontdesk/lean";
import { localTime } from "frontdesk/lean";
import { type EventApi, type EventInput, Calendar as FullCalendar } from "fullcalendar";
import interaction from "fullcalendar/interaction";
import theme from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";
import { useEffect, useMemo, useRef } from "preact/hooks";

import { now } from "../common/clock.ts";
import { language, locale } from "../common/language.ts";
import { timeOfDay, weekStart } from "../common/when.ts";
import { t } from "./language.ts";
import { type Hours, type Movable, uidOf } from "./movable.ts";
import { standingOf } from "./practice.ts";

export interface CalendarProps {
  label: string;
  date: string;
  days: "week" | "day";
  zone: string;
  appointments: AppointmentOutput[];
  slots: Slot[];
  hours: OpenHours[];
  /** What hours are reserved for, by the rule that opens them. */
  reserved: Map<string, string>;
  /** What can be dragged; none while hours are not edited. */
  movable: Movable[] | undefined;
  /** A time that is looked at, as local text. */
  chosen: { start: string; end: string } | undefined;
  onTime: (local: string) => void;
  onRange: (from: string, to: string) => void;
  onAppointment: (uid: string) => void;
  /** What is to be edited. */
  onHours: (hours: Hours) => void;
  /** What was dragged, and to which local times; whether it can be there. */
  onDragged: (hours: Hours, start: string, end: string) => boolean;
}

/** `09:00:00` as minutes of a day. */
const minuteOf = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}:00`;

const timesOf = ({ startStr, endStr }: EventApi) => `${startStr.slice(11, 16)} – ${endStr.slice(11, 16)}`;

/** What an event was made of. */
interface Shown {
  slot?: Slot;
  appointment?: AppointmentOutput;
  hours?: OpenHours;
  moved?: Hours;
}

/** What dragged hours are, in a word. */
function nameOf(of: Hours): string {
  if (of.of === "rule") return of.rule.blocked === true ? t.week.blocked : t.week.open;
  return of.exception.kind === "blocked" ? t.hours.timeOff : t.hours.extra;
}

const isShut = (of: Hours) => (of.of === "rule" ? of.rule.blocked === true : of.exception.kind === "blocked");

/** An event in words, as short as its place: names are cut off by the style sheet. */
function content({ slot, appointment, moved }: Shown, zone: string, times: string): HTMLElement {
  const line = document.createElement("span");
  line.className = "line";
  if (slot !== undefined) {
    line.textContent = timeOfDay(slot.start_date, zone);
    const hidden = document.createElement("span");
    hidden.className = "hidden";
    hidden.textContent = t.week.slot;
    line.append(" ", hidden);
  } else if (moved !== undefined) {
    line.textContent = `${times} ${nameOf(moved)}`;
  } else if (appointment !== undefined) {
    const name = document.createElement("strong");
    name.textContent = appointment.patient_display_name ?? t.unknownPatient;
    const status = document.createElement("span");
    status.className = "hidden";
    status.textContent = t.status[standingOf(appointment, now())];
    line.append(
      `${timeOfDay(appointment.start_date, zone)} `,
      name,
      ` ${appointment.appointment_type_name ?? ""} `,
      status,
    );
  }
  return line;
}

/** FullCalendar names its headers by `aria-label` only, which not every screen reader reads in a table. */
function nameHeaders(of: HTMLElement | null): void {
  for (const header of of?.querySelectorAll(
    "[role=rowheader][aria-label], [role=columnheader][aria-label]",
  ) ?? []) {
    let name = header.querySelector(":scope > .hidden");
    if (name === null) {
      name = document.createElement("span");
      name.className = "hidden";
      header.append(name);
    }
    name.textContent = header.getAttribute("aria-label");
  }
}

export function Calendar(props: CalendarProps) {
  const { label, date, days, zone, appointments, slots, hours, reserved, movable, chosen } = props;
  const isMoving = movable !== undefined;
  const place = useRef<HTMLDivElement>(null);
  const calendar = useRef<FullCalendar>(undefined);
  // Who is called back is the newest, not who was there when the calendar was made.
  const newest = useRef(props);
  newest.current = props;

  const events = useMemo<EventInput[]>(() => {
    const open = hours.filter(({ state }) => state === "open");
    const set = new Map(open.map((stretch) => [stretch, reserved.get(stretch.by ?? "")]));
    const behind = hoursEvents(hours, {
      timezone: zone,
      title: (stretch) =>
        set.get(stretch) ??
        stretch.name ??
        (stretch.state === "blocked" ? t.week.blocked : stretch.state === "closed" ? t.week.closed : ""),
    }).map(({ color: _, ...event }) => {
      const isReserved =
        reserved.has(event.extendedProps.hours.by ?? "") && event.extendedProps.hours.state === "open";
      return isReserved ? { ...event, className: `${event.className} frontdesk-reserved` } : event;
    });
    const booked = appointmentEvents(appointments, {
      timezone: zone,
      title: (of) =>
        `${of.patient_display_name ?? t.unknownPatient}, ${of.appointment_type_name ?? t.unknownType}`,
    });
    const free = slotEvents(slots, {
      timezone: zone,
      title: (slot) => t.week.free(timeOfDay(slot.start_date, zone)),
    });
    if (movable === undefined) return [...behind, ...free, ...booked];
    const dragged = movable.map(({ start, end, ...moved }) => ({
      id: `${uidOf(moved)} ${start}`,
      start,
      end,
      title: nameOf(moved),
      className: `desk-${moved.of} ${isShut(moved) ? "desk-shut" : ""}`,
      editable: true,
      extendedProps: { moved },
    }));
    return [...behind, ...booked.map((event) => ({ ...event, display: "background" as const })), ...dragged];
  }, [appointments, slots, hours, reserved, movable, zone]);

  const [earliest, latest] = useMemo(() => {
    const starts = [...hours.filter(({ state }) => state === "open"), ...appointments];
    const from = starts.map(({ start_date }) => minuteOf(localTime(start_date, zone)));
    const to = starts.map(({ end_date }) => minuteOf(localTime(end_date - 60, zone)) + 1);
    const floor = Math.max(0, Math.min(8 * 60, ...from) - 60);
    const ceiling = Math.min(24 * 60, Math.max(18 * 60, ...to) + 60);
    return [clock(Math.floor(floor / 60) * 60), clock(Math.ceil(ceiling / 60) * 60)];
  }, [hours, appointments, zone]);

  useEffect(() => {
    if (place.current === null) return undefined;
    const dragged = ({ event, revert }: { event: EventApi; revert: () => void }) => {
      const { moved } = event.extendedProps as Shown;
      const isTaken = moved && newest.current.onDragged(moved, event.startStr, event.endStr);
      if (isTaken !== true) revert();
    };
    const made = new FullCalendar(place.current, {
      plugins: [timeGrid, interaction, theme],
      headerToolbar: false,
      locale,
      firstDay: (weekStart + 1) % 7,
      initialView: days === "week" ? "timeGridWeek" : "timeGridDay",
      initialDate: date,
      timeZone: "UTC",
      now: () => localTime(now(), newest.current.zone),
      nowIndicator: true,
      allDaySlot: false,
      // Of one day, the heading above says which.
      dayHeaders: days === "week",
      height: "auto",
      slotDuration: "00:20:00",
      slotHeaderInterval: "01:00:00",
      snapDuration: "00:05:00",
      slotMinTime: earliest,
      slotMaxTime: latest,
      slotEventOverlap: false,
      eventInteractive: true,
      eventContent: ({ event }) => ({
        domNodes: [content(event.extendedProps as Shown, newest.current.zone, timesOf(event))],
      }),
      selectable: true,
      selectMinDistance: 12,
      unselectAuto: true,
      // The time is a part of what an event says; to have it written once more takes a third of all drawing.
      displayEventTime: false,
      slotHeaderFormat: { hour: "numeric", minute: "2-digit" },
      dayHeaderFormat: { weekday: "short", day: "numeric" },
      dateClick: ({ dateStr }: { dateStr: string }) => newest.current.onTime(dateStr.slice(0, 19)),
      select: ({ startStr, endStr }: { startStr: string; endStr: string }) =>
        newest.current.onRange(startStr.slice(0, 19), endStr.slice(0, 19)),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        const { slot, appointment, moved } = event.extendedProps as Shown;
        if (slot !== undefined) newest.current.onTime(localTime(slot.start_date, newest.current.zone));
        else if (moved !== undefined) newest.current.onHours(moved);
        else if (appointment !== undefined) newest.current.onAppointment(appointment.uid);
      },
      eventResizableFromStart: true,
      eventDrop: dragged,
      eventResize: dragged,
      events,
    });
    made.render();
    calendar.current = made;
    return () => made.destroy();
  }, [days]);

  useEffect(() => {
    calendar.current?.batchRendering(() => {
      // Each option that is set has the whole grid made anew.
      // Time off lies over the hours that it is in; slots that begin together stand beside each other.
      const options = { slotMinTime: earliest, slotMaxTime: latest, slotEventOverlap: isMoving };
      for (const [name, value] of Object.entries(options)) {
        const option = name as keyof typeof options;
        if (calendar.current?.getOption(option) !== value) calendar.current?.setOption(option, value);
      }
      calendar.current?.setOption("events", events);
      calendar.current?.gotoDate(date);
    });
    nameHeaders(place.current);
    // Headers of other days are drawn a little later.
    const timer = setTimeout(() => nameHeaders(place.current), 50);
    return () => clearTimeout(timer);
  }, [events, date, earliest, latest, isMoving]);

  // What is looked at comes and goes alone: to draw all of a week for it takes longer than a press may.
  useEffect(() => {
    if (chosen === undefined) return undefined;
    const looked = { id: "chosen", title: "", className: "desk-chosen", display: "background" as const };
    const event = calendar.current?.addEvent({ ...looked, ...chosen });
    return () => event?.remove();
  }, [days, chosen?.start, chosen?.end]);

  return <div class="calendar" role="region" aria-label={label} lang={language} ref={place} />;
}

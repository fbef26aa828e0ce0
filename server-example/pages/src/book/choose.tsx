// What, with whom, where, and when.

import type { Slot } from "frontdesk/slots";
import { localDate } from "frontdesk/slots";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import type { Availability } from "../common/availability.ts";
import { now, useNow } from "../common/clock.ts";
import { t } from "../common/language.ts";
import { Button, Icon, Notice } from "../common/ui.tsx";
import { dateInWords, dayInWords, placeOf, timeOfDay, viewerZone } from "../common/when.ts";
import { inWords } from "./app.tsx";
import { Month } from "./month.tsx";
import type { Booking, Visit } from "./session.ts";
import { Times } from "./times.tsx";
import { type Wish, doctorsOf, nextSlots, typesOf } from "./wish.ts";

/** How many times are offered in place of one that was taken. */
const OFFERED = 4;

/** What was chosen, for whoever comes back to choose again. */
export interface Chosen {
  type?: string;
  doctor?: string | null;
  place?: string | null;
  length?: number | null;
  date?: string | undefined;
}

export interface ChooseProps {
  availability: Availability;
  visit: Visit;
  zone: string;
  setZone: (zone: string) => void;
  notice: string | undefined;
  chosen: Chosen;
  moving: Booking | undefined;
  onHeld: (booking: Booking) => void;
  onMoved: (booking: Booking) => void;
  onBack: (() => void) | undefined;
}

export function Choose({
  availability,
  visit,
  zone,
  setZone,
  chosen,
  moving,
  onHeld,
  onMoved,
  onBack,
  ...rest
}: ChooseProps) {
  const types = typesOf(availability);
  const [typeUid, setType] = useState(moving?.appointment_type_uid ?? chosen.type ?? types[0]?.uid ?? "");
  const type = types.find(({ uid }) => uid === typeUid) ?? types[0];
  const doctors = type === undefined ? [] : doctorsOf(availability, type);
  const keepsDoctor = moving !== undefined && type?.rebooking_mode !== "any_doctor_same_organisation";
  const [doctorUid, setDoctor] = useState<string | null>(
    keepsDoctor ? moving.doctor_uid : (chosen.doctor ?? null),
  );
  const doctor = doctors.some(({ uid }) => uid === doctorUid) ? doctorUid : null;
  const [place, setPlace] = useState<string | null>(chosen.place ?? null);
  const [length, setLength] = useState<number | null>(chosen.length ?? null);
  const lengths = [...new Set([type?.duration_minutes ?? 30, ...(type?.durations_minutes ?? [])])].sort(
    (a, b) => a - b,
  );
  const minutes = length !== null && lengths.includes(length) ? length : null;
  const [picked, setPicked] = useState(moving === undefined ? chosen.date : undefined);
  const [month, setMonth] = useState<string>();
  const [busy, setBusy] = useState<number>();
  const [notice, setNotice] = useState(rest.notice);
  const [offered, setOffered] = useState<Slot[]>([]);
  // What can be booked changes with the clock, and with what is taken.
  const asOf = `${availability.state}/${Math.floor(useNow(20) / 60)}`;
  const { clinic } = availability;

  const wish = useMemo<Wish | undefined>(
    () => type && { type: type.uid, minutes, doctor, place, moving: moving?.uid ?? null },
    [type?.uid, minutes, doctor, place, moving?.uid],
  );
  const first = useMemo(
    () => (wish === undefined ? undefined : nextSlots(clinic, wish, now(), zone, 1)[0]),
    [clinic, wish, zone, asOf],
  );
  const firstDate = first === undefined ? undefined : localDate(first.start_date, zone);
  const today = localDate(now(), zone);
  const date = picked ?? firstDate ?? today;
  const shown = month ?? date.slice(0, 7);

  // Another wish begins at its own first day.
  const isNew = useRef(true);
  useEffect(() => {
    if (isNew.current) {
      isNew.current = false;
      return;
    }
    setPicked(undefined);
    setMonth(undefined);
  }, [wish, zone]);

  if (moving === undefined) Object.assign(chosen, { type: type?.uid, doctor, place, length, date: picked });

  async function choose(slot: Slot) {
    if (type === undefined || busy !== undefined) return;
    setBusy(slot.start_date);
    setNotice(undefined);
    setOffered([]);
    const choice = {
      appointment_type_uid: type.uid,
      start_date: slot.start_date,
      ...(doctor === null && !keepsDoctor ? {} : { doctor_uid: slot.doctor_uid }),
      ...(minutes === null ? {} : { duration_minutes: minutes }),
      ...(place === null ? {} : { location_uid: place }),
    };
    try {
      if (moving === undefined) onHeld(await visit.hold(choice));
      else onMoved(await visit.rebook(moving.uid, { ...choice, doctor_uid: slot.doctor_uid }));
    } catch (error) {
      await refused(error, slot);
    } finally {
      setBusy(undefined);
    }
  }

  async function refused(error: unknown, slot: Slot) {
    const code = error instanceof Refused && error.status === 409 ? error.code : "";
    if (code === "too_many_appointments" || code === "too_many_holds") return setNotice(t.book.tooMany);
    if (code === "too_late_to_rebook") return setNotice(t.book.tooLateToMove);
    if (code === "" || wish === undefined) return setNotice(inWords(error));
    await availability.refresh();
    const others = nextSlots(availability.clinic, wish, slot.start_date, zone, OFFERED + 1);
    const next = others.filter((other) => other.start_date !== slot.start_date).slice(0, OFFERED);
    setOffered(next);
    setNotice(next.length > 0 ? t.book.taken : t.book.takenBare);
  }

  if (type === undefined || wish === undefined) return <Notice kind="info">{t.book.nothing}</Notice>;
  const places = availability.snapshot.locations ?? [];
  return (
    <>
      {notice !== undefined && (
        <Notice kind="bad">
          <p>{notice}</p>
          {offered.length > 0 && (
            <div class="offered">
              {offered.map((slot) => (
                <Button key={`${slot.start_date}/${slot.doctor_uid}`} onClick={() => void choose(slot)}>
                  {dateInWords(localDate(slot.start_date, zone), {
                    weekday: "short",
                    day: "numeric",
                    month: "short",
                  })}{" "}
                  {timeOfDay(slot.start_date, zone)}
                </Button>
              ))}
            </div>
          )}
        </Notice>
      )}
      <div class="choose card">
        <section class="wish" aria-label={t.book.summary}>
          {moving === undefined ? (
            <fieldset class="options">
              <legend>{t.book.type}</legend>
              {types.map(({ uid, name, duration_minutes }) => (
                <label key={uid} class="option">
                  <input type="radio" name="type" checked={uid === type.uid} onChange={() => setType(uid)} />
                  <span>{name ?? uid}</span>
                  <small>{t.book.minutes(duration_minutes ?? 30)}</small>
                </label>
              ))}
            </fieldset>
          ) : (
            <div class="moving">
              <strong>{moving.appointment_type_name}</strong>
              <p>
                {t.book.movingFrom(
                  `${dayInWords(moving.start_date, zone)}, ${timeOfDay(moving.start_date, zone)}`,
                )}
              </p>
              <Button kind="plain" onClick={onBack}>
                {t.common.back}
              </Button>
            </div>
          )}
          {lengths.length > 1 && moving === undefined && (
            <div class="field">
              <label for="length">{t.book.length}</label>
              <select
                id="length"
                value={String(minutes ?? type.duration_minutes)}
                onChange={(event) => setLength(Number(event.currentTarget.value))}
              >
                {lengths.map((minutes) => (
                  <option key={minutes} value={String(minutes)}>
                    {t.book.minutes(minutes)}
                  </option>
                ))}
              </select>
            </div>
          )}
          {!keepsDoctor && doctors.length > 1 && (
            <div class="field">
              <label for="doctor">{t.book.doctor}</label>
              <select
                id="doctor"
                value={doctor ?? ""}
                onChange={(event) => setDoctor(event.currentTarget.value || null)}
              >
                <option value="">{t.book.anyDoctor}</option>
                {doctors.map(({ uid, name }) => (
                  <option key={uid} value={uid}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          )}
          {places.length > 1 && (
            <div class="field">
              <label for="place">{t.book.place}</label>
              <select
                id="place"
                value={place ?? ""}
                onChange={(event) => setPlace(event.currentTarget.value || null)}
              >
                <option value="">{t.book.anyPlace}</option>
                {places.map(({ uid, name }) => (
                  <option key={uid} value={uid}>
                    {name ?? uid}
                  </option>
                ))}
              </select>
            </div>
          )}
          <ZoneField {...{ availability, zone, setZone }} />
        </section>
        <Month
          {...{ clinic, wish, zone, asOf, date, today }}
          month={shown}
          onMonth={setMonth}
          onDate={setPicked}
        />
        <Times
          {...{ availability, wish, zone, date, asOf, busy }}
          doctors={doctors.length}
          onSlot={(slot) => void choose(slot)}
          onDate={(date) => {
            setPicked(date);
            setMonth(date.slice(0, 7));
          }}
          onAnyone={doctor !== null && !keepsDoctor ? () => setDoctor(null) : undefined}
        />
      </div>
    </>
  );
}

/** On whose clock times are shown: the viewer's, or any other. */
function ZoneField({ availability, zone, setZone }: Pick<ChooseProps, "availability" | "zone" | "setZone">) {
  const own = availability.snapshot.timezone ?? "UTC";
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf("timeZone");
    return [...new Set([viewerZone, own, zone, ...known])];
  }, [own, zone]);
  return (
    <div class="field">
      <label for="zone">
        <Icon name="globe" /> {t.book.zone}
      </label>
      <select id="zone" value={zone} onChange={(event) => setZone(event.currentTarget.value)}>
        {zones.map((name) => (
          <option key={name} value={name}>
            {name === own ? t.book.practiceZone(placeOf(name)) : name.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </div>
  );
}

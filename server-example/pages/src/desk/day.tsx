// The day sheet: everybody who comes on a day, and what became of them.

import { localDate } from "frontdesk/lean";
import { useEffect, useMemo, useState } from "preact/hooks";

import { now, useNow } from "../common/clock.ts";
import { t as common } from "../common/language.ts";
import { Button, Icon, Notice, Waiting } from "../common/ui.tsx";
import { dateBy, dateInWords, dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { useGradually } from "./gradually.ts";
import { t } from "./language.ts";
import { DoctorOptions } from "./options.tsx";
import { type Practice, doctorName, standingOf, words } from "./practice.ts";
import { type Beside, seesOf } from "./present.ts";
import { RefusalForm } from "./refusal.tsx";
import { useShown } from "./shown.ts";
import { daysOf, useIsNarrow } from "./week.tsx";

/** A date where there is no room for all of it. */
const SHORT = { weekday: "short", day: "numeric", month: "short" } as const;
const ALL = ["held", "confirmed", "completed", "no_show", "cancelled"] as const;

export function Day({ desk, practice }: { desk: Desk; practice: Practice }) {
  const { clinic } = practice;
  const minute = useNow(30);
  const isNarrow = useIsNarrow();
  const [date, setDate] = useState(localDate(now(), clinic.timezone));
  const [doctor, setDoctor] = useState("");
  const [isWhole, setWhole] = useState(false);
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<string>();
  /** The appointment that is about to be declined. */
  const [declined, setDeclined] = useState<string>();
  const [underWay, setUnderWay] = useState(new Set<string>());
  /** How often something was done here: who is with a doctor is no part of the practice. */
  const [done, setDone] = useState(0);
  const shop = practice.shops.find(({ active }) => active)?.uid;

  useEffect(() => {
    if (shop === undefined) return;
    const path = `/v1/management/waiting-room/doctors?shop_uid=${encodeURIComponent(shop)}`;
    void desk.ask<{ data: Beside[] }>("GET", path).then(
      ({ data }) => setUnderWay(seesOf(data)),
      () => undefined,
    );
  }, [practice, minute, done]);

  const doctors = practice.doctors.filter(({ uid }) => doctor === "" || uid === doctor);
  const ranges = doctors.map(({ uid }) => daysOf(practice, uid, date, 1));
  // Doctors may live by different clocks.
  const range = {
    from: Math.min(...ranges.map(({ from }) => from)),
    to: Math.max(...ranges.map(({ to }) => to)),
  };
  const of = doctor === "" ? undefined : doctor;
  useShown(desk, doctors.length === 0 ? [] : [{ ...range, doctor: of }]);
  const isRead = doctors.length === 0 || practice.covers(range, of);
  const rows = useMemo(() => {
    const found = doctors.flatMap(({ uid }, index) =>
      clinic.appointments({ ...ranges[index]!, doctor_uids: [uid], statuses: [...ALL] }, now()),
    );
    return found.filter(({ uid }) => practice.listed.has(uid)).sort((a, b) => a.start_date - b.start_date);
  }, [practice, date, doctor, minute]);
  const shown = isWhole ? rows : rows.filter(({ status }) => status !== "cancelled");
  const drawn = useGradually(shown.length, `${date} ${doctor}`);
  const completed = rows.filter(({ status }) => status === "completed").length;

  async function doing(uid: string, work: () => Promise<void>) {
    setBusy(uid);
    setFailure(undefined);
    try {
      await work();
      setDone((done) => done + 1);
      setDeclined(undefined);
    } catch (error) {
      setFailure(words(error, t.panel.refused));
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <div class="sheet">
      <div class="bar">
        <div class="steps">
          <Button aria-label={t.earlier} onClick={() => setDate(dateBy(date, -1))}>
            <Icon name="left" />
          </Button>
          <Button onClick={() => setDate(localDate(now(), clinic.timezone))}>{t.today}</Button>
          <Button aria-label={t.later} onClick={() => setDate(dateBy(date, 1))}>
            <Icon name="right" />
          </Button>
          <h2 aria-live="polite">{isNarrow ? dateInWords(date, SHORT) : dateInWords(date)}</h2>
        </div>
        <label class="inline">
          <span>{t.doctor}</span>
          <select value={doctor} onChange={(event) => setDoctor(event.currentTarget.value)}>
            <option value="">{t.day.all}</option>
            <DoctorOptions practice={practice} />
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
          <span>{t.day.withCancelled}</span>
        </label>
      </div>
      {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      <div class="card sheet-card" role="region" aria-label={t.day.heading(dateInWords(date))} tabIndex={0}>
        {!isRead ? (
          <Waiting label={common.common.loading} />
        ) : shown.length === 0 ? (
          <p class="nothing">{t.day.none}</p>
        ) : (
          <table>
            <caption>
              {t.day.count(shown.filter(({ status }) => status !== "cancelled").length, completed)}
            </caption>
            <thead>
              <tr>
                {Object.entries(t.day.columns).map(([name, label]) => (
                  <th key={name} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, drawn).map((row) => {
                const zone = clinic.timezoneOf(row.doctor_uid) ?? clinic.timezone;
                const time = timeOfDay(row.start_date, zone);
                const patient = row.patient_display_name ?? t.unknownPatient;
                const status = standingOf(row, now());
                const isIn = underWay.has(row.uid);
                const arrivedAt = practice.arrivals.get(row.uid);
                const isHere = arrivedAt !== undefined;
                const isToday = date === localDate(now(), zone);
                const until = row.hold_expires_at;
                const act = (label: string, work: () => Promise<void>, kind: "main" | "plain" = "plain") => (
                  <Button
                    kind={kind}
                    busy={busy === row.uid}
                    aria-label={t.appointment.of(label, patient, time)}
                    onClick={() => void doing(row.uid, work)}
                  >
                    {label}
                  </Button>
                );
                const about = t.appointment.of(t.appointment.decline, patient, time);
                return (
                  <tr key={row.uid} class={row.end_date <= now() ? "over" : ""}>
                    <td class="time">
                      <strong>{time}</strong>
                      <small>{timeOfDay(row.end_date, zone)}</small>
                    </td>
                    <td>
                      <strong>{patient}</strong>
                    </td>
                    <td>{row.appointment_type_name ?? t.unknownType}</td>
                    <td>{doctorName(practice, row.doctor_uid)}</td>
                    <td>
                      {arrivedAt !== undefined && !isIn ? (
                        <span class="badge arrived">{t.day.hereSince(timeOfDay(arrivedAt, zone))}</span>
                      ) : (
                        <span class={`badge ${isIn ? "in" : status}`}>
                          {isIn ? t.day.underWay : t.status[status]}
                        </span>
                      )}
                      {until !== undefined && status === "held" && (
                        <small class="until">{t.appointment.holdEnds(timeOfDay(until, zone))}</small>
                      )}
                      {until !== undefined && status === "requested" && (
                        <small class="until">
                          {t.appointment.answerBy(`${dayInWords(until, zone)}, ${timeOfDay(until, zone)}`)}
                        </small>
                      )}
                    </td>
                    <td class="actions">
                      {status === "requested" && declined !== row.uid && (
                        <>
                          {act(t.appointment.approve, () => desk.say(row.uid, "approve"), "main")}
                          <Button aria-label={about} onClick={() => setDeclined(row.uid)}>
                            {t.appointment.decline}
                          </Button>
                        </>
                      )}
                      {status === "requested" && declined === row.uid && (
                        <RefusalForm
                          what="decline"
                          about={about}
                          busy={busy === row.uid}
                          onKeep={() => setDeclined(undefined)}
                          onRefuse={(reason) =>
                            void doing(row.uid, () => desk.refuse(row.uid, "decline", reason))
                          }
                        />
                      )}
                      {status === "confirmed" &&
                        (isIn ? (
                          act(t.appointment.finish, () => desk.inRoom(shop ?? "", row.uid, "finish"), "main")
                        ) : (
                          <>
                            {isToday &&
                              !isHere &&
                              act(t.appointment.arrive, () => desk.arrive(row.uid, true), "main")}
                            {shop !== undefined &&
                              isToday &&
                              act(
                                t.appointment.start,
                                () => desk.inRoom(shop, row.uid, "start"),
                                isHere ? "main" : "plain",
                              )}
                            {act(t.appointment.complete, () => desk.say(row.uid, "complete"))}
                            {isHere && act(t.appointment.notArrived, () => desk.arrive(row.uid, false))}
                          </>
                        ))}
                      {status === "confirmed" &&
                        row.start_date <= now() &&
                        !isHere &&
                        act(t.appointment.noShow, () => desk.say(row.uid, "no-show"))}
                      {["completed", "no_show", "cancelled"].includes(status) &&
                        act(t.appointment.reopen, () => desk.say(row.uid, "reopen"))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

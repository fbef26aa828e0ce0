// The waiting room: who waits, for how long still, and which doctor takes whom in.

import { useEffect, useRef, useState } from "preact/hooks";

import { now, useNow } from "../common/clock.ts";
import { t as common } from "../common/language.ts";
import { ownTime } from "../common/own-clock.ts";
import { Button, Notice, Waiting } from "../common/ui.tsx";
import { Arrived } from "./arrived.tsx";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { type Practice, doctorName, words } from "./practice.ts";
import { type Present, consultationsOf, mayTakeIn, seesOf } from "./present.ts";
import { aroundToday, useShown } from "./shown.ts";

const PATH = "/v1/management/waiting-room";
/** How often the room is asked for, in milliseconds. */
const EVERY = 5_000;

interface Entry {
  queue_uid: string;
  position: number;
  patient_uid: string;
  visit_reason: string | null;
  preferred_doctor_uid: string | null;
  urgent: boolean;
  presence: "ready" | "elsewhere" | "on_the_way";
  ready_at: number | null;
  registered_at: number;
  estimated_wait_minutes: number | null;
  overdue_minutes: number | null;
}

export function Room({ desk, practice }: { desk: Desk; practice: Practice }) {
  const shops = practice.shops.filter(({ active }) => active);
  const [shop, setShop] = useState(shops[0]?.uid ?? "");
  const [entries, setEntries] = useState<Entry[]>();
  const [doctors, setDoctors] = useState<Present[]>([]);
  const [failure, setFailure] = useState<string>();
  const [news, setNews] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Who is with a doctor is no longer in the list: the names of those who were.
  const names = useRef(new Map<string, string>());
  // An answer that is older than another question is not shown.
  const turns = useRef(0);
  useNow(15);
  // Who has arrived, and whom a doctor sees.
  useShown(desk, [aroundToday(1, 1)]);

  const nameOf = (uid: string) =>
    practice.patients.find((patient) => patient.uid === uid)?.name ?? t.unknownPatient;

  /** Asks for both. Waits are estimated anew, which may take a moment: the doctors don't wait for that. */
  function read(): { doctors: Promise<void>; all: Promise<unknown> } {
    const turn = ++turns.current;
    const of = `shop_uid=${encodeURIComponent(shop)}`;
    const doctors = desk.ask<{ data: Present[] }>("GET", `${PATH}/doctors?${of}`).then(({ data }) => {
      if (turn === turns.current) setDoctors(data);
    });
    const queue = desk.ask<{ data: Entry[] }>("GET", `${PATH}?${of}`).then(({ data }) => {
      for (const { queue_uid, patient_uid } of data) names.current.set(queue_uid, nameOf(patient_uid));
      if (turn === turns.current) setEntries(data);
    });
    return { doctors, all: Promise.all([doctors, queue]) };
  }

  useEffect(() => {
    if (shop === "") return undefined;
    let timer: number | undefined;
    let isOver = false;
    // The next time only after an answer: a server that is busy is not asked more often for that.
    async function again() {
      await read().all.catch((error) => setFailure(words(error, common.common.unreachable)));
      if (!isOver) timer = window.setTimeout(() => void again(), EVERY);
    }
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [shop]);

  async function doing(what: string | (() => Promise<void>), body?: unknown, said?: string, method = "POST") {
    setBusy(true);
    setFailure(undefined);
    setNews(undefined);
    try {
      await (typeof what === "string" ? desk.ask(method, `${PATH}${what}`, body) : what());
      setNews(said);
      const { doctors, all } = read();
      all.catch(() => undefined);
      await doctors;
    } catch (error) {
      setFailure(words(error, common.common.unexpected));
    } finally {
      setBusy(false);
    }
  }

  if (entries === undefined)
    return failure === undefined ? (
      <Waiting label={common.common.loading} />
    ) : (
      <Notice kind="bad">{failure}</Notice>
    );
  const mayCall = doctors.filter(mayTakeIn);
  const seen = (uid: string) =>
    names.current.get(uid) ?? practice.clinic.appointment(uid)?.patient_display_name ?? t.room.somebody;

  return (
    <div class="room">
      {shops.length > 1 && (
        <label class="inline">
          <span>{t.room.shop}</span>
          <select value={shop} onChange={(event) => setShop(event.currentTarget.value)}>
            {shops.map(({ uid, name }) => (
              <option key={uid} value={uid}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      {news !== undefined && <Notice kind="good">{news}</Notice>}
      <div class="columns">
        <section aria-labelledby="queue">
          <h2 id="queue">
            {t.room.queue} <span class="count">{entries.length}</span>
          </h2>
          {entries.length === 0 && <p class="card nothing">{t.room.empty}</p>}
          <ol class="queue">
            {entries.map((entry) => (
              <Waits
                key={entry.queue_uid}
                {...{ entry, practice, busy, mayCall, shop }}
                name={nameOf(entry.patient_uid)}
                doing={doing}
              />
            ))}
          </ol>
          <Arrived {...{ practice, shop, busy }} sees={seesOf(doctors)} doing={doing} desk={desk} />
          <Register {...{ practice, shop, busy }} doing={doing} />
        </section>
        <section aria-labelledby="on-duty">
          <h2 id="on-duty">{t.room.doctors}</h2>
          <ul class="queue">
            {doctors.map((present) => {
              const { doctor_uid, on_duty, away, back_at } = present;
              const consultations = consultationsOf(present);
              const name = doctorName(practice, doctor_uid);
              const path = `/doctors/${encodeURIComponent(doctor_uid)}/away`;
              return (
                <li key={doctor_uid} class={`card entry ${on_duty || consultations.length > 0 ? "" : "off"}`}>
                  <div class="who">
                    <strong>{name}</strong>
                    <span class={`badge ${away ? "held" : on_duty ? "completed" : ""}`}>
                      {away ? t.room.isOnBreak : on_duty ? t.room.onDuty : t.room.offDuty}
                    </span>
                    {away && back_at !== null && (
                      <span class="hint">{t.room.untilAbout(ownTime(back_at))}</span>
                    )}
                  </div>
                  {consultations.map(({ sees, started_at, doubt }) => (
                    <div key={sees}>
                      <p>
                        {t.room.sees(
                          seen(sees),
                          Math.max(0, Math.round((now() - (started_at ?? now())) / 60)),
                        )}
                      </p>
                      {doubt !== null && <p class="error">{t.room.doubt}</p>}
                    </div>
                  ))}
                  {consultations.length === 0 && on_duty && !away && <p class="hint">{t.room.free}</p>}
                  <div class="actions">
                    {consultations.map(({ sees }) => (
                      <Button
                        key={sees}
                        kind="main"
                        disabled={busy}
                        aria-label={t.room.of(
                          t.room.complete,
                          consultations.length > 1 ? `${seen(sees)}, ${name}` : name,
                        )}
                        onClick={() =>
                          void (practice.clinic.appointment(sees) === null
                            ? doing(`/${encodeURIComponent(sees)}/complete`)
                            : doing(`/appointments/${encodeURIComponent(sees)}/finish`, { shop_uid: shop }))
                        }
                      >
                        {consultations.length > 1 ? t.room.of(t.room.complete, seen(sees)) : t.room.complete}
                      </Button>
                    ))}
                    {mayTakeIn(present) && (
                      <Button
                        kind="main"
                        disabled={busy || entries.length === 0}
                        aria-label={t.room.of(t.room.callNext, name)}
                        onClick={() => void doing("/allocate", { shop_uid: shop, doctor_uid })}
                      >
                        {t.room.callNext}
                      </Button>
                    )}
                    {(on_duty || away) && (
                      <Button
                        disabled={busy}
                        aria-label={t.room.of(away ? t.room.back : t.room.away, name)}
                        onClick={() =>
                          void doing(
                            path,
                            away
                              ? { shop_uid: shop, away: false }
                              : { shop_uid: shop, away: true, minutes: 15 },
                          )
                        }
                      >
                        {away ? t.room.back : t.room.away}
                      </Button>
                    )}
                  </div>
                </li>
              );
            })}
          </ul>
        </section>
      </div>
    </div>
  );
}

/** Longer waits are said as a time. */
const LONG_MINUTES = 90;

function stillWaits(minutes: number | null): string {
  if (minutes === null) return t.room.noEstimate;
  return minutes > LONG_MINUTES ? t.room.estimateAt(ownTime(now() + minutes * 60)) : t.room.estimate(minutes);
}

/** Asks the waiting room for something, or does something else, and reads the room anew. */
export type Doing = (
  what: string | (() => Promise<void>),
  body?: unknown,
  said?: string,
  method?: string,
) => Promise<void>;

interface WaitsProps {
  entry: Entry;
  name: string;
  practice: Practice;
  shop: string;
  busy: boolean;
  mayCall: Present[];
  doing: Doing;
}

function Waits({ entry, name, practice, shop, busy, mayCall, doing }: WaitsProps) {
  const { queue_uid, urgent, presence, preferred_doctor_uid: preferred } = entry;
  const path = `/${encodeURIComponent(queue_uid)}`;
  const caller = mayCall.find(({ doctor_uid }) => doctor_uid === preferred) ?? mayCall[0];
  const isHere = presence === "ready";
  return (
    <li class="card entry">
      <div class="who">
        <span class="position" aria-hidden="true">
          {entry.position}
        </span>
        <strong>{name}</strong>
        {urgent && <span class="badge no_show">{t.room.urgent}</span>}
        {!isHere && (
          <span class="badge held">
            {t.room.presence[presence]}{" "}
            {entry.ready_at !== null && t.room.untilAbout(ownTime(entry.ready_at))}
          </span>
        )}
      </div>
      <p class="hint">
        {[
          entry.visit_reason,
          preferred !== null && t.room.waitsFor(doctorName(practice, preferred)),
          t.room.waits(Math.max(0, Math.round((now() - entry.registered_at) / 60))),
          stillWaits(entry.estimated_wait_minutes),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {(entry.overdue_minutes ?? 0) > 0 && <p class="error">{t.room.overdue(entry.overdue_minutes ?? 0)}</p>}
      <div class="actions">
        {caller !== undefined && isHere && (
          <Button
            kind="main"
            disabled={busy}
            aria-label={t.room.of(t.room.call, name)}
            onClick={() =>
              void doing("/allocate", { shop_uid: shop, doctor_uid: caller.doctor_uid, queue_uid })
            }
          >
            {t.room.call}
          </Button>
        )}
        <select
          class="small"
          aria-label={t.room.of(t.room.transfer, name)}
          value=""
          disabled={busy}
          onChange={(event) => {
            const doctor_uid = event.currentTarget.value;
            event.currentTarget.value = "";
            if (doctor_uid !== "") void doing(`${path}/transfer`, { doctor_uid });
          }}
        >
          <option value="">{t.room.transfer} …</option>
          {practice.doctors
            .filter(({ uid }) => uid !== preferred)
            .map(({ uid }) => (
              <option key={uid} value={uid}>
                {doctorName(practice, uid)}
              </option>
            ))}
        </select>
        <Button
          disabled={busy}
          aria-label={t.room.of(isHere ? t.room.isAway : t.room.isBack, name)}
          onClick={() => void doing(`${path}/presence`, { presence: isHere ? "elsewhere" : "ready" })}
        >
          {isHere ? t.room.isAway : t.room.isBack}
        </Button>
        <Button
          disabled={busy}
          aria-label={t.room.of(urgent ? t.room.notUrgent : t.room.urgent, name)}
          onClick={() => void doing(`${path}/urgent`, { urgent: !urgent })}
        >
          {urgent ? t.room.notUrgent : t.room.urgent}
        </Button>
      </div>
    </li>
  );
}

function Register({
  practice,
  shop,
  busy,
  doing,
}: {
  practice: Practice;
  shop: string;
  busy: boolean;
  doing: Doing;
}) {
  const [profile, setProfile] = useState("");
  const [reason, setReason] = useState("");
  const [doctor, setDoctor] = useState("");
  return (
    <form
      class="card form"
      aria-labelledby="register"
      onSubmit={(event) => {
        event.preventDefault();
        const name = practice.patients.find((patient) => patient.profile === profile)?.name ?? "";
        const body = {
          shop_uid: shop,
          patient_profile_uid: profile,
          ...(reason.trim() !== "" && { visit_reason: reason.trim() }),
          ...(doctor !== "" && { preferred_doctor_uid: doctor }),
        };
        void doing("/register", body, t.room.registered(name));
        setReason("");
      }}
    >
      <h3 id="register">{t.room.register}</h3>
      {practice.isRefused && <p class="hint">{t.patientsRefused}</p>}
      <div class="fields">
        <label>
          {t.patient}
          <select required value={profile} onChange={(event) => setProfile(event.currentTarget.value)}>
            <option value="">{t.choosePatient}</option>
            {practice.patients.map(({ profile, name }) => (
              <option key={profile} value={profile}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.room.reason}
          <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <label>
          {t.room.preferred}
          <select value={doctor} onChange={(event) => setDoctor(event.currentTarget.value)}>
            <option value="">{t.room.anyDoctor}</option>
            {practice.doctors.map(({ uid }) => (
              <option key={uid} value={uid}>
                {doctorName(practice, uid)}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" busy={busy}>
          {t.room.registerButton}
        </Button>
      </div>
    </form>
  );
}

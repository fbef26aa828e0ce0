// The waiting room: who waits, for how long still, and which doctor takes whom in.

import { useEffect, useRef, useState } from "preact/hooks";

import { useNow } from "../common/clock.ts";
import { t as common } from "../common/language.ts";
import { Notice, Waiting } from "../common/ui.tsx";
import { Arrived } from "./arrived.tsx";
import { Attends } from "./attends.tsx";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { type Practice, words } from "./practice.ts";
import { type Present, mayTakeIn, seesOf } from "./present.ts";
import { Register } from "./register.tsx";
import { aroundToday, useShown } from "./shown.ts";
import { type Entry, Waits } from "./waits.tsx";

const PATH = "/v1/management/waiting-room";
/** How often the room is asked for, in milliseconds. */
const EVERY = 5_000;

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
            {doctors.map((present) => (
              <Attends
                key={present.doctor_uid}
                {...{ present, practice, busy, shop, seen, doing }}
                isEmpty={entries.length === 0}
              />
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

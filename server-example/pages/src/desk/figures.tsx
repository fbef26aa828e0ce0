// Figures: how full the doctors are, how waits went against what was announced, and what became of
// appointments.

import { type Outcomes as OutcomesOf, localDate } from "frontdesk/lean";
import { useEffect, useMemo, useState } from "preact/hooks";

import { now } from "../common/clock.ts";
import { Button, Icon } from "../common/ui.tsx";
import { dateBy, dateInWords } from "../common/when.ts";
import { Bars } from "./bars.tsx";
import type { Desk } from "./desk.ts";
import { t } from "./language.ts";
import { type Practice, doctorName } from "./practice.ts";
import { aroundToday, engineWants, useShown } from "./shown.ts";
import { daysOf, weekOf } from "./week.tsx";

const DAYS = 14;
const MONTH = 28;

const short = (date: string) => dateInWords(date, { day: "numeric", month: "short" });
const dayOf = (date: string) => dateInWords(date, { weekday: "narrow" }) + Number(date.slice(8));
const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((100 * part) / whole));

export function Figures({ desk, practice }: { desk: Desk; practice: Practice }) {
  const { clinic } = practice;
  const [first, setFirst] = useState(weekOf(localDate(now(), clinic.timezone)));
  const range = daysOf(practice, practice.doctors[0]?.uid ?? "", first, DAYS);
  const { to: tomorrow } = aroundToday(0, 1);
  // The feed begins today: of what was before, the appointments say how full the doctors were.
  const before = range.from < tomorrow ? [{ from: range.from, to: Math.min(range.to, tomorrow) }] : [];
  useShown(desk, [...before, ...engineWants(practice, range)]);
  return (
    <div class="figures">
      <section aria-labelledby="utilisation">
        <div class="bar">
          <h2 id="utilisation">{t.figures.utilisation}</h2>
          <div class="steps">
            <Button aria-label={t.earlier} onClick={() => setFirst(dateBy(first, -DAYS))}>
              <Icon name="left" />
            </Button>
            <span aria-live="polite">{t.figures.range(short(first), short(dateBy(first, DAYS - 1)))}</span>
            <Button aria-label={t.later} onClick={() => setFirst(dateBy(first, DAYS))}>
              <Icon name="right" />
            </Button>
          </div>
          <ul class="legend">
            {(["booked", "held", "free"] as const).map((name) => (
              <li key={name}>
                <span class={`key is-${name}`} aria-hidden="true" /> {t.figures[name]}
              </li>
            ))}
          </ul>
        </div>
        <div class="charts">
          {practice.doctors.map(({ uid }) => (
            <Utilisation key={uid} {...{ practice, uid, first }} />
          ))}
        </div>
      </section>
      <Waits {...{ desk, practice }} />
      <Outcomes {...{ desk, practice }} />
    </div>
  );
}

function Utilisation({ practice, uid, first }: { practice: Practice; uid: string; first: string }) {
  const { clinic } = practice;
  const days = useMemo(() => {
    const range = daysOf(practice, uid, first, DAYS);
    const found = new Map(
      clinic.utilisation({ ...range, doctor_uids: [uid] }, now()).map((day) => [day.date, day]),
    );
    return Array.from({ length: DAYS }, (_, index) => {
      const date = dateBy(first, index);
      const {
        open_minutes = 0,
        booked_minutes = 0,
        held_minutes = 0,
        free_minutes = 0,
      } = found.get(date) ?? {};
      return { date, open: open_minutes, booked: booked_minutes, held: held_minutes, free: free_minutes };
    });
  }, [practice, uid, first]);
  const open = days.reduce((sum, { open }) => sum + open, 0);
  const booked = days.reduce((sum, { booked }) => sum + booked, 0);
  const name = doctorName(practice, uid);
  const share = open === 0 ? t.figures.none : t.figures.share(percent(booked, open));
  return (
    <figure class="card chart">
      <figcaption>
        <strong>{name}</strong> <span class="share">{share}</span>
      </figcaption>
      <Bars
        label={`${name}: ${share}`}
        bars={days.map(({ date, open, booked, held, free }) => ({
          label: dayOf(date),
          words: t.figures.bar(dateInWords(date), booked, held, open),
          parts: [
            { kind: "is-booked", value: booked },
            { kind: "is-held", value: held },
            { kind: "is-free", value: free },
          ],
        }))}
      />
      <details>
        <summary>{t.figures.table}</summary>
        <table class="figures-table">
          <thead>
            <tr>
              {[t.figures.date, t.figures.open, t.figures.booked, t.figures.held, t.figures.free].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ open, booked }) => open + booked > 0)
              .map(({ date, open, booked, held, free }) => (
                <tr key={date}>
                  <th scope="row">{short(date)}</th>
                  {[open, booked, held, free].map((minutes, index) => (
                    <td key={index}>{t.minutes(minutes)}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

interface Promises {
  announced: number;
  kept: number;
  kept_early: number;
  broken: number;
  left: number;
}

function Waits({ desk, practice }: { desk: Desk; practice: Practice }) {
  const [days, setDays] = useState<({ date: string } & Promises)[]>();
  const shops = practice.shops.filter(({ active }) => active);
  useEffect(() => {
    const { clinic } = practice;
    const today = localDate(now(), clinic.timezone);
    const asked = Array.from({ length: DAYS }, async (_, index) => {
      const date = dateBy(today, index - DAYS + 1);
      const [from, to] = [date, dateBy(date, 1)].map((date) => clinic.instant(`${date}T00:00`));
      const sum = { date, announced: 0, kept: 0, kept_early: 0, broken: 0, left: 0 };
      for (const { uid } of shops) {
        const query = `shop_uid=${encodeURIComponent(uid)}&from=${from}&to=${to}`;
        const path = `/v1/management/waiting-room/promises?${query}`;
        const found = await desk.ask<Promises>("GET", path);
        for (const name of ["announced", "kept", "kept_early", "broken", "left"] as const)
          sum[name] += found[name];
      }
      return sum;
    });
    void Promise.all(asked).then(setDays, () => setDays([]));
  }, [practice]);
  const all = (name: keyof Promises) => (days ?? []).reduce((sum, day) => sum + day[name], 0);
  const ended = all("kept") + all("broken");
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">{t.figures.waits}</h2>
      <p class="hint">{t.figures.waitsHint}</p>
      {days === undefined ? null : ended + all("left") === 0 ? (
        <p class="card nothing">{t.figures.nobody}</p>
      ) : (
        <figure class="card chart">
          <figcaption>
            <strong>{t.figures.keptShare(percent(all("kept"), ended), ended)}</strong>
            <ul class="legend">
              {(["kept", "broken", "left"] as const).map((name) => (
                <li key={name}>
                  <span class={`key is-${name}`} aria-hidden="true" /> {t.figures[name]}: {all(name)}
                </li>
              ))}
            </ul>
          </figcaption>
          <Bars
            label={t.figures.keptShare(percent(all("kept"), ended), ended)}
            bars={days.map(({ date, kept, broken, left }) => ({
              label: dayOf(date),
              words: t.figures.day(dateInWords(date), kept, broken, left),
              parts: [
                { kind: "is-kept", value: kept },
                { kind: "is-broken", value: broken },
                { kind: "is-left", value: left },
              ],
            }))}
          />
        </figure>
      )}
    </section>
  );
}

type Became = Pick<OutcomesOf, "doctor_uid" | "kept" | "missed" | "cancelled">;

function Outcomes({ desk, practice }: { desk: Desk; practice: Practice }) {
  const { clinic } = practice;
  const [found, setFound] = useState<Became[]>([]);
  /** Whether the page has to find it itself. */
  const [isAlone, setAlone] = useState(false);
  useEffect(() => {
    // The server also knows what was confirmed before it was cancelled; a key of one shop may not ask it.
    const query = { from: now() - MONTH * 86_400, to: now() };
    const asked = desk.ask<{ data: Became[] }>("POST", "/v1/management/scheduling/outcomes", query);
    void asked.then(
      ({ data }) => setFound(data),
      () => {
        setAlone(true);
        setFound(clinic.outcomes(query, now()));
      },
    );
  }, [practice]);
  useShown(desk, isAlone ? [aroundToday(MONTH, 1)] : []);
  const rows = practice.doctors.map(({ uid }) => {
    const own = found.filter(({ doctor_uid }) => doctor_uid === uid);
    const sum = (name: "kept" | "missed" | "cancelled") => own.reduce((sum, of) => sum + of[name], 0);
    return { uid, kept: sum("kept"), missed: sum("missed"), cancelled: sum("cancelled") };
  });
  return (
    <section aria-labelledby="outcomes">
      <h2 id="outcomes">{t.figures.outcomes}</h2>
      <div class="card sheet-card" tabIndex={0}>
        <table class="figures-table">
          <thead>
            <tr>
              {Object.entries(t.figures.columns).map(([name, label]) => (
                <th key={name} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ uid, kept, missed, cancelled }) => (
              <tr key={uid}>
                <th scope="row">{doctorName(practice, uid)}</th>
                <td>{kept}</td>
                <td>{missed}</td>
                <td>{cancelled}</td>
                <td>{percent(missed, kept + missed)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

// The hours of a doctor, time off, and closures; each change is previewed before it is saved.

import { localDate } from "frontdesk/lean";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { now } from "../common/clock.ts";
import { t as common } from "../common/language.ts";
import { Button, Notice, Waiting } from "../common/ui.tsx";
import { dateBy, dateInWords, dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { type Draft, NEW, sourceOf } from "./draft.ts";
import { timeOf } from "./fields.tsx";
import { t } from "./language.ts";
import { type Practice, doctorName, words } from "./practice.ts";
import { DraftPanel } from "./preview.tsx";

export function Hours({ desk, practice }: { desk: Desk; practice: Practice }) {
  const { clinic } = practice;
  const [uid, setUid] = useState(practice.doctors[0]?.uid ?? "");
  const [draft, setDraft] = useState<{ draft: Draft; number: number }>();
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState<string>();
  const doctor = practice.doctors.find((doctor) => doctor.uid === uid);
  const zone = clinic.timezoneOf(uid) ?? clinic.timezone;
  const today = localDate(now(), zone);

  useEffect(() => {
    setFailure(undefined);
    if (uid !== "") desk.edit(uid).catch((error) => setFailure(words(error, common.common.unreachable)));
  }, [desk, uid]);

  function edit(next: Draft) {
    setSaved(false);
    setDraft({ draft: next, number: (draft?.number ?? 0) + 1 });
  }

  const rules = (doctor?.availability_rules ?? [])
    .filter(({ valid_until }) => valid_until == null || Number(valid_until) > now())
    .sort((a, b) => a.weekday - b.weekday || a.start_time - b.start_time);
  const exceptions = [...(doctor?.availability_exceptions ?? [])]
    .filter(({ end_date }) => Number(end_date) > now())
    .sort((a, b) => Number(a.start_date) - Number(b.start_date));
  const at = (local: string) => clinic.instant(local, { doctorUid: uid });
  return (
    <div class="hours">
      <div class="doctors" role="group" aria-label={t.doctor}>
        {practice.doctors.map((doctor) => (
          <button
            key={doctor.uid}
            type="button"
            class="doctor"
            aria-pressed={doctor.uid === uid}
            onClick={() => {
              setUid(doctor.uid);
              setDraft(undefined);
            }}
          >
            <strong>{doctorName(practice, doctor.uid)}</strong>
          </button>
        ))}
      </div>
      {isSaved && <Notice kind="good">{t.hours.saved}</Notice>}
      {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      <div class={`beside ${draft === undefined ? "" : "open"}`}>
        <div class="lists">
          {!practice.editable.has(uid) ? (
            failure === undefined && <Waiting label={common.common.loading} />
          ) : (
            <>
              <List
                heading={t.hours.weekly}
                add={t.hours.addRule}
                onAdd={() =>
                  edit({
                    of: "rule",
                    doctor: uid,
                    rule: {
                      uid: NEW,
                      weekday: 0,
                      start_time: 540,
                      end_time: 720,
                      buffer_minutes: 0,
                      active: true,
                    },
                  })
                }
              >
                {rules.map((rule) => {
                  const times = `${timeOf(rule.start_time)} – ${timeOf(rule.end_time)}`;
                  const name = `${t.hours.weekdays[rule.weekday]}, ${times}`;
                  const notes = [
                    rule.blocked && t.hours.blocked,
                    (rule.buffer_minutes ?? 0) > 0 && t.hours.bufferShort(rule.buffer_minutes ?? 0),
                    rule.every_weeks != null && rule.every_weeks > 1 && t.hours.every(rule.every_weeks),
                    rule.valid_until != null && t.hours.until(dayInWords(Number(rule.valid_until), zone)),
                    rule.active === false && t.hours.inactive,
                  ];
                  return (
                    <Row
                      key={rule.uid}
                      {...{ name, notes }}
                      onEdit={() => edit({ of: "rule", doctor: uid, rule })}
                      onRemove={() => edit({ of: "rule", doctor: uid, rule, gone: true })}
                    />
                  );
                })}
              </List>
              <List
                heading={t.hours.exceptions}
                add={t.hours.addException}
                onAdd={() => {
                  const date = dateBy(today, 1);
                  const exception = {
                    uid: NEW,
                    kind: "blocked" as const,
                    start_date: at(`${date}T09:00`),
                    end_date: at(`${date}T12:00`),
                  };
                  edit({ of: "exception", doctor: uid, exception });
                }}
              >
                {exceptions.map((exception) => {
                  const [from, to] = [Number(exception.start_date), Number(exception.end_date)];
                  const isOneDay = localDate(from, zone) === localDate(to - 1, zone);
                  const at = (when: number) => `${dayInWords(when, zone)}, ${timeOfDay(when, zone)}`;
                  const source = sourceOf(exception);
                  const name = `${at(from)} – ${isOneDay ? timeOfDay(to, zone) : at(to)}`;
                  return (
                    <Row
                      key={exception.uid}
                      name={name}
                      notes={[
                        exception.kind === "blocked" ? t.hours.timeOff : t.hours.extra,
                        (exception.buffer_minutes ?? 0) > 0 &&
                          t.hours.bufferShort(exception.buffer_minutes ?? 0),
                        source !== undefined && t.hours.fromCalendar(source),
                      ]}
                      // What a calendar says, the calendar's owner changes there.
                      onEdit={
                        source === undefined
                          ? () => edit({ of: "exception", doctor: uid, exception, was: exception })
                          : undefined
                      }
                      onRemove={() => edit({ of: "exception", doctor: uid, exception, gone: true })}
                    />
                  );
                })}
              </List>
            </>
          )}
          <List
            heading={t.hours.closures}
            add={t.hours.addClosure}
            onAdd={() => edit({ of: "closure", closure: { date: dateBy(today, 1), name: null } })}
          >
            {practice.closures
              .filter(({ date, last_date }) => (last_date ?? date) >= today)
              .map((closure) => (
                <Row
                  key={`${closure.date} ${closure.doctor_uid ?? ""}`}
                  name={[
                    closure.name,
                    [closure.date, closure.last_date]
                      .filter(Boolean)
                      .map((date) => dateInWords(String(date)))
                      .join(" – "),
                  ]
                    .filter(Boolean)
                    .join(": ")}
                  notes={[
                    closure.doctor_uid == null ? t.hours.everybody : doctorName(practice, closure.doctor_uid),
                    (closure.start_time != null || closure.end_time != null) &&
                      `${timeOf(closure.start_time ?? 0)} – ${timeOf(closure.end_time ?? 1440)}`,
                  ]}
                  onEdit={() => edit({ of: "closure", closure, was: closure })}
                  onRemove={() => edit({ of: "closure", closure, gone: true })}
                />
              ))}
          </List>
        </div>
        {draft !== undefined && (
          <DraftPanel
            key={draft.number}
            {...{ desk, practice }}
            first={draft.draft}
            onSaved={() => {
              setDraft(undefined);
              setSaved(true);
            }}
            onClose={() => setDraft(undefined)}
          />
        )}
      </div>
    </div>
  );
}

function List({
  heading,
  add,
  onAdd,
  children,
}: {
  heading: string;
  add: string;
  onAdd: () => void;
  children: ComponentChildren[];
}) {
  return (
    <section class="card list">
      <div class="list-head">
        <h2>{heading}</h2>
        <Button onClick={onAdd}>{add}</Button>
      </div>
      {children.length === 0 ? <p class="hint">{t.hours.none}</p> : <ul>{children}</ul>}
    </section>
  );
}

interface RowProps {
  name: string;
  notes: (string | false | undefined)[];
  onEdit: (() => void) | undefined;
  onRemove: () => void;
}

function Row({ name, notes, onEdit, onRemove }: RowProps) {
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p class="hint">{notes.filter(Boolean).join(" · ")}</p>
      </div>
      <div class="actions">
        {onEdit !== undefined && (
          <Button aria-label={t.hours.of(t.hours.edit, name)} onClick={onEdit}>
            {t.hours.edit}
          </Button>
        )}
        <Button kind="quiet" aria-label={t.hours.of(t.hours.remove, name)} onClick={onRemove}>
          {t.hours.remove}
        </Button>
      </div>
    </li>
  );
}

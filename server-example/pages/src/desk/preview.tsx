// A change of hours in a form, with what it would do, before it is saved.

import { localTime } from "frontdesk/lean";
import { useMemo, useState } from "preact/hooks";

import { language, t as common } from "../common/language.ts";
import { Button, Notice, Waiting } from "../common/ui.tsx";
import { dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { type Draft, isSameClosure, previewOf, save, wantsOf } from "./draft.ts";
import { t } from "./language.ts";
import { Panel } from "./panel.tsx";
import { type Practice, doctorName, words } from "./practice.ts";
import { useShown } from "./shown.ts";

export const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

interface DraftPanelProps {
  desk: Desk;
  practice: Practice;
  first: Draft;
  /** Told of each change in the form. */
  onDraft?: (draft: Draft) => void;
  onSaved: () => void;
  onClose: () => void;
}

export function DraftPanel({ desk, practice, first, onDraft, onSaved, onClose }: DraftPanelProps) {
  const [draft, setOwn] = useState(first);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const wants = wantsOf(practice, draft);
  useShown(desk, wants);
  const isRead = wants.every((want) => practice.covers(want, want.doctor));
  const found = useMemo(() => {
    try {
      return { preview: previewOf(practice, draft) };
    } catch (error) {
      return { wrong: error instanceof Error ? error.message : String(error) };
    }
  }, [practice, draft]);

  function setDraft(next: Draft) {
    setOwn(next);
    onDraft?.(next);
  }

  async function submit() {
    setBusy(true);
    setFailure(undefined);
    try {
      await save(desk, draft);
      onSaved();
    } catch (error) {
      setFailure(words(error, common.common.unexpected));
      setBusy(false);
    }
  }

  const heading = draft.gone
    ? t.hours.draftRemove
    : draft.of === "rule"
      ? t.hours.draftRule
      : draft.of === "exception"
        ? t.hours.draftException
        : t.hours.draftClosure;
  const about = draft.of === "closure" ? t.hours.everybody : doctorName(practice, draft.doctor);
  const touched = found.preview?.touched ?? [];
  const other = otherClosure(practice, draft);
  return (
    <Panel
      heading={heading}
      about={
        draft.of === "closure" && draft.closure.doctor_uid
          ? doctorName(practice, draft.closure.doctor_uid)
          : about
      }
      onClose={onClose}
    >
      <form
        class="book"
        onSubmit={(event) => {
          event.preventDefault();
          if (found.preview !== undefined && isRead && other === undefined) void submit();
        }}
      >
        <fieldset disabled={draft.gone === true}>
          <Fields {...{ practice, draft, setDraft }} />
        </fieldset>
        {other !== undefined && (
          <Notice kind="bad">{t.hours.otherClosure(other.name ?? t.hours.draftClosure)}</Notice>
        )}
        <section class="preview" aria-label={t.hours.preview} aria-live="polite">
          <h3>{t.hours.preview}</h3>
          {found.preview === undefined ? (
            <p class="error">{found.wrong}</p>
          ) : !isRead ? (
            <Waiting label={common.common.loading} />
          ) : (
            <Shown {...{ practice }} types={found.preview.types} touched={touched} />
          )}
          <p class="hint">{t.hours.horizon}</p>
        </section>
        {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
        <div class="actions">
          <Button
            kind={touched.length > 0 ? "danger" : "main"}
            type="submit"
            busy={busy}
            disabled={found.preview === undefined || !isRead || other !== undefined}
          >
            {draft.gone ? t.hours.remove : touched.length > 0 ? t.hours.saveAnyway : t.hours.save}
          </Button>
          <Button onClick={onClose}>{t.hours.drop}</Button>
        </div>
      </form>
    </Panel>
  );
}

/** The closure that begins on the same day for the same people, and would be gone. */
function otherClosure({ closures }: Practice, draft: Draft) {
  if (draft.of !== "closure" || draft.gone === true) return undefined;
  const { closure, was } = draft;
  if (was !== undefined && isSameClosure(was, closure)) return undefined;
  return closures.find((other) => isSameClosure(other, closure));
}

type ShownProps = { practice: Practice } & ReturnType<typeof previewOf>;

function Shown({ practice, types, touched }: ShownProps) {
  const changed = types.filter(({ lost, won }) => lost + won > 0);
  return (
    <>
      <ul class="effect">
        {changed.length === 0 && <li>{t.hours.slotsSame}</li>}
        {changed.flatMap(({ name, lost, won }) => [
          lost > 0 && (
            <li key={`${name} lost`} class="lost">
              {t.hours.slotsLost(lost, name)}
            </li>
          ),
          won > 0 && (
            <li key={`${name} won`} class="won">
              {t.hours.slotsWon(won, name)}
            </li>
          ),
        ])}
      </ul>
      {touched.length === 0 ? (
        <p>{t.hours.untouched}</p>
      ) : (
        <div class="verdict not">
          <p class="label">{t.hours.touched(touched.length)}</p>
          <ul class="reasons touched">
            {touched.map(({ appointment_uid, doctor_uid, start_date, reasons }) => {
              const zone = practice.clinic.timezoneOf(doctor_uid) ?? practice.clinic.timezone;
              const name =
                practice.clinic.appointment(appointment_uid)?.patient_display_name ?? t.unknownPatient;
              const why =
                reasons[0] === undefined ? "" : practice.clinic.reasonSentence(reasons[0], language, zone);
              return (
                <li key={appointment_uid} title={why}>
                  <strong>{name}</strong>, {dayInWords(start_date, zone)}, {timeOfDay(start_date, zone)}
                </li>
              );
            })}
          </ul>
          <p>{t.hours.stay}</p>
        </div>
      )}
    </>
  );
}

interface FieldsProps {
  practice: Practice;
  draft: Draft;
  setDraft: (draft: Draft) => void;
}

function Fields({ practice, draft, setDraft }: FieldsProps) {
  if (draft.of === "rule") {
    const { rule } = draft;
    const set = (part: Partial<typeof rule>) => setDraft({ ...draft, rule: { ...rule, ...part } });
    return (
      <div class="fields">
        <label>
          {t.hours.weekday}
          <select
            value={rule.weekday}
            onChange={(event) => set({ weekday: Number(event.currentTarget.value) })}
          >
            {t.hours.weekdays.map((name, weekday) => (
              <option key={name} value={weekday}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.hours.kind}
          <select
            value={rule.blocked ? "blocked" : "open"}
            onChange={(event) => set({ blocked: event.currentTarget.value === "blocked" })}
          >
            <option value="open">{t.hours.open}</option>
            <option value="blocked">{t.hours.blocked}</option>
          </select>
        </label>
        <Time
          label={t.hours.from}
          value={timeOf(rule.start_time)}
          onTime={(time) => set({ start_time: minutesOf(time) })}
        />
        <Time
          label={t.hours.to}
          value={timeOf(rule.end_time % 1440)}
          onTime={(time) => set({ end_time: minutesOf(time) || 1440 })}
        />
        {!rule.blocked && (
          <label>
            {t.hours.buffer}
            <input
              type="number"
              min={0}
              max={240}
              value={rule.buffer_minutes ?? 0}
              onInput={(event) => set({ buffer_minutes: Number(event.currentTarget.value) })}
            />
          </label>
        )}
      </div>
    );
  }
  if (draft.of === "exception") {
    const { exception, doctor } = draft;
    const { clinic } = practice;
    const zone = clinic.timezoneOf(doctor) ?? clinic.timezone;
    const set = (part: Partial<typeof exception>) =>
      setDraft({ ...draft, exception: { ...exception, ...part } });
    const at = (local: string) => clinic.instant(local, { doctorUid: doctor });
    const local = (instant: typeof exception.start_date) => localTime(Number(instant), zone).slice(0, 16);
    return (
      <div class="fields">
        <label>
          {t.hours.kind}
          <select
            value={exception.kind}
            onChange={(event) => set({ kind: event.currentTarget.value as typeof exception.kind })}
          >
            <option value="blocked">{t.hours.timeOff}</option>
            <option value="extra">{t.hours.extra}</option>
          </select>
        </label>
        <label>
          {t.hours.fromWhen}
          <input
            type="datetime-local"
            required
            value={local(exception.start_date)}
            onInput={({ currentTarget: { value } }) => value !== "" && set({ start_date: at(value) })}
          />
        </label>
        <label>
          {t.hours.toWhen}
          <input
            type="datetime-local"
            required
            value={local(exception.end_date)}
            onInput={({ currentTarget: { value } }) => value !== "" && set({ end_date: at(value) })}
          />
        </label>
      </div>
    );
  }
  const { closure } = draft;
  const isOfHours = closure.start_time != null || closure.end_time != null;
  const set = (part: Partial<typeof closure>) => setDraft({ ...draft, closure: { ...closure, ...part } });
  return (
    <div class="fields">
      <label>
        {t.hours.date}
        <input
          type="date"
          required
          value={String(closure.date)}
          onInput={({ currentTarget: { value } }) => value !== "" && set({ date: value })}
        />
      </label>
      <label>
        {t.hours.lastDate}
        <input
          type="date"
          min={String(closure.date)}
          value={String(closure.last_date ?? closure.date)}
          onInput={({ currentTarget: { value } }) =>
            set({ last_date: value === "" || value === closure.date ? null : value })
          }
        />
      </label>
      <label class="tick">
        <input
          type="checkbox"
          checked={!isOfHours}
          onChange={({ currentTarget: { checked } }) =>
            set(checked ? { start_time: null, end_time: null } : { start_time: 12 * 60, end_time: 1440 })
          }
        />
        <span>{t.hours.wholeDays}</span>
      </label>
      {isOfHours && (
        <>
          <Time
            label={t.hours.from}
            value={timeOf(closure.start_time ?? 0)}
            onTime={(time) => set({ start_time: minutesOf(time) })}
          />
          <Time
            label={t.hours.to}
            value={timeOf((closure.end_time ?? 1440) % 1440)}
            onTime={(time) => set({ end_time: minutesOf(time) || 1440 })}
          />
        </>
      )}
      <label>
        {t.hours.whose}
        <select
          value={closure.doctor_uid ?? ""}
          onChange={({ currentTarget: { value } }) => set({ doctor_uid: value === "" ? null : value })}
        >
          <option value="">{t.hours.everybody}</option>
          {practice.doctors.map(({ uid }) => (
            <option key={uid} value={uid}>
              {doctorName(practice, uid)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.hours.name}
        <input
          value={closure.name ?? ""}
          maxLength={100}
          onInput={({ currentTarget: { value } }) => set({ name: value === "" ? null : value })}
        />
      </label>
    </div>
  );
}

function Time({ label, value, onTime }: { label: string; value: string; onTime: (time: string) => void }) {
  return (
    <label>
      {label}
      <input
        type="time"
        required
        value={value}
        onInput={({ currentTarget: { value } }) => value !== "" && onTime(value)}
      />
    </label>
  );
}

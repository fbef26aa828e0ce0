// The fields of a change of hours: of a weekly rule, of time off and extra hours, and of a closure.

import { localTime } from "frontdesk/lean";

import { type Draft, ofKind } from "./draft.ts";
import { t } from "./language.ts";
import { DoctorOptions } from "./options.tsx";
import type { Practice } from "./practice.ts";

export const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

interface FieldsProps {
  practice: Practice;
  draft: Draft;
  setDraft: (draft: Draft) => void;
}

export function Fields({ practice, draft, setDraft }: FieldsProps) {
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
          <Buffer minutes={rule.buffer_minutes} onMinutes={(buffer_minutes) => set({ buffer_minutes })} />
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
    const setKind = (kind: typeof exception.kind) =>
      setDraft({ ...draft, exception: ofKind(exception, kind) });
    const at = (local: string) => clinic.instant(local, { doctorUid: doctor });
    const local = (instant: typeof exception.start_date) => localTime(Number(instant), zone).slice(0, 16);
    return (
      <div class="fields">
        <label>
          {t.hours.kind}
          <select
            value={exception.kind}
            onChange={(event) => setKind(event.currentTarget.value as typeof exception.kind)}
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
        {exception.kind === "extra" && (
          <Buffer
            minutes={exception.buffer_minutes}
            onMinutes={(buffer_minutes) => set({ buffer_minutes })}
          />
        )}
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
          <DoctorOptions practice={practice} />
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

interface BufferProps {
  minutes: number | undefined;
  onMinutes: (minutes: number) => void;
}

function Buffer({ minutes, onMinutes }: BufferProps) {
  return (
    <label>
      {t.hours.buffer}
      <input
        type="number"
        min={0}
        max={240}
        value={minutes ?? 0}
        onInput={(event) => onMinutes(Number(event.currentTarget.value))}
      />
    </label>
  );
}

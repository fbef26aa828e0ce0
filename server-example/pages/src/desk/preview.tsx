// A change of hours in a form, with what it would do, before it is saved.

import { useMemo, useState } from "preact/hooks";

import { language, t as common } from "../common/language.ts";
import { Button, Notice, Waiting } from "../common/ui.tsx";
import { dayInWords, timeOfDay } from "../common/when.ts";
import type { Desk } from "./desk.ts";
import { type Draft, isSameClosure, previewOf, save, wantsOf } from "./draft.ts";
import { Fields } from "./fields.tsx";
import { t } from "./language.ts";
import { Panel } from "./panel.tsx";
import { type Practice, doctorName, words } from "./practice.ts";
import { useShown } from "./shown.ts";

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

// Why an appointment is called off or declined, before it is.

import { useState } from "preact/hooks";

import { Button } from "../common/ui.tsx";
import { t } from "./language.ts";

export type Refusal = "cancel" | "decline";

interface RefusalFormProps {
  what: Refusal;
  /** Whose: for a list in which there are several. */
  about?: string;
  busy: boolean;
  onKeep: () => void;
  onRefuse: (reason: string) => void;
}

export function RefusalForm({ what, about, busy, onKeep, onRefuse }: RefusalFormProps) {
  const [reason, setReason] = useState(t.appointment.reasons[what]);
  const id = `${what}-reason`;
  return (
    <form
      class="book"
      aria-label={about}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "") onRefuse(reason);
      }}
    >
      <p class="label">{t.appointment.really[what]}</p>
      <div class="field">
        <label for={id}>{t.appointment.reason}</label>
        <input
          id={id}
          required
          pattern={".*\\S.*"}
          maxLength={2000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
          autofocus
        />
      </div>
      <div class="actions">
        <Button onClick={onKeep}>{t.appointment.keep}</Button>
        <Button kind="danger" type="submit" busy={busy}>
          {t.appointment[what]}
        </Button>
      </div>
    </form>
  );
}

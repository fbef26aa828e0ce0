// A slot is held: who it is for, while the time runs.

import { holdCountdown } from "frontdesk/slots";
import type { TargetedSubmitEvent } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import type { Availability } from "../common/availability.ts";
import { useNow } from "../common/clock.ts";
import { t } from "../common/language.ts";
import { Button, Field, Icon, Notice, StepHeading, type TextType } from "../common/ui.tsx";
import { inWords } from "./app.tsx";
import type { Booking, Visit } from "./session.ts";
import { Summary } from "./summary.tsx";

export interface DetailsProps {
  availability: Availability;
  visit: Visit;
  zone: string;
  booking: Booking;
  onBack: (notice?: string) => void;
  onDone: (booking: Booking) => void;
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

export function Details({ availability, visit, zone, booking, onBack, onDone }: DetailsProps) {
  const time = useNow(1);
  const hold = { status: booking.status, hold_expires_at: booking.hold_expires_at ?? 0 };
  const countdown = holdCountdown(hold, time);
  // The second that is running is not promised.
  const left = holdCountdown(hold, time + 1);
  const [values, setValues] = useState({ firstName: "", lastName: "", email: "", phone: "" });
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const needed = (text: string) => (text.trim() === "" ? t.book.needed : undefined);
  const errors = {
    firstName: needed(values.firstName),
    lastName: needed(values.lastName),
    email: needed(values.email) ?? (ADDRESS.test(values.email.trim()) ? undefined : t.book.wrongEmail),
  };

  useEffect(() => {
    if (!countdown.hasLapsed) return;
    visit.forget();
    onBack(t.book.lapsed);
  }, [countdown.hasLapsed]);

  async function confirm(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setShown(true);
    if (!visit.isKnown && Object.values(errors).some((error) => error !== undefined)) {
      const first = Object.entries(errors).find(([, error]) => error !== undefined)?.[0];
      (event.currentTarget.elements.namedItem(first ?? "") as HTMLElement | null)?.focus();
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      if (!visit.isKnown) {
        const phone = values.phone.trim();
        await visit.say({
          first_name: values.firstName.trim(),
          last_name: values.lastName.trim(),
          email: values.email.trim(),
          ...(phone === "" ? {} : { phone }),
        });
      }
      onDone(await visit.confirm(booking.uid));
    } catch (error) {
      const code = error instanceof Refused ? error.code : "";
      if (code === "hold_expired" || code === "wrong_status") {
        visit.forget();
        onBack(t.book.lapsed);
      } else setFailure(inWords(error));
    } finally {
      setBusy(false);
    }
  }

  async function back() {
    setBusy(true);
    // A hold that can't be given back runs out by itself.
    await visit.release(booking.uid).catch(() => visit.forget());
    onBack();
  }

  const input = (
    name: keyof typeof values,
    label: string,
    rest: { type?: TextType; autocomplete: string; required?: boolean },
  ) => (
    <Field
      {...rest}
      id={name}
      label={label}
      value={values[name]}
      maxLength={name === "email" ? 254 : name === "phone" ? 40 : 100}
      error={shown && name !== "phone" ? errors[name] : undefined}
      onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
    />
  );
  return (
    <div class="details card">
      <section class="held">
        <p class="countdown" aria-hidden="true">
          <Icon name="clock" /> {t.book.heldFor(left.text)}
        </p>
        <p class="hidden" role="timer" aria-live="polite">
          {t.book.heldEnds(Math.ceil(left.secondsLeft / 60))}
        </p>
        <p class="held-title">{t.book.held}</p>
        <Summary {...{ availability, booking, zone }} />
        <Button kind="quiet" onClick={() => void back()} disabled={busy}>
          {t.book.otherTime}
        </Button>
      </section>
      <form onSubmit={(event) => void confirm(event)} noValidate>
        <StepHeading>{visit.isKnown ? t.book.heading : t.book.details}</StepHeading>
        {!visit.isKnown && (
          <>
            <div class="two">
              {input("firstName", t.book.firstName, { autocomplete: "given-name", required: true })}
              {input("lastName", t.book.lastName, { autocomplete: "family-name", required: true })}
            </div>
            {input("email", t.book.email, { type: "email", autocomplete: "email", required: true })}
            {input("phone", t.book.phone, { type: "tel", autocomplete: "tel" })}
          </>
        )}
        {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
        <Button kind="main" type="submit" busy={busy}>
          {t.book.confirm}
        </Button>
      </form>
    </div>
  );
}

// The appointment: what was booked, its calendar file, its link, and how to move or cancel it.

import { useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import type { Availability } from "../common/availability.ts";
import { now } from "../common/clock.ts";
import { t } from "../common/language.ts";
import { Button, Icon, Notice, StepHeading } from "../common/ui.tsx";
import { inWords } from "./app.tsx";
import type { Booking, Visit } from "./session.ts";
import { Summary } from "./summary.tsx";

export interface AppointmentProps {
  availability: Availability;
  visit: Visit;
  zone: string;
  booking: Booking;
  news: "booked" | "moved" | "cancelled" | undefined;
  onMove: () => void;
  onCancelled: (booking: Booking) => void;
  onAnother: () => void;
}

export function Appointment({
  availability,
  visit,
  zone,
  booking,
  news,
  onMove,
  onCancelled,
  onAnother,
}: AppointmentProps) {
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const [failure, setFailure] = useState<string>();
  const isRequested = booking.approval === "requested" && booking.status === "held";
  const isLive = (booking.status === "confirmed" || isRequested) && booking.start_date > now();
  const type = availability.snapshot.appointment_types?.find(
    ({ uid }) => uid === booking.appointment_type_uid,
  );
  const heading =
    booking.status === "cancelled"
      ? t.book.cancelled
      : news === "moved"
        ? t.book.moved
        : isRequested
          ? t.book.requested
          : news === "booked"
            ? t.book.done
            : t.book.yoursHeading;

  async function doing(work: () => Promise<void>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      const isLate = error instanceof Refused && error.code === "too_late_to_cancel";
      setFailure(isLate ? t.book.tooLateToCancel : inWords(error));
    } finally {
      setBusy(false);
    }
  }

  const cancel = () =>
    doing(async () => {
      onCancelled(await visit.cancel(booking.uid, t.book.cancelReason));
      setAsking(false);
    });

  const download = () =>
    doing(async () => {
      const address = URL.createObjectURL(await visit.calendar(booking.uid));
      Object.assign(document.createElement("a"), { href: address, download: "appointment.ics" }).click();
      URL.revokeObjectURL(address);
    });

  const copy = () =>
    doing(async () => {
      await navigator.clipboard.writeText(visit.link ?? "");
      setCopied(true);
    });

  return (
    <div class="appointment card">
      {booking.status !== "cancelled" && (
        <p class={`seal${isRequested ? " open" : ""}`} aria-hidden="true">
          <Icon name={isRequested ? "clock" : "check"} />
        </p>
      )}
      <StepHeading>{heading}</StepHeading>
      {isRequested && <p class="hint">{t.book.requestedHint}</p>}
      {booking.status === "cancelled" && <p class="hint">{t.book.cancelledHint}</p>}
      <Summary {...{ availability, booking, zone }} />
      {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      {isLive && !isAsking && (
        <div class="actions">
          <Button kind="main" onClick={() => void download()} busy={busy}>
            <Icon name="calendar" /> {t.book.calendar}
          </Button>
          {type?.allow_patient_rebooking === true && !isRequested && (
            <Button onClick={onMove}>{t.book.move}</Button>
          )}
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t.book.cancel}
          </Button>
        </div>
      )}
      {isLive && isAsking && (
        <div class="asking" role="alertdialog" aria-labelledby="really">
          <p id="really">{t.book.reallyCancel}</p>
          <div class="actions">
            <Button onClick={() => setAsking(false)} autofocus>
              {t.book.keep}
            </Button>
            <Button kind="danger" onClick={() => void cancel()} busy={busy}>
              {t.book.cancel}
            </Button>
          </div>
        </div>
      )}
      {isLive && visit.link !== undefined && (
        <div class="link">
          <label class="label" for="link">
            {t.book.link}
          </label>
          <div class="link-row">
            <input id="link" readOnly value={visit.link} onFocus={(event) => event.currentTarget.select()} />
            <Button onClick={() => void copy()}>
              <Icon name="link" /> {isCopied ? t.book.copied : t.book.copy}
            </Button>
          </div>
          <p class="hint">{t.book.linkHint}</p>
        </div>
      )}
      {(!isLive || news !== undefined) && (
        <Button kind="quiet" onClick={onAnother}>
          {t.book.another}
        </Button>
      )}
    </div>
  );
}

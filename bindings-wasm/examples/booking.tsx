// A booking widget: a month, the times of a day on the visitor's clock, a hold that counts down, the booking.

import { type Clinic, dayRange, formatInZones, type Instant, type TimeFormat } from "frontdesk";
import { useHold, useMonth, useSlots } from "frontdesk/react";
import { useState } from "react";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function Booking({ clinic, type, patient }: { clinic: Clinic; type: string; patient: string }) {
  const wish = { appointment_type_uid: type, patient_uid: patient };
  const [day, setDay] = useState<string | null>(null);
  const { month, weeks, showNext, showPrevious } = useMonth(clinic, wish, { timezone: zone });
  const { slots } = useSlots(clinic, day === null ? null : { ...wish, ...dayRange(day, zone) });
  const hold = useHold(clinic, wish, { releaseAtUnmount: true });

  const written = (at: Instant, format?: TimeFormat) => {
    const { here, there } = formatInZones(at, clinic.timezone, zone, "en", format);
    return here === there ? here : `${there} (${here} at the practice)`;
  };
  const dayButton = (date: string, isFree: boolean) => (
    <button key={date} disabled={!isFree} aria-pressed={date === day} onClick={() => setDay(date)}>
      {Number(date.slice(8))}
    </button>
  );

  const start = written(hold.appointment?.start_date ?? 0, { dateStyle: "medium", timeStyle: "short" });
  if (hold.phase === "confirmed") return <p role="status">Booked: {start}</p>;
  return (
    <section>
      <header>
        <button onClick={showPrevious}>‹</button> {month} <button onClick={showNext}>›</button>
      </header>
      {weeks.map((week, index) => (
        <div key={index}>{week.map((shown) => dayButton(shown.date, shown.firstStart !== null))}</div>
      ))}
      {slots.map((slot) => (
        <button key={`${slot.start_date} ${slot.doctor_uid}`} onClick={() => hold.take(slot)}>
          {written(slot.start_date)}
        </button>
      ))}
      {hold.phase === "held" && (
        <p>
          {start} is yours for {hold.countdown}. <button onClick={hold.confirm}>Book</button>{" "}
          <button onClick={hold.release}>Let go</button>
        </p>
      )}
      {hold.phase === "expired" && <p role="alert">That took too long: please choose again.</p>}
      {hold.error && <p role="alert">{hold.error.message}</p>}
    </section>
  );
}

// A booking widget: a month, the times of a day on the visitor's clock, a hold that counts down, and the booking.

import { type Clinic, dayRange, formatInZones, type Instant } from "frontdesk";
import { useHold, useMonth, useSlots } from "frontdesk/react";
import { useState } from "react";

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Props {
  clinic: Clinic;
  appointmentTypeUid: string;
  patientUid: string;
}

export function Booking({ clinic, appointmentTypeUid, patientUid }: Props) {
  const wish = { appointment_type_uid: appointmentTypeUid, patient_uid: patientUid };
  const [day, setDay] = useState<string | null>(null);
  const { month, weeks, showNext, showPrevious } = useMonth(clinic, wish, { timezone: here });
  const { slots } = useSlots(clinic, day === null ? null : { ...wish, ...dayRange(day, here) });
  const hold = useHold(clinic, wish, { releaseAtUnmount: true });
  const start = hold.appointment?.start_date;
  const written = (at: Instant) => {
    const { here: there, there: mine, dayDifference } = formatInZones(at, clinic.timezone, here, "en");
    return there === mine && dayDifference === 0 ? mine : `${mine} (${there} at the practice)`;
  };

  if (hold.phase === "confirmed" && start) return <p role="status">Booked: {written(start)}</p>;
  return (
    <section>
      <header>
        <button onClick={showPrevious}>‹</button> {month} <button onClick={showNext}>›</button>
      </header>
      {weeks.map((week) => (
        <div key={week[0]?.date}>
          {week.map(({ date, firstStart }) => (
            <button key={date} disabled={firstStart === null} aria-pressed={date === day} onClick={() => setDay(date)}>
              {Number(date.slice(8))}
            </button>
          ))}
        </div>
      ))}
      {slots.map((slot) => (
        <button key={`${slot.start_date} ${slot.doctor_uid}`} disabled={hold.isPending} onClick={() => hold.take(slot)}>
          {written(slot.start_date)}
        </button>
      ))}
      {hold.phase === "held" && start && (
        <p>
          {written(start)} is yours for {hold.countdown}. <button onClick={hold.confirm}>Book</button>{" "}
          <button onClick={hold.release}>Let go</button>
        </p>
      )}
      {hold.phase === "expired" && <p role="alert">That took too long: please choose again.</p>}
      {hold.error && <p role="alert">{hold.error.message}</p>}
    </section>
  );
}

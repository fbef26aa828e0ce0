// An appointment at a glance: what, when on both clocks, with whom, where.

import type { Availability } from "../common/availability.ts";
import { t } from "../common/language.ts";
import { Icon } from "../common/ui.tsx";
import { dayInWords, elsewhere, placeOf, timeOfDay } from "../common/when.ts";
import type { Booking } from "./session.ts";

export function Summary({
  availability,
  booking,
  zone,
}: {
  availability: Availability;
  booking: Booking;
  zone: string;
}) {
  const { clinic, snapshot } = availability;
  const clock = clinic.timezoneOf(booking.doctor_uid) ?? clinic.timezone;
  const there = elsewhere(booking.start_date, clock, zone);
  const place = snapshot.locations?.find(({ uid }) => uid === booking.location_uid);
  const span = (zone: string) =>
    `${timeOfDay(booking.start_date, zone)} – ${timeOfDay(booking.end_date, zone)}`;
  return (
    <dl class="summary">
      <div>
        <dt>
          <Icon name="calendar" />
          <span class="hidden">{t.book.day}</span>
        </dt>
        <dd>
          <strong>{dayInWords(booking.start_date, zone)}</strong>
        </dd>
      </div>
      <div>
        <dt>
          <Icon name="clock" />
          <span class="hidden">{t.book.time}</span>
        </dt>
        <dd>
          {span(zone)}
          {there !== undefined && (
            <small>
              {placeOf(zone)} · {t.book.atPractice(span(clock))}
              {there.days !== 0 && ` (${dayInWords(booking.start_date, clock)})`}
            </small>
          )}
        </dd>
      </div>
      <div>
        <dt>
          <Icon name="person" />
          <span class="hidden">{t.book.doctor}</span>
        </dt>
        <dd>
          {booking.doctor_display_name ?? booking.doctor_uid}
          {booking.appointment_type_name !== null && <small>{booking.appointment_type_name}</small>}
        </dd>
      </div>
      {place !== undefined && (
        <div>
          <dt>
            <Icon name="place" />
            <span class="hidden">{t.book.place}</span>
          </dt>
          <dd>{place.name ?? place.uid}</dd>
        </div>
      )}
    </dl>
  );
}

// Who books: a visitor, whom the server takes in when the first slot is held, or somebody whom the shop has
// sent with a launch code. What is known of it stays in this tab, so that a page that is loaded again goes on
// where it was.

import { Refused, ask, fetched } from "../common/api.ts";
import { now } from "../common/clock.ts";
import type { Place } from "./place.ts";

/** An appointment, as the server answers it. */
export interface Booking {
  uid: string;
  status: "held" | "confirmed" | "cancelled" | "expired" | "completed" | "no_show";
  doctor_uid: string;
  doctor_display_name: string | null;
  appointment_type_uid: string | null;
  appointment_type_name: string | null;
  start_date: number;
  end_date: number;
  location_uid?: string;
  /** How many seats of a group visit it takes, if several. */
  seats?: number;
  hold_expires_at: number | null;
  approval: "requested" | "granted" | "declined" | null;
}

/** What is to be held or moved to. */
export interface Choice {
  appointment_type_uid: string;
  start_date: number;
  doctor_uid?: string;
  duration_minutes?: number;
  location_uid?: string;
}

export interface Details {
  first_name: string;
  last_name: string;
  email: string;
  phone?: string;
}

interface Kept {
  session: string;
  expires_at: number;
  /** Whether the shop has said who it is. */
  is_known: boolean;
  appointment?: string | undefined;
  link?: string | undefined;
}

interface Session {
  booking_session: string;
  expires_at: number;
}

/** A session that ends within this many seconds is not begun with. */
const SOON = 60;

export class Visit {
  #place: Place;
  #kept: Kept | undefined;

  constructor(place: Place) {
    this.#place = place;
    const text = sessionStorage.getItem(this.#name);
    const kept = text === null ? undefined : (JSON.parse(text) as Kept);
    if (kept !== undefined && kept.expires_at > now() + SOON) this.#kept = kept;
  }

  get #name(): string {
    return `frontdesk/${this.#place.server}${this.#place.server && "/"}${this.#place.shop}`;
  }

  #keep(kept: Kept | undefined): void {
    this.#kept = kept;
    if (kept === undefined) sessionStorage.removeItem(this.#name);
    else sessionStorage.setItem(this.#name, JSON.stringify(kept));
  }

  /** Whether the shop has said who books, so that nobody has to be asked. */
  get isKnown(): boolean {
    return this.#kept?.is_known ?? false;
  }

  /** The link back that was got, as an address. */
  get link(): string | undefined {
    const link = this.#kept?.link;
    return link === undefined ? undefined : `${this.#place.address}#link=${link}`;
  }

  /** Begins with what is given, and takes away what counts once. */
  async begin(): Promise<void> {
    const { code, link } = this.#place.given();
    if (code === null && link === null) return;
    const path = `${this.#place.server}/v1/scheduling`;
    const { booking_session, expires_at } =
      code !== null
        ? await ask<Session>(
            "POST",
            `${path}/booking-launch-codes/exchange`,
            {},
            { booking_launch_code: code },
          )
        : await ask<Session>("POST", `${path}/visitors/links/exchange`, {}, { booking_link: link });
    this.#keep({ session: booking_session, expires_at, is_known: code !== null, link: link ?? undefined });
    if (code !== null) this.#place.taken();
  }

  async #credential(): Promise<Record<string, string>> {
    if (this.#kept === undefined || this.#kept.expires_at <= now()) {
      const path = `${this.#place.server}/v1/scheduling/visitors`;
      const { booking_session, expires_at } = await ask<Session>(
        "POST",
        path,
        {},
        { shop_uid: this.#place.shop },
      );
      this.#keep({ session: booking_session, expires_at, is_known: false });
    }
    return { "x-rxscale-booking-token": this.#kept?.session ?? "" };
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    try {
      const address = `${this.#place.server}/v1/scheduling${path}`;
      return await ask<T>(method, address, await this.#credential(), body);
    } catch (error) {
      // A session that counts no more is not tried again.
      if (error instanceof Refused && error.status === 401) this.#keep(undefined);
      throw error;
    }
  }

  #remember(booking: Booking): Booking {
    if (this.#kept !== undefined) this.#keep({ ...this.#kept, appointment: booking.uid });
    return booking;
  }

  /** What was held or booked in this tab, or what a link leads to. */
  async current(): Promise<Booking | undefined> {
    if (this.#kept === undefined) return undefined;
    if (this.#kept.appointment !== undefined)
      return this.#ask<Booking>("GET", this.#one(this.#kept.appointment));
    if (this.#kept.link === undefined) return undefined;
    const { data } = await this.#ask<{ data: Booking[] }>("GET", "/appointments");
    const isLive = (booking: Booking) => booking.status === "confirmed" || booking.approval === "requested";
    const found = data.filter(isLive).at(0) ?? data.at(-1);
    return found === undefined ? undefined : this.#remember(found);
  }

  #one(uid: string): string {
    return `/appointments/${encodeURIComponent(uid)}`;
  }

  async hold(choice: Choice): Promise<Booking> {
    return this.#remember(await this.#ask<Booking>("POST", "/appointments/hold", choice));
  }

  async release(uid: string): Promise<void> {
    await this.#ask("POST", `${this.#one(uid)}/release`);
    this.forget();
  }

  /** Says who the visitor is. */
  async say(details: Details): Promise<void> {
    await this.#ask("PUT", "/visitors/me", details);
  }

  async confirm(uid: string): Promise<Booking> {
    const booking = await this.#ask<Booking>("POST", `${this.#one(uid)}/confirm`);
    await this.#getLink();
    return booking;
  }

  async #getLink(): Promise<void> {
    if (this.isKnown || this.#kept === undefined || this.#kept.link !== undefined) return;
    // The appointment is booked all the same: without its link, the practice is called.
    const got = await this.#ask<{ booking_link: string }>("POST", "/visitors/links").catch(() => undefined);
    this.#keep({ ...this.#kept, link: got?.booking_link });
  }

  cancel(uid: string, reason: string): Promise<Booking> {
    return this.#ask<Booking>("POST", `${this.#one(uid)}/cancel`, { reason });
  }

  rebook(uid: string, { appointment_type_uid: _, ...to }: Choice): Promise<Booking> {
    return this.#ask<Booking>("POST", `${this.#one(uid)}/rebook`, to);
  }

  /** The appointment as a file for the calendar. */
  async calendar(uid: string): Promise<Blob> {
    const path = `${this.#place.server}/v1/scheduling${this.#one(uid)}/calendar`;
    return (await fetched("GET", path, await this.#credential())).blob();
  }

  /** Forgets the appointment, so that another one can be booked. */
  forget(): void {
    if (this.#kept !== undefined) this.#keep({ ...this.#kept, appointment: undefined });
  }
}

// Somebody's own place in a queue, as the server has it.

import { ask } from "../common/api.ts";
import { setNow } from "../common/clock.ts";

/** Where the entry stands. The minutes are those that are to be shown to people. */
export interface Standing {
  queue_uid: string;
  status: "waiting" | "allocated" | "completed" | "cancelled";
  position: number | null;
  estimated_wait_minutes: number | null;
  at_most_wait_minutes: number | null;
  wait: { p10: number; p50: number; p90: number } | null;
  wait_unknown: string | null;
  wait_across_break: { by_minutes: number; p_by: number; else_minutes: number } | null;
  overdue_minutes: number | null;
  presence: "ready" | "elsewhere" | "on_the_way";
  ready_at: number | null;
  video_room_id: string | null;
  doctor_uid: string | null;
}

export interface OwnWait extends Standing {
  now: number;
  shop_name: string | null;
  doctor_display_name: string | null;
}

export type Presence = { presence: "ready" | "elsewhere" } | { presence: "on_the_way"; minutes: number };

/** Requests about one entry. */
export class Place {
  constructor(readonly token: string) {}

  get path(): string {
    return `/v1/waiting/${encodeURIComponent(this.token)}`;
  }

  show(): Promise<OwnWait> {
    return this.#ask("GET", "");
  }

  say(presence: Presence): Promise<OwnWait> {
    return this.#ask("POST", "/presence", presence);
  }

  leave(): Promise<OwnWait> {
    return this.#ask("DELETE", "");
  }

  async #ask(method: string, what: string, body?: unknown): Promise<OwnWait> {
    const answered = await ask<OwnWait>(method, this.path + what, {}, body);
    setNow(answered.now);
    return answered;
  }
}

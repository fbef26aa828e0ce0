// Where booking takes place: on a page of the server's own, or in an element on somebody else's.

import { t } from "../common/language.ts";
import type { Booking } from "./session.ts";

export interface Place {
  /**
   * Whether it is all that the document shows: else the document has landmarks and a first heading of its
   * own.
   */
  isPage: boolean;
  shop: string;
  /** The origin of the server; empty where it is the page's own. */
  server: string;
  /** What says who comes: a launch code of the shop, or the link that was got after booking. */
  given(): { code: string | null; link: string | null };
  /** A code counts once: it is not to be given again. */
  taken(): void;
  /** The address of the booking page, to which a link leads. */
  address: string;
  /** Told of the shop's name. */
  named(shop: string): void;
  /** Told that what was given is done with. */
  forgotten(): void;
  /** Told of what was booked, moved or cancelled. */
  changed(what: "booked" | "moved" | "cancelled", booking: Booking): void;
}

/** The server's own page: what is given stands in the address, after its `#`. */
export function ownPage(): Place {
  const bare = () => history.replaceState(null, "", location.pathname + location.search);
  return {
    isPage: true,
    shop: decodeURIComponent(location.pathname.split("/").at(2) ?? ""),
    server: "",
    given() {
      const given = new URLSearchParams(location.hash.slice(1));
      return { code: given.get("code"), link: given.get("link") };
    },
    // It does not belong into a history. A link stays: it may be loaded again.
    taken: bare,
    address: location.origin + location.pathname,
    named(shop) {
      document.title = t.book.title(shop);
    },
    forgotten: bare,
    changed() {},
  };
}

// What fills the element: the booking page, in a shadow of its own.

import { render } from "preact";

import { Book } from "../book/app.tsx";
import book from "../book/book.css?inline";
import type { Place } from "../book/place.ts";
import type { Booking } from "../book/session.ts";
import base from "../common/base.css?inline";
import { language } from "../common/language.ts";

export interface Said {
  shop: string;
  server: string;
  /** A launch code of the shop, which says who comes. */
  code: string | null;
  /** `light` or `dark`; else as whoever looks has it. */
  theme: string | null;
}

/** Fills the element; answers what ends that. */
export function start(
  element: HTMLElement,
  root: ShadowRoot,
  { shop, server, code, theme }: Said,
): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles(theme));
  root.adoptedStyleSheets = [sheet];
  const page = document.createElement("div");
  page.id = "page";
  page.lang = language;
  root.replaceChildren(page);
  let given = code;
  const place: Place = {
    isPage: false,
    shop,
    server,
    given: () => ({ code: given, link: null }),
    taken() {
      given = null;
    },
    address: `${server}/book/${encodeURIComponent(shop)}`,
    named(name) {
      page.ariaLabel = name;
      page.role = "region";
    },
    forgotten() {},
    changed(
      what: "booked" | "moved" | "cancelled",
      { uid, start_date, end_date, status, approval }: Booking,
    ) {
      const detail = { uid, start_date, end_date, status, approval };
      element.dispatchEvent(new CustomEvent(`frontdesk-${what}`, { detail, bubbles: true, composed: true }));
    },
  };
  render(<Book place={place} />, page);
  return () => render(null, page);
}

/**
 * The page's styles, for the element: what is said of the document is said of it, lengths don't hang on the
 * size of the page's letters, and what the page hands down to its elements does not reach in.
 */
function styles(theme: string | null): string {
  const dark = "@media (prefers-color-scheme:dark)";
  const text = `${base}${book}`
    .replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, dark)
    .replace(/:root\b|(?<![\w.#-])body(?=\s*\{)/g, ":host")
    .replace(/(?<![\w.-])(\d*\.?\d+)rem\b/g, (_, count: string) => `${Number(count) * 16}px`)
    .replace(
      /color-scheme:\s*light dark/,
      `color-scheme:${theme === "light" || theme === "dark" ? theme : "light dark"}`,
    );
  const themed =
    theme === "dark"
      ? text.replaceAll(dark, "@media all")
      : theme === "light"
        ? text.replaceAll(dark, "@media not all")
        : text;
  return `:host{all:initial;display:block}:host([hidden]){display:none}${themed}`;
}

// The language of the page: what the address asks for by `?lang=`, else the first of the browser's that there are texts in.

import { de } from "../texts/de.ts";
import { en, type Texts } from "../texts/en.ts";

const TEXTS: Record<string, Texts> = { en, de };

function wished(): string[] {
  const asked = new URLSearchParams(location.search).get("lang");
  return [...(asked === null ? [] : [asked]), ...navigator.languages];
}

/** As it is sent to the server and to `Intl`: `en-GB` stays `en-GB`. */
export const locale: string = wished().find((name) => TEXTS[name.split("-")[0] ?? ""] !== undefined) ?? "en";

export const language: string = locale.split("-")[0] ?? "en";

/** The texts of the page. */
export const t: Texts = TEXTS[language] ?? en;

document.documentElement.lang = language;

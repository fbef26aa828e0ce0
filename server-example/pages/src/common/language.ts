// The language of the texts: what is asked for, else the first of the browser's that there are texts in.

import { de } from "../texts/de.ts";
import { en, type Texts } from "../texts/en.ts";

const TEXTS: Record<string, Texts> = { en, de };

/** By `?lang=` of the address or, where the texts stand on somebody else's page, by that. */
function asked(): string | null | undefined {
  const element = document.querySelector("frontdesk-booking");
  if (element !== null) return element.closest("[lang]")?.getAttribute("lang");
  return new URLSearchParams(location.search).get("lang");
}

const wished = [asked(), ...navigator.languages].filter((name) => name != null);

const languageOf = (name: string) => name.split("-")[0] ?? "";
const found = wished.find((name) => TEXTS[languageOf(name)] !== undefined) ?? "en";

/**
 * As it is sent to the server and to `Intl`: `en-GB` stays `en-GB`. Where no more than `en` is asked for,
 * whoever looks says which.
 */
export const locale: string = found.includes("-")
  ? found
  : (navigator.languages.find((name) => languageOf(name) === found) ?? found);

export const language: string = languageOf(locale);

/** The texts of the page. */
export const t: Texts = TEXTS[language] ?? en;

/** Says so of the page: whose every text is in it. */
export function setLanguageOfPage(): void {
  document.documentElement.lang = language;
}

// The time on the clock of whoever looks, for pages without the engine.

import { locale } from "./language.ts";

const format = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });

export const ownTime = (at: number): string => format.format(at * 1000);

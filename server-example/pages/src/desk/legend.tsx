// What the colours of the week mean.

import { placeOf } from "../common/when.ts";
import { t } from "./language.ts";

/** The appointments that are shown. */
export const SHOWN = ["held", "confirmed", "completed", "no_show"] as const;
const COLOURS = ["slot", "open", "reserved", "blocked", "closed"] as const;

export function Legend({ zone, hint }: { zone: string; hint: string }) {
  return (
    <div class="below">
      <ul class="legend" aria-label={t.week.legend}>
        {COLOURS.map((name) => (
          <li key={name}>
            <span class={`key ${name}`} aria-hidden="true" /> {t.week[name]}
          </li>
        ))}
        {SHOWN.map((name) => (
          <li key={name}>
            <span class={`key ${name}`} aria-hidden="true" /> {t.status[name]}
          </li>
        ))}
      </ul>
      <p class="hint">
        {hint} {t.week.clock(placeOf(zone))}.
      </p>
    </div>
  );
}

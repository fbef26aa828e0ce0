// When it will probably be: from the time that one of ten waits is shorter than to the one that is rarely
// passed. The more is known, the narrower it gets.

import { t } from "../common/language.ts";
import { ownTime } from "../common/own-clock.ts";
import type { Standing } from "./own.ts";

/** The scale begins now and has room for the longest wait, by quarters of an hour. */
const STEP = 15;

export function Band({ standing, now }: { standing: Standing; now: number }) {
  const { wait, at_most_wait_minutes: most, estimated_wait_minutes: about } = standing;
  if (wait === null || most === null || about === null) return null;
  const from = Math.min(Math.max(0, Math.floor(wait.p10)), about);
  const to = Math.max(most, about, from + 1);
  const whole = Math.ceil((to + 1) / STEP) * STEP;
  const share = (minutes: number) => (minutes / whole) * 100;
  const at = (minutes: number) => ownTime(now + minutes * 60);
  const ticks = Array.from({ length: 4 }, (_, index) => (whole / 3) * index);
  return (
    <figure class="band" aria-label={t.wait.range}>
      <p class="between">
        {about <= 1 && to <= 5 ? t.wait.aboutAt(at(about)) : t.wait.between(at(from), at(to))}
      </p>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="scale" x="0" y="3" width="100" height="4" rx="2" />
        <rect
          class="likely"
          x={share(from)}
          y="1.500"
          width={Math.max(2, share(to - from))}
          height="7"
          rx="2"
        />
        <rect class="about" x={Math.min(98.8, share(about))} y="0" width="1.200" height="10" rx="0.600" />
      </svg>
      <div class="ticks" aria-hidden="true">
        {ticks.map((minutes) => (
          <span key={minutes}>{at(minutes)}</span>
        ))}
      </div>
    </figure>
  );
}

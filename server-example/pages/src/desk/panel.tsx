// What stands beside the calendar, or over it where there is no room. Escape closes it.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { StepHeading } from "../common/ui.tsx";
import { t } from "./language.ts";

interface PanelProps {
  heading: string;
  about: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Panel({ heading, about, onClose, children }: PanelProps) {
  const close = useRef(onClose);
  close.current = onClose;
  // Wherever the focus is: what had it may just have gone.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape") close.current();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return (
    <aside class="panel card" aria-label={heading}>
      <div class="panel-head">
        <div>
          <StepHeading>{heading}</StepHeading>
          <p class="hint">{about}</p>
        </div>
        <button type="button" class="shut" aria-label={t.close} onClick={onClose}>
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m6 6 12 12M18 6 6 18" />
          </svg>
        </button>
      </div>
      {children}
    </aside>
  );
}

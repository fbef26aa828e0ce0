// The small parts that every page has.

import type { ComponentChildren, JSX, TargetedInputEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A button; `kind` is how much it is meant to be pressed. */
export function Button({
  kind = "plain",
  busy = false,
  ...rest
}: { kind?: "main" | "plain" | "quiet" | "danger"; busy?: boolean } & JSX.IntrinsicElements["button"]) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${kind}`}
      aria-busy={busy}
      disabled={busy || rest.disabled === true}
    />
  );
}

/** Something to be told of, and read aloud. */
export function Notice({ kind, children }: { kind: "info" | "good" | "bad"; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/**
 * A heading that takes the focus when it appears: the step before it is gone, and with it whatever had the
 * focus.
 */
export function StepHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1} class="step-heading">
      {children}
    </h2>
  );
}

/** What is typed into a field. */
export type TextType = "text" | "email" | "tel" | "password";

interface FieldProps {
  id: string;
  label: string;
  value: string;
  type?: TextType;
  autocomplete: string;
  required?: boolean;
  maxLength?: number;
  error?: string | undefined;
  hint?: string;
  onInput: (event: TargetedInputEvent<HTMLInputElement>) => void;
}

/** A text field with its label and what is wrong with it. */
export function Field({ label, error, hint, type = "text", ...rest }: FieldProps) {
  const about = [error && `${rest.id}-error`, hint && `${rest.id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={rest.id}>{label}</label>
      <input
        {...rest}
        type={type as "text"}
        aria-invalid={error !== undefined}
        aria-describedby={about || undefined}
      />
      {hint && (
        <p class="hint" id={`${rest.id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${rest.id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** Shown while something is awaited. */
export function Waiting({ label }: { label: string }) {
  return (
    <div class="waiting" role="status">
      <span class="spinner" aria-hidden="true" />
      {label}
    </div>
  );
}

const ICONS = {
  clock: "M12 7v5l3.5 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  place: "M12 21s7-6.2 7-11.5a7 7 0 1 0-14 0C5 14.8 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  globe:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c2.5 2.6 3.8 5.6 3.8 9s-1.3 6.4-3.8 " +
    "9c-2.5-2.6-3.8-5.6-3.8-9S9.500 5.600 12 3Z",
  calendar:
    "M4 7.500A1.500 1.500 0 0 1 5.500 6h13A1.500 1.500 0 0 1 20 7.500v11a1.500 1.500 0 0 1-1.500 " +
    "1.500h-13A1.500 1.500 0 0 1 4 18.500v-11ZM4 10.500h16M8 3.500v4M16 3.500v4",
  check: "m5 12.500 4.500 4.500L19 7.500",
  left: "m14.500 5.500-6.500 6.500 6.500 6.500",
  right: "m9.500 5.500 6.500 6.500-6.500 6.500",
  walk:
    "M13 5.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3ZM10 21l2-6-2.500-2.500.8-4.500L13 " +
    "8.500l1.500 3 3 1M10.300 8 7.500 9.500 7 12.500M12 15l2.500 2.500 1 3.500",
  link:
    "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 " +
    "11 18.700l1-1",
} as const;

/** A picture that says nothing that the text beside it does not say. */
export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}

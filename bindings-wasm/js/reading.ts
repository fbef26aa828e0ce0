// Pages that are older than their server: what they do with fields that came later.

/** How to read what a server wrote, which may be newer than this package. */
export interface Reading {
  /**
   * What becomes of fields that this version does not know. `"refuse"`, the default, throws the error
   * `unknown_field`. `"leave_out"` reads the rest, here and in `apply` and `change`, and `leftOut()` tells
   * them.
   */
  unknownFields?: "refuse" | "leave_out" | undefined;
}

/** Fields of one name that were left out. */
export interface LeftOut {
  /** Where the first was, such as `appointments[0].colour`. */
  path: string;
  /** How many there were in objects of its kind. */
  count: number;
}

/** Whether unknown fields are left out. */
export function isLenient(reading: Reading | undefined): boolean {
  const wish: unknown = reading?.unknownFields ?? "refuse";
  if (wish !== "refuse" && wish !== "leave_out") {
    throw new TypeError(`\`unknownFields\` is neither "refuse" nor "leave_out"`);
  }
  return wish === "leave_out";
}

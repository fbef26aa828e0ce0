// Hooks for React, and for Preact by `preact/compat`. They ask the clinic that they are given, so they are
// the same for every entry of the package.

export type { Decide, HeldSlot, HoldRequest } from "./holding.js";
export { type Hold, type HoldOptions, type HoldPhase, useHold } from "./react_hold.js";
export {
  type Answered,
  type Month,
  type MonthOptions,
  type NowOptions,
  type Slots,
  useMonth,
  useSlots,
} from "./react_slots.js";
export { useWait, type Wait, type WaitOptions } from "./react_wait.js";

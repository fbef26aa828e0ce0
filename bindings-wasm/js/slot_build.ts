// What clinics run as in the entry for slots. In a file of its own, so that it loads no other glue.

import type * as clinicsGlue from "./clinics_bg.js";
import type { Build } from "./engine.js";
import * as slotsGlue from "./slots_bg.js";

/** Of all glue for clinics it has what `slot_clinic.ts` and `zones.ts` call. @internal */
export const slotsOnly: Build<typeof clinicsGlue> = {
  glue: slotsGlue as unknown as typeof clinicsGlue,
  imports: "./slots_bg.js",
  isWhole: false,
};

// The two engines: most pages need clinics only, so what waiting rooms are played with is a module of its
// own. Which module an engine runs as, an entry says: see `builds.ts` and `slot_build.ts`. All entries share
// the two, so that whatever asks for zones asks the one that is there.

import type * as clinicsGlue from "./clinics_bg.js";
import { Engine } from "./engine.js";
import type * as roomsGlue from "./rooms_bg.js";

/** Clinics, and the zones. @internal */
export const clinics = /* @__PURE__ */ new Engine<typeof clinicsGlue>("init");

/** Waiting rooms, forecasts, learners and planning. @internal */
export const rooms = /* @__PURE__ */ new Engine<typeof roomsGlue>("initRooms");

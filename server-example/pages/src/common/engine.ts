// The part of the engine that finds slots, loaded while the page asks the server for what it is to compute
// from.

import { init } from "frontdesk/slots";

/** Resolved once clinics can be made. Asked for here, the module is fetched beside everything else. */
export const engine: Promise<void> = init();
// Whoever awaits it is told; nobody else has to be.
engine.catch(() => undefined);

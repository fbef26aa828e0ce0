// The part of the engine that finds slots, loaded while the page asks the server for what it is to compute
// from.

import { init } from "frontdesk/slots";

let loading: Promise<void> | undefined;

/** Resolved once clinics can be made. What could not be loaded, as without a connection, is tried anew. */
export function engine(): Promise<void> {
  loading ??= init().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

// Asked for here, the module is fetched beside everything else. Whoever awaits it is told of a failure.
engine().catch(() => undefined);

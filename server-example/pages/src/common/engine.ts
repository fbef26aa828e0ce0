// The engine, loaded while the page asks the server for what it is to compute from.

/**
 * Begins to load an engine at once, so that it is fetched beside everything else. What is answered is
 * resolved once clinics can be made; what could not be loaded, as without a connection, is tried anew.
 */
export function loaded(init: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  const engine = () => {
    loading ??= init().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  // Whoever awaits it is told of a failure.
  engine().catch(() => undefined);
  return engine;
}

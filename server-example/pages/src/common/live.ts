// Server-sent events that come back by themselves: `EventSource` gives up after some answers, and a phone
// that slept has a connection that looks open and is not.

/** How long to wait before the next attempt, in milliseconds: soon at first, then less often. */
const WAITS = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * Listens until `close` is called. `heard` gets each event's name and data, `connected` whether the server is
 * reached.
 */
export function listen(
  path: () => string,
  names: readonly string[],
  heard: (name: string, data: string) => void,
  connected: (is: boolean) => void,
): { close(): void } {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let failures = 0;
  let isClosed = false;

  function open() {
    source?.close();
    clearTimeout(timer);
    if (isClosed) return;
    source = new EventSource(path());
    source.onopen = () => {
      failures = 0;
      connected(true);
    };
    source.onerror = () => {
      connected(false);
      source?.close();
      timer = window.setTimeout(open, WAITS[Math.min(failures++, WAITS.length - 1)]);
    };
    for (const name of names) {
      source.addEventListener(name, (event) => heard(name, (event as MessageEvent<string>).data));
    }
  }

  const again = () => {
    if (document.visibilityState === "visible") open();
  };
  document.addEventListener("visibilitychange", again);
  window.addEventListener("online", open);
  open();
  return {
    close() {
      isClosed = true;
      source?.close();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", again);
      window.removeEventListener("online", open);
    },
  };
}

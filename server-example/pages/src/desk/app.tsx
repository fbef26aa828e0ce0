// The desk: who has a key sees and runs the practice.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import { t as common } from "../common/language.ts";
import { Button, Field, Notice, Waiting } from "../common/ui.tsx";
import { Day } from "./day.tsx";
import { Desk as Keeper } from "./desk.ts";
import { Figures } from "./figures.tsx";
import { Hours } from "./hours.tsx";
import { t } from "./language.ts";
import type { Practice } from "./practice.ts";
import { Room } from "./room.tsx";
import { keepKey, keptKey } from "./session.ts";
import { Week } from "./week.tsx";

/** When the server is asked again that could not answer, in milliseconds. */
const AGAIN = 3_000;

export function Desk() {
  const [desk, setDesk] = useState<Keeper>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const again = useRef<number>(undefined);

  async function enter(given: string) {
    clearTimeout(again.current);
    setBusy(true);
    try {
      const desk = new Keeper(given);
      await desk.ask("GET", "/v1/management/health");
      keepKey(given);
      setFailure(undefined);
      setDesk(desk);
    } catch (error) {
      const isWrong = error instanceof Refused && (error.status === 401 || error.status === 403);
      if (isWrong) keepKey(undefined);
      setFailure(isWrong ? t.wrongKey : common.common.unreachable);
      // A server that starts is there in a moment.
      if (!isWrong) again.current = window.setTimeout(() => void enter(given), AGAIN);
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    const kept = keptKey();
    if (kept !== undefined) void enter(kept);
  }, []);

  if (desk === undefined) return <SignIn {...{ failure, busy }} onKey={(key) => void enter(key)} />;
  return (
    <Frame
      desk={desk}
      onLeave={() => {
        keepKey(undefined);
        setDesk(undefined);
      }}
    />
  );
}

const VIEWS = ["week", "day", "room", "hours", "figures"] as const;
type View = (typeof VIEWS)[number];

const PAGES: Record<View, (props: { desk: Keeper; practice: Practice }) => VNode> = {
  week: (props) => <Week {...props} />,
  day: (props) => <Day {...props} />,
  room: (props) => <Room {...props} />,
  hours: (props) => <Hours {...props} />,
  figures: (props) => <Figures {...props} />,
};

const viewOf = (hash: string): View => VIEWS.find((view) => `#${view}` === hash) ?? "week";

function Frame({ desk, onLeave }: { desk: Keeper; onLeave: () => void }) {
  const [practice, setPractice] = useState<Practice>();
  const [isConnected, setConnected] = useState(true);
  const [failure, setFailure] = useState<string>();
  const [view, setView] = useState<View>(viewOf(location.hash));
  const again = useRef<number>(undefined);

  async function read() {
    clearTimeout(again.current);
    try {
      await desk.read();
      setFailure(undefined);
    } catch (error) {
      if (!(error instanceof Refused) || error.isPassing)
        again.current = window.setTimeout(() => void read(), AGAIN);
      setFailure(
        error instanceof Refused && error.message !== "" ? error.message : common.common.unreachable,
      );
    }
  }

  useEffect(() => {
    const end = desk.subscribe(() => setPractice(desk.practice));
    void read();
    return () => {
      clearTimeout(again.current);
      end();
    };
  }, [desk]);

  const isRead = practice !== undefined;
  useEffect(() => {
    if (!isRead) return undefined;
    const following = desk.follow(setConnected);
    return () => following.close();
  }, [desk, isRead]);

  useEffect(() => {
    const changed = () => setView(viewOf(location.hash));
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);

  return (
    <div class="desk">
      <header class="desk-head">
        <div class="desk-name">
          <h1>{t.heading}</h1>
          {practice !== undefined && <p class="hint">{practice.shops.map(({ name }) => name).join(", ")}</p>}
        </div>
        <nav aria-label={t.views}>
          {VIEWS.map((name) => (
            <a
              key={name}
              href={`${location.pathname}#${name}`}
              aria-current={name === view ? "page" : undefined}
            >
              {t.view[name]}
            </a>
          ))}
        </nav>
        <Button kind="quiet" onClick={onLeave}>
          {t.signOut}
        </Button>
      </header>
      <main class="desk-main">
        {!isConnected && <Notice kind="info">{common.common.offline}</Notice>}
        {failure !== undefined && (
          <>
            <Notice kind="bad">{failure}</Notice>
            <Button onClick={() => void read()}>{common.common.retry}</Button>
          </>
        )}
        {practice === undefined
          ? failure === undefined && <Waiting label={common.common.loading} />
          : PAGES[view]({ desk, practice })}
      </main>
    </div>
  );
}

function SignIn({
  failure,
  busy,
  onKey,
}: {
  failure: string | undefined;
  busy: boolean;
  onKey: (key: string) => void;
}) {
  const [value, setValue] = useState("");
  return (
    <main class="sign-in card">
      <h1>{t.heading}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== "") onKey(value.trim());
        }}
      >
        <Field
          id="key"
          label={t.key}
          hint={t.keyHint}
          type="password"
          autocomplete="off"
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
        <Button kind="main" type="submit" busy={busy}>
          {t.signIn}
        </Button>
      </form>
    </main>
  );
}

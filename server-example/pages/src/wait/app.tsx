// The waiting page: where one stands, how long it takes, and saying that one is away, on the way, or back.

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { Refused } from "../common/api.ts";
import { now as serverTime, useNow } from "../common/clock.ts";
import { t } from "../common/language.ts";
import { listen } from "../common/live.ts";
import { Button, Icon, Notice, Waiting } from "../common/ui.tsx";
import { ownTime } from "../common/own-clock.ts";
import { Band } from "./band.tsx";
import { type OwnWait, Place, type Presence, type Standing } from "./own.ts";

/** In how many minutes somebody can say to be back. */
const MINUTES = [5, 10, 20];

export function Wait({ token }: { token: string }) {
  const place = useMemo(() => new Place(token), [token]);
  const [own, setOwn] = useState<OwnWait>();
  const [isConnected, setConnected] = useState(true);
  const [updated, setUpdated] = useState(serverTime());
  const [failure, setFailure] = useState<string>();
  const [isGone, setGone] = useState(false);
  const [busy, setBusy] = useState(false);
  const isLive = own === undefined || own.status === "waiting" || own.status === "allocated";

  function take(next: OwnWait) {
    setOwn(next);
    setUpdated(serverTime());
    setFailure(undefined);
  }

  /** Asks, or does something; what the server has against it is said. */
  async function doing(work: () => Promise<OwnWait>) {
    setBusy(true);
    try {
      take(await work());
    } catch (error) {
      if (error instanceof Refused && error.status === 404) setGone(true);
      else if (error instanceof Refused && error.status === 409)
        await place.show().then(take, () => undefined);
      else
        setFailure(
          error instanceof Refused && error.status === 0 ? t.common.unreachable : t.common.unexpected,
        );
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => void doing(() => place.show()), [place]);

  // As long as there is something to come.
  const doctor = useRef<string | null>(null);
  useEffect(() => {
    if (own === undefined || !isLive) return undefined;
    doctor.current = own.doctor_uid;
    const listening = listen(
      () => `${place.path}/events`,
      ["status"],
      (_, data) => {
        const standing = JSON.parse(data) as Standing;
        setUpdated(serverTime());
        setOwn((before) => (before === undefined ? before : { ...before, ...standing }));
        // Who sees the patient has a name, which the event does not say.
        if (standing.doctor_uid !== doctor.current) {
          doctor.current = standing.doctor_uid;
          void place.show().then(take, () => undefined);
        }
      },
      (is) => {
        setConnected(is);
        // The stream ends with the visit: what has become of it is asked once.
        if (!is) void place.show().then(take, () => undefined);
      },
    );
    return () => listening.close();
  }, [place, own === undefined, isLive]);

  // Whose turn it is may look elsewhere just then.
  useEffect(() => {
    document.title = own?.status === "allocated" ? `● ${t.wait.called}` : t.wait.title;
    if (own?.status === "allocated") navigator.vibrate?.([200, 100, 200]);
  }, [own?.status]);

  if (isGone)
    return (
      <Page>
        <Notice kind="bad">{t.common.noPage}</Notice>
      </Page>
    );
  if (own === undefined) {
    if (failure === undefined) return <Waiting label={t.common.loading} />;
    return (
      <Page>
        <Notice kind="bad">{failure}</Notice>
        <Button onClick={() => void doing(() => place.show())}>{t.common.retry}</Button>
      </Page>
    );
  }
  return (
    <Page name={own.shop_name}>
      {!isConnected && isLive && <Notice kind="info">{t.wait.offline}</Notice>}
      <div class="card wait-card">
        {own.status === "waiting" ? (
          <InQueue
            {...{ own, busy }}
            say={(presence) => void doing(() => place.say(presence))}
            leave={() => void doing(() => place.leave())}
          />
        ) : (
          <Over own={own} />
        )}
        {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
      </div>
      {own.status === "waiting" && <p class="updated">{t.wait.updated(ownTime(updated))}</p>}
    </Page>
  );
}

function Page({ name, children }: { name?: string | null; children: ComponentChildren }) {
  return (
    <div class="wait">
      {name != null && (
        <header>
          <p class="shop">{name}</p>
        </header>
      )}
      <main>{children}</main>
    </div>
  );
}

interface InQueueProps {
  own: OwnWait;
  busy: boolean;
  say: (presence: Presence) => void;
  leave: () => void;
}

function InQueue({ own, busy, say, leave }: InQueueProps) {
  const now = useNow(15);
  const [isAsking, setAsking] = useState(false);
  const position = own.position ?? 1;
  const about = own.estimated_wait_minutes;
  return (
    <>
      <div class="place">
        <p class="number" aria-hidden="true">
          {position}
        </p>
        <div>
          <h1>{position === 1 ? t.wait.next : t.wait.heading}</h1>
          <p class="hint">
            <span class="hidden">{t.wait.position(position)}. </span>
            {position > 1 && t.wait.ahead(position - 1)}
          </p>
        </div>
      </div>
      <div class="estimate" aria-live="polite">
        {about === null ? (
          <p>{t.wait.unknown}</p>
        ) : (
          <>
            <p class="about">{t.wait.about(about)}</p>
            {own.at_most_wait_minutes !== null && own.at_most_wait_minutes > about && (
              <p class="hint">{t.wait.atMost(own.at_most_wait_minutes)}</p>
            )}
          </>
        )}
        {own.overdue_minutes !== null && own.overdue_minutes > 0 && (
          <Notice kind="info">{t.wait.overdue(own.overdue_minutes)}</Notice>
        )}
      </div>
      {own.wait_across_break === null ? (
        <Band standing={own} now={now} />
      ) : (
        <AcrossBreak across={own.wait_across_break} now={now} />
      )}
      <Whereabouts {...{ own, busy, say, now }} />
      {isAsking ? (
        <div class="asking" role="alertdialog" aria-labelledby="leave">
          <p id="leave">{t.wait.reallyLeave}</p>
          <div class="actions">
            <Button onClick={() => setAsking(false)} autofocus>
              {t.wait.stay}
            </Button>
            <Button kind="danger" busy={busy} onClick={leave}>
              {t.wait.leave}
            </Button>
          </div>
        </div>
      ) : (
        <Button kind="quiet" onClick={() => setAsking(true)}>
          {t.wait.leave}
        </Button>
      )}
    </>
  );
}

function AcrossBreak({ across, now }: { across: NonNullable<OwnWait["wait_across_break"]>; now: number }) {
  const at = (minutes: number) => ownTime(now + minutes * 60);
  return <p class="between">{t.wait.acrossBreak(at(across.by_minutes), at(across.else_minutes))}</p>;
}

function Whereabouts({ own, busy, say, now }: Omit<InQueueProps, "leave"> & { now: number }) {
  // Whose way is over counts as being there.
  const isHere =
    own.presence === "ready" ||
    (own.ready_at !== null && own.presence === "on_the_way" && own.ready_at <= now);
  return (
    <section class="whereabouts" aria-labelledby="where">
      <h2 id="where">{t.wait.awayLabel}</h2>
      <p class="hint" role="status">
        {isHere
          ? t.wait.readyState
          : own.presence === "on_the_way" && own.ready_at !== null
            ? t.wait.onTheWayState(ownTime(own.ready_at))
            : t.wait.elsewhereState}
      </p>
      <div class="actions">
        {isHere ? (
          <Button busy={busy} onClick={() => say({ presence: "elsewhere" })}>
            {t.wait.away}
          </Button>
        ) : (
          <Button kind="main" busy={busy} onClick={() => say({ presence: "ready" })}>
            <Icon name="check" /> {t.wait.back}
          </Button>
        )}
      </div>
      <div class="on-my-way" role="group" aria-labelledby="way">
        <span id="way">
          <Icon name="walk" /> {t.wait.onMyWay}
        </span>
        {MINUTES.map((minutes) => (
          <Button key={minutes} disabled={busy} onClick={() => say({ presence: "on_the_way", minutes })}>
            {t.wait.onMyWayIn(minutes)}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Over({ own }: { own: OwnWait }) {
  const isCalled = own.status === "allocated";
  const [heading, hint] = isCalled
    ? [
        t.wait.called,
        own.doctor_display_name === null
          ? t.wait.calledHint
          : `${t.wait.calledBy(own.doctor_display_name)} ${t.wait.calledHint}`,
      ]
    : own.status === "completed"
      ? [t.wait.done, t.wait.doneHint]
      : [t.wait.left, t.wait.leftHint];
  return (
    <div class={`over ${own.status}`} role="status">
      {isCalled && (
        <p class="seal" aria-hidden="true">
          <Icon name="check" />
        </p>
      )}
      <h1>{heading}</h1>
      <p>{hint}</p>
    </div>
  );
}

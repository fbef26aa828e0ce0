// The desk: who has a key sees and runs the practice.

import { useEffect, useState } from "preact/hooks";

import { Refused, ask } from "../common/api.ts";
import { t } from "../common/language.ts";
import { Button, Field, Notice } from "../common/ui.tsx";
import { credential, keepKey, keptKey } from "./session.ts";

export function Desk() {
  const [key, setKey] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function enter(given: string) {
    setBusy(true);
    setFailure(undefined);
    try {
      await ask("GET", "/v1/management/health", credential(given));
      keepKey(given);
      setKey(given);
    } catch (error) {
      const isWrong = error instanceof Refused && (error.status === 401 || error.status === 403);
      if (isWrong) keepKey(undefined);
      setFailure(isWrong ? t.desk.wrongKey : t.common.unreachable);
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    const kept = keptKey();
    if (kept !== undefined) void enter(kept);
  }, []);

  if (key === undefined) return <SignIn {...{ failure, busy }} onKey={(key) => void enter(key)} />;
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t.desk.heading}</h1>
        <Button
          kind="quiet"
          onClick={() => {
            keepKey(undefined);
            setKey(undefined);
          }}
        >
          {t.desk.signOut}
        </Button>
      </header>
    </div>
  );
}

function SignIn({ failure, busy, onKey }: { failure: string | undefined; busy: boolean; onKey: (key: string) => void }) {
  const [value, setValue] = useState("");
  return (
    <main class="sign-in card">
      <h1>{t.desk.heading}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== "") onKey(value.trim());
        }}
      >
        <Field
          id="key"
          label={t.desk.key}
          hint={t.desk.keyHint}
          type="password"
          autocomplete="off"
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        {failure !== undefined && <Notice kind="bad">{failure}</Notice>}
        <Button kind="main" type="submit" busy={busy}>
          {t.desk.signIn}
        </Button>
      </form>
    </main>
  );
}

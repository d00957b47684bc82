/** What stands on the screen while the console is locked: the ways in that it has, by keyboard first, and nothing of what it holds. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { KeyStatus } from '../../shared/bridge/keys.ts';
import { reported } from '../store/report.ts';
import { keptRing } from '../store/ring-copy.ts';
import { overWords } from '../ui/lease-words.ts';
import { forgetAll } from '../ui/lock.ts';
import { useOneAtATime } from '../ui/one-at-a-time.ts';
import { Screen } from '../ui/screen.tsx';
import { formatLocalTime } from '../ui/times.ts';
import { askKeys, useKeyStatus } from '../views/keys.ts';

/** `itself`: it opens without a person, once it reached the hub. */
type Way = KeyStatus['ways'][number] | 'itself';

const troubleWords: Record<Exclude<KeyStatus['trouble'], 'lease' | null>, string> = {
  gone: t`The file of keys of this console is gone, and sealed data is here. Nothing was changed. Put keys.json and keys.copy.json of the console’s data folder back from a backup, or use the recovery code.`,
  damaged: t`The file of keys of this console cannot be read. Nothing was changed. Put keys.json of the console’s data folder back from a backup, or use the recovery code.`,
  newer: t`A newer console was used here. Start that one again; nothing was changed.`,
  keystore: t`The key store of this computer does not open the console: it was made new, or the data came from another computer. Nothing was changed; the recovery code opens it.`,
};

/** The ways in that it has. */
export function Unlock({ bridge, status }: { bridge: Bridge; status: KeyStatus }) {
  const copy = keptRing();
  const others: readonly Way[] = copy === null ? [] : ['recovery'];
  const none: readonly Way[] = status.trouble === 'lease' ? ['itself'] : others;
  const ways: readonly Way[] = status.ways.length > 0 ? status.ways : none;
  const first = status.trouble === 'keystore' ? 'recovery' : (ways[0] ?? 'recovery');
  const [way, setWay] = useState<Way>(first);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  // The keyboard is where it is needed; after a wrong try as well. Once the heading had the focus, which takes it as it is drawn.
  useEffect(() => {
    const timer = setTimeout(() =>
      (way === 'keystore' || way === 'itself' ? main.current : field.current)?.focus(),
    );
    return () => clearTimeout(timer);
  }, [way]);

  /** Whether the one day without the hub is asked for. */
  const asksDay = useRef(false);
  const submit = useOneAtATime(async () => {
    const extend = asksDay.current;
    asksDay.current = false;
    setBusy(true);
    setProblem('');
    try {
      const done =
        way === 'keystore' || way === 'itself'
          ? await askKeys(bridge, 'keys.unlock', { by: way, extend })
          : way === 'passphrase'
            ? await askKeys(bridge, 'keys.unlock', { by: 'passphrase', passphrase: typed, extend })
            : await askKeys(bridge, 'keys.unlock', {
                by: 'recovery',
                code: typed,
                extend,
                ...((status.ways.length === 0 || status.trouble === 'damaged') && copy !== null
                  ? { copy }
                  : {}),
              });
      if (done.problem === '') return forgetAll();
      setProblem(done.problem);
      if (done.right) return setBusy(false);
    } catch (error) {
      setProblem(reported(error, 'unlocking'));
    }
    setBusy(false);
    setTyped('');
    field.current?.focus();
  });

  if (ways.length === 0) return null;
  const words: Record<Way, string> = {
    passphrase: t`Use the passphrase`,
    keystore: t`Use the key store of this computer`,
    recovery: t`Use the recovery code`,
    itself: t`Reach the hub`,
  };
  const { lease } = status;
  return (
    <form
      className="stack"
      style={{ maxWidth: 520 }}
      aria-label={t`Unlock`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {way === 'passphrase' && (
        <PasswordInput
          ref={field}
          label={t`Passphrase`}
          value={typed}
          maxLength={1_000}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the passphrase` }}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {way === 'recovery' && (
        <TextInput
          ref={field}
          label={t`Recovery code`}
          description={t`Nine groups of four; small letters and spaces will do`}
          value={typed}
          maxLength={200}
          classNames={{ input: 'mono' }}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem} {lease?.problem}
        </p>
      )}
      {problem !== '' && lease?.problem !== '' && lease?.mayExtend && (
        <p>
          <Trans>
            No network where you are? You may go on for one day without the hub, once. The hub notes it in the
            audit trail at the next contact.
          </Trans>
        </p>
      )}
      <div className="row">
        <Button ref={main} type="submit" loading={busy}>
          {status.trouble === 'lease' ? t`Reach the hub and unlock` : t`Unlock`}
        </Button>
        {problem !== '' && lease?.problem !== '' && lease?.mayExtend && (
          <Button
            variant="default"
            disabled={busy}
            onClick={() => {
              asksDay.current = true;
              submit();
            }}
          >
            <Trans>Go on for one day</Trans>
          </Button>
        )}
        {ways
          .filter((each) => each !== way)
          .map((each) => (
            <Button
              key={each}
              variant="default"
              onClick={() => {
                setTyped('');
                setProblem('');
                setWay(each);
              }}
            >
              {words[each]}
            </Button>
          ))}
      </div>
    </form>
  );
}

export function LockScreen({ bridge, status: first }: { bridge: Bridge; status: KeyStatus }) {
  const now = useKeyStatus(bridge).status ?? first;
  // Opened by another window.
  useEffect(() => {
    if (now.state !== 'locked') forgetAll();
  }, [now.state]);
  return (
    <main className="alone">
      <Screen title={t`The console is locked`}>
        <div className="card stack">
          {now.trouble === 'lease' && now.lease ? (
            <p className="waiting" role="status">
              {overWords(now.lease, formatLocalTime(now.lease.lastContact))}
            </p>
          ) : now.trouble === null || now.trouble === 'lease' ? (
            <p>
              <Trans>
                All that was saved is sealed on this computer. Nothing is sent or received until it is open.
              </Trans>
            </p>
          ) : (
            <p className="waiting" role="status">
              {troubleWords[now.trouble]}
            </p>
          )}
          <Unlock bridge={bridge} status={now} />
          {(now.ways.length > 0 || now.trouble !== 'lease') && (
            <p className="quiet">
              <Trans>
                Neither at hand? A lead of your organisation can read the recovery code to you: it is on their
                own console, under Devices.
              </Trans>
            </p>
          )}
        </div>
      </Screen>
    </main>
  );
}

/** The data here was sealed by keys that this console's data folder does not have. */
export function OtherKey({ bridge }: { bridge: Bridge }) {
  const { status } = useKeyStatus(bridge);
  const copy = keptRing();
  return (
    <main className="alone">
      <Screen title={t`This data was sealed with other keys`}>
        <div className="card stack">
          <p>
            <Trans>
              The data of the console in this profile was sealed by keys that its data folder does not have:
              the folder was replaced, or the profile came from another computer. Nothing was changed, and
              nothing was begun anew over it.
            </Trans>
          </p>
          <p>
            <Trans>
              Put keys.json and keys.copy.json of the former data folder back, or start the console with that
              folder. Then open it again.{copy !== null && t` Or use the recovery code of this data:`}
            </Trans>
          </p>
          {status && copy !== null && <Unlock bridge={bridge} status={{ ...status, ways: [] }} />}
          <div>
            <Button variant="default" onClick={forgetAll}>
              <Trans>Open the console again</Trans>
            </Button>
          </div>
        </div>
      </Screen>
    </main>
  );
}

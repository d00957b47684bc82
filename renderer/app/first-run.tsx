/** The first screen of a computer that is not enrolled. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { enrol } from '../commands/enrol.ts';
import { type Tell, TrySample } from '../features/first-run/try-sample.tsx';
import { type Unsent, unsentOfLostDatabases } from '../store/recovery.ts';
import { report } from '../store/report.ts';
import { ProxySignIn } from '../ui/proxy-sign-in.tsx';
import { Screen } from '../ui/screen.tsx';
import { useApp } from '../views/hooks.tsx';
import styles from './first-run.module.css';
import { MessageSlot } from './message-slot.tsx';

const JOURNAL_UNREAD = t`Whether the journal holds changes of a lost database is not known.`;

/** @param folded where something else is the first choice here: the fields come when they are asked for */
function Enrol({
  onProblem,
  presetHub,
  folded,
}: {
  onProblem: Tell;
  presetHub: string | null;
  folded: boolean;
}) {
  const app = useApp();
  const [open, setOpen] = useState(!folded);
  const [code, setCode] = useState('');
  const [deviceName, setDeviceName] = useState('');
  const [hub, setHub] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(): Promise<void> {
    const missing =
      code.trim() === ''
        ? t`the code`
        : deviceName.trim() === ''
          ? t`a name for this computer`
          : !presetHub && hub.trim() === ''
            ? t`the address of the hub`
            : '';
    if (missing) return onProblem(t`Enter ${missing}.`);
    setBusy(true);
    onProblem('');
    const done = await enrol(app, {
      code: code.trim(),
      deviceName: deviceName.trim(),
      hub: hub.trim() === '' ? null : hub.trim(),
    });
    setBusy(false);
    if (!done.ok) onProblem(done.failure.message, done.failure.code);
  }
  if (!open)
    return (
      <section className="card stack" aria-labelledby="enrol">
        <h2 id="enrol">
          <Trans>Enrol this computer</Trans>
        </h2>
        <p>
          <Trans>
            For work with your company’s hub. You need a one-time code from your certification administrator
            or the operator of the hub.
          </Trans>
        </p>
        <div>
          <Button variant="default" onClick={() => setOpen(true)}>
            <Trans>Enter a one-time code</Trans>
          </Button>
        </div>
      </section>
    );
  return (
    <form
      className="card stack"
      aria-labelledby="enrol"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="enrol">
        <Trans>Enrol this computer</Trans>
      </h2>
      <p>
        <Trans>
          You need a one-time code. Your certification administrator or the operator of the hub gives it to
          you; it works once, for an hour.
        </Trans>
      </p>
      <div className="fields">
        <TextInput
          label={t`One-time code`}
          value={code}
          maxLength={40}
          autoComplete="off"
          classNames={{ input: 'mono' }}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          label={t`Name of this computer`}
          description={t`By which you recognise it in a list`}
          value={deviceName}
          maxLength={100}
          onChange={(event) => setDeviceName(event.currentTarget.value)}
        />
        <TextInput
          label={t`Address of the hub`}
          description={presetHub ? t`Empty for ${presetHub}` : t`It begins with https://`}
          value={hub}
          maxLength={300}
          onChange={(event) => setHub(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button type="submit" loading={busy}>
          <Trans>Enrol</Trans>
        </Button>
      </div>
    </form>
  );
}

export function FirstRun() {
  const app = useApp();
  const [{ problem, code }, setTold] = useState({ problem: '', code: '' });
  const tell = useCallback<Tell>((message, code = '') => setTold({ problem: message, code }), []);
  const [lost, setLost] = useState<readonly Unsent[]>([]);
  useEffect(() => {
    void unsentOfLostDatabases(app).then(setLost, (error: unknown) =>
      report(error, 'reading the journal', JOURNAL_UNREAD),
    );
  }, [app]);
  const unsent = lost.reduce((sum, each) => sum + each.entries.length, 0);
  return (
    <main className="alone">
      <Screen title={t`Welcome to Partner Console`}>
        <p>
          <Trans>
            Collect what Level 3 needs while you are on site, without a network; hand it off complete.
          </Trans>
        </p>
        {unsent > 0 && (
          <p className="card waiting" role="status">
            <Trans>
              The journal on this computer holds {unsent}{' '}
              <Plural value={unsent} one="change that was" other="changes that were" /> not sent before the
              console’s database was lost. They are safe. Who made them enrols again, then restores them under
              Sync.
            </Trans>
          </p>
        )}
        {problem !== '' && (
          <p className="card bad" role="alert">
            {problem}
          </p>
        )}
        {code === 'proxy-login' && (
          <section className="card" aria-label={t`Proxy`}>
            <ProxySignIn onDone={() => tell('')} />
          </section>
        )}
        <div className={app.info.sample ? styles.choice : undefined}>
          {app.info.sample && <TrySample onProblem={tell} />}
          <Enrol onProblem={tell} presetHub={app.info.hub} folded={app.info.sample} />
        </div>
      </Screen>
      <MessageSlot />
    </main>
  );
}

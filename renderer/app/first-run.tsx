/** The first screen of a computer that is not enrolled. */

import { Button, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { type Role, roleWords } from '../../shared/certification/access.ts';
import { enrol } from '../commands/enrol.ts';
import { type Unsent, unsentOfLostDatabases } from '../store/recovery.ts';
import { report } from '../store/report.ts';
import { ProxySignIn } from '../ui/proxy-sign-in.tsx';
import { Screen } from '../ui/screen.tsx';
import { useApp } from '../views/hooks.tsx';
import { MessageSlot } from './message-slot.tsx';

const JOURNAL_UNREAD = 'Whether the journal holds changes of a lost database is not known.';

interface SamplePerson {
  personId: string;
  name: string;
  organisation: string;
  roles: readonly Role[];
}

/** Tells what went wrong, in words and by its code; an empty message takes it back. */
type Tell = (message: string, code?: string) => void;

function TrySample({ onProblem }: { onProblem: Tell }) {
  const app = useApp();
  const [people, setPeople] = useState<readonly SamplePerson[] | null>(null);
  const [busy, setBusy] = useState('');
  useEffect(() => {
    void app.bridge.call('sample.people', {}).then((answer) => {
      if (answer.ok) setPeople(answer.value);
      else onProblem(answer.failure.message, answer.failure.code);
    });
  }, [app, onProblem]);
  async function start(person: SamplePerson): Promise<void> {
    setBusy(person.personId);
    onProblem('');
    const code = await app.bridge.call('sample.code', { personId: person.personId });
    const done = code.ok
      ? await enrol(app, { code: code.value.code, deviceName: `Try-out of ${person.name}`, hub: null })
      : code;
    setBusy('');
    if (!done.ok) onProblem(done.failure.message, done.failure.code);
  }
  return (
    <section className="card stack" aria-labelledby="try">
      <h2 id="try">Try with the sample partner</h2>
      <p>
        The partner, its people and its products are invented. Nothing leaves this computer. Who do you want
        to be?
      </p>
      {people === null ? (
        <p className="quiet">Asking the hub…</p>
      ) : (
        <ul className="plain-list stack">
          {people.map((person) => (
            <li key={person.personId} className="row">
              <Button
                loading={busy === person.personId}
                disabled={busy !== ''}
                onClick={() => void start(person)}
              >
                {person.name}
              </Button>
              <span>
                {roleWords(person.roles)} at {person.organisation}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Enrol({ onProblem, presetHub }: { onProblem: Tell; presetHub: string | null }) {
  const app = useApp();
  const [code, setCode] = useState('');
  const [deviceName, setDeviceName] = useState('');
  const [hub, setHub] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(): Promise<void> {
    const missing =
      code.trim() === ''
        ? 'the code'
        : deviceName.trim() === ''
          ? 'a name for this computer'
          : !presetHub && hub.trim() === ''
            ? 'the address of the hub'
            : '';
    if (missing) return onProblem(`Enter ${missing}.`);
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
  return (
    <form
      className="card stack"
      aria-labelledby="enrol"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="enrol">Enrol this computer</h2>
      <p>
        You need a one-time code. Your certification administrator or the operator of the hub gives it to you;
        it works once, for an hour.
      </p>
      <div className="fields">
        <TextInput
          label="One-time code"
          value={code}
          maxLength={40}
          autoComplete="off"
          classNames={{ input: 'mono' }}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          label="Name of this computer"
          description="By which you recognise it in a list"
          value={deviceName}
          maxLength={100}
          onChange={(event) => setDeviceName(event.currentTarget.value)}
        />
        <TextInput
          label="Address of the hub"
          description={presetHub ? `Empty for ${presetHub}` : 'It begins with https://'}
          value={hub}
          maxLength={300}
          onChange={(event) => setHub(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button type="submit" loading={busy}>
          Enrol
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
      <Screen title="Welcome to Partner Console">
        <p>Collect what Level 3 needs while you are on site, without a network; hand it off complete.</p>
        {unsent > 0 && (
          <p className="card waiting" role="status">
            The journal on this computer holds {unsent}{' '}
            {unsent === 1 ? 'change that was' : 'changes that were'} not sent before the console’s database
            was lost. They are safe. Enrol, then restore them under Sync.
          </p>
        )}
        {problem !== '' && (
          <p className="card bad" role="alert">
            {problem}
          </p>
        )}
        {code === 'proxy-login' && (
          <section className="card" aria-label="Proxy">
            <ProxySignIn onDone={() => tell('')} />
          </section>
        )}
        {app.info.sample && <TrySample onProblem={tell} />}
        <Enrol onProblem={tell} presetHub={app.info.hub} />
      </Screen>
      <MessageSlot />
    </main>
  );
}

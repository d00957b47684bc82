/** In the settings: whether this computer's console is protected, by what, when it locks, and how that is changed. */
import { Button, NativeSelect, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { KeyStatus } from '../../../shared/bridge/keys.ts';
import { FormFrame } from '../../ui/form-frame.tsx';
import { lockConsole } from '../../ui/lock.ts';
import { tell } from '../../ui/messages.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import {
  askKeys,
  lockAfterChoices,
  readHasOldKey,
  readLockAfter,
  readSetAside,
  setLockAfter,
  useOwnKeyStatus,
} from '../../views/keys.ts';
import { useView } from '../../views/use-view.ts';
import { ProtectForm, usePassphrase } from './protect-form.tsx';
import styles from './protection.module.css';
import { type Offered, RecoveryCode } from './recovery-code.tsx';

type Doing = 'protect' | 'passphrase' | 'code' | null;

const wayWords: Record<KeyStatus['ways'][number], string> = {
  passphrase: 'a passphrase',
  keystore: 'the key store of this computer',
  recovery: 'a recovery code',
};

function stateWords({ state, ways }: KeyStatus): string {
  if (state === 'unprotected')
    return 'Not protected: the key lies beside the data, and whoever can read your files can read the cases.';
  const by = ways.map((each) => wayWords[each]).join(' or ');
  return ways.includes('recovery')
    ? `Protected: it opens by ${by}.`
    : `Protected: it opens by ${by}. There is no recovery code yet: if that fails, what was not sent is lost.`;
}

/** The passphrase that holds, where there is one and the console was not opened by its recovery code. */
function asksOld({ ways, openedBy }: KeyStatus): boolean {
  return ways.includes('passphrase') && openedBy !== 'recovery';
}

function ChangePassphrase({ status, onEnd }: { status: KeyStatus; onEnd: (told: string) => void }) {
  const { bridge } = useApp();
  const [old, setOld] = useState('');
  const { passphrase, problem, fields } = usePassphrase();
  return (
    <FormFrame
      title={status.ways.includes('passphrase') ? 'Change the passphrase' : 'Use a passphrase'}
      button="Change"
      className={`stack ${styles.form}`}
      work="changing the passphrase"
      onCancel={() => onEnd('')}
      send={async () => {
        const wrong = problem();
        if (wrong !== '') return [wrong];
        const done = await askKeys(bridge, 'keys.change', { old, passphrase });
        if (done.problem !== '') return [done.problem];
        onEnd('The passphrase was changed.');
        return [];
      }}
    >
      {asksOld(status) && <OldPassphrase value={old} onChange={setOld} />}
      {fields}
    </FormFrame>
  );
}

function OldPassphrase({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <PasswordInput
      label="Passphrase that holds now"
      value={value}
      maxLength={1_000}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the passphrase that holds now' }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function NewCode({ status, onEnd }: { status: KeyStatus; onEnd: (told: string) => void }) {
  const { bridge } = useApp();
  const [old, setOld] = useState('');
  const [offered, setOffered] = useState<Offered | null>(null);
  if (offered)
    return (
      <RecoveryCode
        offered={offered}
        onDone={() => onEnd('The new recovery code counts from now on; the one of before opens nothing.')}
        onCancel={() => onEnd('')}
      />
    );
  return (
    <FormFrame
      title="Make a new recovery code"
      button="Make it"
      className={`stack ${styles.form}`}
      work="making a recovery code"
      onCancel={() => onEnd('')}
      send={async () => {
        const done = await askKeys(bridge, 'keys.offer', { protection: null, old });
        if (done.offered) setOffered(done.offered);
        return done.problem === '' ? [] : [done.problem];
      }}
    >
      <p>The code of before opens nothing any more once this one was typed back.</p>
      {asksOld(status) && <OldPassphrase value={old} onChange={setOld} />}
    </FormFrame>
  );
}

function LockAfter() {
  const app = useApp();
  const minutes = useView(readLockAfter);
  if (minutes === undefined) return null;
  return (
    <div>
      <NativeSelect
        label="Lock by itself"
        value={String(minutes)}
        data={lockAfterChoices.map((each) => ({
          value: String(each),
          label: each === 0 ? 'Only with the computer' : `After ${each} minutes without a key or a click`,
        }))}
        onChange={(event) => void setLockAfter(app, Number(event.currentTarget.value))}
      />
    </div>
  );
}

function OldKeyNote() {
  if (!useView(readHasOldKey)) return null;
  return (
    <p className="waiting">
      This computer was enrolled before keys could be sealed: the key that it signs with lies in its profile
      as the browser keeps it. That ends when it is enrolled anew.
    </p>
  );
}

function SetAsideList() {
  const rows = useView(readSetAside) ?? [];
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        {rows.length} {rows.length === 1 ? 'record was' : 'records were'} damaged on this computer and set
        aside
      </summary>
      <ul className="plain-list">
        {rows.map(({ id, at, told }) => (
          <li key={id}>
            <span className="quiet num">{formatLocalTime(at)}</span> {told}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function ProtectionPart() {
  const { bridge } = useApp();
  const { status, read } = useOwnKeyStatus();
  const [doing, setDoing] = useState<Doing>(null);
  if (!status) return null;
  const end = (told: string) => {
    setDoing(null);
    read();
    if (told !== '') tell(told);
  };
  const open = status.state === 'open';
  return (
    <section className="card stack" aria-labelledby="protection">
      <h2 id="protection">Protection of this computer</h2>
      <p className={open ? undefined : 'waiting'}>{stateWords(status)}</p>
      {doing === 'protect' ? (
        <ProtectForm
          status={status}
          onDone={() => end('This computer is protected.')}
          onCancel={() => end('')}
        />
      ) : doing === 'passphrase' ? (
        <ChangePassphrase status={status} onEnd={end} />
      ) : doing === 'code' ? (
        <NewCode status={status} onEnd={end} />
      ) : open ? (
        <>
          <div className="row">
            <Button onClick={() => void lockConsole(bridge)}>Lock now</Button>
            <Button variant="default" onClick={() => setDoing('passphrase')}>
              {status.ways.includes('passphrase') ? 'Change the passphrase' : 'Use a passphrase'}
            </Button>
            <Button variant="default" onClick={() => setDoing('code')}>
              New recovery code
            </Button>
          </div>
          <LockAfter />
        </>
      ) : (
        <div>
          <Button onClick={() => setDoing('protect')}>Protect this computer</Button>
        </div>
      )}
      <OldKeyNote />
      <SetAsideList />
    </section>
  );
}

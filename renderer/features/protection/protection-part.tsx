/** In the settings: whether this computer's console is protected, by what, when it locks, and how that is changed. */
import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
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
  passphrase: t`a passphrase`,
  keystore: t`the key store of this computer`,
  recovery: t`a recovery code`,
};

function stateWords({ state, ways }: KeyStatus): string {
  if (state === 'unprotected')
    return t`Not protected: the key lies beside the data, and whoever can read your files can read the cases.`;
  const by = ways.map((each) => wayWords[each]).join(t` or `);
  return ways.includes('recovery')
    ? t`Protected: it opens by ${by}.`
    : t`Protected: it opens by ${by}. There is no recovery code yet: if that fails, what was not sent is lost.`;
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
      title={status.ways.includes('passphrase') ? t`Change the passphrase` : t`Use a passphrase`}
      button={t`Change`}
      className={`stack ${styles.form}`}
      work={t`changing the passphrase`}
      onCancel={() => onEnd('')}
      send={async () => {
        const wrong = problem();
        if (wrong !== '') return [wrong];
        const done = await askKeys(bridge, 'keys.change', { old, passphrase });
        if (done.problem !== '') return [done.problem];
        onEnd(t`The passphrase was changed.`);
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
      label={t`Current passphrase`}
      value={value}
      maxLength={1_000}
      visibilityToggleButtonProps={{ 'aria-label': t`Show the current passphrase` }}
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
        onDone={() =>
          onEnd(t`The new recovery code counts from now on; the old one no longer opens anything.`)
        }
        onCancel={() => onEnd('')}
      />
    );
  return (
    <FormFrame
      title={t`Make a new recovery code`}
      button={t`Make it`}
      className={`stack ${styles.form}`}
      work={t`making a recovery code`}
      onCancel={() => onEnd('')}
      send={async () => {
        const done = await askKeys(bridge, 'keys.offer', { protection: null, old });
        if (done.offered) setOffered(done.offered);
        return done.problem === '' ? [] : [done.problem];
      }}
    >
      <p>
        <Trans>The old code stops working once you have typed this one back.</Trans>
      </p>
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
        label={t`Lock by itself`}
        value={String(minutes)}
        data={lockAfterChoices.map((each) => ({
          value: String(each),
          label: each === 0 ? t`Only with the computer` : t`After ${each} minutes without a key or a click`,
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
      <Trans>
        This computer was enrolled before keys could be sealed: the key that it signs with lies in its profile
        as the browser keeps it. That ends when it is enrolled anew.
      </Trans>
    </p>
  );
}

function SetAsideList() {
  const rows = useView(readSetAside) ?? [];
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        <Trans>
          <Plural value={rows.length} one="# record was" other="# records were" /> damaged on this computer
          and set aside
        </Trans>
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
      <h2 id="protection">
        <Trans>Protection of this computer</Trans>
      </h2>
      <p className={open ? undefined : 'waiting'}>{stateWords(status)}</p>
      {doing === 'protect' ? (
        <ProtectForm
          status={status}
          onDone={() => end(t`This computer is protected.`)}
          onCancel={() => end('')}
        />
      ) : doing === 'passphrase' ? (
        <ChangePassphrase status={status} onEnd={end} />
      ) : doing === 'code' ? (
        <NewCode status={status} onEnd={end} />
      ) : open ? (
        <>
          <div className="row">
            <Button onClick={() => void lockConsole(bridge)}>
              <Trans>Lock now</Trans>
            </Button>
            <Button variant="default" onClick={() => setDoing('passphrase')}>
              {status.ways.includes('passphrase') ? t`Change the passphrase` : t`Use a passphrase`}
            </Button>
            <Button variant="default" onClick={() => setDoing('code')}>
              <Trans>New recovery code</Trans>
            </Button>
          </div>
          <LockAfter />
        </>
      ) : (
        <div>
          <Button onClick={() => setDoing('protect')}>
            <Trans>Protect this computer</Trans>
          </Button>
        </div>
      )}
      <OldKeyNote />
      <SetAsideList />
    </section>
  );
}

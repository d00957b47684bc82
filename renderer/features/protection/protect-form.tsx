/** Protects this computer's console: a passphrase, or the key store of the computer, and a recovery code beside it. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { PasswordInput, Radio } from '@mantine/core';
import { useState } from 'react';
import { type KeyStatus, PASSPHRASE_LEAST } from '../../../shared/bridge/keys.ts';
import { FormFrame } from '../../ui/form-frame.tsx';
import { useApp } from '../../views/hooks.tsx';
import { askKeys } from '../../views/keys.ts';
import styles from './protection.module.css';
import { type Offered, RecoveryCode } from './recovery-code.tsx';

/** Two fields, and what is wrong with them in words. */
export function usePassphrase(): {
  passphrase: string;
  problem: () => string;
  fields: React.ReactNode;
} {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  return {
    passphrase,
    problem: () =>
      passphrase.length < PASSPHRASE_LEAST
        ? t`A passphrase has at least ${PASSPHRASE_LEAST} letters. Four or five words are easy to keep.`
        : passphrase === again
          ? ''
          : t`The two are not the same.`,
    fields: (
      <>
        <PasswordInput
          label={t`New passphrase`}
          description={t`At least ${PASSPHRASE_LEAST} letters; four or five words that nobody would guess`}
          value={passphrase}
          maxLength={1_000}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the passphrase` }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <PasswordInput
          label={t`The same again`}
          value={again}
          maxLength={1_000}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the passphrase again` }}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
      </>
    ),
  };
}

export function ProtectForm({
  status,
  onDone,
  onCancel,
  cancelWord,
}: {
  status: KeyStatus;
  onDone: () => void;
  onCancel: () => void;
  cancelWord?: string;
}) {
  const { bridge } = useApp();
  const [way, setWay] = useState<'passphrase' | 'keystore'>(status.keystore ? 'keystore' : 'passphrase');
  const [offered, setOffered] = useState<Offered | null>(null);
  const { passphrase, problem, fields } = usePassphrase();
  if (offered) return <RecoveryCode offered={offered} onDone={onDone} onCancel={() => setOffered(null)} />;
  return (
    <FormFrame
      title={t`Protect this computer`}
      button={t`Make a recovery code`}
      className={`stack ${styles.form}`}
      {...(cancelWord === undefined ? {} : { cancel: cancelWord })}
      work={t`protecting the console`}
      onCancel={onCancel}
      send={async () => {
        const wrong = way === 'passphrase' ? problem() : '';
        if (wrong !== '') return [wrong];
        const protection = way === 'passphrase' ? { way, passphrase } : { way };
        const done = await askKeys(bridge, 'keys.offer', { protection, old: '' });
        if (done.offered) setOffered(done.offered);
        return done.problem === '' ? [] : [done.problem];
      }}
    >
      <p>
        <Trans>
          What customers said is sealed on this computer. Until it is protected, the key lies beside it:
          whoever can read your files can read the cases.
        </Trans>
      </p>
      {status.keystore && (
        <Radio.Group
          label={t`What opens it`}
          value={way}
          onChange={(value) => setWay(value === 'keystore' ? 'keystore' : 'passphrase')}
        >
          <div className="stack">
            <Radio value="keystore" label={t`The key store of this computer, with your sign-in`} />
            <Radio value="passphrase" label={t`A passphrase, asked for at each start`} />
          </div>
        </Radio.Group>
      )}
      {way === 'passphrase' && fields}
    </FormFrame>
  );
}

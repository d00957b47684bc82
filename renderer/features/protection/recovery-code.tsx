/** A recovery code that is shown once: written down, and typed back in part before it counts. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { recoveryGroups } from '../../../shared/base/recovery-code.ts';
import type { KeyOutcome } from '../../../shared/bridge/keys.ts';
import { giveRecoveryCode } from '../../commands/recovery-code.ts';
import { FormFrame } from '../../ui/form-frame.tsx';
import { useApp } from '../../views/hooks.tsx';
import { askKeys } from '../../views/keys.ts';
import styles from './protection.module.css';

export type Offered = NonNullable<KeyOutcome['offered']>;

export function RecoveryCode({
  offered,
  onDone,
  onCancel,
}: {
  offered: Offered;
  onDone: () => void;
  onCancel: () => void;
}) {
  const app = useApp();
  const { bridge } = app;
  const [written, setWritten] = useState(false);
  const [typed, setTyped] = useState<readonly string[]>(offered.ask.map(() => ''));
  if (!written)
    return (
      <div className={`stack ${styles.form}`}>
        <h2>
          <Trans>Write down the recovery code</Trans>
        </h2>
        <p>
          <Trans>
            It opens this console when the passphrase is forgotten, the key store is gone, or its data is
            moved to another computer. It is shown this once. Keep it on paper, away from this computer. The
            hub keeps it as well, for the leads of your organisation: if one is shown it, you are told.
          </Trans>
        </p>
        <ol className={styles.code} aria-label={t`Recovery code`}>
          {recoveryGroups(offered.code)
            .map((group, at) => ({ n: at + 1, group }))
            .map(({ n, group }) => (
              <li key={n}>
                <span>{n}</span>
                {group}
              </li>
            ))}
        </ol>
        <div className="row">
          <Button onClick={() => setWritten(true)}>
            <Trans>It is written down</Trans>
          </Button>
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </div>
    );
  return (
    <FormFrame
      title={t`Type parts of it back`}
      button={t`Protect with it`}
      className={`stack ${styles.form}`}
      work={t`protecting the console`}
      onCancel={onCancel}
      send={async () => {
        const { problem } = await askKeys(bridge, 'keys.confirm', { groups: [...typed] });
        if (problem !== '')
          return [t`${problem} Look at what you wrote down; to see the code again, cancel and start over.`];
        await giveRecoveryCode(app, offered.code);
        onDone();
        return [];
      }}
    >
      <p>
        <Trans>From what you wrote down, so that it is known to be right.</Trans>
      </p>
      <div className="fields">
        {offered.ask.map((n, index) => (
          <TextInput
            key={n}
            label={t`Group ${n}`}
            value={typed[index] ?? ''}
            maxLength={8}
            classNames={{ input: 'mono' }}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((before) => before.map((each, at) => (at === index ? value : each)));
            }}
          />
        ))}
      </div>
    </FormFrame>
  );
}

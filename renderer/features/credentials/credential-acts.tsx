/** What can be done with a credential that was issued, and the forms of it. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type {
  CertificationAct,
  CertificationResult,
  RegistryCredential,
} from '../../../shared/certification/schema.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';
import { Icon } from '../../ui/icons.tsx';
import { useApp } from '../../views/hooks.tsx';
import { ActForm } from './act-form.tsx';

export type CredentialAction = 'renew' | 'suspend' | 'reinstate' | 'revoke';

const actions: Readonly<
  Record<CredentialAction, { title: string; says: string; done: string; danger: boolean }>
> = {
  renew: {
    title: t`Renew`,
    says: t`A new credential from today. This one lasts until its own end.`,
    done: t`Renewed. The new credential reaches its holder with their next sync.`,
    danger: false,
  },
  suspend: {
    title: t`Suspend`,
    says: t`Its holder cannot escalate until it is reinstated.`,
    done: t`Suspended. Every console learns it with its next sync.`,
    danger: false,
  },
  reinstate: {
    title: t`Reinstate`,
    says: t`It counts again until its end.`,
    done: t`Reinstated. Every console learns it with its next sync.`,
    danger: false,
  },
  revoke: {
    title: t`Revoke`,
    says: t`This is final: a revoked credential is never valid again.`,
    done: t`Revoked, for good. Every console learns it with its next sync.`,
    danger: true,
  },
};

/** What may be done with it; the hub decides again. */
function possible({ state, renewedBy }: RegistryCredential): CredentialAction[] {
  if (state === 'revoked') return [];
  if (state === 'suspended') return ['reinstate', 'revoke'];
  return [...(renewedBy === null ? (['renew'] as const) : []), 'suspend', 'revoke'];
}

export function CredentialForm({
  form,
  action,
  credential,
  about,
  onDone,
  onCancel,
}: {
  /** Under which what is typed is kept. */
  form: string;
  action: CredentialAction;
  credential: RegistryCredential;
  /** Whose it is, and of which exam. */
  about: string;
  onDone: (told: string, result: CertificationResult) => void;
  onCancel: () => void;
}) {
  const app = useApp();
  const [newCredentialId] = useState(() => app.newId());
  const { title, says, done, danger } = actions[action];
  const credentialId = credential.id;
  const act: CertificationAct =
    action === 'renew' ? { action, credentialId, newCredentialId } : { action, credentialId };
  return (
    <ActForm
      form={form}
      title={`${title}: ${about}`}
      says={says}
      button={title}
      danger={danger}
      build={() => act}
      onDone={(result) => onDone(done, result)}
      onCancel={onCancel}
    />
  );
}

const stateLooks = {
  valid: { word: t`issued`, className: 'good', icon: 'done' },
  suspended: { word: t`suspended`, className: 'waiting', icon: 'warning' },
  revoked: { word: t`revoked`, className: 'bad', icon: 'missing' },
} as const;

export function CredentialLine({
  credential,
  about,
  now,
  onAct,
}: {
  credential: RegistryCredential;
  about: string;
  /** ISO 8601. */
  now: string;
  onAct: (action: CredentialAction) => void;
}) {
  const { state, stateReason, stateSince, validFrom, validUntil, renewedBy } = credential;
  const { word, className, icon } = stateLooks[state];
  const ended = validUntil <= now;
  return (
    <li className="entry stack">
      <div>
        <strong>{about}</strong>{' '}
        <span className="quiet num">
          <Trans>
            {dayOf(validFrom, 'local')} to {dayOf(validUntil, 'local')}
          </Trans>
        </span>
      </div>
      <div>
        <span className={ended && state === 'valid' ? 'waiting' : className}>
          <Icon name={ended && state === 'valid' ? 'warning' : icon} />{' '}
          {ended && state === 'valid' ? t`ended` : word}
        </span>
        {state !== 'valid' && t`, since ${dayOf(stateSince, 'local')}: ${stateReason}`}
        {renewedBy !== null && (
          <span className="quiet">
            {' '}
            <Trans>Renewed by a later one.</Trans>
          </span>
        )}
      </div>
      <div className="row">
        {possible(credential).map((action) => (
          <Button
            key={action}
            variant="default"
            aria-label={`${actions[action].title}: ${about}`}
            onClick={() => onAct(action)}
          >
            {actions[action].title}
          </Button>
        ))}
      </div>
    </li>
  );
}

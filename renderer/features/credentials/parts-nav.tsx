/** The screens of certification that a person has. */

import { t } from '@lingui/core/macro';
import { Link } from 'wouter';
import { may } from '../../../shared/certification/access.ts';
import type { Identity } from '../../../shared/sync/protocol.ts';
import { useIdentity } from '../../views/hooks.tsx';

const screens = [
  { to: '/credentials', word: t`My credentials`, open: () => true },
  { to: '/credentials/check', word: t`Check a credential`, open: () => true },
  { to: '/credentials/admin', word: t`Issue and revoke`, open: (person: Identity) => may(person, 'certify') },
  {
    to: '/credentials/devices',
    word: t`Devices`,
    open: (person: Identity) => may(person, 'manage-devices') && !may(person, 'certify'),
  },
] as const;

export function PartsNav({ here }: { here: (typeof screens)[number]['to'] }) {
  const identity = useIdentity();
  if (!identity) return null;
  return (
    <nav className="section-nav no-print" aria-label={t`Credentials`}>
      {screens
        .filter(({ open }) => open(identity))
        .map(({ to, word }) => (
          <Link key={to} href={to} aria-current={to === here ? 'page' : undefined}>
            {word}
          </Link>
        ))}
    </nav>
  );
}

/** The screens of certification that a person has. */

import { Link } from 'wouter';
import { may } from '../../../shared/certification/access.ts';
import type { Identity } from '../../../shared/sync/protocol.ts';
import { useIdentity } from '../../views/hooks.tsx';

const screens = [
  { to: '/credentials', word: 'My credentials', open: () => true },
  { to: '/credentials/check', word: 'Check a credential', open: () => true },
  { to: '/credentials/admin', word: 'Issue and revoke', open: (person: Identity) => may(person, 'certify') },
  {
    to: '/credentials/devices',
    word: 'Devices',
    open: (person: Identity) => may(person, 'manage-devices') && !may(person, 'certify'),
  },
] as const;

export function PartsNav({ here }: { here: (typeof screens)[number]['to'] }) {
  const identity = useIdentity();
  if (!identity) return null;
  return (
    <nav className="section-nav no-print" aria-label="Credentials">
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

/** The screens of certification that a person has. */
import { Link } from 'wouter';
import { useIdentity } from '../../views/hooks.tsx';
import { openingsOf } from '../../views/roles.ts';

const screens = [
  { to: '/credentials', word: 'My credentials', opening: null },
  { to: '/credentials/check', word: 'Check a credential', opening: null },
  { to: '/credentials/admin', word: 'Issue and revoke', opening: 'certification' },
  { to: '/credentials/devices', word: 'Devices', opening: 'ownDevices' },
] as const;

export function PartsNav({ here }: { here: (typeof screens)[number]['to'] }) {
  const identity = useIdentity();
  if (!identity) return null;
  const openings = openingsOf(identity);
  return (
    <nav className="section-nav no-print" aria-label="Credentials">
      {screens
        .filter(({ opening }) => opening === null || openings[opening])
        .map(({ to, word }) => (
          <Link key={to} href={to} aria-current={to === here ? 'page' : undefined}>
            {word}
          </Link>
        ))}
    </nav>
  );
}

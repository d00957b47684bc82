import { Link } from 'wouter';
import { useSyncStatus } from '../../views/hooks.tsx';

/** Says that the hub refused changes, where it did. */
export function Attention() {
  const { attention } = useSyncStatus();
  if (attention === 0) return null;
  return (
    <p className="card bad">
      {attention} {attention === 1 ? 'change was' : 'changes were'} refused by the hub and kept here.{' '}
      <Link href="/sync">See why</Link>
    </p>
  );
}

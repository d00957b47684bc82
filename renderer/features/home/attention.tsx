import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { Link } from 'wouter';
import { markComputersSeen, unseenComputers } from '../../sync/own-computers.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp, useSyncStatus } from '../../views/hooks.tsx';

/** Says what a person should know first: changes that the hub refused, and computers that were enrolled in their name. */
export function Attention() {
  return (
    <>
      <RefusedChanges />
      <NewComputers />
    </>
  );
}

function NewComputers() {
  const { db } = useApp();
  const fresh = useLiveQuery(() => unseenComputers(db), [db]) ?? [];
  if (fresh.length === 0) return null;
  return (
    <section className="card bad stack" aria-label="Computers enrolled in your name">
      {fresh.map((each) => (
        <p key={each.id}>
          The computer “{each.name}” was enrolled in your name on {formatLocalTime(each.enrolledAt)}
          {each.revokedAt === null ? '.' : `, and ended on ${formatLocalTime(each.revokedAt)}.`}
        </p>
      ))}
      <p>
        It works as you. Was it not you? Tell your certification admin or the hub’s operator at once: they end
        it.
      </p>
      <div>
        <Button variant="default" onClick={() => void markComputersSeen(db)}>
          {fresh.length === 1 ? 'I know this computer' : 'I know these computers'}
        </Button>
      </div>
    </section>
  );
}

function RefusedChanges() {
  const { attention } = useSyncStatus();
  if (attention === 0) return null;
  return (
    <p className="card bad">
      {attention} {attention === 1 ? 'change was' : 'changes were'} refused by the hub and kept here.{' '}
      <Link href="/sync">See why</Link>
    </p>
  );
}

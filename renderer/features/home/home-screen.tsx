/** What needs the person who works here. */

import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { Link, useLocation } from 'wouter';
import { stateWords } from '../../../shared/cases/states.ts';
import { may } from '../../../shared/certification/access.ts';
import type { Summary } from '../../store/database.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { CredentialReminder } from '../credentials/reminder.tsx';
import { Attention } from './attention.tsx';
import { DeskHome, PlainHome } from './desk-home.tsx';
import { Level3Tasks } from './level3-tasks.tsx';

const MOST = 10;

function CaseLines({ lines }: { lines: readonly Summary[] }) {
  return (
    <ul className="plain-list stack">
      {lines.map((line) => (
        <li key={line.id}>
          <Link href={`/cases/${line.id}`}>
            <span className="mono">{line.number}</span> {line.title}
          </Link>{' '}
          <span className="quiet">
            {line.customer},{' '}
            {line.ticket !== '' ? `received by Level 3 as ${line.ticket}` : stateWords[line.state]}
            {line.state === 'level1' || line.state === 'level2' ? `, ${line.missing} missing` : ''},{' '}
            {formatLocalTime(line.updatedAt)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Home by role: who has an organisation's cases sees those, the desk its queue, the others where to go. */
export function HomeScreen() {
  const identity = useIdentity();
  if (!identity) return null;
  if (may(identity, 'work-cases')) return <CasesHome />;
  return may(identity, 'see-tickets') ? <DeskHome /> : <PlainHome />;
}

function CasesHome() {
  const { db } = useApp();
  const [, navigate] = useLocation();
  const recent = useLiveQuery(() => db.summaries.orderBy('updatedAt').reverse().limit(200).toArray(), [db]);
  const open = (recent ?? [])
    .filter((line) => line.state === 'level1' || line.state === 'level2')
    .slice(0, MOST);
  const queued = (recent ?? []).filter((line) => line.state === 'ready').slice(0, MOST);
  const received = (recent ?? []).filter((line) => line.ticket !== '').slice(0, MOST);
  return (
    <Screen title="Home" actions={<Button onClick={() => navigate('/new')}>New case</Button>}>
      <Attention />
      <CredentialReminder />
      <Level3Tasks />
      {recent?.length === 0 && (
        <div className="card empty">
          <p>There is no case yet.</p>
          <Button mt="sm" onClick={() => navigate('/new')}>
            Open the first case
          </Button>
        </div>
      )}
      {open.length > 0 && (
        <section className="card stack" aria-labelledby="open">
          <h2 id="open">In progress</h2>
          <CaseLines lines={open} />
        </section>
      )}
      {queued.length > 0 && (
        <section className="card stack" aria-labelledby="queued">
          <h2 id="queued">Handed off, waiting for the hub</h2>
          <CaseLines lines={queued} />
        </section>
      )}
      {received.length > 0 && (
        <section className="card stack" aria-labelledby="received">
          <h2 id="received">Received by Level 3</h2>
          <CaseLines lines={received} />
        </section>
      )}
    </Screen>
  );
}

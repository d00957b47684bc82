/** Credentials that end soon, or have ended lately, and were not renewed: the next first. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../../ui/now.ts';
import { useApp } from '../../views/hooks.tsx';
import { WithPanel } from './act-form.tsx';
import { type CredentialAction, CredentialForm, CredentialLine } from './credential-acts.tsx';

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 90;
/** Lines that are drawn. */
const DRAWN = 200;

export function EndingPart() {
  const { db, now } = useApp();
  const at = useNow(now);
  const [doing, setDoing] = useState<{ id: string; action: CredentialAction } | null>(null);
  const [told, setTold] = useState('');
  const found = useLiveQuery(async () => {
    const around = (days: number) => new Date(Date.parse(at) + days * DAY_MS).toISOString();
    const rows = await db.registryCredentials
      .where('validUntil')
      .between(around(-AHEAD_DAYS), around(AHEAD_DAYS))
      .filter(({ state, renewedBy }) => state !== 'revoked' && renewedBy === null)
      .toArray();
    const people = await db.people.bulkGet(rows.map(({ personId }) => personId));
    const exams = await db.exams.bulkGet(rows.map(({ examId }) => examId));
    return rows.map((row, i) => ({
      row,
      about: `${people[i]?.name ?? 'Somebody'}: ${exams[i]?.name ?? 'an exam that is not here'}`,
    }));
  }, [db, at]);
  const chosen = doing && found?.find(({ row }) => row.id === doing.id);
  const panel = doing && chosen && (
    <CredentialForm
      key={`${doing.action} ${doing.id}`}
      action={doing.action}
      credential={chosen.row}
      about={chosen.about}
      onDone={(words) => {
        setTold(words);
        setDoing(null);
      }}
      onCancel={() => setDoing(null)}
    />
  );
  return (
    <WithPanel panel={panel || null} told={told}>
      <section className="card stack" aria-labelledby="ending">
        <h2 id="ending">
          Ends within {AHEAD_DAYS} days, or ended in the last {AHEAD_DAYS}
        </h2>
        {found?.length === 0 && <p className="quiet">None does.</p>}
        <ul className="plain-list">
          {(found ?? []).slice(0, DRAWN).map(({ row, about }) => (
            <CredentialLine
              key={row.id}
              credential={row}
              about={about}
              now={at}
              onAct={(action) => {
                setTold('');
                setDoing({ id: row.id, action });
              }}
            />
          ))}
        </ul>
        {found && found.length > DRAWN && <p className="quiet num">And {found.length - DRAWN} later ones.</p>}
      </section>
      <p>
        <Link href="/credentials/admin/people">See all people</Link>
      </p>
    </WithPanel>
  );
}

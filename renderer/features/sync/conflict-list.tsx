/** Clashes that wait for a decision, and those that were decided lately. */

import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { Conflict } from '../../../shared/sync/conflict.ts';
import { conflictWords } from '../../ui/conflict-words.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { readConflicts } from '../../views/sync-details.ts';
import { useView } from '../../views/use-view.ts';

const RECENT_DAYS = 30;
const LISTED = 200;

function Line({ conflict }: { conflict: Conflict }) {
  return (
    <li>
      <Link href={`/sync/conflicts/${conflict.id}`}>{conflictWords(conflict)}</Link>, case{' '}
      <span className="mono">{caseNumber(conflict.caseId)}</span>
      <span className="quiet">
        , {conflict.by ? `${conflict.by.name}, ` : ''}
        {formatLocalTime(conflict.resolvedAt ?? conflict.at)}
      </span>
    </li>
  );
}

export function ConflictList() {
  const { now } = useApp();
  const all = useView(readConflicts) ?? [];
  const open = all.filter((each) => each.resolvedAt === null);
  const since = new Date(now().getTime() - RECENT_DAYS * 86_400_000).toISOString();
  const recent = all.filter((each) => each.resolvedAt !== null && each.resolvedAt > since);
  if (open.length === 0 && recent.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="conflicts">
      <h2 id="conflicts">Changed by two people</h2>
      {open.length > 0 ? (
        <>
          <p>The hub’s value stands; the other is kept beside it until somebody decides.</p>
          <ul className="plain-list stack">
            {open.slice(0, LISTED).map((conflict) => (
              <Line key={conflict.id} conflict={conflict} />
            ))}
          </ul>
          {open.length > LISTED && <p className="quiet">And {open.length - LISTED} more.</p>}
        </>
      ) : (
        <p className="quiet">Nothing waits for a decision.</p>
      )}
      {recent.length > 0 && (
        <details>
          <summary>Decided in the last {RECENT_DAYS} days</summary>
          <ul className="plain-list stack">
            {recent.slice(0, LISTED).map((conflict) => (
              <Line key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

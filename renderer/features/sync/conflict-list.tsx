/** Clashes that wait for a decision, and those that were decided lately. */

import { Trans } from '@lingui/react/macro';
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
      <Trans>
        <Link href={`/sync/conflicts/${conflict.id}`}>{conflictWords(conflict)}</Link>, case{' '}
        <span className="mono">{caseNumber(conflict.caseId)}</span>
        <span className="quiet">
          , {conflict.by ? `${conflict.by.name}, ` : ''}
          {formatLocalTime(conflict.resolvedAt ?? conflict.at)}
        </span>
      </Trans>
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
      <h2 id="conflicts">
        <Trans>Changed by two people</Trans>
      </h2>
      {open.length > 0 ? (
        <>
          <p>
            <Trans>The hub’s value stands; the other is kept beside it until somebody decides.</Trans>
          </p>
          <ul className="plain-list stack">
            {open.slice(0, LISTED).map((conflict) => (
              <Line key={conflict.id} conflict={conflict} />
            ))}
          </ul>
          {open.length > LISTED && (
            <p className="quiet">
              <Trans>And {open.length - LISTED} more.</Trans>
            </p>
          )}
        </>
      ) : (
        <p className="quiet">
          <Trans>Nothing waits for a decision.</Trans>
        </p>
      )}
      {recent.length > 0 && (
        <details>
          <summary>
            <Trans>Decided in the last {RECENT_DAYS} days</Trans>
          </summary>
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

/** Says at the top of a case that two people changed the same, and leads to where that is decided. */

import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { conflictWords } from '../../ui/conflict-words.ts';
import { readOpenConflicts } from '../../views/sync-details.ts';
import { useView } from '../../views/use-view.ts';

const LISTED = 5;

export function CaseConflicts({ caseId }: { caseId: string }) {
  const open = useView(readOpenConflicts, caseId) ?? [];
  if (open.length === 0) return null;
  return (
    <p className="waiting" role="status">
      <Trans>
        Two people changed this at once; the hub’s value stands until somebody decides:{' '}
        {open.slice(0, LISTED).map((conflict, at) => (
          <span key={conflict.id}>
            {at > 0 && ', '}
            <Link href={`/sync/conflicts/${conflict.id}`}>{conflictWords(conflict)}</Link>
          </span>
        ))}
        {open.length > LISTED && (
          <Trans>
            {' '}
            and <Link href="/sync">{open.length - LISTED} more</Link>
          </Trans>
        )}
      </Trans>
    </p>
  );
}

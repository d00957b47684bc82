/** What a lead said of the case, where the engineer works on it: changes to tick off, and open comments. */

import { Trans } from '@lingui/react/macro';
import { isEditable } from '../../../../shared/cases/states.ts';
import { newestReview } from '../../../../shared/review/rules.ts';
import { ThreadView, useThreads } from '../../../ui/comments.tsx';
import panes from '../../../ui/panes.module.css';
import { readReviews } from '../../../views/case-rows.ts';
import { contentsOf, useCaseLock, useCasePart } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { AskedChanges } from '../../review/asked-changes.tsx';
import { goTo } from '../places.ts';

export function CaseReview() {
  const record = useCasePart((open) => contentsOf(open).case);
  const lock = useCaseLock();
  const caseId = record.id;
  const rows = useView(readReviews, caseId);
  const threads = useThreads(caseId).filter(({ done }) => done === null);
  const newest = rows && newestReview(rows.reviews);
  // Who only reads sees what was asked for, without a tick.
  const review = newest && isEditable(record.state) ? newest : null;
  return (
    <>
      {review && (
        <div className={panes.block}>
          <AskedChanges
            review={review}
            ticks={rows?.ticks ?? []}
            onGo={lock === null ? (change) => change.where && goTo(change.where) : null}
          />
        </div>
      )}
      {threads.length > 0 && (
        <section className={`${panes.block} stack`} aria-labelledby="case-comments">
          <h2 id="case-comments">
            <Trans>Comments</Trans>
          </h2>
          <ul className="plain-list">
            {threads.map((thread) => (
              <ThreadView key={thread.first.id} thread={thread} where />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Changes that the lead asked for and of which nobody has said anything: they are named before the case is handed off again. */
import { t } from '@lingui/core/macro';
import { cut } from '../../../../shared/base/cut.ts';
import { newestReview, unansweredChanges } from '../../../../shared/review/rules.ts';
import { readReviews } from '../../../views/case-rows.ts';
import { useEditable } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';

/** In a sentence; empty where there are none. It stops nothing: the lead sees them as not answered. */
export function useUnansweredWords(caseId: string): string {
  const editable = useEditable();
  const rows = useView(readReviews, caseId);
  const review = rows && editable ? newestReview(rows.reviews) : undefined;
  const open = review ? unansweredChanges(review, rows?.ticks ?? []) : [];
  if (!review || open.length === 0) return '';
  const named = open.map(({ text }) => `“${cut(text, 60)}”`).join(', ');
  return t`Not answered yet, of what ${review.by.name} asked for: ${named}. You can hand off all the same; they will read as not answered.`;
}

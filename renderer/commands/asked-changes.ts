/** What an engineer says of a change that a lead asked for: done, not done, or declined and why. */
import type { Review, ReviewTick } from '../../shared/review/schema.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';

/** Under which it is kept, until it is sent, why a change is not made. */
export const notMadeDraft = (changeId: string) => `not-made ${changeId}`;

export async function sayOfChange(
  app: Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>,
  review: Review,
  changeId: string,
  state: ReviewTick['state'],
  text: string,
): Promise<Outcome> {
  const { caseId, id: reviewId } = review;
  const said = { id: app.newId(), at: app.here(), by: await app.person() };
  const row: ReviewTick = { ...said, caseId, reviewId, changeId, state, text };
  return app.write([{ op: 'insert', table: 'reviewTicks', row }]);
}

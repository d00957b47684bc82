/** Where the handoff of the open case stands, in the words of its strip. */
import { stateWords } from '../../../../shared/cases/states.ts';
import { contentsOf, useCasePart, useHandoff } from '../../../views/hooks.tsx';

export function StateWords() {
  const record = useCasePart((open) => contentsOf(open).case);
  const handoff = useHandoff(record.id);
  if (handoff.kind === 'queued') return <>Queued: waits for the hub</>;
  if (handoff.kind === 'received') return <>Received by Level 3 as {handoff.ticket}</>;
  if (handoff.kind === 'in-review') return <>In review: waits for a lead</>;
  if (handoff.kind === 'approved') return <>Approved: waits for its files</>;
  if (handoff.kind === 'sent-back' && handoff.review.kind === 'rejected')
    return <>Rejected by {handoff.review.by.name}</>;
  return <>{stateWords[record.state]}</>;
}

/** Where the handoff of the open case stands, in the words of its strip. */
import { capital } from '../../../../shared/base/sentence.ts';
import { atLevel3, type CaseState, stateWords } from '../../../../shared/cases/states.ts';
import { contentsOf, useCasePart, useHandoff } from '../../../views/hooks.tsx';

/** Whether Level 3 has done more with it than to receive it. */
const isBehindReceipt = (state: CaseState) => state !== 'escalated' && atLevel3.includes(state);

/** What Level 3 did last with what it received, and under which number. */
export function receivedWords(state: CaseState, ticket: string): string {
  if (!isBehindReceipt(state)) return `Received by Level 3 as ${ticket}`;
  return `${capital(stateWords[state])}: ${ticket}`;
}

export function StateWords() {
  const record = useCasePart((open) => contentsOf(open).case);
  const handoff = useHandoff(record.id);
  if (handoff.kind === 'queued') return <>Queued: waits for the hub</>;
  if (handoff.kind === 'received') return <>{receivedWords(record.state, handoff.ticket)}</>;
  if (handoff.kind === 'in-review') return <>In review: waits for a lead</>;
  if (handoff.kind === 'approved') return <>Approved: waits for its files</>;
  if (handoff.kind === 'sent-back' && handoff.review.kind === 'rejected')
    return <>Rejected by {handoff.review.by.name}</>;
  return <>{stateWords[record.state]}</>;
}

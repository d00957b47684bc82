/** Where the handoff of the open case stands, in the words of its strip. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { capital } from '../../../../shared/base/sentence.ts';
import { atLevel3, type CaseState, stateWords } from '../../../../shared/cases/states.ts';
import { contentsOf, useCasePart, useHandoff } from '../../../views/hooks.tsx';

/** Whether Level 3 has done more with it than to receive it. */
const isBehindReceipt = (state: CaseState) =>
  state !== 'escalated' && (state === 'closed' || atLevel3.includes(state));

/** What Level 3 did last with what it received, and under which number. */
export function receivedWords(state: CaseState, ticket: string): string {
  if (!isBehindReceipt(state)) return t`Received by Level 3 as ${ticket}`;
  return `${capital(stateWords[state])}: ${ticket}`;
}

export function StateWords() {
  const record = useCasePart((open) => contentsOf(open).case);
  const handoff = useHandoff(record.id);
  if (handoff.kind === 'queued') return <Trans>Queued: waits for the hub</Trans>;
  if (handoff.kind === 'received') return <>{receivedWords(record.state, handoff.ticket)}</>;
  if (handoff.kind === 'in-review') return <Trans>In review: waits for a lead</Trans>;
  if (handoff.kind === 'approved') return <Trans>Approved: waits for its files</Trans>;
  if (handoff.kind === 'sent-back' && handoff.review.kind === 'rejected')
    return <Trans>Rejected by {handoff.review.by.name}</Trans>;
  return <>{stateWords[record.state]}</>;
}

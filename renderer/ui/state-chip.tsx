import { capital } from '../../shared/base/sentence.ts';
import { type CaseState, stateWords } from '../../shared/cases/states.ts';
import { Chip, type ChipTone } from './chip.tsx';

/** Coloured only where somebody of the partner's has to act or all is well. */
const tones: Readonly<Partial<Record<CaseState, ChipTone>>> = {
  'changes-requested': 'warn',
  approved: 'good',
  answered: 'good',
  closed: 'line',
};

/** Where a case stands, in its state's words; with its ticket where it has one. */
export function StateChip({ state, ticket = '' }: { state: CaseState; ticket?: string }) {
  return (
    <Chip tone={tones[state] ?? 'plain'}>
      {ticket === '' ? '' : `${ticket}, `}
      {ticket === '' ? capital(stateWords[state]) : stateWords[state]}
    </Chip>
  );
}

/** What is owed of a ticket next, in words. */
import { t } from '@lingui/core/macro';
import type { Owed } from '../../shared/tickets/owed.ts';
import { wordsOf } from './clock-text.tsx';

type Nothing = Extract<Owed, { kind: 'nothing' }>;

const nothing: Readonly<Record<Nothing['why'], string>> = {
  closed: t`Closed: nothing is due`,
  returned: t`Nothing is due until the partner sends it again`,
  answered: t`Nothing is due: the partner tries the answer`,
  verified: t`Nothing is due: verified, ready to be closed`,
  refused: t`Nothing is due: access was refused`,
  none: t`Nothing is due`,
};

/** `Action plan due Wed 2 Dec, 18:00 Central, in 1 business day`, or why nothing is due. @param now ISO 8601 */
export function owedWords(owed: Owed, now: string): string {
  switch (owed.kind) {
    case 'due':
    case 'open':
      return wordsOf(owed.clock, now).text;
    case 'acknowledge':
      return t`To be acknowledged: the clocks start then`;
    case 'nothing':
      return nothing[owed.why];
  }
}

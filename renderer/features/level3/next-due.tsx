/** What of a ticket is due next, as the queue and the desk's Home say it. */
import { owedOf } from '../../../shared/tickets/owed.ts';
import { type ClockLook, clockLook } from '../../ui/clock-text.tsx';
import { Icon } from '../../ui/icons.tsx';
import { owedWords } from '../../ui/owed-words.ts';
import type { ClockLine } from '../../views/running-clocks.ts';

/** The next commitment in words, or why there is none. */
const nextWords = (line: ClockLine, now: string) => owedWords(owedOf(line, line.clocks), now);

/** How it stands, where that is more than in time. */
function lookNow(line: ClockLine): ClockLook | null {
  const look = line.next ? clockLook(line.next.state) : null;
  return look && look.word !== 'in time' ? look : null;
}

/** All that `NextDue` says of it, as one text. */
export function nextDueWords(line: ClockLine, now: string): string {
  const look = lookNow(line);
  const words = nextWords(line, now);
  return look ? `${look.word}: ${words}` : words;
}

export function NextDue({ line, now }: { line: ClockLine; now: string }) {
  const look = lookNow(line);
  return (
    <span className={line.next ? clockLook(line.next.state).tone : 'quiet'} title={nextDueWords(line, now)}>
      {look && (
        <span className="clock-mark">
          <Icon name={look.icon} /> {look.word}:{' '}
        </span>
      )}
      {nextWords(line, now)}
    </span>
  );
}

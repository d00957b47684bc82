/** What of a ticket is due next, as the queue and the desk's Home say it. */
import { t } from '@lingui/core/macro';
import { clockLook, wordsOf } from '../../ui/clock-text.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { ClockLine } from '../../views/running-clocks.ts';

/** The next commitment in words, or why there is none. */
function nextWords(line: ClockLine, now: string): string {
  if (line.next) return wordsOf(line.next, now).text;
  if (line.state === 'escalated') return t`Clocks start when it is acknowledged`;
  const open = line.clocks.find(({ state }) => state.kind === 'running');
  return open ? wordsOf(open, now).text : t`Starts with the priority`;
}

export function NextDue({ line, now }: { line: ClockLine; now: string }) {
  const look = line.next ? clockLook(line.next.state) : null;
  const words = nextWords(line, now);
  return (
    <span className={look?.tone ?? 'quiet'} title={words}>
      {look && look.word !== 'in time' && (
        <span className="clock-mark">
          <Icon name={look.icon} /> {look.word}:{' '}
        </span>
      )}
      {words}
    </span>
  );
}

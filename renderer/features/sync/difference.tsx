/** A text with what differs from another marked: by a sign and an underline or a line through, not by colour alone. */
import { Trans } from '@lingui/react/macro';
import { type ChangeObject, diffLines, diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';

/** Above this, words cost too much time to compare: lines are compared. */
const MOST_FOR_WORDS = 6_000;

function compare(from: string, to: string): ChangeObject<string>[] {
  const long = from.length + to.length > MOST_FOR_WORDS;
  const parts = long ? diffLines(from, to) : diffWordsWithSpace(from, to);
  const kept = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.length), 0);
  if (long || kept * 2 > Math.min(from.length, to.length) || from === '' || to === '') return parts;
  // Two texts with little in common read better whole, one after the other.
  const whole = { count: 1, added: false, removed: false };
  return [
    { ...whole, removed: true, value: from },
    { ...whole, value: '\n' },
    { ...whole, added: true, value: to },
  ];
}

/** @param from what it is compared with; null shows the text as it is */
export function Difference({ from, to, empty }: { from: string | null; to: string; empty: string }) {
  const parts = useMemo(() => (from === null ? [] : compare(from, to)), [from, to]);
  if (to === '' && (from === null || from === '')) return <p className="quiet">{empty}</p>;
  if (from === null) return <p className="difference">{to}</p>;
  if (from === to) {
    return (
      <p className="difference">
        {to}{' '}
        <span className="quiet">
          <Trans>(unchanged)</Trans>
        </span>
      </p>
    );
  }
  return (
    <p className="difference">
      {to === '' && <span className="quiet">{empty} </span>}
      {parts.map((part, index) => {
        const key = `${index} ${part.value.slice(0, 20)}`;
        if (part.added) return <ins key={key}>{part.value}</ins>;
        if (part.removed) return <del key={key}>{part.value}</del>;
        return <span key={key}>{part.value}</span>;
      })}
    </p>
  );
}

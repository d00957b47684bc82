/** What lies in a bin, until it is put back. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type Outcome, refusalWords } from '../store/outcome.ts';
import { tell } from './messages.ts';

export interface RemovedLine {
  id: string;
  /** What it was. */
  words: string;
  /** Who removed it, and when. */
  by: string;
  putBack: () => Promise<Outcome>;
}

/** Nothing where nothing was removed. @param told what is said once something is back: `words` stands in it */
export function RemovedList({
  id,
  lines,
  editable,
  told,
}: {
  id: string;
  lines: readonly RemovedLine[];
  editable: boolean;
  told: (words: string) => string;
}) {
  if (lines.length === 0) return null;
  const back = ({ words, putBack }: RemovedLine) =>
    void putBack().then((result) =>
      result.kind === 'saved' ? tell(told(words)) : tell(refusalWords(result), { tone: 'bad' }),
    );
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        <Trans>Removed</Trans>
      </h3>
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={line.id} className="row">
            <span>{line.words}</span>
            <span className="quiet num">{line.by}</span>
            {editable && (
              <Button variant="subtle" aria-label={t`Put back ${line.words}`} onClick={() => back(line)}>
                <Trans>Put back</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/**
 * The case on paper. Whatever prints the window, be it Ctrl-P, the menu or the browser, asks for the case: so it is drawn whole, with
 * every part, and not the part in view as far as it is scrolled.
 */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { caseNumber } from '../../../shared/base/ids.ts';
import { legible } from '../../../shared/base/printable.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { caseDocument } from '../../../shared/handoff/packet-document.ts';
import { PacketDocument } from '../../ui/packet-document/packet-document.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { contentsOf, useApp, useCasePart } from '../../views/hooks.tsx';
import { useCatalogueNames } from '../../views/packet-document.ts';
import { readNewestSeal } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { onPaper, useFoot } from './paper.ts';
import { WhilePrinting } from './while-printing.tsx';

interface Known {
  /** What the catalogue calls what the case names by an id. */
  names: ReadonlyMap<string, string>;
  /** The newest packet of the case; null where it was never handed off. */
  seal: { revision: number; digest: string } | null;
}

function Sheets({ names, seal }: Known) {
  const app = useApp();
  const contents = useCasePart(contentsOf);
  const { case: record } = contents;
  const number = caseNumber(record.id);
  const printed = formatLocalTime(app.now().toISOString());
  const whole = seal ? t`revision ${seal.revision}, SHA-256 ${seal.digest}` : t`not handed off`;
  useFoot(t`${number}, ${whole}, printed ${printed}`);
  return (
    <>
      <header className="paper-head">
        <div className="stack">
          <h1>
            <span className="mono">{number}</span> {legible(record.title) || t`Case without a title`}
          </h1>
          <p>
            {legible(
              [record.priority ?? t`No priority`, record.customer, record.site].filter(Boolean).join(', '),
            )}
          </p>
          <p>
            <Trans>
              As it stood on {printed}: {stateWords[record.state]}.{' '}
              {seal ? t`The newest packet is revision ${seal.revision}.` : t`It was not handed off yet.`}
            </Trans>
          </p>
          {seal && (
            <p className="mono paper-digest">
              <Trans>SHA-256 {seal.digest}</Trans>
            </p>
          )}
        </div>
      </header>
      <PacketDocument sections={caseDocument(contents, { names })} parts={onPaper} />
    </>
  );
}

export function CaseOnPaper({ caseId }: { caseId: string }) {
  // What the paper needs of the database is at hand: printing waits for nothing.
  const names = useCatalogueNames();
  const seal = useView(readNewestSeal, caseId) ?? null;
  return (
    <WhilePrinting>
      <Sheets names={names} seal={seal} />
    </WhilePrinting>
  );
}

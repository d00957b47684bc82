/** What the final scan of a case's packet finds, what stands in clear and why, and what nobody looked into. */
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { kindWords } from '../../../shared/redaction/session.ts';
import { type FoundLeft, type PacketScan, scanPacket } from '../../commands/redaction/final-scan.ts';
import { Icon } from '../../ui/icons.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useApp } from '../../views/hooks.tsx';
import { useChoose } from './use-redaction.ts';

function Found({ found, keep }: { found: FoundLeft; keep: () => void }) {
  return (
    <li className="row">
      <span>
        {found.where}, line {found.line}: <span className="mono">{found.text.split('\n', 1)[0]}</span>
      </span>
      <span className="quiet">
        {kindWords[found.kind].one}, {found.by === 'original' ? 'known from the originals' : found.by}
      </span>
      <Button variant="default" aria-label={`Keep ${found.text} in clear`} onClick={keep}>
        Keep in clear
      </Button>
    </li>
  );
}

function Result({ caseId, scan, again }: { caseId: string; scan: PacketScan; again: () => void }) {
  const { decide, problem } = useChoose(caseId);
  if (scan.kind === 'failed')
    return (
      <p className="bad" role="alert">
        {scan.message}
      </p>
    );
  const { left, exceptions, held, notLookedInto, looked, note } = scan;
  return (
    <>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <section className="card stack" aria-labelledby="scan-left">
        <h2 id="scan-left">{left.length === 0 ? 'Nothing was found' : `Found: ${left.length}`}</h2>
        <p className="num">
          {left.length === 0 && <Icon name="done" />} {looked} texts and files were looked at. {note}
        </p>
        {left.length > 0 && (
          <>
            <p>Change the text in the case, redact the file again, or keep what may stand there.</p>
            <ul className="plain-list stack">
              {left.slice(0, 200).map((found) => (
                <Found
                  key={`${found.place.table} ${found.place.id} ${found.place.field} ${found.line} ${found.by} ${found.text}`}
                  found={found}
                  keep={() => void decide('keep', { kind: found.kind, text: found.text }).then(again)}
                />
              ))}
            </ul>
          </>
        )}
      </section>
      {held.length > 0 && (
        <section className="card stack" aria-labelledby="scan-held">
          <h2 id="scan-held">Held, and not in the packet</h2>
          <p>
            {held.map(({ name }) => name).join(', ')}. <Link href={`/cases/${caseId}/redact`}>Redact</Link>{' '}
            before the handoff.
          </p>
        </section>
      )}
      <section className="card stack" aria-labelledby="scan-clear">
        <h2 id="scan-clear">In clear, because the record asks for it: {exceptions.length}</h2>
        {exceptions.length === 0 ? (
          <p className="quiet">Nothing yet.</p>
        ) : (
          <ul className="plain-list">
            {exceptions.map(({ text, why }) => (
              <li key={text} className="row">
                <span className="mono">{text}</span> <span className="quiet">{why}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {notLookedInto.length > 0 && (
        <section className="card stack" aria-labelledby="scan-blind">
          <h2 id="scan-blind">Not looked into</h2>
          <p className="waiting">
            {notLookedInto.join(', ')}: no text, larger than 64 MB, or not on this computer. Look at them
            yourself.
          </p>
        </section>
      )}
    </>
  );
}

export function PacketScanScreen({ caseId }: { caseId: string }) {
  const app = useApp();
  const [scan, setScan] = useState<PacketScan | null>(null);
  const again = useCallback(() => {
    setScan(null);
    void scanPacket(app, caseId).then(setScan);
  }, [app, caseId]);
  useEffect(again, [again]);
  return (
    <Screen
      title="Scan of the packet"
      actions={
        <>
          <Link href={`/cases/${caseId}`} className="mono">
            {caseNumber(caseId)}
          </Link>
          <Button variant="default" loading={scan === null} onClick={again}>
            Scan again
          </Button>
        </>
      }
    >
      {scan === null ? (
        <p role="status">Looking at all that the packet would hold…</p>
      ) : (
        <Result caseId={caseId} scan={scan} again={again} />
      )}
    </Screen>
  );
}

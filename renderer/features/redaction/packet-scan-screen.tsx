/** What the final scan of a case's packet finds, what stands in clear and why, and what nobody looked into. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
        <Trans>
          {found.where}, line {found.line}: <span className="mono">{found.text.split('\n', 1)[0]}</span>
        </Trans>
      </span>
      <span className="quiet">
        {kindWords[found.kind].one}, {found.by === 'original' ? t`known from the originals` : found.by}
      </span>
      <Button variant="default" aria-label={t`Keep ${found.text} in clear`} onClick={keep}>
        <Trans>Keep in clear</Trans>
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
        <h2 id="scan-left">{left.length === 0 ? t`Nothing was found` : t`Found: ${left.length}`}</h2>
        <p className="num">
          {left.length === 0 && <Icon name="done" />}{' '}
          <Trans>
            {looked} texts and files were looked at. {note}
          </Trans>
        </p>
        {left.length > 0 && (
          <>
            <p>
              <Trans>Change the text in the case, redact the file again, or keep what may stand there.</Trans>
            </p>
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
          <h2 id="scan-held">
            <Trans>Held, and not in the packet</Trans>
          </h2>
          <p>
            <Trans>
              {held.map(({ name }) => name).join(', ')}. <Link href={`/cases/${caseId}/redact`}>Redact</Link>{' '}
              before the handoff.
            </Trans>
          </p>
        </section>
      )}
      <section className="card stack" aria-labelledby="scan-clear">
        <h2 id="scan-clear">
          <Trans>In clear, because the record asks for it: {exceptions.length}</Trans>
        </h2>
        {exceptions.length === 0 ? (
          <p className="quiet">
            <Trans>Nothing yet.</Trans>
          </p>
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
          <h2 id="scan-blind">
            <Trans>Not looked into</Trans>
          </h2>
          <p className="waiting">
            <Trans>
              {notLookedInto.join(', ')}: no text, larger than 64 MB, or not on this computer. Look at them
              yourself.
            </Trans>
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
      title={t`Scan of the packet`}
      actions={
        <>
          <Link href={`/cases/${caseId}`} className="mono">
            {caseNumber(caseId)}
          </Link>
          <Button variant="default" loading={scan === null} onClick={again}>
            <Trans>Scan again</Trans>
          </Button>
        </>
      }
    >
      {scan === null ? (
        <p role="status">
          <Trans>Looking at all that the packet would hold…</Trans>
        </p>
      ) : (
        <Result caseId={caseId} scan={scan} again={again} />
      )}
    </Screen>
  );
}

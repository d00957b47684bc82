/** A packet on paper: everything in it, with clause references, page numbers, and the digest to compare. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { frozenFindings } from '../../../shared/handoff/frozen-findings.ts';
import type { Finding, Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { findClause } from '../../../shared/policy/clauses.ts';
import { reported } from '../../store/report.ts';
import { FetchPacket } from '../../ui/fetch-packet.tsx';
import { PacketDocument } from '../../ui/packet-document/packet-document.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { capturedTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { usePacketDocument } from '../../views/packet-document.ts';
import { readPacketForPaper } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { byWeight } from '../review/findings.tsx';
import { onPaper, useFoot } from './paper.ts';

const severityWords = { blocker: t`Missing`, warning: t`Warning`, note: t`Note` } as const;

/** What the hub's own rules said; of a packet without a ticket, what its own findings say. */
type AtHub = Awaited<ReturnType<typeof readPacketForPaper>>['atHub'];

function FindingsOnPaper({ packet, atHub }: { packet: Packet; atHub: AtHub }) {
  const findings: readonly Finding[] = useMemo(
    () => byWeight(atHub?.findings ?? frozenFindings(packet)),
    [atHub, packet],
  );
  const clauses = [...new Set(findings.flatMap((each) => each.clause ?? []))].sort();
  return (
    <section className="card stack" aria-labelledby="print-findings">
      <h2 id="print-findings">
        <Trans>To look at</Trans>
      </h2>
      <p>
        {atHub
          ? t`As the hub found when it took the packet in, by rules ${atHub.ruleSetVersion}.`
          : t`As the packet says itself, by rules ${packet.ruleSetVersion}. The hub has not taken it in yet.`}
      </p>
      {findings.length === 0 && (
        <p>
          <Trans>Nothing is missing, and there is no warning.</Trans>
        </p>
      )}
      <ul>
        {findings.map((each) => (
          <li key={`${each.rule} ${each.where.id} ${each.where.field} ${each.message}`}>
            {severityWords[each.severity]} {each.rule}
            {each.clause && ` (${each.clause})`}: {each.message}
          </li>
        ))}
      </ul>
      {clauses.length > 0 && (
        <dl className="facts">
          {clauses.map((id) => (
            <div key={id} className="clause-on-paper">
              <dt>{id}</dt>
              <dd>{findClause(id)?.text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** A PDF, where the shell prints; a browser saves one by its own dialog. */
function SavePdf({ name }: { name: string }) {
  const { bridge, info } = useApp();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);
  if (info.shell !== 'electron')
    return (
      <span className="quiet">
        <Trans>For a PDF, choose “Save as PDF” in the browser’s print dialog.</Trans>
      </span>
    );
  async function save(): Promise<void> {
    setBusy(true);
    setSaid(null);
    const answer = await bridge.call('page.pdf', { name }).catch((error: unknown) => ({
      ok: false as const,
      failure: { message: reported(error, 'making a PDF') },
    }));
    setBusy(false);
    if (!answer.ok) setSaid({ good: false, words: answer.failure.message });
    else setSaid({ good: true, words: answer.value.kind === 'saved' ? t`Saved.` : t`Nothing was saved.` });
  }
  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void save()}>
        <Trans>Save as PDF</Trans>
      </Button>
      {said && (
        <span className={said.good ? 'quiet' : 'bad'} role={said.good ? 'status' : 'alert'}>
          {said.words}
        </span>
      )}
    </>
  );
}

function Paper({
  packet,
  signatures,
  atHub,
}: {
  packet: Packet;
  signatures: readonly PacketSignature[];
  atHub: AtHub;
}) {
  const record = packet.contents.case;
  const number = caseNumber(packet.caseId);
  const sections = usePacketDocument(packet, signatures);
  useFoot(t`${number}, revision ${packet.revision}, SHA-256 ${packet.digest}`);
  useEffect(() => {
    document.title = t`${number} revision ${packet.revision} - Partner Console`;
  }, [number, packet.revision]);
  return (
    <div className="paper stack">
      <div className="row no-print">
        <Button onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
        <SavePdf name={`packet-${number}-${packet.revision}`} />
        {/* From review, case and ticket alike. */}
        <Button variant="subtle" onClick={() => history.back()}>
          <Trans>Back</Trans>
        </Button>
      </div>
      <header className="card paper-head">
        <div className="stack">
          <h1>
            <span className="mono">{number}</span> {record.title}
          </h1>
          <p>
            {record.priority ?? t`No priority`}, {record.customer}, {record.site}
          </p>
          <p>
            <Trans>
              Revision {packet.revision} by {packet.by.name}, {capturedTime(packet.createdAt)}.
            </Trans>
          </p>
          <p className="mono paper-digest">
            <Trans>SHA-256 {packet.digest}</Trans>
          </p>
        </div>
        <QrCode text={packet.digest} label={t`The digest as a QR code`} />
      </header>
      <PacketDocument sections={sections} parts={onPaper} />
      <FindingsOnPaper packet={packet} atHub={atHub} />
    </div>
  );
}

export function PacketPrint({ packetId }: { packetId: string }) {
  const found = useView(readPacketForPaper, packetId);
  if (!found) return null;
  if (!found.packet)
    return (
      <div className="card empty stack">
        <FetchPacket packetId={packetId} />
        <p>
          <Link href="/cases">
            <Trans>See all cases</Trans>
          </Link>
        </p>
      </div>
    );
  return <Paper packet={found.packet} signatures={found.signatures} atHub={found.atHub} />;
}

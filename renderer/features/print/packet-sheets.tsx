/** The sheets of a packet: everything in it, with clause references, page numbers, and the digest to compare. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useMemo } from 'react';
import { caseNumber } from '../../../shared/base/ids.ts';
import { legible } from '../../../shared/base/printable.ts';
import type { DocumentSection } from '../../../shared/handoff/document-shape.ts';
import { frozenFindings } from '../../../shared/handoff/frozen-findings.ts';
import type { Finding, Packet } from '../../../shared/handoff/schema.ts';
import { findClause } from '../../../shared/policy/clauses.ts';
import { PacketDocument } from '../../ui/packet-document/packet-document.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { capturedTime } from '../../ui/times.ts';
import type { readPacketForPaper } from '../../views/packet-reading.ts';
import { byWeight } from '../review/findings.tsx';
import { onPaper, useFoot } from './paper.ts';

const severityWords = { blocker: t`Missing`, warning: t`Warning`, note: t`Note` } as const;

/** What the hub's own rules said; of a packet without a ticket, what its own findings say. */
export type AtHub = Awaited<ReturnType<typeof readPacketForPaper>>['atHub'];

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
            {each.clause && ` (${each.clause})`}: {legible(each.message)}
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

/**
 * @param sections as `usePacketDocument` has them
 * @param ticket its number at Level 3; empty where it has none
 * @param children between its head and its document
 */
export function PacketSheets({
  packet,
  sections,
  atHub,
  ticket = '',
  children,
}: {
  packet: Packet;
  sections: readonly DocumentSection[];
  atHub: AtHub;
  ticket?: string;
  children?: ReactNode;
}) {
  const record = packet.contents.case;
  const number = caseNumber(packet.caseId);
  const named = ticket === '' ? number : t`${ticket}, ${number}`;
  useFoot(t`${named}, revision ${packet.revision}, SHA-256 ${packet.digest}`);
  return (
    <>
      <header className="card paper-head">
        <div className="stack">
          <h1>
            <span className="mono">{named}</span> {legible(record.title)}
          </h1>
          <p>
            {record.priority ?? t`No priority`}, {legible(record.customer)}, {legible(record.site)}
          </p>
          <p>
            <Trans>
              Revision {packet.revision} by {legible(packet.by.name)}, {capturedTime(packet.createdAt)}.
            </Trans>
          </p>
          <p className="mono paper-digest">
            <Trans>SHA-256 {packet.digest}</Trans>
          </p>
        </div>
        <QrCode text={packet.digest} label={t`The digest as a QR code`} />
      </header>
      {children}
      <PacketDocument sections={sections} parts={onPaper} />
      <FindingsOnPaper packet={packet} atHub={atHub} />
    </>
  );
}

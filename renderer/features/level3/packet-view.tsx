/** A packet as the desk reads it: what was let pass and approved first, then what the engineer found. Nothing of it changes any more. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useCallback, useMemo } from 'react';
import { legible } from '../../../shared/base/printable.ts';
import { asSentence } from '../../../shared/base/sentence.ts';
import { readingOrder } from '../../../shared/handoff/packet-document.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { FileTransfer } from '../../ui/file-transfer.tsx';
import { Icon } from '../../ui/icons.tsx';
import { type DrawFile, useFileExtra } from '../../ui/packet-document/file-extra.tsx';
import { PacketDocument, type ReaderParts } from '../../ui/packet-document/packet-document.tsx';
import { usePacketDocument } from '../../views/packet-document.ts';
import { readSignatures } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';

/** What the desk knows of the packet besides: the ticket, and what the hub found. */
type TicketOfPacket = Pick<Ticket, 'id' | 'findings' | 'ruleSetVersion'>;

/** Rows of a section that are drawn at once; what a device sends may hold many more. */
const DRAWN = 200;

/** What the hub's own rules said. Of a ticket of before it kept that there is the packet's own word only, and it says so. */
function Findings({ packet, ticket }: { packet: Packet; ticket: TicketOfPacket }) {
  const { findings = packet.findings, ruleSetVersion } = ticket;
  return (
    <section className="card stack" aria-labelledby="packet-findings">
      <h2 id="packet-findings" tabIndex={-1}>
        <Trans>Findings that stood at the handoff</Trans>
      </h2>
      <p className="quiet">
        {ruleSetVersion === undefined
          ? t`As the packet says itself, by rules ${packet.ruleSetVersion}. The hub kept no findings of its own.`
          : t`As the hub found when it took the packet in, by rules ${ruleSetVersion}.`}
      </p>
      {findings.length === 0 ? (
        <p className="quiet">
          <Trans>None.</Trans>
        </p>
      ) : (
        <ul className="plain-list">
          {findings.slice(0, 500).map((finding) => (
            <li key={`${finding.rule} ${finding.message} ${finding.where.id}`} className="finding">
              <Icon name={finding.severity === 'blocker' ? 'missing' : finding.severity} />
              <span>
                {finding.rule}: {asSentence(legible(finding.message))}{' '}
                {finding.clause && <ClauseLink id={finding.clause} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Each file can be fetched by the ticket that names it. */
function useParts(packet: Packet, ticketId: string): ReaderParts {
  const draw: DrawFile = useCallback(
    (file, here, ask) => <FileTransfer file={file} here={here} onChange={ask} ticketId={ticketId} />,
    [ticketId],
  );
  const Extra = useFileExtra(packet.contents.attachments, draw);
  return useMemo(() => ({ prefix: 'packet', drawn: DRAWN, unanswered: 'line', Extra }), [Extra]);
}

export function PacketView({ packet, ticket }: { packet: Packet; ticket: TicketOfPacket }) {
  const signatures = useView(readSignatures, packet.id);
  const document = usePacketDocument(packet, signatures);
  const sections = useMemo(() => readingOrder(document), [document]);
  const parts = useParts(packet, ticket.id);
  return (
    <>
      <PacketDocument sections={sections} parts={parts} />
      <Findings packet={packet} ticket={ticket} />
    </>
  );
}

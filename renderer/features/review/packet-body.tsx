/** The packet itself, as the lead reads it: each fact can be remarked on, and a change asked for. */
import { memo, useMemo } from 'react';
import { readingOrder } from '../../../shared/handoff/packet-document.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { useFileExtra } from '../../ui/packet-document/file-extra.tsx';
import { PacketDocument, type ReaderParts } from '../../ui/packet-document/packet-document.tsx';
import { usePacketDocument } from '../../views/packet-document.ts';
import { fileActions } from '../redaction/file-actions.tsx';
import { Remark } from './remark.tsx';

/** Rows of a section that are drawn at once; a configuration of thousands opens in pieces. */
const DRAWN = 50;

export const PacketBody = memo(function PacketBody({
  packet,
  signatures,
}: {
  packet: Packet;
  signatures: readonly PacketSignature[];
}) {
  const document = usePacketDocument(packet, signatures);
  const sections = useMemo(() => readingOrder(document), [document]);
  const Extra = useFileExtra(packet.contents.attachments, fileActions);
  const parts = useMemo(
    (): ReaderParts => ({ prefix: 'review', drawn: DRAWN, unanswered: 'rows', Remark, Extra }),
    [Extra],
  );
  return <PacketDocument sections={sections} parts={parts} />;
});

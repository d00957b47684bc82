/** The packet itself, as the lead reads it: each fact can be remarked on, and a change asked for. */
import { memo, useMemo } from 'react';
import type { Place } from '../../../shared/base/place.ts';
import type { AttachmentRecord } from '../../../shared/cases/attachments.ts';
import { readingOrder } from '../../../shared/handoff/packet-document.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { FileTransfer } from '../../ui/file-transfer.tsx';
import { PacketDocument, type ReaderParts } from '../../ui/packet-document/packet-document.tsx';
import { useFilesHere } from '../../views/files-here.ts';
import { usePacketDocument } from '../../views/packet-document.ts';
import { DeleteAtHub } from '../redaction/delete-at-hub.tsx';
import { Remark } from './remark.tsx';

/** Rows of a section that are drawn at once; a configuration of thousands opens in pieces. */
const DRAWN = 50;

function useParts(attachments: readonly AttachmentRecord[]): ReaderParts {
  const files = useMemo(() => attachments.filter((file) => !file.removed), [attachments]);
  const { here, ask } = useFilesHere(files);
  return useMemo(() => {
    const byId = new Map(files.map((file) => [file.id, file]));
    function Extra({ place }: { place: Place }) {
      const file = place.table === 'attachments' && place.id !== null ? byId.get(place.id) : undefined;
      if (!file) return null;
      return (
        <>
          <FileTransfer file={file} here={here?.has(file.sha256)} onChange={ask} />
          <DeleteAtHub file={file} />
        </>
      );
    }
    return { prefix: 'review', drawn: DRAWN, unanswered: 'rows', Remark, Extra };
  }, [files, here, ask]);
}

export const PacketBody = memo(function PacketBody({
  packet,
  signatures,
}: {
  packet: Packet;
  signatures: readonly PacketSignature[];
}) {
  const document = usePacketDocument(packet, signatures);
  const sections = useMemo(() => readingOrder(document), [document]);
  const parts = useParts(packet.contents.attachments);
  return <PacketDocument sections={sections} parts={parts} />;
});

/** A packet on paper where a screen of it is printed: ticket or review, of which a window shows a part. */
import type { ReactNode } from 'react';
import { usePacketDocument } from '../../views/packet-document.ts';
import { readPacketForPaper } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { PacketSheets } from './packet-sheets.tsx';
import { WhilePrinting } from './while-printing.tsx';

/**
 * @param ticket its number at Level 3; empty where it has none
 * @param children what the screen has besides, between the packet's head and its document
 */
export function PacketOnPaper({
  packetId,
  ticket = '',
  children,
}: {
  packetId: string;
  ticket?: string;
  children?: ReactNode;
}) {
  // What the paper needs of the database is at hand: printing waits for nothing.
  const found = useView(readPacketForPaper, packetId);
  const sections = usePacketDocument(found?.packet ?? null, found?.signatures);
  if (!found?.packet) return null;
  return (
    <WhilePrinting>
      <PacketSheets packet={found.packet} sections={sections} atHub={found.atHub} ticket={ticket}>
        {children}
      </PacketSheets>
    </WhilePrinting>
  );
}

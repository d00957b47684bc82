/** A packet as it will be on paper, with what prints it. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { reported } from '../../store/report.ts';
import { FetchPacket } from '../../ui/fetch-packet.tsx';
import { useApp } from '../../views/hooks.tsx';
import { usePacketDocument } from '../../views/packet-document.ts';
import { readPacketForPaper } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { type AtHub, PacketSheets } from './packet-sheets.tsx';

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
  const number = caseNumber(packet.caseId);
  const sections = usePacketDocument(packet, signatures);
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
      <PacketSheets packet={packet} sections={sections} atHub={atHub} />
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

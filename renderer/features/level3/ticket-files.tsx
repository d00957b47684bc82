/** Files of a ticket: each fetched by the ticket that names it, and saved from here. */

import { Trans } from '@lingui/react/macro';
import { FileTransfer, type TransferableFile } from '../../ui/file-transfer.tsx';
import { bytes } from '../../ui/times.ts';
import { useFilesHere } from '../../views/files-here.ts';

/** A file, and what else is said of it. */
export interface TicketFile extends TransferableFile {
  id: string;
  about: readonly string[];
}

export function TicketFiles({
  files,
  ticketId,
  label,
}: {
  files: readonly TicketFile[];
  ticketId: string;
  label: string;
}) {
  const { here, ask } = useFilesHere(files);
  return (
    <ul className="plain-list" aria-label={label}>
      {files.map((file) => (
        <li key={file.id} className="step stack">
          <div className="row">
            <strong className="file-name">{file.name}</strong>
            <span className="quiet num">
              <Trans>
                {[bytes(file.size), ...file.about].join(', ')}, SHA-256{' '}
                <span className="mono">{file.sha256.slice(0, 12)}…</span>
              </Trans>
            </span>
          </div>
          <FileTransfer file={file} here={here?.has(file.sha256)} onChange={ask} ticketId={ticketId} />
        </li>
      ))}
    </ul>
  );
}

import { FileTransfer } from '../../ui/file-transfer.tsx';
import type { DrawFile } from '../../ui/packet-document/file-extra.tsx';
import { DeleteAtHub } from './delete-at-hub.tsx';

/** What the organisation's own people can do with a file of a packet: fetch it, and have it deleted at the hub. */
export const fileActions: DrawFile = (file, here, ask) => (
  <>
    <FileTransfer file={file} here={here} onChange={ask} />
    <DeleteAtHub file={file} />
  </>
);

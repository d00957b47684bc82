/** A shell's store for files, in memory: what a page hands over, and what it asks back. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { MemoryBridge } from './bridge.ts';

/** @returns the files by their hashes */
export function keepBlobs(bridge: MemoryBridge): Map<string, { name: string; bytes: Uint8Array }> {
  const kept = new Map<string, { name: string; bytes: Uint8Array }>();
  const uploads = new Map<string, { name: string; chunks: Uint8Array[] }>();
  let count = 0;
  bridge.replies['blob.begin'] = ({ name }) => {
    count += 1;
    const upload = `01990000-0000-7000-9000-${count.toString(16).padStart(12, '0')}`;
    uploads.set(upload, { name, chunks: [] });
    return { ok: true, value: { upload } };
  };
  bridge.replies['blob.append'] = ({ upload, offset, bytes }) => {
    uploads.get(upload)?.chunks.push(bytes.slice());
    return { ok: true, value: { received: offset + bytes.length } };
  };
  bridge.replies['blob.finish'] = ({ upload }) => {
    const { name, chunks } = uploads.get(upload) ?? { name: '', chunks: [] };
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    const hash = bytesToHex(sha256(bytes));
    kept.set(hash, { name, bytes });
    return { ok: true, value: { sha256: hash, size: bytes.length, name } };
  };
  bridge.replies['blob.cancel'] = () => ({ ok: true, value: {} });
  bridge.replies['blob.read'] = ({ sha256: hash, offset, length }) => {
    const bytes = kept.get(hash)?.bytes;
    return bytes
      ? { ok: true, value: { bytes: bytes.slice(offset, offset + length), size: bytes.length } }
      : {
          ok: false,
          failure: { kind: 'refused', code: 'blob-missing', message: 'The file is not on this computer.' },
        };
  };
  return kept;
}

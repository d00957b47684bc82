/** The shell's part of files, for a bridge in memory: what `blob.begin` to `blob.read` do, without a disk. */
import type { MemoryBridge } from './bridge.ts';

/** @returns what is kept, by hash */
export function keepFilesInMemory(bridge: MemoryBridge): Map<string, Uint8Array> {
  const kept = new Map<string, Uint8Array>();
  const incoming = new Map<string, { name: string; parts: Uint8Array[] }>();
  const gone = {
    ok: false,
    failure: { kind: 'refused', code: 'unknown-upload', message: 'No such file.' },
  } as const;
  bridge.replies['blob.begin'] = ({ name }) => {
    const upload = crypto.randomUUID();
    incoming.set(upload, { name, parts: [] });
    return { ok: true, value: { upload } };
  };
  bridge.replies['blob.append'] = ({ upload, offset, bytes }) => {
    incoming.get(upload)?.parts.push(bytes.slice());
    return { ok: true, value: { received: offset + bytes.length } };
  };
  const finish = async (upload: string) => {
    const found = incoming.get(upload);
    if (!found) return gone;
    const bytes = new Uint8Array(await new Blob(found.parts as BlobPart[]).arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    kept.set(sha256, bytes);
    return { ok: true, value: { sha256, size: bytes.length, name: found.name } } as const;
  };
  // The bridge waits for what a reply answers.
  bridge.replies['blob.finish'] = (({ upload }: { upload: string }) => finish(upload)) as never;
  bridge.replies['blob.cancel'] = () => ({ ok: true, value: {} });
  bridge.replies['blob.read'] = ({ sha256, offset, length }) => {
    const bytes = kept.get(sha256);
    return bytes
      ? { ok: true, value: { bytes: bytes.slice(offset, offset + length), size: bytes.length } }
      : gone;
  };
  bridge.replies['blob.here'] = ({ hashes }) => ({
    ok: true,
    value: { here: hashes.filter((hash) => kept.has(hash)) },
  });
  return kept;
}

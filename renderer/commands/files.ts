/** Files enter in chunks through the shell, which hashes and keeps them; only their record stands in the database. */

import { type Bridge, CHUNK_BYTES } from '../../shared/bridge/contract.ts';
import { attachments } from '../../shared/cases/attachments.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { refusalWords } from '../store/outcome.ts';
import { reported } from '../store/report.ts';
import type { AppServices } from '../views/app-services.ts';

export type AddFileOutcome =
  | { kind: 'added'; record: AttachmentRecord }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

const TEXT_TYPES = /^(text\/|application\/(json|xml|x-yaml))/;
const TEXT_ENDINGS = /\.(log|txt|cfg|conf|ini|csv|xml|json|ya?ml|out)$/i;
const SAMPLE_BYTES = 4_096;

function categoryOf(file: File): AttachmentRecord['category'] {
  if (/\.log(\.\d+)?$/i.test(file.name)) return 'log';
  if (/\.(cfg|conf|ini)$/i.test(file.name)) return 'configuration';
  return file.type.startsWith('image/') ? 'screenshot' : 'other';
}

/** Whether a file that calls itself text reads as text; other kinds are taken as they are. */
async function isReadable(file: File): Promise<boolean> {
  if (!TEXT_TYPES.test(file.type) && !TEXT_ENDINGS.test(file.name)) return true;
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  return !bytes.some((byte, index) => byte === 0 && bytes[index + 1] === 0 && bytes[index + 2] === 0);
}

export interface BringOptions {
  /** Gets the bytes that have arrived. */
  onBytes?: (done: number) => void;
  signal?: AbortSignal;
}

export type BringOutcome =
  | { kind: 'in'; upload: string }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

/** Hands a file to the shell, chunk by chunk; what becomes of it is the caller's to say. Aborting leaves nothing behind. */
export async function bringIn(
  bridge: Bridge,
  file: File,
  { onBytes, signal }: BringOptions = {},
): Promise<BringOutcome> {
  const begun = await bridge.call('blob.begin', { name: file.name.slice(0, 1_000), size: file.size });
  if (!begun.ok) return { kind: 'failed', message: begun.failure.message };
  const { upload } = begun.value;
  try {
    for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
      if (signal?.aborted) {
        await bridge.call('blob.cancel', { upload });
        return { kind: 'cancelled' };
      }
      const bytes = new Uint8Array(await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
      const answer = await bridge.call('blob.append', { upload, offset, bytes });
      if (!answer.ok) return { kind: 'failed', message: answer.failure.message };
      onBytes?.(offset + bytes.length);
    }
    return { kind: 'in', upload };
  } catch (error) {
    // Unreported: what went wrong is told; the shell clears what is left at its next start.
    await bridge.call('blob.cancel', { upload }).catch(() => undefined);
    return {
      kind: 'failed',
      message: `${file.name} was not added: ${whyNotRead(error)}. It is unchanged where it was.`,
    };
  }
}

function whyNotRead(error: unknown): string {
  if (error instanceof Error && error.name === 'NotReadableError') return 'it can no longer be read';
  return reported(error, 'reading a chosen file');
}

/**
 * Adds a file to a case. `onProgress` gets 0 to 1; aborting leaves nothing behind.
 * @param options `about` is what is known of the file besides its name
 */
export async function addFile(
  app: Pick<AppServices, 'bridge' | 'now' | 'newId' | 'person' | 'write'>,
  caseId: string,
  file: File,
  options: {
    onProgress?: (done: number) => void;
    signal?: AbortSignal;
    about?: Partial<Pick<AttachmentRecord, 'category' | 'systemId'>>;
  } = {},
): Promise<AddFileOutcome> {
  const { bridge } = app;
  const { onProgress, signal, about } = options;
  const brought = await bringIn(bridge, file, {
    onBytes: (done) => onProgress?.(done / file.size),
    ...(signal ? { signal } : {}),
  });
  if (brought.kind !== 'in') return brought;
  const { upload } = brought;
  try {
    const done = await bridge.call('blob.finish', { upload });
    if (!done.ok) return { kind: 'failed', message: done.failure.message };
    const by = await app.person();
    const at = app.now().toISOString();
    const record: AttachmentRecord = attachments.empty({
      id: app.newId(),
      caseId,
      name: done.value.name,
      mediaType: (file.type || 'application/octet-stream').slice(0, 300),
      size: done.value.size,
      sha256: done.value.sha256,
      category: categoryOf(file),
      readable: await isReadable(file),
      addedAt: at,
      provenance: { kind: 'typed', by, at },
      ...about,
    });
    const result = await app.write([{ op: 'insert', table: 'attachments', row: record }]);
    return result.kind === 'saved'
      ? { kind: 'added', record }
      : { kind: 'failed', message: refusalWords(result) };
  } catch (error) {
    // Unreported: what went wrong is told; the shell clears what is left at its next start.
    await bridge.call('blob.cancel', { upload }).catch(() => undefined);
    return {
      kind: 'failed',
      message: `${file.name} was not added: ${whyNotRead(error)}. It is unchanged where it was.`,
    };
  }
}

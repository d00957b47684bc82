/** Files enter in chunks through the shell, which hashes and keeps them; only their record stands in the database. */

import { t } from '@lingui/core/macro';
import { type Bridge, CHUNK_BYTES } from '../../shared/bridge/contract.ts';
import { attachments } from '../../shared/cases/attachments.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { refusalWords } from '../store/outcome.ts';
import { reported } from '../store/report.ts';
import type { AppServices } from '../views/app-services.ts';
import { lookAt } from './file-content.ts';
import type { ReadableFile } from './handed-file.ts';

export type AddFileOutcome =
  | { kind: 'added'; record: AttachmentRecord }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

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
  file: ReadableFile,
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
      message: t`${file.name} was not added: ${readingFault(error)}. It is unchanged where it was.`,
    };
  }
}

function readingFault(error: unknown): string {
  if (error instanceof Error && error.name === 'NotReadableError') return t`it can no longer be read`;
  return reported(error, 'reading a chosen file');
}

export type KeptFile =
  | { kind: 'kept'; sha256: string; size: number; name: string }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

/** Keeps a file in the shell, by its content. `onProgress` gets 0 to 1; aborting leaves nothing behind. */
export async function keepFile(
  bridge: Bridge,
  file: File,
  { onProgress, signal }: { onProgress?: (done: number) => void; signal?: AbortSignal },
): Promise<KeptFile> {
  const brought = await bringIn(bridge, file, {
    onBytes: (done) => onProgress?.(done / file.size),
    ...(signal ? { signal } : {}),
  });
  if (brought.kind !== 'in') return brought;
  const done = await bridge.call('blob.finish', { upload: brought.upload });
  return done.ok ? { kind: 'kept', ...done.value } : { kind: 'failed', message: done.failure.message };
}

/**
 * Adds a file to a case as it is. `onProgress` gets 0 to 1; aborting leaves nothing behind.
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
  const kept = await keepFile(app.bridge, file, options);
  if (kept.kind !== 'kept') return kept;
  const { sha256, size, name } = kept;
  const by = await app.person();
  const at = app.now().toISOString();
  const record: AttachmentRecord = attachments.empty({
    ...{ id: app.newId(), caseId, name, size, sha256 },
    mediaType: (file.type || 'application/octet-stream').slice(0, 300),
    ...(await lookAt(file)),
    addedAt: at,
    provenance: { kind: 'typed', by, at },
    ...options.about,
  });
  const result = await app.write([{ op: 'insert', table: 'attachments', row: record }]);
  return result.kind === 'saved'
    ? { kind: 'added', record }
    : { kind: 'failed', message: refusalWords(result) };
}

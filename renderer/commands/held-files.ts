/**
 * Files on their way into a case (H12, security 31). A picture goes in without what it says beside its pixels. An archive is taken apart.
 * Everything else is held on this computer until it is redacted or said not to need it; only what leaves then becomes a row of the case.
 */
import { plural, t } from '@lingui/core/macro';
import { cut } from '../../shared/base/cut.ts';
import { attachments } from '../../shared/cases/attachments.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { redactions } from '../../shared/cases/statements.ts';
import { type ArchiveFormat, type Content, contentOf, HEAD_BYTES } from '../../shared/redaction/content.ts';
import type { Replacement } from '../../shared/redaction/kinds.ts';
import { withoutMetadata } from '../../shared/redaction/pictures.ts';
import type { HeldFile, TokenName } from '../store/device-rows.ts';
import { type Outcome, refusal } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { openArchive } from '../workers/archive.ts';
import type { Unpacked } from '../workers/archive-service.ts';
import { lookAt } from './file-content.ts';
import { addFile, keepFile } from './files.ts';
import { keyOf } from './redaction/case-key.ts';

export type HoldingConsole = Pick<
  AppServices,
  'db' | 'bridge' | 'now' | 'newId' | 'here' | 'person' | 'write'
>;

export type TakenFile =
  | { kind: 'added'; record: AttachmentRecord; note?: string }
  | { kind: 'held'; files: HeldFile[]; note?: string };
export type TakeOutcome = TakenFile | { kind: 'cancelled' } | { kind: 'failed'; message: string };

/** Pictures and archives are looked into whole; larger ones are held as they are. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;

interface TakeOptions {
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
  /** What is known of the file besides its name. */
  about?: Partial<Pick<AttachmentRecord, 'category'>>;
}

const bytesOfFile = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

/** Takes a file that a person chose, dropped or pasted. */
export async function takeFile(
  app: HoldingConsole,
  caseId: string,
  file: File,
  options: TakeOptions = {},
): Promise<TakeOutcome> {
  let content: Content;
  try {
    content = contentOf(await bytesOfFile(file.slice(0, HEAD_BYTES)));
  } catch {
    // Unreported: what reads the whole file finds the same, and says it in words.
    return hold(app, caseId, file, { kind: 'other', what: 'unread' }, options);
  }
  if (content.kind === 'picture' && file.size <= MOST_IN_MEMORY) {
    const plain = withoutMetadata(await bytesOfFile(file), content.format);
    if (content.format === 'heic') return holdUnseen(app, caseId, file, plain, options);
    if (plain)
      return addFile(app, caseId, new File([plain], file.name, { type: `image/${content.format}` }), options);
    return hold(app, caseId, file, { kind: 'other', what: 'a damaged picture' }, options);
  }
  if (content.kind === 'archive') return takeArchive(app, caseId, file, content, options);
  return hold(app, caseId, file, content, options);
}

const PLACED_PHOTO = 'a HEIC photo that may say where it was taken';
const MAKE_JPEG = t`Make a JPEG of it and drop that: on the phone share the photo as ‘Most Compatible’, or open it in this computer’s photo program and export it. Then take the HEIC photo out.`;

/**
 * Holds a photo in a form that no console can show: nobody could blur what must not leave.
 * @param plain the photo without what it says beside its pixels; null where that could not be taken out
 */
async function holdUnseen(
  app: HoldingConsole,
  caseId: string,
  file: File,
  plain: Uint8Array<ArrayBuffer> | null,
  options: TakeOptions,
): Promise<TakeOutcome> {
  const { name, lastModified } = file;
  const kept = plain ? new File([plain], name, { type: 'image/heic', lastModified }) : file;
  const what = plain ? 'a HEIC photo without its place' : PLACED_PHOTO;
  const taken = await hold(app, caseId, kept, { kind: 'other', what }, options);
  if (taken.kind !== 'held') return taken;
  return {
    ...taken,
    note: t`${name} is a HEIC photo, as phones take them, and can’t be shown here. It is held on this computer: nothing of it leaves. ${MAKE_JPEG}`,
  };
}

/** Takes an archive apart in a worker. @returns null where somebody stopped it */
async function apartOf(
  file: File,
  format: ArchiveFormat,
  signal: AbortSignal | undefined,
): Promise<Unpacked | null> {
  if (file.size > MOST_IN_MEMORY) return { ok: false, why: 'it is larger than 64 MB' };
  const worker = openArchive();
  const stop = () => worker.end();
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted) return null;
    return await worker.call('takeApart', { file, format });
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    worker.end();
  }
}

async function takeArchive(
  app: HoldingConsole,
  caseId: string,
  file: File,
  content: Extract<Content, { kind: 'archive' }>,
  options: TakeOptions,
): Promise<TakeOutcome> {
  const apart = await apartOf(file, content.format, options.signal);
  if (apart === null) return { kind: 'cancelled' };
  if (!apart.ok) {
    const what = `an archive that is not looked into: ${apart.why}`;
    return hold(app, caseId, file, { kind: 'other', what }, options);
  }
  const held: HeldFile[] = [];
  for (const [at, { path, content }] of apart.files.entries()) {
    // A file of an archive has no folders here: its way there is part of its name.
    const name = path.replaceAll(/[/\\]+/g, '_').slice(-300);
    options.onProgress?.(at / apart.files.length);
    const taken = await takeFile(app, caseId, new File([content], name), {
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (taken.kind === 'cancelled' || taken.kind === 'failed') return taken;
    if (taken.kind === 'held') held.push(...taken.files);
  }
  const count = plural(apart.files.length, { one: '# file', other: '# files' });
  return { kind: 'held', files: held, note: t`${file.name} was taken apart: ${count}.` };
}

async function hold(
  app: HoldingConsole,
  caseId: string,
  file: File,
  content: Exclude<Content, { kind: 'archive' }>,
  options: TakeOptions,
): Promise<TakeOutcome> {
  const kept = await keepFile(app.bridge, file, options);
  if (kept.kind !== 'kept') return kept;
  // With the first file rather than with the first copy: a colleague may redact offline, too.
  await keyOf(app, caseId);
  const row: HeldFile = {
    id: app.newId(),
    caseId,
    name: kept.name,
    mediaType: (file.type || 'application/octet-stream').slice(0, 300),
    size: kept.size,
    sha256: kept.sha256,
    ...(await lookAt(file)),
    ...options.about,
    addedAt: app.now().toISOString(),
    encoding: content.kind === 'text' ? content.encoding : null,
    what: content.kind === 'text' ? 'text' : content.kind === 'other' ? content.what : 'a picture',
    left: null,
  };
  await app.db.heldFiles.put(row);
  return { kind: 'held', files: [row] };
}

/** The row of what leaves, and the statement about it, with the id by which the held file was named. */
async function leave(
  app: HoldingConsole,
  held: HeldFile,
  content: Pick<AttachmentRecord, 'sha256' | 'size' | 'name'>,
  said: { state: 'redacted' | 'not-needed'; reason: string },
): Promise<Outcome> {
  const { id, caseId, mediaType, category, readable, holds, textFrom, addedAt } = held;
  const by = await app.person();
  const before = await app.db.attachments.get(id);
  // Another copy of the same original is another file: content never changes under an id.
  const attachmentId = before ? app.newId() : id;
  const row = attachments.empty({
    ...{ id: attachmentId, caseId, mediaType, category, readable, holds, textFrom, addedAt },
    content: held.content,
    ...content,
    provenance: { kind: 'typed', by, at: app.now().toISOString() },
  });
  const statement = redactions.empty({
    ...{ id: app.newId(), caseId, attachmentId, sha256: content.sha256, by, at: app.here() },
    ...said,
  });
  const saved = await app.write([
    ...(before && !before.removed
      ? [{ op: 'patch' as const, table: 'attachments' as const, key: id, fields: { removed: true } }]
      : []),
    { op: 'insert', table: 'attachments', row },
    { op: 'insert', table: 'redactions', row: statement },
  ]);
  if (saved.kind === 'saved')
    await app.db.heldFiles.update(id, {
      left: { state: said.state, sha256: content.sha256, at: app.now().toISOString() },
    });
  return saved;
}

/** Attaches the file as it is: a person says that nothing in it needs redaction, and why. */
export async function releaseAsItIs(app: HoldingConsole, held: HeldFile, reason: string): Promise<Outcome> {
  if (reason.trim() === '')
    return refusal(
      'invalid',
      t`Write why nothing in it names a person, a secret or a host that must not leave.`,
    );
  if (held.what === PLACED_PHOTO)
    return refusal(
      'invalid',
      t`${held.name} may say where it was taken, and that could not be taken out of it: it stays on this computer. ${MAKE_JPEG}`,
    );
  const { name, size, sha256 } = held;
  // Free before its row is there: what sends files may look at once.
  await app.db.heldFiles.update(held.id, {
    left: { state: 'not-needed', sha256, at: app.now().toISOString() },
  });
  const saved = await leave(
    app,
    held,
    { name, size, sha256 },
    { state: 'not-needed', reason: reason.trim() },
  );
  if (saved.kind === 'refused') await app.db.heldFiles.update(held.id, { left: held.left });
  return saved;
}

/** A redacted copy of a held file, as it leaves. */
export interface RedactedCopy {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  replacements: readonly Pick<Replacement, 'kind' | 'original' | 'token'>[];
  /** What was replaced, in words. */
  words: string;
}

/** Attaches the redacted copy; the original stays a file of this computer. */
export async function attachCopy(app: HoldingConsole, held: HeldFile, copy: RedactedCopy): Promise<Outcome> {
  const kept = await keepFile(app.bridge, new File([copy.bytes], copy.name), {});
  if (kept.kind === 'cancelled') return refusal('invalid', t`The copy was not attached.`);
  if (kept.kind === 'failed') return refusal('disk', kept.message);
  await rememberTokens(app, held.caseId, copy.replacements);
  const { sha256, size } = kept;
  return leave(
    app,
    held,
    { sha256, size, name: cut(copy.name, 300) },
    { state: 'redacted', reason: copy.words },
  );
}

async function rememberTokens(
  { db }: HoldingConsole,
  caseId: string,
  replacements: RedactedCopy['replacements'],
): Promise<void> {
  const names = new Map<string, TokenName>();
  for (const { token, original, kind } of replacements)
    names.set(token, { id: `${caseId} ${token}`, caseId, token, original, kind });
  await db.tokenNames.bulkPut([...names.values()]);
}

/** Takes a held file out of the case again: nothing of it ever left, and its bytes stay unused on this computer. */
export async function dropHeld({ db }: Pick<AppServices, 'db'>, held: HeldFile): Promise<void> {
  await db.heldFiles.delete(held.id);
}

/** Puts a held file back that was taken out. */
export async function restoreHeld({ db }: Pick<AppServices, 'db'>, held: HeldFile): Promise<null> {
  await db.heldFiles.put(held);
  return null;
}

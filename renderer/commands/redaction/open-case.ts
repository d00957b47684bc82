/** All that redaction of a case works on, read from this computer: originals, typed texts, what was decided, and the key. */
import { CHUNK_BYTES } from '../../../shared/bridge/contract.ts';
import { namedExceptions, textsOf } from '../../../shared/redaction/case-texts.ts';
import { DEFAULT_OPTIONS, type RedactionOptions } from '../../../shared/redaction/redact.ts';
import { MOST_ON_SCREEN } from '../../../shared/redaction/session.ts';
import type { ConsoleDatabase } from '../../store/database.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import type { AppServices } from '../../views/app-services.ts';
import { readContents } from '../../views/contents.ts';
import type { RedactionInput } from '../../workers/redaction-service.ts';
import { keyOf } from './case-key.ts';
import { choicesOf } from './choices.ts';

type Reader = Pick<AppServices, 'db' | 'bridge' | 'newId' | 'here' | 'person' | 'write'>;

/** The bytes of a file of this computer. @throws in words where they cannot be read */
async function bytesOf({ bridge }: Pick<AppServices, 'bridge'>, file: HeldFile): Promise<Uint8Array> {
  const whole = new Uint8Array(file.size);
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    const part = await bridge.call('blob.read', { sha256: file.sha256, offset, length: CHUNK_BYTES });
    if (!part.ok) throw new Error(`${file.name} cannot be read: ${part.failure.message}`);
    whole.set(part.value.bytes, offset);
  }
  return whole;
}

/** What stays in clear in the case, and why. */
export async function readExceptions(
  db: ConsoleDatabase,
  caseId: string,
): Promise<{ text: string; why: string; chosen: boolean }[]> {
  const [{ keep }, { exceptions }] = [await choicesOf({ db }, caseId), await optionsOf({ db }, caseId)];
  return [
    ...exceptions.map(({ text, why }) => ({ text, why, chosen: false })),
    ...keep.map((text) => ({ text, why: 'kept by a person', chosen: true })),
  ];
}

/** What is kept and added in the case: by choice, and because the packet says it in clear anyhow. */
export async function optionsOf(
  app: Pick<AppServices, 'db'>,
  caseId: string,
): Promise<{ options: RedactionOptions; exceptions: { text: string; why: string }[] }> {
  const [contents, chosen] = [await readContents(app.db, caseId), await choicesOf(app, caseId)];
  const added = new Set(chosen.add.map(({ text }) => text.toLowerCase()));
  const exceptions = (contents ? namedExceptions(contents) : []).filter(
    ({ text }) => !added.has(text.toLowerCase()),
  );
  const keep = [...chosen.keep, ...exceptions.map(({ text }) => text)];
  return { options: { ...DEFAULT_OPTIONS, lists: { keep, add: chosen.add } }, exceptions };
}

/** RedactionInput of the case that are texts and fit on a screen; and those that do not, by name. */
export async function readForRedaction(
  app: Reader,
  caseId: string,
): Promise<RedactionInput & { tooLarge: HeldFile[]; held: HeldFile[] }> {
  const files = (await app.db.heldFiles.where({ caseId }).toArray())
    .filter(({ encoding, left }) => encoding !== null && left?.state !== 'not-needed')
    .sort((a, b) => (a.addedAt < b.addedAt ? -1 : 1));
  const fitting = files.filter(({ size }) => size <= MOST_ON_SCREEN);
  const contents = await readContents(app.db, caseId);
  const { options } = await optionsOf(app, caseId);
  const opened: RedactionInput['files'] = [];
  for (const file of fitting)
    opened.push({
      id: file.id,
      name: file.name,
      bytes: await bytesOf(app, file),
      encoding: file.encoding ?? 'utf-8',
    });
  return {
    key: await keyOf(app, caseId),
    files: opened,
    texts: (contents ? textsOf(contents) : []).map(({ label, text }) => ({ name: label, text })),
    options,
    held: fitting,
    tooLarge: files.filter(({ size }) => size > MOST_ON_SCREEN),
  };
}

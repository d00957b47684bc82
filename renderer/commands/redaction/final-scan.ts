/** The last look at a packet before it leaves (H12, RD50 to RD53): its typed texts, its files and their names. */
import { plural, t } from '@lingui/core/macro';
import { CHUNK_BYTES } from '../../../shared/bridge/contract.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { CaseText } from '../../../shared/redaction/case-texts.ts';
import { textsOf } from '../../../shared/redaction/case-texts.ts';
import { contentOf, HEAD_BYTES, textOf } from '../../../shared/redaction/content.ts';
import { NOT_A_GUARANTEE } from '../../../shared/redaction/final-scan.ts';
import type { Kind } from '../../../shared/redaction/kinds.ts';
import { MOST_ON_SCREEN } from '../../../shared/redaction/session.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { reported } from '../../store/report.ts';
import type { AppServices } from '../../views/app-services.ts';
import { readContents } from '../../views/contents.ts';
import { openRedaction } from '../../workers/redaction.ts';
import type { FinishedText } from '../../workers/redaction-service.ts';
import { optionsOf, readForRedaction } from './open-case.ts';

export interface FoundLeft {
  /** `Actual`, or the name of a file. */
  where: string;
  place: Pick<CaseText, 'table' | 'id' | 'field'>;
  line: number;
  text: string;
  kind: Kind;
  /** Who found it: a known original, or the second detector's rule. */
  by: string;
}

export type PacketScan =
  | {
      kind: 'done';
      left: FoundLeft[];
      /** What stands in clear because the record asks for it, each with what asks. */
      exceptions: { text: string; why: string }[];
      /** How many texts and files were looked at. */
      looked: number;
      /** Files that nobody could look into here: no text, too large, or not on this computer. */
      notLookedInto: string[];
      held: HeldFile[];
      note: string;
    }
  | { kind: 'failed'; message: string };

type Scanner = Pick<AppServices, 'db' | 'bridge' | 'newId' | 'here' | 'person' | 'write'>;

async function textOfFile(
  { bridge }: Pick<AppServices, 'bridge'>,
  { sha256, size }: AttachmentRecord,
): Promise<string | null> {
  if (size > MOST_ON_SCREEN) return null;
  const whole = new Uint8Array(size);
  for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
    const part = await bridge.call('blob.read', { sha256, offset, length: CHUNK_BYTES });
    if (!part.ok) return null;
    whole.set(part.value.bytes, offset);
  }
  const content = contentOf(whole.subarray(0, HEAD_BYTES));
  // Of a picture its name is looked at, and a person looks at the rest.
  if (content.kind === 'picture') return '';
  return content.kind === 'text' ? textOf(whole, content.encoding).text : null;
}

/** Looks at all that the case's next packet would hold. It changes nothing. */
export async function scanPacket(app: Scanner, caseId: string): Promise<PacketScan> {
  const worker = openRedaction();
  try {
    const contents = await readContents(app.db, caseId);
    if (!contents) return { kind: 'failed', message: t`The case is no longer on this computer.` };
    const { exceptions, options } = await optionsOf(app, caseId);
    const { held: _held, tooLarge: _large, ...input } = await readForRedaction(app, caseId);
    // What is typed is what is looked at: no original is to be found in it by itself.
    await worker.call('open', { ...input, texts: [] });
    const texts: FinishedText[] = [];
    const places: { where: string; place: FoundLeft['place'] }[] = [];
    const add = (where: string, place: FoundLeft['place'], text: string) => {
      places.push({ where, place });
      texts.push({ name: String(places.length - 1), text });
    };
    for (const { label, exception, text, ...place } of textsOf(contents))
      if (!exception) add(label, place, text);
    const notLookedInto: string[] = [];
    for (const file of contents.attachments.filter(({ removed }) => !removed)) {
      const text = await textOfFile(app, file);
      if (text === null) notLookedInto.push(file.name);
      else add(file.name, { table: 'attachments', id: file.id, field: 'name' }, text);
    }
    const names = await app.db.tokenNames.where({ caseId }).toArray();
    const found = await worker.call('scan', { texts, tokens: names.map(({ token }) => token) });
    const kept = new Set(options.lists.keep.map((text) => text.toLowerCase()));
    return {
      kind: 'done',
      exceptions,
      looked: texts.length,
      notLookedInto,
      note: NOT_A_GUARANTEE,
      held: (await app.db.heldFiles.where({ caseId }).toArray()).filter(({ left }) => left === null),
      left: found
        .filter(({ in: part, text }) => part === 'text' && !kept.has(text.toLowerCase()))
        .flatMap(({ source, line, text, kind, by }) => {
          const at = places[Number(source)];
          return at ? [{ ...at, line, text, kind, by }] : [];
        }),
    };
  } catch (error) {
    return {
      kind: 'failed',
      message: t`The final scan could not be made: ${reported(error, 'the final scan')}. Nothing was handed off.`,
    };
  } finally {
    worker.end();
  }
}

/** Why the packet may not leave yet, in words; null where it may. A scan that could not be made is no pass. */
export function validateScan(scan: PacketScan): string | null {
  if (scan.kind === 'failed') return scan.message;
  const { left, held } = scan;
  if (held.length > 0)
    return t`${held.map(({ name }) => name).join(', ')} ${plural(held.length, { one: 'is', other: 'are' })} held on this computer. Redact, say why no redaction is needed, or take out, in Files.`;
  if (left.length === 0) return null;
  const places = [...new Set(left.map(({ where }) => where))].slice(0, 5).join(', ');
  return t`The final scan still finds ${plural(left.length, { one: '# original', other: '# originals' })} (${places}). Open the scan of the packet, and change or keep each.`;
}

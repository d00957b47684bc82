/** What a chosen file is by its bytes: its beginning is read, an archive's names are listed. See shared/collect/content.ts. */

import { readZipDirectory } from '../../shared/bag/zip/reader.ts';
import { cut } from '../../shared/base/cut.ts';
import { knownByFirstBytes } from '../../shared/base/first-bytes.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { categoryOfText, contentOf } from '../../shared/collect/content.ts';
import { decode } from '../../shared/collect/decode.ts';

/** So much of the beginning tells what a file is. */
const SAMPLE_BYTES = 65_536;
/** Zero bytes before the text are passed over in pieces of this size. */
const PIECE_BYTES = 4 * 1024 * 1024;
const MOST_ENTRIES = 10_000;
const NAMES_TOLD = 200;

const TEXT_TYPES = /^(text\/|application\/(json|xml|x-yaml))/;
const TEXT_ENDINGS = /\.(log|txt|cfg|conf|ini|csv|xml|json|ya?ml|out|reg|syslog|trc)(\.\d+)?$/i;

type Looked = Pick<AttachmentRecord, 'category' | 'readable' | 'content' | 'textFrom' | 'holds'>;

async function bytesOf(file: Blob, from: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
}

/** Where the first byte stands that is no zero; 0 for an empty file and for one of zeros alone. */
async function firstByte(file: Blob): Promise<number> {
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const at = (await bytesOf(file, from, PIECE_BYTES)).findIndex((byte) => byte !== 0);
    if (at >= 0) return from + at;
  }
  return 0;
}

/** The names in a zip; null where it is none that can be read. */
async function namesInZip(file: Blob): Promise<string[] | null> {
  try {
    const entries = await readZipDirectory(
      {
        size: file.size,
        read: (offset, length) => bytesOf(file, offset, length),
      },
      MOST_ENTRIES,
    );
    return entries.map(({ path }) => path);
  } catch {
    // Unreported: another archive, or one that is damaged, is looked into by no one here; it is asked for its redaction all the same.
    return null;
  }
}

/** What stands in a gzip, as far as its beginning goes; null where it cannot be unpacked. */
async function beginningOfGzip(file: Blob): Promise<Uint8Array | null> {
  try {
    const reader = file
      .slice(0, PIECE_BYTES)
      .stream()
      .pipeThrough(new DecompressionStream('gzip'))
      .getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return value?.subarray(0, SAMPLE_BYTES) ?? null;
  } catch {
    // Unreported: as above.
    return null;
  }
}

function calledText(file: File): boolean {
  return TEXT_TYPES.test(file.type) || TEXT_ENDINGS.test(file.name);
}

/** What is said of the file when it enters a case; people may choose another kind afterwards. */
export async function lookAt(file: File): Promise<Looked> {
  // Some forms begin with zeros themselves: how long their first box is.
  const first = knownByFirstBytes(await bytesOf(file, 0, SAMPLE_BYTES)) ? 0 : await firstByte(file);
  const head = await bytesOf(file, first, SAMPLE_BYTES);
  const found = contentOf(head);
  const none = { holds: '', textFrom: null };
  if (found.content === 'text')
    return {
      ...none,
      content: 'text',
      readable: true,
      category: found.category ?? 'other',
      // UTF-32 has zeros within its text, and none before it.
      textFrom: first > 0 || found.textFrom !== null ? first : null,
    };
  if (found.content === 'picture')
    return { ...none, content: 'picture', readable: true, category: 'screenshot' };
  if (found.content === 'archive') {
    const names = await namesInZip(file);
    if (names) {
      const told = cut(names.slice(0, NAMES_TOLD).join('\n'), 20_000);
      const logs = names.some((name) => /\.(log|trc|gz|gzo|txt)(\.\d+)?$/i.test(name));
      return {
        content: 'archive',
        readable: true,
        category: logs ? 'log' : 'other',
        holds: told,
        textFrom: null,
      };
    }
    const inside = await beginningOfGzip(file);
    const text = inside && decode(inside);
    const category = text?.kind === 'text' ? categoryOfText(text.text) : null;
    return { ...none, content: 'archive', readable: true, category: category ?? 'other' };
  }
  // What calls itself text and has none was damaged; other data is taken as it is.
  return { ...none, content: found.content, readable: !calledText(file), category: 'other' };
}

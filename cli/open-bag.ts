/** A bag as a command is given it: a zip, or a folder. */
import { stat } from 'node:fs/promises';
import { nodePlatform, openReader } from '../node/bag-files.ts';
import { openFolder } from '../node/bag-folder.ts';
import type { Check } from '../shared/bag/report.ts';
import type { BagSource } from '../shared/bag/source.ts';
import { UnreadableZip } from '../shared/bag/zip/reader.ts';
import { NoBag, openZipBag } from '../shared/bag/zip/source.ts';

/** The most bytes that a bag may unpack to: nothing is unpacked, but each is read. */
export const MOST_BAG_BYTES = 1_099_511_627_776;

export type OpenedBag =
  | { ok: true; source: BagSource; close: () => Promise<void> }
  /** `exit`: 1 where it can be read and is no bag, 2 where it cannot be read. */
  | { ok: false; message: string; exit: 1 | 2 };

/** Opens a bag, or says why it is none that can be read. */
export async function openBag(path: string): Promise<OpenedBag> {
  try {
    if ((await stat(path)).isDirectory()) {
      const source = await openFolder(path);
      return source.files.some((file) => file.path === 'bagit.txt')
        ? { ok: true, source, close: async () => undefined }
        : { ok: false, exit: 1, message: `${path} is no valid bag: there is no bagit.txt in it.` };
    }
    const file = await openReader(path);
    try {
      return { ok: true, source: await openZipBag(file, nodePlatform), close: file.close };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof NoBag)
      return { ok: false, exit: 1, message: `${path} is no valid bag. ${error.message}` };
    if (error instanceof UnreadableZip)
      return { ok: false, exit: 2, message: `${path} is no zip that is read here. ${error.message}` };
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    return { ok: false, exit: 2, message: `${path} cannot be read (${code}).` };
  }
}

const signs = new Map<boolean | null, string>([
  [true, 'ok'],
  [false, 'FAILED'],
  [null, 'not asked'],
]);

/** Checks as lines. */
export function printedChecks(checks: readonly Check[]): string {
  const width = Math.max(20, ...checks.map(({ check }) => check.length)) + 2;
  return checks
    .map(({ check, ok, words }) => `  ${(signs.get(ok) ?? '').padEnd(10)}${check.padEnd(width)}${words}\n`)
    .join('');
}

/** The window as a PDF, in the person's hands: printed by the shell, kept beside its files until it is saved. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import { displayName } from './blobs.ts';
import { diskFailure, ok } from './disk-failure.ts';
import type { Deliver } from './save-as.ts';

export interface PdfParts {
  /** The shell's folder. */
  data: string;
  printPdf: (() => Promise<Uint8Array>) | null;
  deliver: Deliver;
}

/** @param name of the file, without its ending */
export async function savePdf(
  { data, printPdf, deliver }: PdfParts,
  name: string,
): Promise<CallOutput<'page.pdf'>> {
  if (!printPdf)
    return {
      ok: false,
      failure: { kind: 'refused', code: 'no-printer', message: 'Your browser prints this page by itself.' },
    };
  const folder = join(data, 'printed');
  const path = join(folder, `${randomUUID()}.pdf`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, await printPdf(), { mode: 0o600 });
    return ok(await deliver(path, `${displayName(name)}.pdf`));
  } catch (error) {
    return diskFailure(error, 'The page was not saved there. Choose another place.');
  } finally {
    await rm(path, { force: true });
  }
}

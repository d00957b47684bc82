/** The window as a PDF, in the person's hands: printed by the shell, and on no disk but where they save it. */
import type { CallOutput } from '../../shared/bridge/contract.ts';
import { displayName } from './blobs.ts';
import { contentOfBytes } from './content.ts';
import { diskFailure, ok } from './disk-failure.ts';
import type { Deliver } from './save-as.ts';

export interface PdfParts {
  printPdf: (() => Promise<Uint8Array>) | null;
  deliver: Deliver;
}

/** @param name of the file, without its ending */
export async function savePdf(
  { printPdf, deliver }: PdfParts,
  name: string,
): Promise<CallOutput<'page.pdf'>> {
  if (!printPdf)
    return {
      ok: false,
      failure: { kind: 'refused', code: 'no-printer', message: 'Your browser prints this page by itself.' },
    };
  try {
    const printed = await printPdf();
    return ok(await deliver(async () => contentOfBytes(printed), `${displayName(name)}.pdf`));
  } catch (error) {
    return diskFailure(error, 'The page was not saved there. Choose another place.');
  }
}

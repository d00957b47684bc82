/** Prints the window as it is, by the system's own dialog. The style sheet for paper is the page's. */
import { BrowserWindow } from 'electron';
import { say } from './dialogs.ts';

/** What Chromium answers where the person thought better of it. */
const CANCELLED = /cancel/i;

export async function printWindow(): Promise<void> {
  const [window] = BrowserWindow.getAllWindows();
  if (!window || window.webContents.isCrashed()) return;
  const failed = await new Promise<string | null>((done) =>
    window.webContents.print({ printBackground: false }, (printed, reason) => done(printed ? null : reason)),
  );
  if (failed !== null && !CANCELLED.test(failed))
    await say(
      'The page could not be printed',
      `The system says: ${failed}. Is a printer set up on this computer? A packet can be saved as a PDF from its own page.`,
    );
}

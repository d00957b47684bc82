/** The folder that the console keeps everything in, looked at before anything else is: Chromium takes one that it cannot write to for one that another console has, and would end without a word. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { messageOf } from '../shared/base/fault.ts';

/** A full disk keeps nobody from reading what is here; the screens say it where something cannot be saved. */
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** @returns why nothing can be kept there; null where it can */
export function validateDataFolder(folder: string): string | null {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return FULL.includes(code) ? null : `${folder}: ${code ?? messageOf(error)}`;
  }
}

/** Says it in a box. That needs Chromium, and Chromium a folder: for the one word it has a passing one. */
export async function cannotKeep(reason: string): Promise<void> {
  process.stderr.write(`The console cannot start: it cannot write to its data folder, ${reason}\n`);
  const passing = mkdtempSync(join(tmpdir(), 'partner-console-'));
  app.setPath('userData', passing);
  await app.whenReady();
  dialog.showErrorBox(
    'Partner Console cannot start',
    `It cannot write to its data folder.\n\n${reason}\n\nNothing was changed. Let your user write to that folder; then start the console again.`,
  );
  rmSync(passing, { recursive: true, force: true });
  app.exit(1);
}

/**
 * The system's dialogs for files, always of the window that asks, so that none hides behind it. Linux shows them by a portal where
 * there is one; before its version 4 that forgets the name that is offered, so that the kind of file is put to what was typed.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { app, BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { UPDATE_ENDING } from '../shared/sync/releases.ts';

/** Where the person saved or opened last; the system's folder for downloads before that. */
let folder: string | null = null;

const at = () => folder ?? app.getPath('downloads');

/** @returns the path that was chosen, with the ending that the file's name has; null where the person thinks better of it */
export async function chooseWhere(name: string): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const ending = extname(name);
  const options: SaveDialogOptions = {
    title: `Save ${name}`,
    defaultPath: join(at(), name),
    ...(ending === '' ? {} : { filters: [{ name: ending.slice(1), extensions: [ending.slice(1)] }] }),
  };
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  if (canceled || !filePath) return null;
  const chosen = extname(filePath) === '' ? `${filePath}${ending}` : filePath;
  // The dialog asked about the name as it was typed, and not about this one.
  if (chosen !== filePath && existsSync(chosen) && !(await mayReplace(chosen))) return null;
  folder = dirname(chosen);
  return chosen;
}

async function mayReplace(path: string): Promise<boolean> {
  const [window] = BrowserWindow.getAllWindows();
  const options = {
    type: 'question' as const,
    message: `${basename(path)} is there already`,
    detail: 'Replacing it overwrites what is in it.',
    buttons: ['Keep it', 'Replace it'],
    defaultId: 0,
    cancelId: 0,
  };
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return response === 1;
}

/** @returns the files that were chosen to be opened, none where the person thinks better of it */
export async function chooseFiles(): Promise<string[]> {
  const [window] = BrowserWindow.getAllWindows();
  const options: OpenDialogOptions = {
    title: 'Open a packet, an answer or a case file',
    defaultPath: at(),
    filters: [{ name: 'Packets (zip), answers and case files (json)', extensions: ['zip', 'json'] }],
    properties: ['openFile'],
  };
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  if (filePaths[0]) folder = dirname(filePaths[0]);
  return filePaths;
}

/** @returns the publisher's signed file of an update, null where the person thinks better of it */
export async function chooseUpdate(): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const options: OpenDialogOptions = {
    title: 'Choose the update',
    defaultPath: at(),
    filters: [{ name: 'Signed updates', extensions: [UPDATE_ENDING.slice(1)] }],
    properties: ['openFile'],
  };
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}

/** Says it in the window. */
export async function say(message: string, detail: string): Promise<void> {
  const [window] = BrowserWindow.getAllWindows();
  const options = { type: 'warning' as const, message, detail };
  await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}

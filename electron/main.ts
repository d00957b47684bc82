/** The desktop shell's main process. Everything that can be done without Electron is in services/. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, session, shell } from 'electron';
import type { EventName, EventPayload } from '../shared/bridge/contract.ts';
import { parseArguments } from './arguments.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import { externalUrl } from './external.ts';
import { guardSession, installGuards } from './guards.ts';
import { isOwnFrame } from './ipc.ts';
import { installMenu } from './menu.ts';
import { pdfOptions } from './pdf.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { BridgeRefusal, dispatch } from './services/dispatch.ts';
import { createHandlers } from './services/handlers.ts';
import { saveAs } from './services/save-as.ts';
import { createWindow } from './window.ts';

app.enableSandbox();
registerScheme();
installGuards();

// All that the console writes is its user's alone, Chromium's own files in the profile too.
process.umask(0o077);
const folder = process.env.PARTNER_CONSOLE_DATA;
if (folder) app.setPath('userData', resolve(folder));

function emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, name, payload);
}

async function start(): Promise<void> {
  await app.whenReady();
  const renderer = join(__dirname, '../renderer');
  const { handlers, close } = createHandlers({
    data: join(app.getPath('userData'), 'shell'),
    hub: parseArguments(process.argv).hub ?? process.env.PARTNER_CONSOLE_HUB ?? null,
    operatorTokenFile: app.isPackaged ? null : (process.env.PARTNER_CONSOLE_OPERATOR_TOKEN_FILE ?? null),
    shell: 'electron',
    version: app.getVersion(),
    electron: process.versions.electron ?? null,
    chromium: process.versions.chrome ?? null,
    now: () => new Date(),
    emit,
    openExternal: async (address) => {
      const url = externalUrl(address);
      if (url) await shell.openExternal(url);
      return url !== null;
    },
    deliver: (path, name, proof) =>
      saveAs(
        path,
        async () => {
          const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name });
          return canceled || !filePath ? null : filePath;
        },
        proof,
      ),
    printPdf: async () => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) throw new Error('there is no window to print');
      return window.webContents.printToPDF(pdfOptions(process.versions.chrome ?? '0'));
    },
  });
  guardSession(session.defaultSession, { devTools: !app.isPackaged });
  serveRenderer(renderer);
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event)) return { ok: false, message: 'This call does not come from the console.' };
    try {
      return { ok: true, value: await dispatch(handlers, name, input) };
    } catch (error) {
      if (!(error instanceof BridgeRefusal))
        process.stderr.write(`A call failed: ${error instanceof Error ? error.message : error}\n`);
      return {
        ok: false,
        message:
          error instanceof BridgeRefusal
            ? error.message
            : 'The console could not do this; nothing was changed.',
      };
    }
  });
  installMenu((command) => emit('menu.command', { command }));
  const preload = join(__dirname, 'preload.cjs');
  if (!existsSync(preload)) throw new Error(`${preload} is not there: the installation is not whole`);
  createWindow(preload, app.isPackaged);
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) createWindow(preload, app.isPackaged);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.once('before-quit', () => void close());
}

// A second console on the same data would write the same journal: it shows the first one instead.
if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    process.stderr.write(`The console cannot start: ${error instanceof Error ? error.message : error}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}

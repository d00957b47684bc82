/** The desktop shell's main process. Everything that can be done without Electron is in services/. */
import type { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, session, shell } from 'electron';
import { z } from 'zod';
import { messageOf } from '../shared/base/fault.ts';
import type { EventName, EventPayload } from '../shared/bridge/contract.ts';
import { LINK_SCHEME } from '../shared/bridge/links.ts';
import { givenAlongOf, MOST_GIVEN, parseArguments, parseWanted, type Wanted } from './arguments.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import { cannotKeep, validateDataFolder } from './data-folder.ts';
import { chooseFiles, chooseUpdate, chooseWhere } from './dialogs.ts';
import { externalUrl } from './external.ts';
import { guardSession, installGuards } from './guards.ts';
import { openInstaller } from './installers.ts';
import { isOwnFrame } from './ipc.ts';
import { type LifeParts, WindowLife, watchComputer } from './life.ts';
import { installMenu } from './menu.ts';
import { desktopNetwork } from './network.ts';
import { notify } from './notices.ts';
import { pdfOptions } from './pdf.ts';
import { printWindow } from './printing.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { keyStore } from './safe-storage.ts';
import { readAuthorities } from './services/company-trust.ts';
import { dispatch, failedCall } from './services/dispatch.ts';
import { createHandlers } from './services/handlers.ts';
import { validateHubAddress } from './services/hub-address.ts';
import { loginFile } from './services/login-file.ts';
import { policyPath, readPolicy } from './services/machine-policy.ts';
import { published } from './services/published.ts';
import { saveAs } from './services/save-as.ts';
import { ShellLog } from './services/shell-log.ts';
import { createWindow } from './window.ts';

app.enableSandbox();
registerScheme();
installGuards();

// All that the console writes is its user's alone, Chromium's own files in the profile too.
process.umask(0o077);
// What who manages this computer decided stands above all else that the console is started with.
const policyFile =
  (app.isPackaged ? undefined : process.env.PARTNER_CONSOLE_POLICY) ??
  policyPath(process.platform, process.env);
const managed = readPolicy(policyFile);
const policy = managed.kind === 'policy' ? managed.policy : {};
const folder = policy.dataFolder
  ? join(policy.dataFolder, basename(userInfo().username))
  : process.env.PARTNER_CONSOLE_DATA;
if (folder) app.setPath('userData', resolve(folder));

function emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, name, payload);
}

const now = () => new Date();
const log = new ShellLog(join(app.getPath('userData'), 'logs'), now);

/** A promise that nobody waited for: the console goes on, and the log has it. */
process.on('unhandledRejection', (error) => log.report(error, 'a promise that nobody waited for'));

const givenAlong = z.object({ argv: z.array(z.string().max(10_000)).max(MOST_GIVEN) });

/** @throws Error in words: without them no console of this company reaches its hub */
function companyAuthorities(): X509Certificate[] {
  const file = policy.certificateAuthorities;
  if (file === undefined) return [];
  try {
    return readAuthorities(file);
  } catch (error) {
    throw new Error(
      `${file}, which ${policyFile} names for certificateAuthorities, cannot be used: ${messageOf(error)}`,
    );
  }
}

/**
 * What turns Chromium's sandbox off, whatever the windows ask for (security 2). Electron takes the switch away once the sandbox is
 * switched on, which is too late for the process that pages come from: what the program was started with tells.
 */
const NO_SANDBOX = /^--(no-sandbox|disable-seccomp-filter-sandbox)(=|$)/;

/** For the shell's own files to be closed. */
const CLOSE_MS = 5_000;

async function saveLog(): Promise<void> {
  const path = await chooseWhere('partner-console.log');
  if (path !== null) await log.exportTo(path);
}

/** The command line without the program's own name; from source the application's folder stands behind it. */
const given = process.argv.slice(process.defaultApp ? 2 : 1);
/** What was asked for before the console was ready. macOS tells by events, and early. */
const early: Wanted[] = [];
let want = (wanted: readonly Wanted[], _folder: string): void => void early.push(...wanted);
for (const event of ['open-url', 'open-file'] as const)
  app.on(event as 'open-url', (happened, text) => {
    happened.preventDefault();
    want([parseWanted(text)], process.cwd());
  });

async function start(): Promise<void> {
  await app.whenReady();
  // By other rules than its company's no console goes on.
  if (managed.kind === 'refused')
    throw new Error(`${policyFile}, by which this computer is managed, cannot be used: ${managed.reason}`);
  // Whoever starts it so, such as an AppImage where the system allows no user namespaces, takes the page's protection away.
  const without = given.find((each) => NO_SANDBOX.test(each));
  if (without)
    throw new Error(
      `It was started with ${without}, without its sandbox. Start it without that; an AppImage adds it by itself where this system allows no user namespaces: install the deb or rpm there.`,
    );
  log.write('info', 'start', {
    managed: Object.keys(policy).join(' '),
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: `${process.platform} ${process.arch}`,
  });
  guardSession(session.defaultSession, { devTools: !app.isPackaged });
  const renderer = join(__dirname, '../renderer');
  const data = join(app.getPath('userData'), 'shell');
  const hub = policy.hub ?? parseArguments(given).hub ?? process.env.PARTNER_CONSOLE_HUB ?? null;
  const noHub = hub === null ? null : validateHubAddress(hub);
  const notices: string[] = [];
  let life: WindowLife | null = null;
  const store = await keyStore();
  const { handlers, openings, close, woke, pageGone, lockSoon } = createHandlers({
    data,
    hub,
    onlyHub: policy.hub !== undefined,
    managedLeaseDays: policy.lease ?? null,
    network: await desktopNetwork(
      loginFile(join(data, 'proxy-login'), store),
      policy.proxy,
      companyAuthorities(),
    ),
    keyStore: store,
    operatorTokenFile: app.isPackaged ? null : (process.env.PARTNER_CONSOLE_OPERATOR_TOKEN_FILE ?? null),
    shell: 'electron',
    version: app.getVersion(),
    electron: process.versions.electron ?? null,
    chromium: process.versions.chrome ?? null,
    now,
    log,
    emit,
    licences: [join(__dirname, 'licences.json'), join(renderer, 'licences.json')],
    takeNotices: () => notices.splice(0),
    pageSaved: (told) => life?.saved(told),
    openExternal: async (address) => {
      const url = externalUrl(address);
      if (url) await shell.openExternal(url);
      return url !== null;
    },
    deliver: (open, name, proof) => saveAs(open, () => chooseWhere(name), proof),
    notify: (input) =>
      policy.notifications !== false &&
      notify(BrowserWindow.getAllWindows()[0], input, (path) => {
        show();
        openings.goTo(path);
      }),
    updates: {
      ...published({
        packaged: app.isPackaged,
        description: join(app.getAppPath(), 'package.json'),
        program: process.execPath,
        env: process.env,
        log,
      }),
      ...(policy.updatesFromFeed === false ? { feed: null } : {}),
      allowed: policy.updatesByFile !== false,
      choose: chooseUpdate,
      handOver: openInstaller,
    },
    printPdf: async () => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) throw new Error('there is no window to print');
      return window.webContents.printToPDF(pdfOptions(process.versions.chrome ?? '0'));
    },
  });
  serveRenderer(renderer);
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event)) return { ok: false, message: 'This call does not come from the console.' };
    try {
      return { ok: true, value: await dispatch(handlers, name, input) };
    } catch (error) {
      return { ok: false, message: failedCall(log, error) };
    }
  });
  // On Linux and macOS the package says so; Windows reads it from the person's own registry.
  if (process.platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.setAboutPanelOptions({
    applicationName: 'Partner Console',
    applicationVersion: app.getVersion(),
    version: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
    copyright: 'The Partner Console developers',
  });
  installMenu((command) => emit('menu.command', { command }), {
    saveLog,
    print: printWindow,
    openFile: async () => want((await chooseFiles()).map(parseWanted), process.cwd()),
  });
  const preload = join(__dirname, 'preload.cjs');
  if (!existsSync(preload)) throw new Error(`${preload} is not there: the installation is not whole`);
  const parts: LifeParts = {
    log,
    emit,
    notice: (text) => notices.push(text),
    woke,
    lockSoon,
    pageGone,
    saveLog,
    now: Date.now,
  };
  const open = () => {
    const window = createWindow(preload, app.isPackaged);
    life = new WindowLife(window, parts);
    return window;
  };
  const first = open();
  watchComputer(parts);
  // What was saved here can be worked on all the same: the console starts, without that hub.
  if (noHub) {
    process.stderr.write(`--hub ${hub}: ${noHub}\n`);
    void dialog.showMessageBox(first, {
      type: 'warning',
      message: 'The console was started with an address that no hub may have',
      detail: `${hub}\n\n${noHub}`,
    });
  }
  const show = () => (BrowserWindow.getAllWindows().length === 0 ? void open() : life?.show());
  want = (wanted, folder) => {
    show();
    void openings.want(wanted, folder);
  };
  void openings.want([...early, ...parseArguments(given).wanted], process.cwd());
  // A packet or a link that was opened while the console ran. What it gave along, and not its command line as Chromium hands it
  // over: that one is sorted anew, and an option may have lost its value. Its hub is none of this console's.
  app.on('second-instance', (_event, _argv, folder, along) => {
    const { success, data } = givenAlong.safeParse(along);
    want(success ? parseArguments(data.argv).wanted : [], folder);
  });
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closed = true;
    // The journal is closed before the process ends; a disk that hangs holds nobody up for ever.
    const patience = new Promise((done) => setTimeout(done, CLOSE_MS));
    void Promise.race([close(), patience]).finally(() => {
      log.write('info', 'end');
      app.exit(0);
    });
  });
}

// A second console on the same data would write the same journal: it shows the first one instead.
const noData = validateDataFolder(app.getPath('userData'));
const handedOver = givenAlongOf(given, process.argv);
if (noData !== null) void cannotKeep(noData);
else if (handedOver === null) {
  process.stderr.write('Too much was opened at once, or a link was too long. Nothing was opened.\n');
  app.exit(1);
} else if (app.requestSingleInstanceLock({ argv: handedOver })) {
  start().catch((error: unknown) => {
    const reason = messageOf(error);
    process.stderr.write(`The console cannot start: ${reason}\n`);
    log.report(error, 'the start');
    // On a desktop nobody sees what a program prints.
    if (app.isReady())
      dialog.showErrorBox(
        'Partner Console cannot start',
        `${reason}\n\nWhat was saved is safe on this computer. The log for support: ${log.path}`,
      );
    app.exit(1);
  });
} else {
  app.quit();
}

/**
 * A stand-in of the `electron` module that notes what the shell asks of it, in order. Its members' names are checked
 * against Electron's own types, so that a test cannot pass on API that is not there.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Listener = (...values: never[]) => unknown;

/** What was asked, in order: `app.enableSandbox`, `new BrowserWindow`. */
export const log: { what: string; values: unknown[] }[] = [];

/** The last value given to a setter or handler, such as `session.setPermissionRequestHandler`. */
export function given<T>(what: string): T {
  const entry = log.findLast((each) => each.what === what);
  if (!entry)
    throw new Error(`${what} was never called; called were ${log.map((each) => each.what).join(', ')}`);
  return entry.values.at(-1) as T;
}

export function position(what: string): number {
  return log.findIndex((each) => each.what === what);
}

function noting(prefix: string, names: readonly string[]): Record<string, (...values: unknown[]) => void> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (...values: unknown[]) => void log.push({ what: `${prefix}.${name}`, values }),
    ]),
  );
}

/** A web contents whose events a test sends itself. */
export class StandInContents extends EventEmitter {
  sent: unknown[][] = [];
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  isCrashed(): boolean {
    return false;
  }

  zoom = 0;

  getZoomLevel(): number {
    return this.zoom;
  }

  setZoomLevel(level: number): void {
    this.zoom = level;
  }

  send(...values: unknown[]): void {
    this.sent.push(values);
  }
}

export const windows: StandInWindow[] = [];

class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  loaded: string[] = [];
  shown = false;

  static getAllWindows(): StandInWindow[] {
    return windows;
  }

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    windows.push(this);
    log.push({ what: 'new BrowserWindow', values: [options] });
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    log.push({ what: 'window.loadURL', values: [url] });
  }

  show(): void {
    this.shown = true;
  }

  focus(): void {
    log.push({ what: 'window.focus', values: [] });
  }

  restore(): void {
    log.push({ what: 'window.restore', values: [] });
  }

  isMinimized(): boolean {
    return true;
  }

  getNormalBounds(): Electron.Rectangle {
    return { x: 40, y: 30, width: 1000, height: 700 };
  }

  isMaximized(): boolean {
    return false;
  }

  maximize(): void {
    log.push({ what: 'window.maximize', values: [] });
  }
}

/** What a test sets before it loads the shell. */
export const settings = { packaged: false, firstInstance: true, userData: '' };

const appNames = [
  'enableSandbox',
  'quit',
  'exit',
  'setPath',
  'setAboutPanelOptions',
] as const satisfies readonly (keyof Electron.App)[];
class StandInApp extends EventEmitter {
  get isPackaged(): boolean {
    return settings.packaged;
  }

  override on(event: string, listener: Listener): this {
    log.push({ what: `app.on ${event}`, values: [listener] });
    return super.on(event, listener as never);
  }

  requestSingleInstanceLock(): boolean {
    log.push({ what: 'app.requestSingleInstanceLock', values: [] });
    return settings.firstInstance;
  }

  async whenReady(): Promise<void> {
    log.push({ what: 'app.whenReady', values: [] });
  }

  getPath(): string {
    return settings.userData;
  }

  getVersion(): string {
    return '0.0.0-test';
  }

  getAppPath(): string {
    return process.cwd();
  }
}
export const app: StandInApp = Object.assign(new StandInApp(), noting('app', appNames));

const sessionNames = [
  'setPermissionRequestHandler',
  'setPermissionCheckHandler',
  'setDevicePermissionHandler',
  'setDisplayMediaRequestHandler',
  'setSpellCheckerEnabled',
  'setSpellCheckerLanguages',
] as const satisfies readonly (keyof Electron.Session)[];
const webRequestNames = ['onBeforeRequest'] as const satisfies readonly (keyof Electron.WebRequest)[];
export const defaultSession: EventEmitter = Object.assign(
  new EventEmitter(),
  noting('session', sessionNames),
  {
    webRequest: noting('webRequest', webRequestNames),
  },
);

/** The session by which requests go to the hub; a test says what it answers. */
export const hubSession: { fetch: typeof fetch } = Object.assign(
  { fetch: async () => new Response('{}') },
  noting('hubSession', [
    'setSpellCheckerEnabled',
    'setSpellCheckerLanguages',
  ] as const satisfies readonly (keyof Electron.Session)[]),
);

/** The key store of the computer: none, until a test gives it one. */
export const safeStorage: Partial<Electron.SafeStorage> = {};

export const ipcRenderer = new EventEmitter();
/** Sleep, waking, lock: a test sends them. */
export const powerMonitor = new EventEmitter();

/** The module, as `vi.mock('electron', ...)` wants it. */
export const electron = {
  app,
  BrowserWindow: StandInWindow,
  session: {
    defaultSession,
    fromPartition: (...values: unknown[]) => {
      log.push({ what: 'session.fromPartition', values });
      return hubSession;
    },
  },
  safeStorage,
  nativeTheme: { shouldUseDarkColors: true } satisfies Partial<Electron.NativeTheme>,
  screen: {
    getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1280, height: 720 } }),
    getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1280, height: 720 } }],
  } satisfies Partial<Record<keyof Electron.Screen, unknown>>,
  powerMonitor,
  protocol: noting('protocol', [
    'registerSchemesAsPrivileged',
    'handle',
  ] as const satisfies readonly (keyof Electron.Protocol)[]),
  ipcMain: noting('ipcMain', ['handle'] as const satisfies readonly (keyof Electron.IpcMain)[]),
  ipcRenderer: Object.assign(ipcRenderer, {
    invoke: async (...values: unknown[]) => {
      log.push({ what: 'ipcRenderer.invoke', values });
      return { ok: true, value: 'an answer' };
    },
  }),
  contextBridge: noting('contextBridge', [
    'exposeInMainWorld',
  ] as const satisfies readonly (keyof Electron.ContextBridge)[]),
  Menu: {
    buildFromTemplate: (template: readonly unknown[]) =>
      Object.assign([...template], {
        popup: (...values: unknown[]) => void log.push({ what: 'menu.popup', values: [template, ...values] }),
      }),
    ...noting('Menu', ['setApplicationMenu'] as const satisfies readonly (keyof typeof Electron.Menu)[]),
  },
  shell: {
    openExternal: async (url: string) => {
      log.push({ what: 'shell.openExternal', values: [url] });
    },
  } satisfies Partial<Record<keyof Electron.Shell, unknown>>,
};

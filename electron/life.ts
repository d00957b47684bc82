/**
 * The window's life. A page that dies is started again and says so; one that hangs may be. One that closes saves first, for as
 * long as a disk may take, and asks where a file would be lost. The computer's sleep is told to the page, and its waking to all.
 */
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { CallInput, EventName, EventPayload } from '../shared/bridge/contract.ts';
import type { ShellLog } from './services/shell-log.ts';

/** A page that dies twice within this time would do so again and again. */
const AGAIN_MS = 60_000;
/** For what was typed to reach the disk. */
const SAVE_MS = 3_000;

type Saved = CallInput<'window.saved'>;

export interface LifeParts {
  log: ShellLog;
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  pageGone: () => Promise<void>;
  /** Said once the page is there again. */
  notice: (text: string) => void;
  /** The network may be another by now. */
  woke: () => void;
  /** The computer sleeps, or somebody locked it. */
  lockSoon: () => void;
  saveLog: () => Promise<void>;
  now: () => number;
}

export class WindowLife {
  readonly #window: BrowserWindow;
  readonly #parts: LifeParts;
  #died = Number.NEGATIVE_INFINITY;
  #closing = false;
  #mayClose = false;
  #quitting = false;
  #saved: ((told: Saved) => void) | null = null;

  constructor(window: BrowserWindow, parts: LifeParts) {
    this.#window = window;
    this.#parts = parts;
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') void this.#gone(reason, exitCode);
    });
    window.on('unresponsive', () => void this.#hangs());
    window.on('close', (event) => {
      if (this.#mayClose || window.webContents.isCrashed()) return;
      event.preventDefault();
      void this.#close();
    });
    const quits = () => {
      this.#quitting = true;
    };
    app.on('before-quit', quits);
    window.once('closed', () => app.off('before-quit', quits));
  }

  /** The page has saved what it held. */
  saved(told: Saved): void {
    this.#saved?.(told);
  }

  /** Somebody wants to see the window: one whose page is dead is started again. */
  show(): void {
    if (this.#window.webContents.isCrashed()) this.#window.webContents.reload();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  async #gone(reason: string, exitCode: number): Promise<void> {
    const { log, notice, now, saveLog, pageGone } = this.#parts;
    log.write('error', 'page gone', { reason, exitCode });
    await pageGone();
    notice(
      'The page stopped and was started again. What was called saved is here. Help, Save the log keeps the reason for support.',
    );
    const again = now() - this.#died < AGAIN_MS;
    this.#died = now();
    if (again) {
      const choices = ['Start the page again', 'Save the log and start again', 'Quit'];
      const { response } = await dialog.showMessageBox(this.#window, {
        type: 'error',
        message: 'The page stopped twice within a minute',
        detail: 'What was called saved is safe on this computer.',
        buttons: choices,
        defaultId: 0,
        cancelId: 0,
      });
      if (response === 2) return app.quit();
      if (response === 1) await saveLog();
    }
    // Its own address: the place that was open is open again.
    if (!this.#window.isDestroyed()) this.#window.webContents.reload();
  }

  async #hangs(): Promise<void> {
    this.#parts.log.write('warn', 'page unresponsive');
    const { response } = await dialog.showMessageBox(this.#window, {
      type: 'warning',
      message: 'The page does not answer',
      detail: 'It may be busy. Starting it again loses at most what was typed in the last seconds.',
      buttons: ['Wait', 'Start the page again'],
      defaultId: 0,
      cancelId: 0,
    });
    // `render-process-gone` starts it again.
    if (response === 1 && !this.#window.isDestroyed()) this.#window.webContents.forcefullyCrashRenderer();
  }

  /** @returns what the page says; null where it does not answer in time */
  #askPage(): Promise<Saved | null> {
    return new Promise((done) => {
      const timer = setTimeout(() => end(null), SAVE_MS);
      const end = (told: Saved | null) => {
        clearTimeout(timer);
        this.#saved = null;
        done(told);
      };
      this.#saved = end;
      this.#parts.emit('window.save', {});
    });
  }

  async #close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    try {
      const told = await this.#askPage();
      if (told === null) this.#parts.log.write('warn', 'closed without an answer of the page');
      if (told && !(await this.#wantsToClose(told))) {
        this.#quitting = false;
        return;
      }
      this.#mayClose = true;
      if (!this.#window.isDestroyed()) this.#window.close();
      // Preventing the window's first end had ended the quitting too.
      if (this.#quitting) app.quit();
    } finally {
      this.#closing = false;
    }
  }

  async #wantsToClose({ copying, unsaved }: Saved): Promise<boolean> {
    if (copying.length === 0 && !unsaved) return true;
    const [first = '', ...more] = copying;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    const { response } = await dialog.showMessageBox(this.#window, {
      type: 'warning',
      message: unsaved
        ? 'Something that was typed could not be saved'
        : `${first}${others} is still being added`,
      detail: unsaved
        ? 'The field says why. Closing now loses it.'
        : 'Closing now drops the part that was copied; the file itself is unchanged where it is.',
      buttons: ['Wait', unsaved ? 'Close and lose it' : 'Close and drop it'],
      defaultId: 0,
      cancelId: 0,
    });
    return response === 1;
  }
}

/** Sleep, lock and their ends; and processes beside the page that died. Once a process. */
export function watchComputer({ log, emit, woke, lockSoon }: LifeParts): void {
  for (const event of ['suspend', 'lock-screen', 'shutdown'] as const)
    powerMonitor.on(event as 'suspend', () => {
      log.write('info', event);
      emit('window.save', {});
      if (event !== 'shutdown') lockSoon();
    });
  for (const event of ['resume', 'unlock-screen'] as const)
    powerMonitor.on(event as 'resume', () => {
      log.write('info', event);
      woke();
      emit('menu.command', { command: 'sync-now' });
    });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log.write('error', 'process gone', { type, reason, exitCode });
    // Chromium starts another; the lines to the hub were that one's.
    if (type === 'Utility') woke();
  });
}

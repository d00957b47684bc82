/** The browser shell as a process, and a real Chromium with a profile on disk before it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { freePort } from './free-port.ts';
import { notePage } from './open-pages.ts';
import { shellMain } from './processes.ts';

const SHIFTED_CLOCK = resolve(import.meta.dirname, 'shifted-clock.ts');
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromiumPath: string | undefined =
  process.env.CHROMIUM_PATH ?? installed.find((path) => existsSync(path));

export const chromiumArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface TestShell {
  /** With the one-time key that serves next. */
  url(): string;
  origin: string;
  data: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** @param shiftMs how far its clock is off from now on */
  restart(shiftMs?: number): Promise<void>;
}

/**
 * Starts a browser shell on a free port that it keeps over restarts. The caller stops it.
 * @param renderer the folder of the page that it serves
 * @param more flags and environment of its process besides
 */
export async function startTestShell(
  hub: string,
  renderer = resolve('dist/renderer'),
  more: { flags?: readonly string[]; env?: Record<string, string> } = {},
): Promise<TestShell> {
  const data = mkdtempSync(join(tmpdir(), 'partner-console-shell-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  async function start(shiftMs = 0): Promise<void> {
    const clock =
      shiftMs === 0
        ? {}
        : { NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`, TEST_CLOCK_SHIFT_MS: String(shiftMs) };
    const started = spawn(
      process.execPath,
      [
        ...[shellMain, '--port', String(port), '--data', data, '--hub', hub, '--renderer', renderer],
        ...(more.flags ?? []),
      ],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...more.env, ...clock } },
    );
    await new Promise<void>((ready, failed) => {
      started.once('message', () => ready());
      started.once('exit', (code) => failed(new Error(`the shell ended with ${code}`)));
    });
    child = started;
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((done) => running.once('exit', done));
    running.kill(signal);
    await gone;
  }
  await start();
  return {
    url: () => readFileSync(join(data, 'address'), 'utf8').trim(),
    origin: `http://127.0.0.1:${port}`,
    data,
    stop: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    restart: start,
  };
}

export interface TestBrowser {
  page: Page;
  context: BrowserContext;
  /** Messages of violations and errors that pages told of. */
  complaints: string[];
  close(): Promise<void>;
  /** `kill -9` of the browser and all its processes. */
  kill(): Promise<void>;
}

/** A profile on disk: what is in it outlives the browser. */
export function newProfile(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'partner-console-profile-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The process ids of a browser on this profile, from the system's own list. */
function browserProcesses(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile);
      } catch {
        return false;
      }
    });
}

export async function openBrowser(
  profile: string,
  options: { colorScheme?: 'light' | 'dark'; width?: number; arguments?: readonly string[] } = {},
): Promise<TestBrowser> {
  const context = await chromium.launchPersistentContext(profile, {
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [...chromiumArguments, ...(options.arguments ?? [])],
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  const watch = (page: Page) => {
    notePage(page);
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Trusted(HTML|Script|Types)|violat/i.test(text)) complaints.push(text);
    });
  };
  context.on('page', watch);
  for (const page of context.pages()) watch(page);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`violation of ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  return {
    page,
    context,
    complaints,
    close: () => context.close(),
    kill: async () => {
      const gone = new Promise((done) => context.once('close', done));
      for (const pid of browserProcesses(profile)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended by itself meanwhile.
        }
      }
      await gone;
    },
  };
}

/** Opens the console in a browser that was closed or killed: its tabs' tokens went with it, and the person takes a fresh address. */
export async function openAgain(page: Page, shell: TestShell): Promise<void> {
  await page.goto(shell.url());
}

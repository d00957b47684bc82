/** Runs what may be run on this computer: by its id, without a shell, bounded in time and output. See security 42. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CallInput, CallOutput } from '../../shared/bridge/contract.ts';
import {
  type HostCollector,
  type HostSystem,
  hostCollectors,
  MOST_OUTPUT_BYTES,
} from '../../shared/collect/host-collectors.ts';
import { ok } from './disk-failure.ts';

/** Folders that programs of the system are in; no path of the person's is looked at, as anybody could have put a program there. */
function systemFolders(system: HostSystem): readonly string[] {
  if (system === 'linux') return ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  const given = process.env.SystemRoot ?? '';
  const root = /^[A-Z]:\\[\w\\]{1,60}$/i.test(given) ? given : 'C:\\Windows';
  return [`${root}\\System32`, `${root}\\System32\\WindowsPowerShell\\v1.0`];
}

function systemHere(): HostSystem | null {
  if (process.platform === 'linux') return 'linux';
  return process.platform === 'win32' ? 'windows' : null;
}

function pathOf({ program, system }: HostCollector, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const path = system === 'windows' ? `${folder}\\${program}` : join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Unreported: it may be in the next folder, or nowhere.
    }
  }
  return null;
}

/** What programs are told of their surroundings: English, uncoloured, and nothing of the person's. */
function surroundings(folders: readonly string[], system: HostSystem): NodeJS.ProcessEnv {
  if (system === 'linux')
    return {
      PATH: folders.join(':'),
      LC_ALL: 'C',
      LANG: 'C',
      SYSTEMD_COLORS: '0',
      SYSTEMD_PAGER: '',
      TERM: 'dumb',
    };
  const root = folders[0]?.replace(/\\System32$/, '') ?? 'C:\\Windows';
  return { SystemRoot: root, windir: root, Path: folders.join(';'), PSModulePath: '' };
}

interface Ended {
  output: Uint8Array<ArrayBuffer>;
  cut: boolean;
  failure: string;
}

/** To the end of the last whole line. */
function wholeLines(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = bytes.lastIndexOf(10);
  return end < 0 ? bytes : bytes.slice(0, end + 1);
}

/**
 * Runs one program to its end, to its time, or to as much as is taken of it.
 * @param path of the program
 */
export function runBounded(
  path: string,
  given: readonly string[],
  {
    milliseconds,
    most = MOST_OUTPUT_BYTES,
    env,
  }: { milliseconds: number; most?: number; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(path, [...given], {
      shell: false,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    const parts: Buffer[] = [];
    let size = 0;
    let cut = false;
    let late = false;
    let said = '';
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
      // A child of its own may hold the pipe: it is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
    }, milliseconds);
    const end = (failure: string) => {
      clearTimeout(timer);
      const output = new Uint8Array(Buffer.concat(parts).subarray(0, most));
      done({ output: cut ? wholeLines(output) : output, cut, failure: failure.slice(0, 300) });
    };
    child.stdout.on('data', (part: Buffer) => {
      if (cut) return;
      parts.push(part);
      size += part.length;
      if (size <= most) return;
      cut = true;
      child.kill('SIGKILL');
      child.stdout.destroy();
    });
    child.stderr.on('data', (part: Buffer) => {
      if (said.length < 300) said += part.toString('latin1');
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      end(`It could not be started (${error.code ?? error.name}).`),
    );
    child.once('close', (code) => {
      if (late)
        return end(`It did not answer within ${Math.round(milliseconds / 1_000)} seconds, and was ended.`);
      // Some say by their code that they found nothing, and what they found all the same.
      if (cut || code === 0 || size > 0) return end('');
      const [first = ''] = said.trim().split(/[\r\n]+/);
      end(first === '' ? `It ended with ${code} and said nothing.` : `It said: ${first}`);
    });
  });
}

/** What could be run here, without running any of it. */
export function offerCollectors(): CallOutput<'host.collectors'> {
  const system = systemHere();
  const folders = system === null ? [] : systemFolders(system);
  return ok({
    system,
    host: hostname().slice(0, 300),
    collectors: hostCollectors
      .filter((each) => each.system === system)
      .map((each) => ({
        id: each.id,
        words: each.words,
        command: each.command,
        bytes: each.bytes,
        seconds: each.seconds,
        usual: each.usual,
        needs: each.needs ?? '',
        there: pathOf(each, folders) !== null,
      })),
  });
}

/** Runs one of them. What fails is told in words, and is no failure of the call: the others go on. */
export async function runCollector({ id }: CallInput<'host.collect'>): Promise<CallOutput<'host.collect'>> {
  const system = systemHere();
  const collector = hostCollectors.find((each) => each.id === id && each.system === system);
  if (!collector || system === null)
    return {
      ok: false,
      failure: { kind: 'refused', code: 'unknown', message: 'That is not run on this computer.' },
    };
  const folders = systemFolders(system);
  const path = pathOf(collector, folders);
  if (path === null)
    return ok({
      output: new Uint8Array(),
      cut: false,
      failure: `${collector.program} is not on this computer.`,
    });
  return ok(
    await runBounded(path, collector.arguments, {
      milliseconds: collector.seconds * 1_000,
      env: surroundings(folders, system),
    }),
  );
}

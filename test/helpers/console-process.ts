/** `npm start` as a person runs it: the real script, its real hub and database, its real shell. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const START = resolve('build/start.mjs');

export interface Ended {
  code: number | null;
  output: string;
}

export interface RunningStart {
  /** The address that the ready line gave. */
  url: string;
  process: ChildProcess;
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

/** A folder that only its owner may enter, and the function that removes it. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'partner-console-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function launch(
  args: readonly string[],
  command: readonly string[] = [process.execPath, START],
  options: SpawnOptions = {},
): {
  child: ChildProcess;
  output: () => string;
  ended: Promise<Ended>;
} {
  const [program = '', ...before] = command;
  const child = spawn(program, [...before, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, output })));
  return { child, output: () => output, ended };
}

/** Runs the script to its end; for `--help` and refusals. */
export function runToEnd(args: readonly string[]): Promise<Ended> {
  return launch(args).ended;
}

/**
 * Starts the console and waits for its ready line.
 * @param command what the flags are given to; the script itself where nothing else is named
 * @param options who runs it, where, and in which environment
 */
export async function startConsole(
  args: readonly string[],
  command?: readonly string[],
  options?: SpawnOptions,
): Promise<RunningStart> {
  const { child, output, ended } = launch(args, command, options);
  const url = await new Promise<string>((ready, failed) => {
    const look = () => {
      const line = /Partner Console is ready: (\S+)/.exec(output());
      if (line?.[1]) ready(line[1]);
    };
    child.stdout?.on('data', look);
    void ended.then((end) => failed(new Error(`ended with ${end.code} before it was ready:\n${end.output}`)));
  });
  return {
    url,
    process: child,
    output,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

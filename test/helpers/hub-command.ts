/** `npm run hub -- ...` as a person runs it, to its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { commands } from '../../hub/commands.ts';
import type { CommandAsked } from './hub-commands.ts';

const MAIN = resolve(import.meta.dirname, '../../hub/main.ts');
const COMMANDS = resolve(import.meta.dirname, 'hub-commands.ts');

export interface CommandEnd {
  code: number | null;
  /** What it said, first to standard output, then to standard error. */
  output: string;
}

/** Runs it as a process of its own. */
export function hubProcess(args: readonly string[], env: Record<string, string> = {}): Promise<CommandEnd> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, DATABASE_URL: '', HUB_SECRET: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk.toString();
  });
  return new Promise((done) =>
    child.once('close', (code) => done({ code, output: (said + complained).trim() })),
  );
}

/** The one that takes commands, and whoever waits for it. It ends with the test file. */
let operator: ChildProcess | null = null;
let turn: Promise<unknown> = Promise.resolve();

function operatorProcess(): ChildProcess {
  operator ??= spawn(process.execPath, [COMMANDS], {
    env: { ...process.env, DATABASE_URL: '', HUB_SECRET: '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  operator.unref();
  operator.channel?.unref();
  return operator;
}

function ask(asked: CommandAsked): Promise<CommandEnd> {
  const child = operatorProcess();
  return new Promise((done, failed) => {
    const ended = (code: number | null) => {
      operator = null;
      failed(new Error(`the process of ${asked.name} ended with ${code}`));
    };
    child.channel?.ref();
    child.once('exit', ended);
    child.once('message', (told: CommandEnd) => {
      child.off('exit', ended);
      child.channel?.unref();
      done(told);
    });
    child.send(asked);
  });
}

/**
 * Runs it. All commands of a test file share one process, see hub-commands.ts; what is no command, such as the flags of a hub, has one
 * of its own.
 */
export function hubCommand(args: readonly string[], env: Record<string, string> = {}): Promise<CommandEnd> {
  const [name = '', ...rest] = args;
  if (!commands.has(name)) return hubProcess(args, env);
  const next = turn.then(() => ask({ name, args: rest, env: { DATABASE_URL: '', HUB_SECRET: '', ...env } }));
  turn = next.catch(() => undefined);
  return next;
}

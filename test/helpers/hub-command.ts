/** `npm run hub -- ...` as a person runs it, to its end. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../hub/main.ts');

export interface CommandEnd {
  code: number | null;
  /** What it said, first to standard output, then to standard error. */
  output: string;
}

export function hubCommand(args: readonly string[], env: Record<string, string> = {}): Promise<CommandEnd> {
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

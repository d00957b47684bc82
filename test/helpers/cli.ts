/** `npm run cli -- ...` as a script runs it: as a process of its own, or in this one. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { vi } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../cli/main.ts');

export interface CliEnd {
  code: number;
  out: string;
  error: string;
}

/** Runs it as a process of its own, as a script does. */
export function cliProcess(args: readonly string[], env: Record<string, string> = {}): Promise<CliEnd> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1_048_576 },
      (failed, out, error) => {
        done({ code: failed ? Number(failed.code) : 0, out, error });
      },
    );
  });
}

type Command = (args: readonly string[]) => Promise<number>;

/** Runs the same function in this process: to start one for each of many takes longer than what they do. */
export async function cli(...all: string[]): Promise<CliEnd> {
  const [name = '', ...args] = all;
  const file = (await import(`../../cli/${name}.ts`)) as Readonly<Record<string, Command>>;
  const command = file[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  if (!command) throw new Error(`cli/${name}.ts has no command of that name`);
  const told = { out: '', error: '' };
  const written = (where: 'out' | 'error') => (text: string | Uint8Array) => {
    told[where] += typeof text === 'string' ? text : Buffer.from(text).toString();
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(written('out'));
  const error = vi.spyOn(process.stderr, 'write').mockImplementation(written('error'));
  try {
    return { code: await command(args), ...told };
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
}

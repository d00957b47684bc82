/** Another implementation of JOSE: Python's jwcrypto from Debian, where it is or can be installed. */
import { spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

const importable = () => spawnSync(PYTHON, ['-c', 'import jwcrypto'], { timeout: 60_000 }).status === 0;

/** Null where it can be used; else why not, in one line. */
export function whyNoJwcrypto(): string | null {
  if (importable()) return null;
  if (process.getuid?.() !== 0)
    return `${PYTHON} has no jwcrypto, and only root may install python3-jwcrypto`;
  const { status, stderr, error } = spawnSync(
    'apt-get',
    ['install', '--yes', '--no-install-recommends', 'python3-jwcrypto'],
    { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 120_000, encoding: 'utf8' },
  );
  if (status === 0 && importable()) return null;
  return `python3-jwcrypto could not be installed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
}

/** Runs a Python program that reads a JSON value from its input and prints one. */
export function runPython(program: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    timeout: 180_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`python ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

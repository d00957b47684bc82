/** Programs that benchmarks run beside themselves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { hubPaths } from '../../shared/sync/protocol.ts';

export interface RunningProcess {
  child: ChildProcess;
  pid: number;
  /** What it told when it was ready. */
  ready: unknown;
  /** What it told last. */
  told(): unknown;
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/** Starts a program that tells over its channel that it is ready, and that ends when told to. */
export async function startProcess(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  let last: unknown;
  child.on('message', (message) => {
    last = message;
  });
  const ready = await new Promise<unknown>((isReady, failed) => {
    child.once('message', isReady);
    child.once('exit', (code) => failed(new Error(`${script} ended with ${code}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    child,
    pid: child.pid ?? 0,
    ready,
    told: () => last,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** A one-time code, as who runs the hub gives them out. */
export async function enrolmentCode(hub: string, operatorToken: string, personId: string): Promise<string> {
  const response = await fetch(hub + hubPaths.enrolmentCodes, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ personId }),
  });
  return ((await response.json()) as { code: string }).code;
}

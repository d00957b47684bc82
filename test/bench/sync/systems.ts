/** The three systems of `sync-10k`: a server, a line of its own to it for each device, and where each device's page is. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { sampleOrganisations } from '../../../hub/store/sample.ts';
import { startTestShell } from '../../helpers/browser-shell.ts';
import { dataFolder } from '../../helpers/console-process.ts';
import { freePort } from '../../helpers/free-port.ts';
import { enrolmentCode, startProcess } from '../processes.ts';
import { type CutProxy, cutProxy } from './cut-proxy.ts';

export const systemNames = ['console', 'pouchdb', 'rxdb'] as const;
export type SystemName = (typeof systemNames)[number];

export interface SystemDevice {
  /** Where its page is; the line is up when it is opened. */
  url: string;
  /** Given to the page's `open`. */
  code: string;
  line: CutProxy;
}

export interface RunningSystem {
  devices: readonly [SystemDevice, SystemDevice];
  close(): Promise<void>;
}

/** Runs what was begun in the opposite order. */
function undoAll(undo: (() => unknown)[]): () => Promise<void> {
  return async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
}

async function startPeer(script: string, page: string): Promise<RunningSystem> {
  const undo: (() => unknown)[] = [];
  const data = dataFolder();
  undo.push(data.remove);
  const port = await freePort();
  undo.push((await startProcess(resolve(script), [String(port), page, data.path])).stop);
  const device = async (): Promise<SystemDevice> => {
    const line = await cutProxy(port);
    undo.push(() => line.close());
    return { url: line.url, code: '', line };
  };
  return { devices: [await device(), await device()], close: undoAll(undo) };
}

/** The hub as a process with its own PostgreSQL (fsync on), and a browser shell for each of two engineers. */
async function startConsoles(page: string): Promise<RunningSystem> {
  const undo: (() => unknown)[] = [];
  const data = dataFolder();
  undo.push(data.remove);
  const port = await freePort();
  const operatorToken = randomBytes(24).toString('base64url');
  const hub = await startProcess(
    resolve('hub/main.ts'),
    ['--port', String(port), '--data', data.path, '--sample'],
    { DATABASE_URL: '', HUB_OPERATOR_TOKEN: operatorToken },
  );
  undo.push(hub.stop);
  const device = async (personId: string): Promise<SystemDevice> => {
    const line = await cutProxy(port);
    undo.push(() => line.close());
    const shell = await startTestShell(line.url, page);
    undo.push(() => shell.stop());
    const code = await enrolmentCode(`http://127.0.0.1:${port}`, operatorToken, personId);
    return { url: shell.url(), code, line };
  };
  const [one, two] = sampleOrganisations[0].people;
  return { devices: [await device(one.id), await device(two.id)], close: undoAll(undo) };
}

/** @param page the folder of the system's built page */
export function startSystem(name: SystemName, page: string): Promise<RunningSystem> {
  switch (name) {
    case 'console':
      return startConsoles(page);
    case 'pouchdb':
    case 'rxdb':
      return startPeer(`test/bench/sync/servers/${name}.mjs`, page);
  }
}

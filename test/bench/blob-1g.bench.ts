/**
 * A file of 1 GiB: taken in by the shell against `sha256sum`, sent to the hub (which hashes it again and fsyncs) against a bare
 * PUT to a server that fsyncs; both against the same in clear, as before files were sealed; what it costs in memory; and what is sent
 * twice after a kill half-way.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes, webcrypto } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { HubClient } from '../../electron/services/hub-client.ts';
import { sampleOrganisations } from '../../hub/store/sample.ts';
import { makeDeviceKeys, publicKeyOf, signAssertion, signEnrolment } from '../../renderer/sync/assertion.ts';
import { uuidv7 } from '../../shared/base/ids.ts';
import { dataFolder } from '../helpers/console-process.ts';
import { freePort } from '../helpers/free-port.ts';
import { openLine } from '../helpers/line.ts';
import { watchMemory } from './blob/memory.ts';
import type { Ask, Told } from './blob/shell.ts';
import { enrolmentCode, type RunningProcess, startProcess } from './processes.ts';
import { type BenchResult, median } from './result.ts';

const GIB = 1024 ** 3;
const RUNS = 3;
/** What one request carries (electron/services/transfers.ts). */
const CHUNK = 16 * 1024 ** 2;
const MEMORY_GOAL_MB = 96;

const newId = () => uuidv7(Date.now(), randomBytes(10));

/** A file that nobody else has. */
async function makeFile(path: string): Promise<void> {
  const file = await open(path, 'w');
  for (let written = 0; written < GIB; written += 16 * 1024 ** 2)
    await file.write(randomBytes(16 * 1024 ** 2));
  await file.sync();
  await file.close();
}

async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The shell's process, asked one thing after the other. */
class Shell {
  readonly process: RunningProcess;
  #asked = 0;

  constructor(process: RunningProcess) {
    this.process = process;
  }

  /** @param onProgress bytes so far */
  ask(
    what: Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<string> {
    const { child } = this.process;
    const id = ++this.#asked;
    return new Promise((done, failed) => {
      const gone = () => failed(new Error('the shell ended'));
      const hear = (told: Told) => {
        if ('progress' in told) return onProgress(told.progress);
        if (told.id !== id) return;
        child.off('message', hear);
        child.off('exit', gone);
        if (told.ok) done(told.value);
        else failed(new Error(told.value));
      };
      child.on('message', hear);
      child.once('exit', gone);
      child.send({ id, ...what });
    });
  }
}

function put(port: number, path: string): Promise<void> {
  return new Promise((done, failed) => {
    const sending = request(
      { port, host: '127.0.0.1', method: 'PUT', headers: { 'content-length': GIB } },
      (response) => response.resume().once('end', done),
    );
    sending.on('error', failed);
    createReadStream(path, { highWaterMark: 1024 ** 2 }).pipe(sending);
  });
}

export async function run(): Promise<BenchResult[]> {
  globalThis.crypto ??= webcrypto as Crypto;
  const undo: (() => unknown)[] = [];
  try {
    const data = dataFolder();
    undo.push(data.remove);
    const path = (name: string) => join(data.path, name);
    for (const name of ['hub', 'shell', 'put']) mkdirSync(path(name));
    const [hubPort, putPort] = [await freePort(), await freePort()];
    const operatorToken = randomBytes(24).toString('base64url');
    const startHub = () =>
      startProcess(resolve('hub/main.ts'), ['--port', String(hubPort), '--data', path('hub'), '--sample'], {
        DATABASE_URL: '',
        HUB_OPERATOR_TOKEN: operatorToken,
      });
    let hub = await startHub();
    undo.push(() => hub.stop());
    const putServer = await startProcess(resolve('test/bench/blob/put-server.ts'), [
      String(putPort),
      path('put'),
    ]);
    undo.push(putServer.stop);
    const proxy = await openLine(hubPort);
    undo.push(proxy.close);

    const keys = await makeDeviceKeys();
    const code = await enrolmentCode(
      `http://127.0.0.1:${hubPort}`,
      operatorToken,
      sampleOrganisations[0].people[0].id,
    );
    const enrolled = await new HubClient(proxy.url).enrol({
      code,
      deviceName: 'Benchmark',
      proof: await signEnrolment(keys, { code, deviceName: 'Benchmark' }),
      hub: null,
      publicKey: await publicKeyOf(keys),
    });
    if (!enrolled.ok) throw new Error(enrolled.failure.message);
    const device = enrolled.value.identity.deviceId;
    const startShell = async (hubUrl: string) =>
      new Shell(await startProcess(resolve('test/bench/blob/shell.ts'), [path('shell'), hubUrl]));
    // Nothing is between the two while time is taken, as nothing is before the bare PUT.
    let shell = await startShell(`http://127.0.0.1:${hubPort}`);
    undo.push(() => shell.process.kill());
    const send = async (sha256: string, onProgress?: (done: number) => void) =>
      shell.ask(
        { what: 'send', device, sha256, assertion: await signAssertion(keys, device, new Date(), newId()) },
        onProgress,
      );

    const times = {
      add: [] as number[],
      sum: [] as number[],
      send: [] as number[],
      put: [] as number[],
      addInClear: [] as number[],
      sendInClear: [] as number[],
    };
    const growth = { shell: 0, hub: 0 };
    for (let count = 0; count < RUNS; count++) {
      const file = path(`file-${count}`);
      await makeFile(file);
      times.sum.push(await timed(() => execFileSync('sha256sum', [file])));
      const [shellMemory, hubMemory] = [watchMemory(shell.process.pid), watchMemory(hub.pid)];
      let sha256 = '';
      times.add.push(
        await timed(async () => {
          sha256 = await shell.ask({ what: 'add', path: file });
        }),
      );
      times.put.push(await timed(() => put(putPort, file)));
      times.send.push(await timed(() => send(sha256)));
      growth.shell = Math.max(growth.shell, shellMemory());
      growth.hub = Math.max(growth.hub, hubMemory());
      // Another file: what the hub has it does not take again.
      await makeFile(file);
      times.addInClear.push(
        await timed(async () => {
          sha256 = await shell.ask({ what: 'add-in-clear', path: file });
        }),
      );
      times.sendInClear.push(await timed(() => send(sha256)));
      rmSync(file);
    }

    /** Bytes that went to the hub beyond the file, where `kill` comes half-way. */
    const twice = async (name: string, kill: () => Promise<void>): Promise<number> => {
      const file = path(name);
      await makeFile(file);
      const sha256 = await shell.ask({ what: 'add', path: file });
      const before = proxy.sent();
      let killed: Promise<void> | null = null;
      await send(sha256, (done) => {
        if (done > GIB / 2) killed ??= kill();
      }).catch(() => undefined);
      if (!killed) throw new Error('the upload was over before the kill');
      await killed;
      await send(sha256);
      return proxy.sent() - before - GIB;
    };
    await shell.process.stop();
    shell = await startShell(proxy.url);
    const ofShell = await twice('killed-shell', async () => {
      await shell.process.kill();
      shell = await startShell(proxy.url);
    });
    const ofHub = await twice('killed-hub', async () => {
      await hub.kill();
      hub = await startHub();
    });

    const seconds = (each: readonly number[]) => median(each) / 1_000;
    const memory = (name: string, mb: number): BenchResult => ({
      name: `blob-1g, memory growth of the ${name} at its peak`,
      value: mb,
      unit: 'MB',
      against: `the goal of ${MEMORY_GOAL_MB} MB`,
      ratio: mb / MEMORY_GOAL_MB,
    });
    const again = (name: string, bytes: number): BenchResult => ({
      name: `blob-1g, sent twice after kill -9 of the ${name} half-way, headers included`,
      value: bytes / 1024 ** 2,
      unit: 'MiB',
      against: 'one chunk (16 MiB)',
      ratio: bytes / CHUNK,
    });
    return [
      {
        name: 'blob-1g, taken in by the shell: read, written, hashed, fsynced',
        value: seconds(times.add),
        unit: 's',
        against: `sha256sum of the file (${seconds(times.sum).toFixed(2)} s)`,
        ratio: seconds(times.add) / seconds(times.sum),
      },
      {
        name: 'blob-1g, sent by tus, hashed again and fsynced by the hub',
        value: seconds(times.send),
        unit: 's',
        against: `a bare PUT to a server that fsyncs (${seconds(times.put).toFixed(2)} s)`,
        ratio: seconds(times.send) / seconds(times.put),
      },
      {
        name: 'blob-1g, sealed, taken in by the shell',
        value: seconds(times.add),
        unit: 's',
        against: `the same in clear (${seconds(times.addInClear).toFixed(2)} s)`,
        ratio: seconds(times.add) / seconds(times.addInClear),
      },
      {
        name: 'blob-1g, sealed, sent',
        value: seconds(times.send),
        unit: 's',
        against: `the same from a file in clear (${seconds(times.sendInClear).toFixed(2)} s)`,
        ratio: seconds(times.send) / seconds(times.sendInClear),
      },
      memory('shell', growth.shell),
      memory('hub', growth.hub),
      again('shell', ofShell),
      again('hub', ofHub),
    ];
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

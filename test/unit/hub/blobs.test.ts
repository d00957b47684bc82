import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SENDING } from '../../../electron/services/transfers.ts';
import { readRange } from '../../../hub/routes/blobs.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { json, misbehavingServer } from '../../helpers/misbehaving-server.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';
import { testFiles } from '../../helpers/test-keys.ts';
import { bytesOf, halfFetched, someBytes, type TestShell, testShell } from '../../helpers/test-shell.ts';

const MIB = 1024 * 1024;
let hub: TestHub;
let one: TestShell;
let two: TestShell;
let other: TestShell;

beforeAll(async () => {
  hub = await startTestHub();
  const { engineer, secondEngineer, otherEngineer } = hub.sample.people;
  one = await testShell(await TestDevice.enrol(hub, engineer.id));
  two = await testShell(await TestDevice.enrol(hub, secondEngineer.id));
  other = await testShell(await TestDevice.enrol(hub, otherEngineer.id));
});
afterAll(() => hub.stop());

async function isComplete(shell: TestShell, sha256: string): Promise<boolean> {
  const answer = await shell.client.blobState({ device: shell.device.identity.deviceId, hashes: [sha256] });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.complete.includes(sha256);
}

const send = (shell: TestShell, sha256: string) =>
  shell.transfers.send({ device: shell.device.identity.deviceId, sha256 });

describe('[S9] attachments', () => {
  test('a file goes to the hub and from there to a colleague, with progress', async () => {
    const { bytes, sha256 } = someBytes(20 * MIB + 17);
    expect(await one.add(bytes)).toBe(sha256);
    expect(await isComplete(one, sha256)).toBe(false);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(one.progress.at(-1)).toEqual({ sha256, done: bytes.length, size: bytes.length });
    expect(await isComplete(two, sha256)).toBe(true);
    expect(await two.transfers.fetch({ sha256, size: bytes.length })).toEqual({ ok: true, value: {} });
    expect((await bytesOf(two.blobs, sha256)).equals(bytes)).toBe(true);
    expect(readdirSync(join(two.folder, 'transfers'))).toEqual([]);
    expect(readdirSync(join(one.folder, 'transfers'))).toEqual([]);
  });

  test('an empty file is a file', async () => {
    const sha256 = await one.add(new Uint8Array(0));
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(await two.transfers.fetch({ sha256, size: 0 })).toEqual({ ok: true, value: {} });
    expect((await bytesOf(two.blobs, sha256)).length).toBe(0);
  });

  test('a file that the hub has is not sent again, whoever sent it', async () => {
    const { bytes, sha256 } = someBytes(2 * MIB);
    await one.add(bytes);
    await two.add(bytes);
    await send(one, sha256);
    const before = two.progress.length;
    expect(await send(two, sha256)).toEqual({ ok: true, value: {} });
    expect(two.progress.length).toBe(before);
    const rows = await sql(hub.databaseUrl, 'SELECT 1 FROM blobs WHERE sha256 = $1', [sha256]);
    expect(rows).toHaveLength(1);
  });

  test('[S13] who knows a hash of another organisation gets nothing for it', async () => {
    const { bytes, sha256 } = someBytes(MIB);
    await one.add(bytes);
    await send(one, sha256);
    expect(await isComplete(other, sha256)).toBe(false);
    const fetched = await other.transfers.fetch({ sha256, size: bytes.length });
    expect(fetched).toMatchObject({ ok: false, failure: { code: 'unknown-file' } });
    // It is sent in full, and lies apart.
    await other.add(bytes);
    expect(await send(other, sha256)).toEqual({ ok: true, value: {} });
    expect(await sql(hub.databaseUrl, 'SELECT 1 FROM blobs WHERE sha256 = $1', [sha256])).toHaveLength(2);
  });

  test('[S13] an upload of another organisation cannot be seen, continued, finished or ended', async () => {
    const { sha256 } = someBytes(10);
    const created = await tus(one, 'POST', hubPaths.uploads, {
      'upload-length': '10',
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    });
    expect(created.status).toBe(201);
    const address = created.headers.get('location') ?? '';
    const upload = address.split('/').at(-1) ?? '';
    expect((await tus(one, 'HEAD', address, {})).status).toBe(200);
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
      expect((await tus(other, method, address, method === 'PATCH' ? headers : {})).status).toBe(404);
    }
    const finished = await request(hub.url, hubPaths.blobFinish, {
      token: other.device.token,
      body: { protocol: PROTOCOL, schema: SCHEMA, upload },
    });
    expect(finished.status).toBe(404);
  });

  test('a hub that is killed half-way goes on from the bytes it has', async () => {
    const { bytes, sha256 } = someBytes(64 * MIB);
    await one.add(bytes);
    const reached = new Promise<void>((done) => {
      one.watch(({ done: sent }) => sent > 20 * MIB && done());
    });
    const first = send(one, sha256);
    await reached;
    await hub.kill();
    expect(await first).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    await hub.restart();
    await one.restart();
    const [kept] = readdirSync(join(hub.blobs, 'incoming')).filter((name) => !name.endsWith('.json'));
    const had = readFileSync(join(hub.blobs, 'incoming', kept ?? '')).length;
    const before = one.progress.length;
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    const again = one.progress.slice(before);
    // Progress counts from where the hub is: nothing of what it had is sent again.
    expect(again[0]?.done).toBeGreaterThanOrEqual(had);
    expect(await isComplete(one, sha256)).toBe(true);
  });

  test('what arrived damaged is not complete: it is discarded, told, and sent again', async () => {
    const { bytes, sha256 } = someBytes(3 * MIB);
    await one.add(bytes);
    const damaged = Buffer.from(bytes);
    damaged[MIB] = (damaged[MIB] ?? 0) ^ 1;
    // The same size, another content: what a disk of before might make of it, on which files lay in clear.
    rmSync(one.blobs.pathOf(sha256));
    const inClear = join(one.folder, 'blobs', sha256.slice(0, 2), sha256);
    mkdirSync(join(inClear, '..'));
    writeFileSync(inClear, damaged);
    const refused = await send(one, sha256);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'hash' } });
    expect(await isComplete(one, sha256)).toBe(false);
    expect(await sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE sha256 = $1', [sha256])).toEqual([]);
    writeFileSync(inClear, bytes);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
  });

  test('security 29: what was changed on this computer’s disk is not sent: it is told and set aside', async () => {
    const { bytes, sha256 } = someBytes(3 * MIB);
    await one.add(bytes);
    const sealed = readFileSync(one.blobs.pathOf(sha256));
    sealed[MIB] = (sealed[MIB] ?? 0) ^ 1;
    writeFileSync(one.blobs.pathOf(sha256), sealed);
    expect(await send(one, sha256)).toMatchObject({ ok: false, failure: { code: 'damaged' } });
    expect(await isComplete(one, sha256)).toBe(false);
    expect(await one.blobs.has(sha256)).toBe(false);
    await one.add(bytes);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
  });

  test('a download that stopped goes on where it was, and one that is not what was named is thrown away', async () => {
    const { bytes, sha256 } = someBytes(5 * MIB);
    await one.add(bytes);
    await send(one, sha256);
    await halfFetched(two, sha256, bytes.subarray(0, 3 * MIB));
    const before = two.progress.length;
    expect(await two.transfers.fetch({ sha256, size: bytes.length })).toEqual({ ok: true, value: {} });
    expect(two.progress[before]?.done).toBeGreaterThan(3 * MIB);
    const next = someBytes(2 * MIB);
    await one.add(next.bytes);
    await send(one, next.sha256);
    await halfFetched(two, next.sha256, Buffer.alloc(MIB));
    const wrong = await two.transfers.fetch({ sha256: next.sha256, size: next.bytes.length });
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'hash' } });
    expect(await two.transfers.fetch({ sha256: next.sha256, size: next.bytes.length })).toMatchObject({
      ok: true,
    });
  });

  test('a transfer can be stopped; what was transferred is kept', async () => {
    const { bytes, sha256 } = someBytes(48 * MIB);
    await one.add(bytes);
    one.watch(({ sha256: which, done }) => {
      if (which === sha256 && done > 24 * MIB) one.transfers.stop({ sha256 });
    });
    expect(await send(one, sha256)).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    one.watch(() => undefined);
    const before = one.progress.length;
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    // The first piece was acknowledged; of the second the hub has what came before the line ended.
    expect(one.progress[before]?.done).toBeGreaterThanOrEqual(16 * MIB);
  });

  test('[S9] an upload that a restored database does not know is begun anew at once', async () => {
    const { bytes, sha256 } = someBytes(48 * MIB);
    await one.add(bytes);
    const reached = new Promise<void>((done) => {
      one.watch(({ done: sent }) => sent > 8 * MIB && done());
    });
    const first = send(one, sha256);
    await reached;
    one.transfers.stop({ sha256 });
    expect(await first).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    // The folder of files is as it was; the backup of the database was made before the upload began.
    await sql(hub.databaseUrl, 'DELETE FROM uploads WHERE sha256 = $1', [sha256]);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(await isComplete(one, sha256)).toBe(true);
  });

  test('[S9] of two uploads of one content the first that is whole ends the other, and leaves nothing of it', async () => {
    const { bytes, sha256 } = someBytes(48 * MIB);
    await one.add(bytes);
    await two.add(bytes);
    one.watch(({ done }) => done > 8 * MIB && one.transfers.stop({ sha256 }));
    expect(await send(one, sha256)).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    one.watch(() => undefined);
    const before = readdirSync(join(hub.blobs, 'incoming')).length;
    expect(await send(two, sha256)).toEqual({ ok: true, value: {} });
    expect(await sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE sha256 = $1', [sha256])).toEqual([]);
    expect(readdirSync(join(hub.blobs, 'incoming'))).toHaveLength(before - 2);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
  });

  test('[S9] what a killed hub left of uploads goes when a hub starts; what is on its way stays', async () => {
    const [{ id: organisation }, { deviceId: device }] = [
      one.device.identity.organisation,
      one.device.identity,
    ];
    const incoming = join(hub.blobs, 'incoming');
    const { bytes, sha256 } = someBytes(48 * MIB);
    await one.add(bytes);
    one.watch(({ done }) => done > 8 * MIB && one.transfers.stop({ sha256 }));
    expect(await send(one, sha256)).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    one.watch(() => undefined);
    // Earlier tests left files, too, of which nothing is known any more.
    const rows = await sql<{ id: string }>(hub.databaseUrl, 'SELECT id FROM uploads');
    const onItsWay = rows.flatMap(({ id }) => [id, `${id}.json`]).sort();
    // No row names the first; the content of the second is here already, by another upload.
    const whole = someBytes(MIB);
    await one.add(whole.bytes);
    expect(await send(one, whole.sha256)).toEqual({ ok: true, value: {} });
    for (const name of ['nobodys', 'second']) {
      writeFileSync(join(incoming, `${organisation}_${name}`), 'bytes');
      writeFileSync(join(incoming, `${organisation}_${name}.json`), '{}');
    }
    await sql(
      hub.databaseUrl,
      'INSERT INTO uploads (id, organisation_id, device_id, sha256, size) VALUES ($1, $2, $3, $4, $5)',
      [`${organisation}_second`, organisation, device, whole.sha256, MIB],
    );
    await hub.restart();
    await eventually(
      async () => readdirSync(incoming).sort(),
      (left) => left.join() === onItsWay.join(),
      'only what is on its way is left',
    );
    expect(await sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE sha256 = $1', [whole.sha256])).toEqual([]);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
  });

  test('limits of the organisation: one file, and all of them', async () => {
    const { id } = other.device.identity.organisation;
    const set = (file: number, total: number) =>
      sql(
        hub.databaseUrl,
        'UPDATE organisations SET max_file_bytes = $2, max_total_bytes = $3 WHERE id = $1',
        [id, file, total],
      );
    const { bytes, sha256 } = someBytes(MIB);
    await other.add(bytes);
    await set(MIB - 1, 100 * MIB);
    expect(await send(other, sha256)).toMatchObject({ ok: false, failure: { code: 'file-too-large' } });
    await set(MIB, MIB);
    expect(await send(other, sha256)).toMatchObject({ ok: false, failure: { code: 'quota' } });
    await set(MIB, 100 * MIB);
    expect(await send(other, sha256)).toEqual({ ok: true, value: {} });
  });

  test('two hubs on one database and one folder: begun at one, finished at the other', async () => {
    const beside = await startTestHub({ beside: hub });
    const { bytes, sha256 } = someBytes(40 * MIB);
    await one.add(bytes);
    one.watch(({ sha256: which, done }) => {
      if (which === sha256 && done > 16 * MIB) one.transfers.stop({ sha256 });
    });
    await send(one, sha256);
    one.watch(() => undefined);
    // The balancer sends the next request to the other hub.
    const through = await testShell(one.device, beside.url);
    await through.add(bytes);
    mkdirSync(join(through.folder, 'transfers'));
    copyFileSync(
      join(one.folder, 'transfers', `${testFiles.nameOf(sha256)}${SENDING}`),
      join(through.folder, 'transfers', `${testFiles.nameOf(sha256)}${SENDING}`),
    );
    expect(await send(through, sha256)).toEqual({ ok: true, value: {} });
    expect(through.progress[0]?.done).toBeGreaterThanOrEqual(16 * MIB);
    expect(await isComplete(one, sha256)).toBe(true);
    await beside.stop();
  });

  test('a hub that counts the bytes differently for a moment is no hub that refuses the file', async () => {
    const odd = await misbehavingServer();
    const { bytes, sha256 } = someBytes(MIB);
    const token = async () => (await one.device.exchange(await one.device.assertion())).body;
    let patch: [status: number, headers: Record<string, string>] = [409, {}];
    let said = 'Upload-Offset conflict';
    odd.answer((asked, response) => {
      const path = asked.url ?? '';
      if (path.startsWith(hubPaths.token)) void token().then((body) => json(response, 200, body));
      else if (path === hubPaths.blobFinish)
        json(response, 409, { code: 'not-whole', message: 'Of 2 bytes the hub has 1.' });
      else if (asked.method === 'POST')
        response.writeHead(201, { location: `${odd.url}${hubPaths.uploads}/an-upload` }).end();
      else if (asked.method === 'HEAD')
        response.writeHead(200, { 'upload-offset': '0', 'upload-length': String(MIB) }).end();
      else response.writeHead(...patch).end(said);
    });
    const through = await testShell(one.device, odd.url);
    await through.add(bytes);
    for (const answer of [409, 423, 460]) {
      patch = [answer, {}];
      expect(await send(through, sha256)).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    }
    // As this hub says it; others answer as the protocol's libraries do.
    for (const [status, code] of [
      [409, 'offset'],
      [408, 'slow'],
    ] as const) {
      said = JSON.stringify({ code, message: 'The hub says what it is.' });
      patch = [status, { 'content-type': 'application/json' }];
      expect(await send(through, sha256)).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    }
    said = '';
    // All was sent, and the hub has less: the same.
    patch = [204, { 'upload-offset': String(MIB) }];
    expect(await send(through, sha256)).toMatchObject({
      ok: false,
      failure: { kind: 'busy', code: 'not-whole' },
    });
    await odd.close();
    expect(await send(through, sha256)).toMatchObject({ ok: false, failure: { kind: 'offline' } });
  });

  test.each([
    ['no length', { 'upload-metadata': 'sha256 YQ==' }, 'upload-length'],
    ['no hash', { 'upload-length': '10' }, 'upload-metadata'],
    ['a hash that is none', { 'upload-length': '10', 'upload-metadata': 'sha256 YQ==' }, 'upload-metadata'],
    ['a negative length', { 'upload-length': '-1', 'upload-metadata': 'sha256 YQ==' }, 'upload-length'],
  ])('an upload with %s is refused', async (_what, headers, code) => {
    const answer = await tus(one, 'POST', hubPaths.uploads, headers);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code });
  });

  test('ranges are read strictly', () => {
    expect(readRange(undefined, 10)).toBeNull();
    expect(readRange('bytes=0-', 10)).toEqual({ start: 0, end: 9 });
    expect(readRange('bytes=3-4', 10)).toEqual({ start: 3, end: 4 });
    expect(readRange('bytes=3-400', 10)).toEqual({ start: 3, end: 9 });
    for (const header of ['bytes=10-', 'bytes=-5', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b'])
      expect(() => readRange(header, 10)).toThrow('does not have these bytes');
  });
});

function tus(
  shell: TestShell,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(new URL(path, hub.url), {
    method,
    headers: { authorization: `Bearer ${shell.device.token}`, 'tus-resumable': '1.0.0', ...headers },
  });
}

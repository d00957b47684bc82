/** Uploads under clients that mean harm or stand still: real requests, real sockets (security 34 and 37). */
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hubError, hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

const OCTETS = { 'content-type': 'application/offset+octet-stream' };
/** A busy machine takes its time. */
const PATIENCE = { timeout: 20_000 };
let hub: TestHub;
let engineer: TestDevice;
let colleague: TestDevice;
let other: TestDevice;
const sockets: Socket[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  engineer = await TestDevice.enrol(hub, people.engineer.id);
  colleague = await TestDevice.enrol(hub, people.secondEngineer.id);
  other = await TestDevice.enrol(hub, people.otherEngineer.id);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await sql(hub.databaseUrl, 'UPDATE organisations SET max_total_bytes = DEFAULT');
});
afterAll(() => hub.stop());

function tus(
  device: TestDevice,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
): Promise<Response> {
  return fetch(new URL(path, hub.url), {
    method,
    headers: { authorization: `Bearer ${device.token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
}

const announce = (device: TestDevice, size: number, sha256 = someBytes(8).sha256) =>
  tus(device, 'POST', hubPaths.uploads, {
    'upload-length': String(size),
    'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
  });

/** An upload that was begun. @returns its id */
async function begin(device: TestDevice, size: number, sha256?: string): Promise<string> {
  const created = await announce(device, size, sha256);
  expect(created.status).toBe(201);
  return created.headers.get('location')?.split('/').at(-1) ?? '';
}

const partOf = (device: TestDevice, upload: string, bytes: Uint8Array, offset = 0) =>
  tus(
    device,
    'PATCH',
    `${hubPaths.uploads}/${upload}`,
    { ...OCTETS, 'upload-offset': String(offset) },
    bytes,
  );

const finish = (device: TestDevice, upload: string) =>
  request(hub.url, hubPaths.blobFinish, {
    token: device.token,
    body: { protocol: PROTOCOL, schema: SCHEMA, upload },
  });

async function sendWhole(device: TestDevice, size: number): Promise<{ status: number; body: unknown }> {
  const { bytes, sha256 } = someBytes(size);
  const upload = await begin(device, size, sha256);
  const part = await partOf(device, upload, bytes);
  if (part.status !== 204) return { status: part.status, body: await part.json() };
  return finish(device, upload);
}

const limit = (device: TestDevice, bytes: number) =>
  sql(
    hub.databaseUrl,
    `UPDATE organisations SET max_total_bytes = $2 + (SELECT coalesce(sum(size), 0) FROM blobs WHERE organisation_id = $1)
      WHERE id = $1`,
    [device.identity.organisation.id, bytes],
  );

/** A part of an upload of which one byte comes, and then nothing. */
async function stall(device: TestDevice, upload: string, length: number): Promise<void> {
  const socket = connect(hub.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await new Promise<void>((done) =>
    socket.write(
      `PATCH ${hubPaths.uploads}/${upload} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${device.token}\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: ${length}\r\n\r\nx`,
      () => done(),
    ),
  );
}

describe('another organisation’s upload', () => {
  const tricks = (own: string, theirs: string) => [
    `${own}_x?/${theirs}`,
    `${own}_x?a=/${theirs}`,
    `${own}_x?/${encodeURIComponent(`/${theirs}`)}`,
    `${own}_x%3F/${theirs}`,
    `${own}_x%2F${theirs}`,
    `${own}_x;/${theirs}`,
    `${own}_x/../${theirs}`,
    theirs,
  ];

  test('security 34: is read, written and deleted by no address, whatever stands behind an id of one’s own', async () => {
    const upload = await begin(engineer, 500);
    const bytes = someBytes(100).bytes;
    expect((await partOf(engineer, upload, bytes)).status).toBe(204);
    for (const trick of tricks(other.identity.organisation.id, upload)) {
      const address = `${hubPaths.uploads}/${trick}`;
      expect([trick, (await tus(other, 'HEAD', address)).status]).toEqual([trick, 404]);
      const headers = { ...OCTETS, 'upload-offset': '100' };
      const written = await tus(other, 'PATCH', address, headers, someBytes(17).bytes);
      expect([trick, written.status]).toEqual([trick, 404]);
      expect([trick, (await tus(other, 'DELETE', address)).status]).toEqual([trick, 404]);
    }
    const stands = await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`);
    expect([stands.status, stands.headers.get('upload-offset')]).toEqual([200, '100']);
    expect(readFileSync(join(hub.blobs, 'incoming', upload)).equals(bytes)).toBe(true);
  });

  test('security 34: nothing stands behind the name of an upload, of one’s own neither', async () => {
    const upload = await begin(engineer, 500);
    const answer = await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}?x=1`);
    expect(answer.status).toBe(404);
    const ended = await tus(engineer, 'DELETE', `${hubPaths.uploads}/${upload}`);
    expect(ended.status).toBe(204);
    expect(await sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE id = $1', [upload])).toEqual([]);
  });
});

describe('uploads that are announced, and do not come', () => {
  test('security 37: take no room of colleagues: what came counts, not what was announced', async () => {
    await limit(engineer, 5_000);
    for (let round = 0; round < 59; round++) expect((await announce(engineer, 4_000)).status).toBe(201);
    expect((await sendWhole(colleague, 100)).status).toBe(200);
  });

  test('security 37: a device has a few open: one more ends the one that waited longest, and its file', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const [first = '', second = '', ...rest] = await inTurn(10, () => begin(device, 10));
    expect((await partOf(device, first, someBytes(3).bytes)).status).toBe(204);
    await expect.poll(() => received(first), PATIENCE).toBe(3);
    const last = await begin(device, 10);
    const open = await sql<{ id: string }>(hub.databaseUrl, 'SELECT id FROM uploads WHERE device_id = $1', [
      device.identity.deviceId,
    ]);
    expect(open.map(({ id }) => id).sort()).toEqual([first, ...rest, last].sort());
    expect(readdirSync(join(hub.blobs, 'incoming'))).not.toContain(second);
  });

  test('security 37: what came counts: a part that is over the room is refused, and a file that is whole as well', async () => {
    await limit(engineer, 5_000);
    const { bytes, sha256 } = someBytes(4_000);
    const [upload, second] = [await begin(engineer, 4_000, sha256), await begin(colleague, 3_000)];
    expect((await partOf(engineer, upload, bytes)).status).toBe(204);
    await expect.poll(() => received(upload), PATIENCE).toBe(4_000);
    const refused = await partOf(colleague, second, someBytes(3_000).bytes);
    expect([refused.status, hubError.parse(await refused.json()).code]).toEqual([413, 'quota']);
    expect((await partOf(colleague, second, someBytes(500).bytes)).status).toBe(204);
    await limit(engineer, 3_999);
    expect(await finish(engineer, upload)).toMatchObject({ status: 413, body: { code: 'quota' } });
    await limit(engineer, 4_000);
    expect((await finish(engineer, upload)).status).toBe(200);
  });

  test('security 37: what an ended device announced and sent is dropped at once', async () => {
    const lost = await TestDevice.enrol(hub, sample.people.engineer.id);
    await limit(lost, 5_000);
    const upload = await begin(lost, 4_000);
    expect((await partOf(lost, upload, someBytes(3_500).bytes)).status).toBe(204);
    await expect.poll(() => received(upload), PATIENCE).toBe(3_500);
    const { deviceId } = lost.identity;
    const ended = await request(hub.url, hubPaths.revokeDevice, {
      token: hub.operatorToken,
      body: { deviceId, reason: 'The laptop was lost.' },
    });
    expect(ended.status).toBe(200);
    expect((await sendWhole(colleague, 4_000)).status).toBe(200);
    await expect
      .poll(() => sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE device_id = $1', [deviceId]), PATIENCE)
      .toEqual([]);
    await expect.poll(() => readdirSync(join(hub.blobs, 'incoming')), PATIENCE).not.toContain(upload);
  });

  test.each(['executive', 'certificationAdmin', 'desk'] as const)(
    'security 37: who adds no files to cases may not upload: %s',
    async (who) => {
      const device = await TestDevice.enrol(hub, sample.people[who].id);
      const answer = await announce(device, 10);
      expect([answer.status, hubError.parse(await answer.json()).code]).toEqual([403, 'role-forbidden']);
    },
  );
});

describe('parts that stand still', () => {
  test('security 37: thirty-two of them stop nobody’s upload', async () => {
    const devices = await inTurn(8, () => TestDevice.enrol(hub, sample.people.engineer.id));
    for (const device of devices)
      for (let part = 0; part < 4; part++) await stall(device, await begin(device, 1_000), 1_000);
    // Each is at work by now: its upload is locked.
    await expect.poll(locks, PATIENCE).toBe(32);
    expect((await sendWhole(other, 2_000)).status).toBe(200);
    expect((await sendWhole(colleague, 2_000)).status).toBe(200);
  });

  test('security 37: one organisation’s leave places to the others', async () => {
    const devices = await inTurn(17, () => TestDevice.enrol(hub, sample.people.engineer.id));
    const uploads: [TestDevice, string][] = [];
    for (const device of devices)
      for (let part = 0; part < 4; part++) uploads.push([device, await begin(device, 1_000)]);
    for (const [device, upload] of uploads) await stall(device, upload, 1_000);
    await expect.poll(locks, PATIENCE).toBe(64);
    expect((await announce(colleague, 10)).status).toBe(429);
    expect((await sendWhole(other, 2_000)).status).toBe(200);
  });

  test('[S9] an upload has one writer: the second asks the first to let go, and goes on from what it brought', async () => {
    const { bytes, sha256 } = someBytes(1_000);
    const upload = await begin(engineer, 1_000, sha256);
    await stall(engineer, upload, 1_000);
    await expect.poll(locks, PATIENCE).toBe(1);
    const stands = await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`);
    const offset = Number(stands.headers.get('upload-offset'));
    expect([stands.status, offset]).toEqual([200, 1]);
    const rest = await partOf(engineer, upload, bytes.subarray(offset), offset);
    expect(rest.status).toBe(204);
  });
});

describe('what the protocol of uploads refuses', () => {
  test('security 27: is said in the hub’s one form', async () => {
    const upload = await begin(engineer, 10);
    const address = `${hubPaths.uploads}/${upload}`;
    const headers = { ...OCTETS, 'upload-offset': '0' };
    const bytes = someBytes(20).bytes;
    const answers = [
      await tus(engineer, 'PATCH', address, { ...headers, 'upload-offset': '7' }, bytes.subarray(0, 3)),
      await tus(engineer, 'PATCH', address, headers, bytes),
      await tus(engineer, 'PATCH', address, OCTETS, bytes.subarray(0, 3)),
      await tus(engineer, 'PATCH', address, { ...headers, 'tus-resumable': '0.9' }, bytes.subarray(0, 3)),
      await tus(engineer, 'PATCH', `${address}0`, headers, bytes.subarray(0, 3)),
    ];
    const said = await Promise.all(
      answers.map(async (answer) => [answer.status, hubError.parse(await answer.json()).code]),
    );
    expect(said).toEqual([
      [409, 'offset'],
      [413, 'too-large'],
      [403, 'malformed'],
      [400, 'malformed'],
      [404, 'unknown-upload'],
    ]);
  });

  const named = `sha256 ${Buffer.from(someBytes(8).sha256).toString('base64')}`;
  const beginning = { 'upload-length': '5', 'upload-metadata': named };
  test.each<[string, Record<string, string>, number, string]>([
    ['a part of a file', { 'upload-concat': 'partial' }, 400, 'upload-kind'],
    [
      'parts that are put together',
      { 'upload-concat': 'final;/v1/uploads/a /v1/uploads/b' },
      400,
      'upload-kind',
    ],
    ['parts without a word for them', { 'upload-concat': '' }, 400, 'upload-kind'],
    ['a length that comes later', { 'upload-defer-length': '1' }, 400, 'upload-kind'],
    ['no length', { 'upload-length': '' }, 400, 'upload-length'],
    ['more than a file may have', { 'upload-length': '9007199254740991' }, 413, 'file-too-large'],
    ['a file without a hash', { 'upload-metadata': 'a' }, 400, 'upload-metadata'],
    ['a hash with a list behind it', { 'upload-metadata': `${named},${named}` }, 400, 'upload-metadata'],
    ['another version', { 'tus-resumable': '0.2.2' }, 400, 'malformed'],
  ])(
    'security 37: an upload is not begun with %s, is told so once, and takes no place',
    async (_name, headers, status, code) => {
      const answer = await tus(other, 'POST', hubPaths.uploads, { ...beginning, ...headers });
      expect([answer.status, hubError.parse(await answer.json()).code]).toEqual([status, code]);
      // 'Later' would have a console ask for ever.
      expect(answer.headers.get('retry-after')).toBeNull();
      expect(
        await sql(hub.databaseUrl, 'SELECT 1 FROM uploads WHERE device_id = $1', [other.identity.deviceId]),
      ).toEqual([]);
    },
  );

  test('security 27: no page of another site reads an answer, and proxies behind one another harm no upload', async () => {
    const headers = { ...beginning, origin: 'https://site.example', 'x-forwarded-proto': 'https, http' };
    const begun = await tus(other, 'POST', hubPaths.uploads, headers);
    expect([begun.status, begun.headers.get('access-control-allow-origin')]).toEqual([201, null]);
    const address = begun.headers.get('location') ?? '';
    const state = await tus(other, 'HEAD', address, headers);
    expect([state.status, state.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    expect((await tus(other, 'DELETE', address, headers)).status).toBe(204);
  });

  test('security 27: a database that is away is said without words of the database', async () => {
    const upload = await begin(engineer, 10);
    await sql(hub.databaseUrl, 'ALTER TABLE uploads RENAME TO uploads_gone');
    const answer = await partOf(engineer, upload, someBytes(3).bytes);
    await sql(hub.databaseUrl, 'ALTER TABLE uploads_gone RENAME TO uploads');
    const text = await answer.text();
    expect([answer.status, hubError.parse(JSON.parse(text)).code]).toEqual([503, 'failed']);
    expect(text).not.toMatch(/relation|uploads/);
  });
});

async function inTurn<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let each = 0; each < count; each++) made.push(await make());
  return made;
}

async function received(upload: string): Promise<number | undefined> {
  const [row] = await sql<{ received: number }>(
    hub.databaseUrl,
    'SELECT received::int FROM uploads WHERE id = $1',
    [upload],
  );
  return row?.received;
}

/** Uploads that are being written, as PostgreSQL sees it. */
async function locks(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    hub.databaseUrl,
    `SELECT count(*)::int AS count FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()`,
  );
  return row?.count ?? 0;
}

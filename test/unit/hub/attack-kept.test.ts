/** What the hub keeps of a device, and whether it is counted (security 37). Real requests. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, systemOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, newId, request, TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

type Person = keyof TestHub['sample']['people'];
const enrol = (person: Person) => TestDevice.enrol(hub, hub.sample.people[person].id);

const counted = async (device: TestDevice) =>
  (
    await sql<{ rows: number; bytes: number }>(
      hub.databaseUrl,
      'SELECT sum(rows)::int AS rows, sum(bytes)::int AS bytes FROM organisation_days WHERE organisation_id = $1',
      [device.identity.organisation.id],
    )
  )[0] ?? { rows: 0, bytes: 0 };

test('security 37: edits that are refused are counted too, since their answers are kept', async () => {
  for (const [person, table] of [
    ['engineer', 'no-such-table'],
    ['engineer', 'products'],
    ['catalogueAdmin', 'cases'],
    ['desk', 'no-such-table'],
  ] as const) {
    const device = await enrol(person);
    const before = await counted(device);
    const edits = Array.from({ length: 50 }, (): Edit => ({ table, key: newId(), op: 'insert' }));
    const { results } = await device.push(...edits);
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(50).fill('rejected'));
    expect([person, table, (await counted(device)).rows - before.rows]).toEqual([person, table, 50]);
  }
});

test('security 37: what a clash keeps counts as it is kept, and not as the few bytes that made it', async () => {
  const [author, attacker] = [await enrol('engineer'), await enrol('engineer')];
  const record = caseOf(author);
  const notes = '€'.repeat(19_900);
  const system = systemOf(author, record.id, { notes });
  await author.push(insertOf('cases', record), insertOf('systems', system));
  const before = await counted(author);
  const wanted = { table: 'systems', key: system.id, op: 'delete', base: {} } as const;
  const { results } = await attacker.push(...Array.from({ length: 40 }, (): Edit => wanted));
  expect(results.map(({ outcome }) => outcome)).toEqual(Array(40).fill('conflict'));
  const after = await counted(author);
  expect(after.rows - before.rows).toBe(80);
  expect(after.bytes - before.bytes).toBeGreaterThan(40 * notes.length);

  // And is refused where it is more than a day's.
  const { id } = author.identity.organisation;
  await sql(
    hub.databaseUrl,
    'INSERT INTO organisation_limits (organisation_id, bytes_a_day) VALUES ($1, $2)',
    [id, after.bytes + 100_000],
  );
  const more = await attacker.send(Array.from({ length: 40 }, () => attacker.mutation(wanted)));
  expect([more.status, more.body]).toMatchObject([429, { code: 'organisation-limit' }]);
  expect((await counted(author)).bytes).toBe(after.bytes);
  await sql(hub.databaseUrl, 'DELETE FROM organisation_limits WHERE organisation_id = $1', [id]);
});

test('security 37: that a console went on for a day is in the audit once, however often it says so', async () => {
  const device = await enrol('engineer');
  for (let count = 0; count < 5; count++) {
    const body = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await device.assertion(),
    };
    expect((await request(hub.url, `${hubPaths.token}?extended=1`, { body })).status).toBe(200);
  }
  const entries = await sql(hub.databaseUrl, 'SELECT 1 FROM audit WHERE action = $1 AND subject = $2', [
    'lease-extended',
    device.identity.deviceId,
  ]);
  expect(entries).toHaveLength(1);
});

test('security 37: an upload that is refused leaves no place behind, and a length is digits alone', async () => {
  const device = await enrol('engineer');
  const metadata = `sha256 ${Buffer.from(someBytes(8).sha256).toString('base64')}`;
  const begin = async (headers: Record<string, string>) =>
    (
      await fetch(hub.url + hubPaths.uploads, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${device.token}`,
          'tus-resumable': '1.0.0',
          'upload-metadata': metadata,
          ...headers,
        },
      })
    ).status;
  for (const length of ['', '1e3', '0x10', '-1', '1.0', 'Infinity', '9'.repeat(17)])
    expect([length, await begin({ 'upload-length': length })]).toEqual([length, 400]);
  expect(await begin({ 'upload-length': '5', 'tus-resumable': '0.2.0' })).toBeGreaterThan(399);
  expect(await begin({ 'upload-length': '5', 'upload-concat': 'final;/v1/uploads/x' })).toBeGreaterThan(399);
  const open = 'SELECT 1 FROM uploads WHERE device_id = $1';
  expect(await sql(hub.databaseUrl, open, [device.identity.deviceId])).toEqual([]);
});

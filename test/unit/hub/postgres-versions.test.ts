/**
 * The lowest PostgreSQL that a hub takes (all other tests run on the newest), and how data comes from one version of
 * PostgreSQL to the next, as docs/operations/backup.md says.
 */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '../../../hub/store/embedded.ts';
import { rowHash } from '../../../shared/base/hash.ts';
import { sample, startTestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { commentOf } from '../../helpers/hub-rows.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';
import { programsOf15 } from '../../helpers/postgres-15.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const SECRET = 'a secret of these tests, long enough';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  return path;
}

async function refusedOn(databaseUrl: string): Promise<string> {
  const env = { DATABASE_URL: databaseUrl, HUB_SECRET: SECRET, HUB_BLOBS: folder() };
  const { code, output } = await hubCommand(['--port', '0'], env);
  expect(code).toBe(1);
  expect(output.split('\n')).toHaveLength(1);
  return output;
}

test('[S4][S7] a hub on PostgreSQL 15 takes a case to its ticket; its backup goes on under the version that comes along', async () => {
  const [old, data, backup] = [folder(), folder(), join(folder(), 'backup')];
  // Under root, the initdb of 15 leaves the folder that it was started in, and looks for it by its path.
  chmodSync(old, 0o711);
  const server = await startEmbeddedDatabase(old, programsOf15);
  cleanups.push(() => server.stop());
  const hub = await startTestHub({ databaseUrl: server.url });
  cleanups.push(() => hub.stop());
  expect(hub.output()).toMatch(/"event":"started","version":"[\d.]+","postgresql":"15\.\d+"/);

  const device = await TestDevice.enrol(hub, sample.people.engineer.id);
  const colleague = await TestDevice.enrol(hub, sample.people.secondEngineer.id);
  const stream = await listen(colleague);
  cleanups.push(() => stream.close());
  const contents = completeContents(device);
  const { result } = await handOff(device, contents);
  if (result.outcome !== 'applied' || !result.receipt) throw new Error(`no ticket: ${result.outcome}`);
  const { ticket } = result.receipt;
  await device.insert('comments', commentOf(device, contents.case.id));
  const { head } = await device.pullAll();
  await stream.until(({ version }) => version === head.version);
  const env = { DATABASE_URL: server.url, HUB_SECRET: hub.secret };
  expect(await hubCommand(['backup', '--to', backup, '--without-blobs', '--with-secret'], env)).toMatchObject(
    {
      code: 0,
    },
  );
  await hub.stop();
  await server.stop();

  // The release with the next PostgreSQL is put in place, and started on the folder as it is.
  const words =
    /is PostgreSQL 15’s, and this hub brings PostgreSQL \d\d\. Nothing was changed\. With the hub of before, take a backup/;
  const start = await hubCommand(['--port', '0', '--data', old]);
  expect(start.code).toBe(1);
  expect(start.output).toMatch(words);
  expect(readFileSync(join(old, 'postgres', 'PG_VERSION'), 'utf8').trim()).toBe('15');

  expect(await hubCommand(['restore', '--from', backup, '--data', data])).toMatchObject({ code: 0 });
  const next = await startEmbeddedDatabase(data);
  cleanups.push(() => next.stop());
  const later = await startTestHub({ beside: { ...hub, databaseUrl: next.url }, port: hub.port });
  cleanups.push(() => later.stop());
  const before = new Map((await colleague.pullAll()).rows.map((row) => [row.key, rowHash(row)]));
  expect(before.has(contents.case.id)).toBe(true);
  const tickets = 'SELECT ticket FROM escalations';
  expect(await sql(next.url, tickets)).toEqual([{ ticket }]);
  // Devices of before go on with their keys and numbers.
  await device.authenticate();
  const comment = commentOf(device, contents.case.id);
  expect((await device.insert('comments', comment)).results).toMatchObject([{ outcome: 'applied' }]);
});

test('a PostgreSQL that is too old is refused before anything is written', async () => {
  const url = await freshDatabase();
  const name = new URL(url).pathname.slice(1);
  // What the server says of itself, said by a function that stands before its own.
  await sql(url, `ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await sql(
    url,
    `CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql STABLE AS $$
       SELECT CASE $1 WHEN 'server_version_num' THEN '140023' WHEN 'server_version' THEN '14.23'
                      ELSE pg_catalog.current_setting($1) END $$`,
  );
  expect(await refusedOn(url)).toBe(
    'The database cannot be used: PostgreSQL is 14.23; this hub needs 15 or newer. Nothing was changed. Upgrade PostgreSQL, then start the hub again.',
  );
  expect(await sql(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
});

test('a database that cannot hold every language’s letters is refused', async () => {
  const server = await freshDatabase();
  const url = `${server}_ascii`;
  await sql(
    server,
    `CREATE DATABASE ${new URL(url).pathname.slice(1)} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`,
  );
  expect(await refusedOn(url)).toContain('encoding is SQL_ASCII; the hub needs UTF8. Nothing was changed.');
});

test('a PostgreSQL that may lose what consoles were told is safe is said so, once', async () => {
  const databaseUrl = await freshDatabase();
  await sql(
    databaseUrl,
    `ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} SET synchronous_commit = off`,
  );
  const hub = await startTestHub({ databaseUrl, sample: false });
  cleanups.push(() => hub.stop());
  const lines = hub
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"database"'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('PostgreSQL runs with synchronous_commit off');
});

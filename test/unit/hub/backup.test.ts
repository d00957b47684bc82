/** Backup, verify and restore of a hub as commands, on a real PostgreSQL (S7). */
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startHub } from '../../../hub/hub.ts';
import { outsideSettings } from '../../../hub/webhooks/start.ts';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { pushResponse } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand, hubProcess } from '../../helpers/hub-command.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import {
  completeContents,
  editsOf,
  handOff,
  handoffOf,
  packetOf,
  signatureOf,
} from '../../helpers/packets.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  return path;
}

const envOf = (databaseUrl: string) => ({ DATABASE_URL: databaseUrl, HUB_SECRET: hub.secret });

async function backUp(to: string, ...flags: string[]): Promise<void> {
  const taken = await hubCommand(['backup', '--to', to, ...flags], envOf(hub.databaseUrl));
  expect(taken).toMatchObject({ code: 0 });
}

/** A hub on what the backup holds, with the secret and the port of the first. */
async function restored(from: string, databaseUrl: string): Promise<TestHub> {
  const done = await hubCommand(['restore', '--from', from], envOf(databaseUrl));
  expect(done).toMatchObject({ code: 0 });
  const beside = await startTestHub({ beside: { ...hub, databaseUrl } });
  cleanups.push(() => beside.stop());
  return beside;
}

/** Changes the manifest as a person with an editor would who also knows of its hash. */
function changeManifest(backup: string, change: (manifest: Record<string, unknown>) => void): void {
  const path = join(backup, 'manifest.json');
  const value = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(value);
  const text = JSON.stringify(value);
  writeFileSync(path, text);
  writeFileSync(`${path}.sha256`, sha256OfText(text));
}

function blobIn(blobs: string, organisation: string): string {
  const bytes = randomBytes(300_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(join(blobs, organisation), { recursive: true });
  writeFileSync(join(blobs, organisation, sha256), bytes);
  return sha256;
}

describe('backup', () => {
  test('[S7] of a hub that is written to: one snapshot, whose rows add up to the scopes’ hashes', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    let writing = true;
    const writes = (async () => {
      while (writing) await device.insert('comments', commentOf(device, row.id, { text: 'a \u2028 b\n"c"' }));
    })();
    const to = join(folder(), 'backup');
    // As processes of their own, as an operator runs them.
    const taken = await hubProcess(['backup', '--to', to, '--without-blobs'], envOf(hub.databaseUrl));
    expect(taken).toMatchObject({ code: 0 });
    writing = false;
    await writes;
    expect(await hubProcess(['verify', '--from', to])).toMatchObject({ code: 0 });
    expect(statSync(join(to, 'tables', 'rows.jsonl')).mode & 0o077).toBe(0);
    expect(readdirSync(join(to, '..'))).toEqual(['backup']);
  });

  test('a target that is there is refused and left alone', async () => {
    const to = folder();
    writeFileSync(join(to, 'mine'), 'x');
    const answer = await hubCommand(['backup', '--to', to, '--without-blobs'], envOf(hub.databaseUrl));
    expect(answer).toMatchObject({ code: 1 });
    expect(answer.output).toContain('is there already');
    expect(readdirSync(to)).toEqual(['mine']);
  });

  test('the secret is in it only where that was asked for', async () => {
    const parent = folder();
    await backUp(join(parent, 'without'), '--without-blobs');
    await backUp(join(parent, 'with'), '--without-blobs', '--with-secret');
    expect(existsSync(join(parent, 'without', 'secret'))).toBe(false);
    expect(readFileSync(join(parent, 'with', 'secret'), 'utf8')).toBe(hub.secret);
    for (const name of readdirSync(join(parent, 'without', 'tables')))
      expect(readFileSync(join(parent, 'without', 'tables', name), 'utf8')).not.toContain(hub.secret);
  });

  test('[S9] attachments that are complete come along, hashed; the next backup links them', async () => {
    const organisation = sample.organisations[0].id;
    const [parent, blobs] = [folder(), folder()];
    const hashes = [blobIn(blobs, organisation), blobIn(blobs, organisation)];
    // A file that no row names: an upload that never became whole.
    blobIn(blobs, organisation);
    for (const sha256 of hashes)
      await sql(
        hub.databaseUrl,
        'INSERT INTO blobs (organisation_id, sha256, size, location) VALUES ($1, $2, 300000, $3)',
        [organisation, sha256, join(organisation, sha256)],
      );
    cleanups.push(() => sql(hub.databaseUrl, 'DELETE FROM blobs'));
    await backUp(join(parent, 'first'), '--blobs', blobs);
    await backUp(join(parent, 'second'), '--blobs', blobs, '--previous', join(parent, 'first'));
    const held = join(parent, 'second', 'blobs', organisation);
    expect(readdirSync(held).sort()).toEqual([...hashes].sort());
    for (const sha256 of hashes) expect(statSync(join(held, sha256)).nlink).toBe(2);
    const target = folder();
    const done = await hubCommand(
      ['restore', '--from', join(parent, 'second'), '--blobs', target],
      envOf(await freshDatabase()),
    );
    expect(done).toMatchObject({ code: 0 });
    expect(readdirSync(join(target, organisation)).sort()).toEqual([...hashes].sort());
    // One that rots on the hub's disk is told, and no backup appears.
    appendFileSync(join(blobs, organisation, hashes[0] ?? ''), 'x');
    const rotten = await hubCommand(
      ['backup', '--to', join(parent, 'third'), '--blobs', blobs],
      envOf(hub.databaseUrl),
    );
    expect(rotten).toMatchObject({ code: 1 });
    expect(rotten.output).toContain('is not what its name says');
    expect(readdirSync(parent).sort()).toEqual(['first', 'second']);
  });
});

describe('verify', () => {
  test.each([
    [
      'a row that was changed',
      (to: string) => {
        const path = join(to, 'tables', 'rows.jsonl');
        writeFileSync(path, readFileSync(path, 'utf8').replace('Sample', 'Simple'));
      },
      'is not what its hash says',
    ],
    [
      'a file that was cut off',
      (to: string) => {
        const path = join(to, 'tables', 'people.jsonl');
        writeFileSync(path, readFileSync(path).subarray(0, 100));
      },
      'was cut off or changed',
    ],
    [
      'a row that is no row any more, without a word of it',
      (to: string) => {
        const path = join(to, 'tables', 'rows.jsonl');
        writeFileSync(path, readFileSync(path, 'utf8').replace('{', 'Sample{'));
      },
      'rows.jsonl was cut off or changed: it has a line that no hub writes.',
    ],
    [
      'a table that is gone',
      (to: string) => rmSync(join(to, 'tables', 'people.jsonl')),
      'people.jsonl cannot be read (ENOENT): the backup is not whole.',
    ],
    [
      'a manifest that was cut off',
      (to: string) => {
        const path = join(to, 'manifest.json');
        writeFileSync(path, readFileSync(path).subarray(0, 100));
      },
      'was cut off or changed',
    ],
    [
      'a folder that is no backup',
      (to: string) => writeFileSync(join(to, 'manifest.json.sha256'), ''),
      'was cut off or changed',
    ],
    [
      'a backup of a newer format',
      (to: string) =>
        changeManifest(to, (manifest) => {
          manifest.format = 2;
          manifest.more = true;
        }),
      'taken by a newer hub',
    ],
  ])('[S7] %s is told, and restore writes nothing', async (_what, harm, words) => {
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    harm(to);
    const verified = await hubCommand(['verify', '--from', to]);
    expect(verified).toMatchObject({ code: 1 });
    expect(verified.output).toContain(words);
    const databaseUrl = await freshDatabase();
    expect((await hubCommand(['restore', '--from', to], envOf(databaseUrl))).output).toContain(words);
    expect(await sql(databaseUrl, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  test('[S8] a row whose hash does not fit its content is told, even where all files are as they were written', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    await sql(hub.databaseUrl, `UPDATE rows SET data = jsonb_set(data, '{title}', '"rot"') WHERE key = $1`, [
      row.id,
    ]);
    cleanups.push(() =>
      sql(hub.databaseUrl, 'UPDATE rows SET data = jsonb_set(data, $2, to_jsonb($3::text)) WHERE key = $1', [
        row.id,
        '{title}',
        row.title,
      ]),
    );
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    expect((await hubCommand(['verify', '--from', to])).output).toContain(`The row cases ${row.id}`);
  });
});

describe('restore', () => {
  test('[S7] gives all that was there, under new epochs, and goes on where the counters stood', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const contents = completeContents(device);
    const { result } = await handOff(device, contents);
    const before = await device.pullAll();
    const code = await hub.enrolmentCode(sample.people.lead.id);
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    const databaseUrl = await freshDatabase();
    const second = await restored(to, databaseUrl);
    device.url = second.url;
    expect(await device.askPull(device.organisationScope, before.cursor)).toMatchObject({
      status: 410,
      body: { code: 'cursor-expired', lastN: device.nextN - 1 },
    });
    const after = await device.pullAll();
    expect(after.head).toEqual(before.head);
    expect(after.rows).toEqual(before.rows);
    expect(after.cursor.epoch).not.toBe(before.cursor.epoch);
    const epochs = 'SELECT name, epoch FROM scopes ORDER BY name';
    const [was, is] = [await sql(hub.databaseUrl, epochs), await sql(databaseUrl, epochs)];
    expect(is).toHaveLength(was.length);
    for (const [index, each] of was.entries()) expect(is[index]?.epoch).not.toBe(each.epoch);
    // A code that was open then may have been used since, and a ticket given out: neither comes twice.
    expect(await sql(databaseUrl, 'SELECT 1 FROM enrolment_codes WHERE used_at IS NULL')).toEqual([]);
    expect(code).not.toBe('');
    const again = await handOff(device, completeContents(device));
    const number = (each: typeof result) =>
      each.outcome === 'applied' ? Number(each.receipt?.ticket.replace(/\D/g, '')) : 0;
    expect(number(again.result)).toBeGreaterThan(number(result) + 9_000);
    // Identities go on behind the rows that were restored.
    await TestDevice.enrol(second, sample.people.engineer.id);
  });

  test('[S3] a push whose answer was lost gets the stored result from the restored hub as well', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    const edits = [device.mutation({ table: 'cases', key: row.id, op: 'insert', patch: row as never })];
    const first = pushResponse.parse((await device.send(edits)).body);
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    device.url = (await restored(to, await freshDatabase())).url;
    const again = pushResponse.parse((await device.send(edits)).body);
    expect(again.results).toEqual(first.results);
  });

  test('[S7] what the hub makes of an edit that is sent again is the same row as before, not a second one', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const contents = completeContents(device);
    await device.push(...editsOf(contents));
    // Of its own: the lead of other tests counts on other hubs.
    const lead = await TestDevice.enrol(hub, sample.people.lead.id);
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    const packet = packetOf(device, contents);
    const own = await signatureOf(device, packet);
    const signed = device.mutation({
      table: 'signatures',
      key: own.id,
      op: 'insert',
      patch: own as never,
    });
    await device.send([signed]);
    const submitted = device.mutation(handoffOf(packet));
    expect(pushResponse.parse((await device.send([submitted])).body).results).toMatchObject([
      { outcome: 'applied' },
    ]);
    const signature = await signatureOf(lead, packet, 'approval');
    const approved = lead.mutation({
      table: 'signatures',
      key: signature.id,
      op: 'insert',
      patch: signature as never,
    });
    expect(pushResponse.parse((await lead.send([approved])).body).results).toMatchObject([
      { outcome: 'applied', receipt: { packetId: packet.id } },
    ]);
    const made = async (asked: TestDevice) =>
      (await asked.pullAll()).rows
        .filter(({ table }) => table === 'events' || table === 'receipts')
        .map(({ table, key }) => `${table} ${key}`)
        .sort();
    const before = await made(device);
    expect(before.length).toBeGreaterThan(3);
    const { url } = await restored(to, await freshDatabase());
    device.url = url;
    lead.url = url;
    expect(await made(device)).not.toEqual(before);
    await device.send([signed, submitted]);
    await lead.send([approved]);
    expect(await made(device)).toEqual(before);
  });

  test('[S7] a database that is not empty, or in use, is refused; --replace empties the first', async () => {
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    const refused = async (words: string, ...flags: string[]) => {
      const answer = await hubCommand(['restore', '--from', to, ...flags], envOf(other.databaseUrl));
      expect(answer).toMatchObject({ code: 1 });
      expect(answer.output).toContain(words);
    };
    const other = await startTestHub();
    cleanups.push(() => other.stop());
    const people = await sql(other.databaseUrl, 'SELECT count(*) FROM people');
    await refused('in use', '--replace');
    await other.kill();
    await expect
      .poll(() => hubCommand(['restore', '--from', to], envOf(other.databaseUrl)).then((end) => end.output), {
        timeout: 20_000,
      })
      .toContain('not empty');
    expect(await sql(other.databaseUrl, 'SELECT count(*) FROM people')).toEqual(people);
    expect(await hubCommand(['restore', '--from', to, '--replace'], envOf(other.databaseUrl))).toMatchObject({
      code: 0,
    });
    expect(await sql(other.databaseUrl, "SELECT 1 AS one FROM audit WHERE action = 'restored'")).toEqual([
      { one: 1 },
    ]);
  });

  test('[S7] a backup of a hub with a migration that this one lacks is refused in one line', async () => {
    const to = join(folder(), 'backup');
    await backUp(to, '--without-blobs');
    changeManifest(to, (manifest) => (manifest.migrations as string[]).push('9999-of-tomorrow.sql'));
    const answer = await hubCommand(['restore', '--from', to], envOf(await freshDatabase()));
    expect(answer).toMatchObject({ code: 1 });
    expect(answer.output).toContain('newer hub');
    expect(answer.output.split('\n')).toHaveLength(1);
  });

  test('[S7] a data folder: backup beside the running hub, restore into another folder, secret and all', async () => {
    const [data, target] = [folder(), join(folder(), 'not', 'there', 'yet')];
    const options = {
      host: '127.0.0.1',
      port: 0,
      databaseUrl: null,
      secret: null,
      operatorToken: null,
      metricsToken: null,
      publicUrl: null,
      blobs: null,
      outside: outsideSettings({}),
    };
    const first = await startHub({ ...options, data, trustedProxies: [], sample: true });
    cleanups.push(() => first.stop());
    const to = join(folder(), 'backup');
    const taken = await hubCommand(['backup', '--to', to, '--data', data, '--with-secret']);
    expect(taken).toMatchObject({ code: 0 });
    expect((await hubCommand(['restore', '--from', to, '--data', data, '--replace'])).output).toContain(
      'Stop it',
    );
    expect(await hubProcess(['restore', '--from', to, '--data', target])).toMatchObject({ code: 0 });
    expect(readFileSync(join(target, 'secret'), 'utf8')).toBe(
      readFileSync(join(data, 'secret'), 'utf8').trim(),
    );
    const second = await startHub({ ...options, data: target, trustedProxies: [], sample: false });
    cleanups.push(() => second.stop());
    const people = 'SELECT id, name FROM people ORDER BY id';
    expect(await sql(second.databaseUrl, people)).toEqual(await sql(first.databaseUrl, people));
  });
});

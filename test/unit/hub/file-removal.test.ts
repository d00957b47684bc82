/** A file goes from the hub: by a lead's or the operator's act, which says what it takes from which packets; or by itself, where nobody needs it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { attachmentOf, fileAtHub, sayRedacted } from '../../helpers/hub-files.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let stranger: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, lead, stranger] = (await Promise.all(
    [people.engineer, people.lead, people.otherLead].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const bytesOf = (sha256: string) => join(hub.blobs, engineer.identity.organisation.id, sha256);
const ask = (by: TestDevice, sha256: string, confirmed: boolean, reason = 'It named patients') =>
  request(hub.url, hubPaths.deleteFile, {
    method: 'POST',
    token: by.token,
    body: { protocol: PROTOCOL, schema: SCHEMA, sha256, confirmed, reason },
  });

/** A case with a file, handed off or not. */
async function withFile(handedOff: boolean) {
  const contents = completeContents(engineer);
  const sha256 = await fileAtHub(hub, engineer);
  const file = attachmentOf(engineer, contents.case.id, { sha256, name: 'sw-run.cfg' });
  contents.attachments.push(file);
  sayRedacted(engineer, contents);
  if (handedOff) expect((await handOff(engineer, contents)).result).toMatchObject({ outcome: 'applied' });
  else await engineer.insert('cases', { ...contents.case, state: 'level1' } as { id: string });
  expect((await engineer.insert('attachments', file)).results).toMatchObject([{ outcome: 'applied' }]);
  return { sha256, file, caseId: contents.case.id };
}

async function setRemoved(file: { id: string }, removed: boolean): Promise<void> {
  const row = await engineer.row('attachments', file.id);
  const { results } = await engineer.push({
    ...{ table: 'attachments', key: file.id, op: 'patch', baseVersion: row?.version ?? null },
    ...{ patch: { removed }, base: { removed: !removed } },
  });
  expect(results).toMatchObject([{ outcome: 'applied' }]);
}

/** All the rounds of an hour, at once: as if the file had been taken out longer ago than it is kept. */
async function tidy(): Promise<void> {
  // A hub that is stopped ends its round first.
  const round = async () => {
    await hub.restart();
    await hub.stop();
  };
  await hub.stop();
  await round();
  await sql(hub.databaseUrl, "UPDATE blobs SET unnamed_since = unnamed_since - interval '2 hours'");
  await round();
  await hub.restart();
}
const isThere = async (sha256: string) =>
  (await sql(hub.databaseUrl, 'SELECT 1 FROM blobs WHERE sha256 = $1', [sha256])).length === 1 &&
  existsSync(bytesOf(sha256));

describe('a lead deletes a file', () => {
  test('it is said what that takes from which packets, and nothing is done unconfirmed', async () => {
    const { sha256, caseId } = await withFile(true);
    const answer = await ask(lead, sha256, false);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ deleted: false, there: true, names: ['sw-run.cfg'], replies: 0 },
      packets: [{ caseId, revision: 1 }],
    });
    expect(await isThere(sha256)).toBe(true);
  });

  test('then nobody is served it, its bytes are gone, its row says so, and the audit who and why', async () => {
    const { sha256, file } = await withFile(true);
    expect((await ask(lead, sha256, true)).body).toMatchObject({ deleted: true });
    expect(existsSync(bytesOf(sha256))).toBe(false);
    expect((await request(hub.url, `${hubPaths.blobs}/${sha256}`, { token: engineer.token })).status).toBe(
      404,
    );
    const { rows } = await engineer.pullAll();
    expect(rows.find(({ key }) => key === file.id)?.data).toMatchObject({ removed: true });
    const [entry] = await sql<{ by_name: string; reason: string; detail: Record<string, string> }>(
      hub.databaseUrl,
      "SELECT by_name, reason, detail FROM audit WHERE action = 'file-deleted' AND detail->>'sha256' = $1",
      [sha256],
    );
    expect(entry).toMatchObject({ by_name: lead.person.name, reason: 'It named patients' });
    expect(entry?.detail.packets).toMatch(/revision 1$/);
  });

  test('what was deleted is not taken again, from whatever computer', async () => {
    const { sha256 } = await withFile(false);
    await ask(lead, sha256, true);
    const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`;
    const again = await fetch(hub.url + hubPaths.uploads, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${engineer.token}`, 'tus-resumable': '1.0.0' },
        ...{ 'upload-length': '1000', 'upload-metadata': metadata },
      },
    });
    expect(again.status).toBe(410);
    expect(await again.json()).toMatchObject({ code: 'file-deleted' });
  });

  test('nobody else does: no engineer, no lead of another organisation, and none without a reason', async () => {
    const { sha256 } = await withFile(false);
    expect((await ask(engineer, sha256, true)).status).toBe(403);
    expect((await ask(stranger, sha256, true)).status).toBe(404);
    expect((await ask(lead, sha256, true, ' ')).status).toBe(400);
    expect(await isThere(sha256)).toBe(true);
  });
});

test('the operator deletes one by a command, audited; a running hub removes its bytes', async () => {
  const { sha256 } = await withFile(true);
  const organisation = engineer.identity.organisation.id;
  const database = { DATABASE_URL: hub.databaseUrl };
  const shown = await hubCommand(['files', 'show', sha256, '--organisation', organisation], database);
  expect(shown.output).toMatch(/Packets that lose it: .*revision 1/);
  const done = await hubCommand(
    [...['files', 'delete', sha256, '--organisation', organisation, '--reason', 'Asked by the customer']],
    database,
  );
  expect(done.code, done.output).toBe(0);
  expect((await request(hub.url, `${hubPaths.blobs}/${sha256}`, { token: engineer.token })).status).toBe(404);
  await tidy();
  expect(existsSync(bytesOf(sha256))).toBe(false);
});

describe('a file that was taken out of its case', () => {
  test('before any packet named it goes by itself; one that a packet names stays, and so does one that is in a case', async () => {
    const [out, packed, kept] = [await withFile(false), await withFile(true), await withFile(false)];
    for (const { file } of [out, packed]) await setRemoved(file, true);
    // Its row has not come yet.
    const early = await fileAtHub(hub, engineer);
    await tidy();
    expect(await isThere(out.sha256)).toBe(false);
    expect(existsSync(bytesOf(out.sha256))).toBe(false);
    for (const { sha256 } of [packed, kept, { sha256: early }]) expect(await isThere(sha256)).toBe(true);
  });

  test('and came back within the hour stays', async () => {
    const { sha256, file } = await withFile(false);
    await setRemoved(file, true);
    await hub.stop();
    await hub.restart();
    expect(await isThere(sha256)).toBe(true);
    await setRemoved(file, false);
    await tidy();
    expect(await isThere(sha256)).toBe(true);
  });
});

/** Which files of a partner's the desk reads, and nobody else. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttachmentRecord } from '../../../shared/diagnostics/schema.ts';
import type { Ticket } from '../../../shared/intake/schema.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
let executive: TestDevice;
let admin: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, lead, stranger, desk, executive, admin] = (await Promise.all(
    [
      people.engineer,
      people.lead,
      people.otherEngineer,
      people.desk,
      people.executive,
      people.catalogueAdmin,
    ].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

/** A whole file at the hub. */
async function fileOf(device: TestDevice): Promise<string> {
  const bytes = randomBytes(1_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { id } = device.identity.organisation;
  mkdirSync(join(hub.blobs, id), { recursive: true });
  writeFileSync(join(hub.blobs, id, sha256), bytes);
  await sql(
    hub.databaseUrl,
    'INSERT INTO blobs (organisation_id, sha256, size, location) VALUES ($1, $2, 1000, $3)',
    [id, sha256, join(id, sha256)],
  );
  return sha256;
}

function attachmentOf(device: TestDevice, caseId: string, sha256: string, removed = false): AttachmentRecord {
  return {
    id: newId(),
    caseId,
    systemId: null,
    name: 'sample.log',
    mediaType: 'text/plain',
    size: 1_000,
    sha256,
    category: 'other',
    coversFrom: null,
    coversTo: null,
    readable: true,
    note: '',
    removed,
    addedAt: new Date().toISOString(),
    provenance: { kind: 'typed', by: device.person, at: new Date().toISOString() },
  };
}

/** A ticket whose packet names a file, and one that was taken out again. */
async function takenIn(by: TestDevice) {
  const contents = completeContents(by);
  const [named, removed] = [await fileOf(by), await fileOf(by)];
  contents.attachments.push(
    attachmentOf(by, contents.case.id, named),
    attachmentOf(by, contents.case.id, removed, true),
  );
  const { result } = await handOff(by, contents);
  expect(result, JSON.stringify(result)).toMatchObject({ outcome: 'applied' });
  const { rows } = await desk.pullAll('level3');
  const ticket = rows.find(
    ({ table, data }) => table === 'tickets' && (data as Ticket).caseId === contents.case.id,
  )?.data as Ticket;
  return { ticket, named, removed };
}

async function read(device: TestDevice, sha256: string, ticket?: string): Promise<number> {
  const query = ticket === undefined ? '' : `?ticket=${ticket}`;
  return (await request(hub.url, `${hubPaths.blobs}/${sha256}${query}`, { token: device.token })).status;
}

describe('files of a ticket', () => {
  test('[S13] what the packet names the desk and an executive read, by the ticket; nobody else does', async () => {
    const { ticket, named, removed } = await takenIn(engineer);
    const beside = await fileOf(engineer);
    const other = await takenIn(stranger);
    for (const device of [desk, executive]) {
      expect(await read(device, named, ticket.id)).toBe(200);
      for (const [sha256, by] of [
        [named, undefined],
        [named, other.ticket.id],
        [other.named, ticket.id],
        [removed, ticket.id],
        [beside, ticket.id],
        [named, newId()],
      ] as const)
        expect(await read(device, sha256, by)).toBe(404);
      expect(await read(device, named, 'x')).toBe(400);
      expect(await read(device, named, `${ticket.id}&ticket=${ticket.id}`)).toBe(400);
    }
    for (const device of [engineer, lead, stranger, admin])
      expect(await read(device, named, ticket.id)).toBe(404);
    // The partner's own way is as it was.
    expect([await read(lead, named), await read(stranger, named), await read(admin, named)]).toEqual([
      200, 404, 404,
    ]);
  });

  test('[S13] what a reply names, of the ticket’s own case, the desk reads', async () => {
    const { ticket } = await takenIn(engineer);
    const foreign = await takenIn(engineer);
    const { caseId, organisationId } = ticket;
    const late = attachmentOf(engineer, caseId, await fileOf(engineer));
    const elsewhere = attachmentOf(engineer, foreign.ticket.caseId, await fileOf(engineer));
    await engineer.insert('attachments', late);
    await engineer.insert('attachments', elsewhere);
    expect(await read(desk, late.sha256, ticket.id)).toBe(404);
    const reply = {
      id: newId(),
      ticketId: ticket.id,
      caseId,
      organisationId,
      entryId: null,
      at: { at: new Date().toISOString(), zone: 'America/Chicago' },
      by: engineer.person,
      text: 'The log',
      attachments: [late.id],
    };
    expect((await engineer.insert('deskReplies', reply)).results).toMatchObject([{ outcome: 'applied' }]);
    expect(await read(desk, late.sha256, ticket.id)).toBe(200);
    expect(await read(desk, elsewhere.sha256, ticket.id)).toBe(404);
    // A reply names files of its own case only.
    const wrong = { ...reply, id: newId(), attachments: [elsewhere.id] };
    expect((await engineer.insert('deskReplies', wrong)).results).toMatchObject([
      { outcome: 'rejected', rejection: { code: 'missing-row' } },
    ]);
  });
});

/** Which files of a partner's the desk reads, and nobody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { attachmentOf, fileAtHub, sayRedacted } from '../../helpers/hub-files.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
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

/** A ticket whose packet names a file, and one that was taken out again. */
async function takenIn(by: TestDevice) {
  const contents = completeContents(by);
  const [named, removed] = [await fileAtHub(hub, by), await fileAtHub(hub, by)];
  contents.attachments.push(
    attachmentOf(by, contents.case.id, { sha256: named }),
    attachmentOf(by, contents.case.id, { sha256: removed, removed: true }),
  );
  sayRedacted(by, contents);
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
    const beside = await fileAtHub(hub, engineer);
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
    const late = attachmentOf(engineer, caseId, { sha256: await fileAtHub(hub, engineer) });
    const elsewhere = attachmentOf(engineer, foreign.ticket.caseId, {
      sha256: await fileAtHub(hub, engineer),
    });
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
    // [I14] The desk's row says what the files are; the partner's stays as it was sent.
    const rowOf = async (device: TestDevice, scope?: string) =>
      (await device.pullAll(scope)).rows.find(
        ({ table, data }) => table === 'deskReplies' && (data as { id?: string } | null)?.id === reply.id,
      )?.data;
    const { id, name, size, sha256 } = late;
    expect(await rowOf(desk, 'level3')).toEqual({ ...reply, files: [{ id, name, size, sha256 }] });
    expect(await rowOf(engineer)).toEqual(reply);
    const forged = { ...reply, id: newId(), files: [{ id, name: 'another.log', size, sha256 }] };
    expect((await engineer.insert('deskReplies', forged)).results).toMatchObject([
      { outcome: 'rejected', rejection: { code: 'invalid' } },
    ]);
    // A reply names files of its own case only.
    const wrong = { ...reply, id: newId(), attachments: [elsewhere.id] };
    expect((await engineer.insert('deskReplies', wrong)).results).toMatchObject([
      { outcome: 'rejected', rejection: { code: 'missing-row' } },
    ]);
  });
});

/** What Level 3's desk enters at the hub, and what reaches the partner of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, rowHash, sha256OfText, updatedScopeHash } from '../../../shared/base/hash.ts';
import { hubPaths, PROTOCOL, pullResponse, rowsResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
let second: TestDevice;
let executive: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, stranger, desk, second, executive] = (await Promise.all(
    [people.engineer, people.otherEngineer, people.desk, people.secondDesk, people.executive].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const now = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });

/** A case that was taken in, and its ticket as the desk has it. */
async function takenIn(): Promise<Ticket> {
  const contents = completeContents(engineer);
  const { result } = await handOff(engineer, contents);
  expect(result).toMatchObject({ outcome: 'applied' });
  const { rows } = await desk.pullAll('level3');
  const row = rows.find(
    ({ table, data }) => table === 'tickets' && (data as Ticket).caseId === contents.case.id,
  );
  return row?.data as Ticket;
}

function entryOf(by: TestDevice, ticket: Ticket, fields: { kind: string } & Record<string, unknown>) {
  const { caseId, organisationId } = ticket;
  return { id: newId(), ticketId: ticket.id, caseId, organisationId, at: now(), by: by.person, ...fields };
}

async function enter(by: TestDevice, ticket: Ticket, fields: { kind: string } & Record<string, unknown>) {
  const entry = entryOf(by, ticket, fields);
  const [result] = (await by.insert('deskEntries', entry)).results;
  return { entry, result };
}

const plan = {
  kind: 'planned',
  nature: 'A route is lost',
  effect: 'One floor cannot be paged',
  procedures: 'Set the route by hand',
  estimatedCompletion: '2026-12-04',
  estimateNote: '',
};

test('[S14] [security 37] a pull tells the desk of a packet by its hash; what it holds is fetched by its key, as it was sent', async () => {
  const ticket = await takenIn();
  const whole = await desk.pullAll('level3');
  const sent = whole.rows.find(({ table, key }) => table === 'packets' && key === ticket.packetId);
  const answer = await desk.askPull('level3', null, 1_000, true);
  const { rows, head } = pullResponse.parse(answer.body);
  const brief = rows.find(({ table, key }) => table === 'packets' && key === ticket.packetId);
  expect(brief).toMatchObject({ data: null, deleted: false, version: sent?.version });
  // Whoever holds the hashes holds the scope: its count and hash are those of all rows, and nothing else is left out.
  const hashes = rows.map((row) => row.hash ?? rowHash(row));
  expect(updatedScopeHash(EMPTY_SCOPE_HASH, { add: hashes })).toBe(head.hash);
  expect(rows.length).toBe(whole.rows.length);
  expect(rows.filter((row) => row.hash !== undefined).every(({ table }) => table === 'packets')).toBe(true);
  const fetched = await request(hub.url, hubPaths.rows, {
    token: desk.token,
    body: {
      ...{ protocol: PROTOCOL, schema: SCHEMA, scope: 'level3' },
      keys: [{ table: 'packets', key: ticket.packetId }],
    },
  });
  const [row] = rowsResponse.parse(fetched.body).rows;
  expect(row && rowHash(row)).toBe(brief?.hash);
  expect(row?.data).toEqual(sent?.data);
});

test('[S14] the partner gets its own packets whole, however it asks', async () => {
  const ticket = await takenIn();
  const { body } = await engineer.askPull(engineer.organisationScope, null, 1_000, true);
  const row = pullResponse.parse(body).rows.find(({ key }) => key === ticket.packetId);
  expect(row).toMatchObject({ table: 'packets', data: { id: ticket.packetId } });
  expect(row?.hash).toBeUndefined();
});

/** The partner says with whom it was verified, without which the desk does not close (I23). */
async function verified({ id, caseId, organisationId }: Ticket): Promise<void> {
  const said = {
    kind: 'verified',
    agreedBy: 'Sample Contact',
    agreedAt: now(),
    text: 'It holds since noon.',
  };
  const [result] = (
    await engineer.insert('deskReplies', {
      ...{ id: newId(), ticketId: id, caseId, organisationId, entryId: null, attachments: [] },
      ...{ at: now(), by: engineer.person, ...said },
    })
  ).results;
  expect(result).toMatchObject({ outcome: 'applied' });
}

describe('the desk', () => {
  test('[S10] what is taken in stands in the desk’s queue and with the partner, as one ticket', async () => {
    const ticket = await takenIn();
    expect(ticket).toMatchObject({ state: 'escalated', priority: 'P3', acknowledgedAt: null });
    expect((await engineer.row('tickets', ticket.id))?.data).toEqual(ticket);
  });

  test('acknowledged, planned, answered, closed: each reaches the partner with its event and the case’s state', async () => {
    const ticket = await takenIn();
    const answer = {
      kind: 'answered',
      answer: 'patch',
      description: 'A build that keeps the route',
      ramifications: 'A restart',
      distribution: 'By download',
    };
    const closed = { kind: 'closed', agreedBy: 'Sample Contact', agreedAt: now().at, note: '' };
    for (const fields of [{ kind: 'acknowledged', note: '' }, plan, answer, closed]) {
      if (fields === closed) await verified(ticket);
      const { entry, result } = await enter(desk, ticket, fields);
      expect(result).toMatchObject({ outcome: 'applied' });
      // Its time is the hub's (security 36).
      expect((await engineer.row('deskEntries', entry.id))?.data).toEqual({
        ...entry,
        at: expect.any(Object),
      });
      const state = fields.kind;
      expect((await engineer.row('cases', ticket.caseId))?.data).toMatchObject({ state });
      expect((await engineer.row('tickets', ticket.id))?.data).toMatchObject({ state });
      expect((await desk.row('tickets', ticket.id, 'level3'))?.data).toMatchObject({ state });
    }
    const { rows } = await engineer.pullAll();
    const moves = rows.flatMap(({ table, data }) => {
      const event = data as { caseId: string; kind: string; to: string; by: { name: string } | null };
      return table === 'events' && event.caseId === ticket.caseId && event.by?.name === desk.person.name
        ? [event.to]
        : [];
    });
    expect(moves).toEqual(['acknowledged', 'planned', 'answered', 'closed']);
  });

  test('of two desks that acknowledge at once the first stands, and the second is told whose', async () => {
    const ticket = await takenIn();
    const both = await Promise.all(
      [desk, second].map((each) => enter(each, ticket, { kind: 'acknowledged', note: '' })),
    );
    expect(both.map(({ result }) => result?.outcome).sort()).toEqual(['applied', 'rejected']);
    const won = both.find(({ result }) => result?.outcome === 'applied')?.entry;
    const lost = both.find(({ result }) => result?.outcome === 'rejected')?.result;
    expect(lost).toMatchObject({
      rejection: { code: 'state', message: expect.stringContaining(won?.by.name ?? '-') },
    });
    expect((await desk.row('tickets', ticket.id, 'level3'))?.data).toMatchObject({
      acknowledgedBy: won?.by,
    });
  });

  test('a move that the state machine does not know, a second void, an entry for another ticket change nothing', async () => {
    const ticket = await takenIn();
    const early = await enter(desk, ticket, plan);
    expect(early.result).toMatchObject({ outcome: 'rejected', rejection: { code: 'state' } });
    const refusal = {
      kind: 'access-refused',
      how: 'denied',
      commitment: 'all',
      since: new Date(Date.parse(ticket.receivedAt) + 1_000).toISOString(),
      reason: 'No remote session',
      evidence: '',
    };
    const later = { ...refusal, since: new Date(Date.now() + 3_600_000).toISOString() };
    expect((await enter(desk, ticket, later)).result).toMatchObject({ outcome: 'rejected' });
    expect((await enter(desk, ticket, refusal)).result).toMatchObject({ outcome: 'applied' });
    expect((await enter(second, ticket, refusal)).result).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'state', message: expect.stringContaining(desk.person.name) },
    });
    const other = { ...ticket, caseId: newId() };
    expect((await enter(desk, other, { kind: 'acknowledged', note: '' })).result).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'missing-row' },
    });
    expect((await engineer.row('cases', ticket.caseId))?.data).toMatchObject({ state: 'escalated' });
  });

  test('[I8] an executive is a person whom the hub knows to follow tickets; the desk has them, and a partner does not', async () => {
    const { id, name } = hub.sample.people.executive;
    expect((await desk.row('members', id, 'level3'))?.data).toMatchObject({ id, name, roles: ['executive'] });
    const members = (await desk.pullAll('level3')).rows.filter(({ table }) => table === 'members');
    expect(members.map(({ key }) => key)).toEqual([id]);
    const ticket = await takenIn();
    const tell = async (fields: Record<string, unknown>) =>
      (await enter(desk, ticket, { kind: 'executive-notified', note: '', ...fields })).result;
    expect(await tell({ executive: 'Somebody' })).toMatchObject({ outcome: 'rejected' });
    const { id: engineerId, name: engineerName } = hub.sample.people.engineer;
    expect(await tell({ executive: engineerName, executiveId: engineerId })).toMatchObject({
      outcome: 'rejected',
    });
    expect(await tell({ executive: 'Another name', executiveId: id })).toMatchObject({ outcome: 'rejected' });
    expect(await tell({ executive: name, executiveId: id })).toMatchObject({ outcome: 'applied' });
  });

  test('[S13] partners and executives enter nothing at the desk; a desk enters nothing for somebody else', async () => {
    const ticket = await takenIn();
    for (const each of [engineer, stranger, executive]) {
      const { result } = await enter(each, ticket, { kind: 'acknowledged', note: '' });
      expect(result).toMatchObject({ outcome: 'rejected', rejection: { code: 'forbidden' } });
    }
    const forged = entryOf(second, ticket, { kind: 'acknowledged', note: '' });
    const [result] = (await desk.insert('deskEntries', forged)).results;
    expect(result).toMatchObject({ outcome: 'rejected', rejection: { code: 'forbidden' } });
    expect((await executive.row('tickets', ticket.id, 'level3'))?.data).toMatchObject({ state: 'escalated' });
    expect((await stranger.pullAll()).rows.filter(({ table }) => table === 'tickets')).toEqual([]);
  });

  test('a question goes to the partner and the reply to the desk; a stranger’s reply is refused', async () => {
    const ticket = await takenIn();
    const { entry } = await enter(desk, ticket, { kind: 'information-asked', question: 'Which build?' });
    expect((await engineer.row('deskEntries', entry.id))?.data).toMatchObject({ question: 'Which build?' });
    const { caseId, organisationId } = ticket;
    const reply = {
      id: newId(),
      ticketId: ticket.id,
      caseId,
      organisationId,
      entryId: entry.id,
      at: now(),
      by: engineer.person,
      text: '6.4.2',
      attachments: [],
    };
    const [answered] = (await engineer.insert('deskReplies', reply)).results;
    expect(answered).toMatchObject({ outcome: 'applied' });
    expect((await desk.row('deskReplies', reply.id, 'level3'))?.data).toEqual(reply);
    const foreign = { ...reply, id: newId(), by: stranger.person };
    const [refused] = (await stranger.insert('deskReplies', foreign)).results;
    expect(refused).toMatchObject({ outcome: 'rejected', rejection: { code: 'forbidden' } });
    // An id that is there already, from elsewhere, changes neither.
    const stolen = { ...reply, text: 'Another' };
    const [twice] = (await engineer.insert('deskReplies', stolen)).results;
    expect(twice).toMatchObject({ outcome: 'rejected', rejection: { code: 'duplicate-key' } });
  });
});

describe('the catalogue', () => {
  test('its admin changes it with history; nobody else does', async () => {
    const admin = await TestDevice.enrol(hub, hub.sample.people.catalogueAdmin.id);
    const key = 'sample-network';
    const row = await admin.row('excludedSystems', key, 'catalogue');
    const before = row?.data as Record<string, unknown>;
    const edit = {
      table: 'excludedSystems',
      key,
      op: 'patch',
      baseVersion: row?.version ?? null,
      patch: { reason: 'By the policy, P-23' },
      base: { reason: String(before.reason) },
    } as const;
    expect((await engineer.push(edit)).results[0]).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'forbidden' },
    });
    expect((await admin.push(edit)).results[0]).toMatchObject({ outcome: 'applied' });
    const { rows } = await engineer.pullAll('catalogue');
    const [change] = rows.filter(
      ({ table, data }) => table === 'catalogueChanges' && (data as { key: string }).key === key,
    );
    expect(change?.data).toMatchObject({ by: admin.person, before, after: { ...before, ...edit.patch } });
    // What somebody else changed meanwhile stands; the edit is refused, and the device keeps it.
    const stale = { ...edit, patch: { reason: 'Another' }, base: { reason: String(before.reason) } };
    expect((await admin.push(stale)).results[0]).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'state' },
    });
    // Nothing of it is half done: what would not have clashed is not changed behind the history's back.
    const both = {
      ...stale,
      patch: { ...stale.patch, name: 'Another name' },
      base: { ...stale.base, name: String(before.name) },
    };
    expect((await admin.push(both)).results[0]).toMatchObject({ outcome: 'rejected' });
    expect((await admin.row('excludedSystems', key, 'catalogue'))?.data).toEqual({
      ...before,
      ...edit.patch,
    });
  });

  test('two admins publish the same version of the holidays: the first stands, the second is told whose, and is next', async () => {
    const { people } = hub.sample;
    const [one, two] = await Promise.all([
      TestDevice.enrol(hub, people.catalogueAdmin.id),
      TestDevice.enrol(hub, people.catalogueAdmin.id),
    ]);
    const list = (version: number, date: string, publishedAt = now().at) => ({
      ...{ id: newId(), version, publishedAt, sample: true },
      dates: [{ date, name: 'A day of the test' }],
    });
    const publish = async (device: TestDevice, row: { id: string }) =>
      (await device.insert('holidayLists', row)).results[0];
    const first = list(1, '2026-12-25');
    expect(await publish(one, first)).toMatchObject({ outcome: 'applied' });
    // The very row again is no second version.
    expect(await publish(one, first)).toMatchObject({ outcome: 'applied' });
    const second = list(1, '2026-12-24');
    expect(await publish(two, second)).toMatchObject({
      outcome: 'rejected',
      rejection: {
        code: 'state',
        message: expect.stringMatching(/published by Sample Catalogue Admin first.*as version 2\.$/),
      },
    });
    expect(await publish(two, list(3, '2026-12-24'))).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'state', message: expect.stringContaining('is 2, not 3') },
    });
    // Of two in one batch only one can be the next.
    const both = await two.push(
      ...[list(2, '2026-12-24'), list(2, '2026-12-26')].map((row) => ({
        ...{ table: 'holidayLists', key: row.id, op: 'insert' as const, patch: row },
      })),
    );
    expect(both.results.map(({ outcome }) => outcome)).toEqual(['applied', 'rejected']);
    const ahead = list(3, '2026-12-31', new Date(Date.now() + 3_600_000).toISOString());
    expect(await publish(two, ahead)).toMatchObject({ outcome: 'rejected', rejection: { code: 'invalid' } });
    const { rows } = await engineer.pullAll('catalogue');
    const versions = rows.flatMap(({ table, data }) =>
      table === 'holidayLists' ? [(data as { version: number }).version] : [],
    );
    expect(versions).toEqual([1, 2]);
  });

  test('a policy document with another hash than its text’s, an old version, and a second rate for a day are refused', async () => {
    const admin = await TestDevice.enrol(hub, hub.sample.people.catalogueAdmin.id);
    const text = 'Sample text, second version';
    const document = (change: Record<string, unknown>) => ({
      ...{ id: newId(), version: 2, title: 'Sample policy', effectiveFrom: '2027-01-01', text },
      ...{ sha256: sha256OfText(text), publishedAt: now().at, sample: true },
      ...change,
    });
    const add = async (table: string, row: { id: string }) => (await admin.insert(table, row)).results[0];
    for (const change of [{ sha256: 'a'.repeat(64) }, { version: 1 }, { version: 9 }])
      expect(await add('policyDocuments', document(change))).toMatchObject({ outcome: 'rejected' });
    expect(await add('policyDocuments', document({}))).toMatchObject({ outcome: 'applied' });
    const rate = (change: Record<string, unknown>) => ({
      ...{ id: newId(), effectiveFrom: '2027-01-01', currency: 'USD', remoteHourCents: 70_000 },
      ...{ remoteDayCents: 500_000, onSiteDayCents: 800_000, sample: true },
      ...change,
    });
    for (const change of [{ remoteHourCents: 0 }, { currency: 'EUR' }, { effectiveFrom: '2027-02-30' }])
      expect(await add('rates', rate(change))).toMatchObject({ outcome: 'rejected' });
    expect(await add('rates', rate({}))).toMatchObject({ outcome: 'applied' });
    expect(await add('rates', rate({}))).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'state', message: expect.stringContaining('2027-01-01') },
    });
  });
});

/**
 * What a client says in words that the hub knows better: whose a row is, what people are called, when something was, how far a
 * case has come. Real requests; each test fails on 30832da.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { RULE_SET_VERSION } from '../../../shared/handoff/rule-set.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PushResult } from '../../../shared/sync/protocol.ts';
import { clockInput } from '../../../shared/tickets/case-clocks.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf, systemOf } from '../../helpers/hub-rows.ts';
import {
  approve,
  completeContents,
  editsOf,
  handOff,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
  urgentContents,
} from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let colleague: TestDevice;
let lead: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, colleague, lead, stranger, desk] = (await Promise.all(
    [people.engineer, people.secondEngineer, people.lead, people.otherEngineer, people.desk].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const DAY_MS = 86_400_000;
const ago = (ms: number) => ({ at: new Date(Date.now() - ms).toISOString(), zone: 'America/Chicago' });
const codeOf = (result: PushResult | undefined) =>
  result?.outcome === 'rejected' ? result.rejection.code : result?.outcome;
const insert = async (device: TestDevice, table: string, row: { id: string }) =>
  (await device.insert(table, row)).results[0];

async function openCase(device: TestDevice): Promise<CaseRecord> {
  const row = caseOf(device);
  await device.insert('cases', row);
  return row;
}

async function ticketOf(packet: Packet): Promise<Ticket> {
  const { rows } = await desk.pullAll('level3');
  const row = rows.find(({ table, data }) => table === 'tickets' && (data as Ticket).packetId === packet.id);
  return row?.data as Ticket;
}

describe('security 34: ids of another organisation', () => {
  test('no row takes the place of another organisation’s in a table that is carried to the desk', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = packetOf(engineer, contents);
    const signature = await signatureOf(engineer, packet);
    await engineer.insert('signatures', signature);
    const [mine] = (await engineer.push(handoffOf(packet))).results;
    expect(codeOf(mine)).toBe('applied');
    const ticket = await ticketOf(packet);
    const reply = {
      id: newId(),
      ticketId: ticket.id,
      caseId: packet.caseId,
      organisationId: ticket.organisationId,
      entryId: null,
      at: ago(0),
      by: engineer.person,
      text: 'A word',
      attachments: [],
    };
    expect(codeOf(await insert(engineer, 'deskReplies', reply))).toBe('applied');
    const before = new Map(
      (await desk.pullAll('level3')).rows.map((row) => [`${row.table} ${row.key}`, row.data]),
    );

    const theirs = urgentContents(stranger);
    await stranger.push(...editsOf(theirs));
    const other = packetOf(stranger, theirs);
    expect(
      codeOf(
        await insert(
          stranger,
          'signatures',
          await signatureOf(stranger, other, 'engineer', { id: signature.id }),
        ),
      ),
    ).toBe('duplicate-key');
    const stolen = { ...other, id: packet.id };
    const theirReply = { ...reply, by: stranger.person };
    expect(codeOf(await insert(stranger, 'packets', stolen))).toBe('duplicate-key');
    expect(codeOf(await insert(stranger, 'deskReplies', theirReply))).toBe('duplicate-key');
    // What is the stranger's own goes on, and the desk has all as it was.
    await sign(stranger, other);
    expect(codeOf((await stranger.push(handoffOf(other))).results[0])).toBe('applied');
    const after = new Map(
      (await desk.pullAll('level3')).rows.map((row) => [`${row.table} ${row.key}`, row.data]),
    );
    for (const [key, data] of before) expect(after.get(key), key).toEqual(data);
  });
});

describe('security 35: names', () => {
  test('who did something is called as the hub calls them, in every row that says so', async () => {
    const record = await openCase(engineer);
    const by = { id: engineer.person.id, name: 'IPcelerate Level 3 (verified)' };
    const comment = commentOf(engineer, record.id, { by });
    const provenance = { kind: 'typed', by, at: ago(0).at } as const;
    const system = systemOf(engineer, record.id, { provenance });
    const [step] = completeContents(engineer).steps;
    if (!step) throw new Error('no step');
    const steps = {
      ...step,
      id: newId(),
      caseId: record.id,
      systemId: null,
      by: { ...lead.person, name: 'Nobody' },
    };
    const second = { ...caseOf(engineer), engineer: by };
    const { results } = await engineer.push(
      insertOf('comments', comment),
      insertOf('systems', system),
      insertOf('steps', steps),
      insertOf('cases', second),
      // Before the device has read the hub's name it knows its own words only, and they clash with nothing.
      {
        table: 'cases',
        key: second.id,
        op: 'patch',
        patch: { engineer: { ...colleague.person, name: 'X' } },
        base: { engineer: by },
      },
    );
    expect(results.map(codeOf)).toEqual(['applied', 'applied', 'applied', 'applied', 'applied']);
    expect((await engineer.row('comments', comment.id))?.data).toMatchObject({ by: engineer.person });
    expect((await engineer.row('systems', system.id))?.data).toMatchObject({
      provenance: { by: engineer.person },
    });
    expect((await engineer.row('steps', steps.id))?.data).toMatchObject({ by: lead.person });
    expect((await engineer.row('cases', second.id))?.data).toMatchObject({ engineer: colleague.person });
  });

  test('what is signed in another name is refused: packet, signature, approval; the desk’s entry has its own', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const by = { ...engineer.person, name: 'IPcelerate Level 3 (verified)' };
    const honest = packetOf(engineer, contents);
    expect(
      codeOf(await insert(engineer, 'signatures', await signatureOf(engineer, honest, 'engineer', { by }))),
    ).toBe('forbidden');
    const forged = await sign(engineer, { ...packetOf(engineer, contents), by });
    expect(codeOf((await engineer.push(handoffOf(forged))).results[0])).toBe('forbidden');
    await sign(engineer, honest);
    expect(codeOf((await engineer.push(handoffOf(honest))).results[0])).toBe('applied');
    expect(codeOf(await approve(lead, honest, { by: { ...lead.person, name: 'Chief Executive' } }))).toBe(
      'forbidden',
    );
    expect(codeOf(await approve(lead, honest))).toBe('applied');
    const ticket = await ticketOf(honest);
    const { caseId, organisationId } = ticket;
    const entry = {
      id: newId(),
      ticketId: ticket.id,
      caseId,
      organisationId,
      at: ago(0),
      by: { ...desk.person, name: 'Sample Executive' },
      kind: 'note',
      text: 'x',
    };
    expect(codeOf(await insert(desk, 'deskEntries', entry))).toBe('applied');
    expect((await desk.row('deskEntries', entry.id, 'level3'))?.data).toMatchObject({ by: desk.person });
  });
});

describe('security 35: the history and the state of a case', () => {
  test('a device tells of what its person may do; what became of a packet is the hub’s to tell', async () => {
    const record = await openCase(engineer);
    const event = (change: object) => ({
      id: newId(),
      caseId: record.id,
      kind: 'transition',
      at: ago(0),
      by: engineer.person,
      from: 'level1',
      to: 'level2',
      reason: '',
      ...change,
    });
    const outcomes: unknown[] = [];
    for (const change of [
      { kind: 'opened', from: null, to: 'level1' },
      { kind: 'imported', from: null, to: 'level1' },
      {},
      { from: 'level2', to: 'ready' },
      { from: 'level1', to: 'closed' },
      { kind: 'handed-off', from: 'ready', to: 'in-review' },
      { from: 'in-review', to: 'approved' },
      { from: 'answered', to: 'closed' },
      { from: null, to: null },
      { by: lead.person },
    ])
      outcomes.push(codeOf(await insert(engineer, 'events', event(change))));
    expect(outcomes).toEqual([...Array(5).fill('applied'), ...Array(5).fill('forbidden')]);
    for (const at of [ago(6 * 365 * DAY_MS), ago(-DAY_MS)]) {
      const odd = event({ at });
      const began = Date.now();
      expect(codeOf(await insert(engineer, 'events', odd))).toBe('applied');
      const stored = (await engineer.row('events', odd.id))?.data as { at: { at: string } };
      expect(Math.abs(Date.parse(stored.at.at) - began)).toBeLessThan(60_000);
    }
  });

  test('a case that went to Level 3 stays as it was at the hub; what is said about it goes on', async () => {
    const contents = completeContents(engineer);
    await handOff(engineer, contents);
    const [system] = contents.systems;
    const { id } = contents.case;
    const before = (await engineer.row('cases', id))?.data as CaseRecord;
    const { results } = await colleague.push(
      { table: 'cases', key: id, op: 'patch', patch: { title: 'Another' }, base: { title: before.title } },
      { table: 'systems', key: system?.id ?? '', op: 'delete', base: { ...system } },
      insertOf('systems', systemOf(colleague, id)),
      // As it is: nothing changes, and nothing is refused.
      { table: 'cases', key: id, op: 'patch', patch: { title: before.title }, base: { title: before.title } },
      insertOf('comments', commentOf(colleague, id)),
    );
    expect(results.map(codeOf)).toEqual(['state', 'state', 'state', 'merged', 'applied']);
    expect(await engineer.row('cases', id)).toMatchObject({ data: before });
    expect((await engineer.row('systems', system?.id ?? ''))?.deleted).toBe(false);
  });
});

describe('CS12: a case that is given to a colleague', () => {
  const give = (record: Pick<CaseRecord, 'id' | 'engineer'>, to: { id: string; name: string }): Edit => ({
    table: 'cases',
    key: record.id,
    op: 'patch',
    patch: { engineer: to },
    base: { engineer: record.engineer },
  });

  test('[CS12] its engineer becomes somebody of the organisation who may hand it off, and nobody else', async () => {
    const record = await openCase(engineer);
    const given = {
      id: newId(),
      caseId: record.id,
      kind: 'assigned',
      at: ago(0),
      by: colleague.person,
      from: null,
      to: null,
      reason: colleague.person.name,
    };
    const outcomes: unknown[] = [];
    for (const to of [stranger.person, { id: newId(), name: 'Nobody' }, lead.person])
      outcomes.push(codeOf((await engineer.push(give(record, to))).results[0]));
    expect(outcomes).toEqual(['forbidden', 'forbidden', 'state']);
    expect((await engineer.row('cases', record.id))?.data).toMatchObject({ engineer: engineer.person });
    // Who takes it over may be the one who says so: the other may be ill.
    const { results } = await colleague.push(give(record, colleague.person), insertOf('events', given));
    expect(results.map(codeOf)).toEqual(['merged', 'applied']);
    expect((await engineer.row('cases', record.id))?.data).toMatchObject({ engineer: colleague.person });
  });

  test('[CS12] the colleague signs it, it has one ticket, which is theirs, and then it stays theirs', async () => {
    const contents = completeContents(engineer);
    const edits = editsOf(contents);
    // All but the last step of the way, `ready`, which is the colleague's.
    await engineer.push(...edits.slice(0, -1));
    expect(codeOf((await engineer.push(give(contents.case, colleague.person))).results[0])).toBe('applied');
    const theirs = { ...contents, case: { ...contents.case, engineer: colleague.person } };
    await colleague.push(...edits.slice(-1));
    const packet = await sign(colleague, packetOf(colleague, theirs));
    expect(codeOf((await colleague.push(handoffOf(packet))).results[0])).toBe('applied');
    expect(codeOf((await engineer.push(give(theirs.case, engineer.person))).results[0])).toBe('state');
    expect(codeOf(await approve(lead, packet))).toBe('applied');
    const { rows } = await desk.pullAll('level3');
    const tickets = rows.flatMap(({ table, data }) => (table === 'tickets' ? [data as Ticket] : []));
    expect(tickets.filter(({ caseId }) => caseId === contents.case.id)).toMatchObject([
      { packetId: packet.id, engineer: colleague.person },
    ]);
  });
});

describe('security 36: times', () => {
  /** A packet that waits for its approval. */
  async function handOffForReview() {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = await sign(engineer, packetOf(engineer, contents));
    expect((await engineer.push(handoffOf(packet))).results[0]).toMatchObject({ outcome: 'applied' });
    return { packet };
  }

  test('a waiver of the packet’s own author lets nothing pass', async () => {
    await sql(hub.databaseUrl, "UPDATE people SET roles = '{engineer,lead}' WHERE id = $1", [
      hub.sample.people.secondEngineer.id,
    ]);
    try {
      const device = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id);
      const contents = urgentContents(device);
      const record = { ...contents.case, unmodified: 'no' as const };
      const waiver = {
        id: newId(),
        caseId: record.id,
        rule: 'H5' as const,
        where: { table: 'cases', id: record.id, field: 'unmodified' },
        at: ago(0),
        by: device.person,
        reason: 'I say so',
      };
      const whole = { ...contents, case: record, waivers: [waiver] };
      await device.push(...editsOf(whole));
      const packet = await sign(device, packetOf(device, whole));
      expect(codeOf((await device.push(handoffOf(packet))).results[0])).toBe('forbidden');
    } finally {
      await sql(hub.databaseUrl, "UPDATE people SET roles = '{engineer}' WHERE id = $1", [
        hub.sample.people.secondEngineer.id,
      ]);
    }
  });

  test('a signature is of between its packet and now: neither before it was made, nor after the hub’s clock', async () => {
    const dated = (ms: number) => ({ at: { at: new Date(Date.now() + ms).toISOString(), zone: 'UTC' } });
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = packetOf(engineer, contents);
    const late = await signatureOf(engineer, packet, 'engineer', dated(DAY_MS));
    expect(await insert(engineer, 'signatures', late)).toMatchObject({
      outcome: 'rejected',
      rejection: { message: expect.stringContaining('dated after now') },
    });
    // One that is dated before its packet comes ahead of it, and does not carry it.
    await insert(
      engineer,
      'signatures',
      await signatureOf(engineer, packet, 'engineer', dated(-365 * DAY_MS)),
    );
    const [refused] = (await engineer.push(handoffOf(packet))).results;
    expect(JSON.stringify(refused)).toMatch(/dated before its packet was made/);
  });

  test('an approval of a year ago, or of tomorrow, approves nothing', async () => {
    const { packet } = await handOffForReview();
    for (const ms of [-365 * DAY_MS, DAY_MS]) {
      const at = { at: new Date(Date.now() + ms).toISOString(), zone: 'UTC' };
      expect(codeOf(await approve(lead, packet, { at }))).toBe('state');
    }
    expect(await approve(lead, packet)).toMatchObject({ outcome: 'applied' });
  });

  test('a plan counts from when the hub got it, whatever it is dated with', async () => {
    const { packet } = await handOff(engineer, completeContents(engineer));
    const ticket = await ticketOf(packet);
    const { caseId, organisationId } = ticket;
    const entry = (kind: string, more: object) => ({
      id: newId(),
      ticketId: ticket.id,
      caseId,
      organisationId,
      at: ago(60 * DAY_MS),
      by: desk.person,
      kind,
      ...more,
    });
    await insert(desk, 'deskEntries', entry('acknowledged', { note: '' }));
    const began = Date.now();
    const plan = entry('planned', {
      nature: 'x',
      effect: 'x',
      procedures: 'x',
      estimatedCompletion: '2026-12-04',
      estimateNote: '',
    });
    const edit = desk.mutation(insertOf('deskEntries', plan));
    expect((await desk.send([edit])).body).toMatchObject({ results: [{ outcome: 'applied' }] });
    const stored = (await desk.row('deskEntries', plan.id, 'level3'))?.data as { at: { at: string } };
    expect(Math.abs(Date.parse(stored.at.at) - began)).toBeLessThan(60_000);
    // The partner has the same, and a device that sends it again hears the same.
    expect((await engineer.row('deskEntries', plan.id))?.data).toEqual(stored);
    expect(codeOf(await insert(desk, 'deskEntries', plan))).toBe('applied');
    const { events } = clockInput({
      case: null,
      steps: [],
      ticket,
      entries: [stored as never],
      undone: [],
      holidayLists: [],
      products: [],
      now: new Date().toISOString(),
    });
    expect(events).toMatchObject([{ kind: 'met', commitment: 'action-plan', at: stored.at.at }]);
  });
});

describe('security 37: bounds of an organisation', () => {
  test('no revision is the last of its case: a leap is refused, and the next goes on', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const leap = await sign(engineer, packetOf(engineer, contents, 10_000));
    expect(codeOf((await engineer.push(handoffOf(leap))).results[0])).toBe('invalid');
    const next = await sign(engineer, packetOf(engineer, contents, 3));
    expect(codeOf((await engineer.push(handoffOf(next))).results[0])).toBe('applied');
  });

  test('rows, bytes and packets are bounded by the day; what waits is taken once the limit is raised', async () => {
    const [, other] = hub.sample.organisations;
    const limit = (rows: number | null, packets: number | null) =>
      sql(
        hub.databaseUrl,
        `INSERT INTO organisation_limits (organisation_id, rows_a_day, packets_a_day) VALUES ($1, $2, $3)
          ON CONFLICT (organisation_id) DO UPDATE SET rows_a_day = $2, packets_a_day = $3`,
        [other.id, rows, packets],
      );
    const [{ rows = 0, packets = 0 } = {}] = await sql<{ rows: number; packets: number }>(
      hub.databaseUrl,
      'SELECT rows::int AS rows, packets::int AS packets FROM organisation_days WHERE organisation_id = $1',
      [other.id],
    );
    await limit(rows + 1, null);
    expect(codeOf(await insert(stranger, 'cases', caseOf(stranger)))).toBe('applied');
    const waits = stranger.mutation(insertOf('cases', caseOf(stranger)));
    const refused = await stranger.send([waits]);
    expect(refused).toMatchObject({ status: 429, body: { code: 'organisation-limit' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Others are not kept waiting by it, and nothing of it was counted twice.
    expect(codeOf(await insert(engineer, 'cases', caseOf(engineer)))).toBe('applied');
    await limit(null, packets);
    expect((await stranger.send([waits])).body).toMatchObject({ results: [{ outcome: 'applied' }] });
    const contents = urgentContents(stranger);
    await stranger.push(...editsOf(contents));
    const packet = await sign(stranger, packetOf(stranger, contents));
    const handoff = stranger.mutation(handoffOf(packet));
    expect(await stranger.send([handoff])).toMatchObject({ status: 429 });
    await limit(null, null);
    expect((await stranger.send([handoff])).body).toMatchObject({ results: [{ outcome: 'applied' }] });
  });
});

describe('security 35: what stood against a packet', () => {
  test('the desk has what the hub’s rules say, and by which version; what the packet says of itself stays in the packet', async () => {
    const contents = completeContents(engineer);
    // Not answered, which warns and does not block.
    const bare = {
      ...contents,
      case: { ...contents.case, frequency: null, engineer: { id: newId(), name: 'Chief Engineer' } },
    };
    await engineer.push(...editsOf(bare));
    const invented = {
      rule: 'H33',
      part: 'papers',
      severity: 'note',
      clause: null,
      message: 'The engineer is certified by IPcelerate in person',
      fix: '',
      where: { table: 'cases', id: null, field: null },
    } as const;
    const packet = await sign(engineer, {
      ...packetOf(engineer, bare),
      ruleSetVersion: '9999.certified',
      findings: [invented],
    });
    expect(codeOf((await engineer.push(handoffOf(packet))).results[0])).toBe('applied');
    expect(codeOf(await approve(lead, packet))).toBe('applied');
    const ticket = await ticketOf(packet);
    expect(ticket.ruleSetVersion).toBe(RULE_SET_VERSION);
    expect(ticket.findings?.map(({ rule, severity }) => `${rule} ${severity}`)).toContain('H3 warning');
    expect(ticket.findings?.map(({ message }) => message)).not.toContain(invented.message);
    expect(ticket.engineer).toEqual(engineer.person);
  });
});

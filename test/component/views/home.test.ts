/** Home and its news on a real IndexedDB: what needs whom, and where each line leads. See shared/home/SPEC.md. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeNewsFor } from '../../../renderer/commands/news.ts';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { type PartnerHome, readPartnerHome } from '../../../renderer/views/home.ts';
import { OpenLines } from '../../../renderer/views/open-lines.ts';
import type { CaseState } from '../../../shared/cases/states.ts';
import type { Role } from '../../../shared/certification/access.ts';
import type { Review } from '../../../shared/review/schema.ts';
import type { DeskEntry, Ticket } from '../../../shared/tickets/schema.ts';
import { identity } from '../../helpers/bridge.ts';
import { AT, aCase, type ConsoleDevice, newId, openConsoleDevice } from '../../helpers/console-device.ts';

const me = { id: identity.person.id, roles: ['engineer'] as Role[] };
const lead = { id: newId(), roles: ['lead'] as Role[] };
const desk = { id: newId(), name: 'Sample Desk One' };
const leadRef = { id: lead.id, name: 'Sample Lead' };
let device: ConsoleDevice;

beforeEach(async () => {
  device = await openConsoleDevice();
});
afterEach(() => device.close());

async function keep(title: string, state: CaseState, ticket = '') {
  const record = { ...aCase(title), state };
  await device.db.cases.put(record);
  await device.db.summaries.put({ ...summaryOf(record, undefined), ticket });
  return record;
}

function entryOf(caseId: string, fields: { kind: DeskEntry['kind'] } & Record<string, unknown>): DeskEntry {
  return {
    id: newId(),
    ticketId: caseId,
    caseId,
    organisationId: identity.organisation.id,
    at: { at: AT, zone: 'UTC' },
    by: desk,
    ...fields,
  } as DeskEntry;
}

const reviewOf = (caseId: string, fields: Partial<Review>): Review => ({
  id: newId(),
  caseId,
  packetId: newId(),
  revision: 1,
  digest: '0'.repeat(64),
  kind: 'asked-for-changes',
  at: { at: AT, zone: 'UTC' },
  by: leadRef,
  text: '',
  changes: [{ id: newId(), text: 'Which of the two trunks?', where: null, rule: null }],
  ...fields,
});

const read = async (viewer = me): Promise<PartnerHome> =>
  readPartnerHome(device.db, viewer, ({ field }) => field ?? '', await new OpenLines(device.db).read());
const lines = ({ needs }: PartnerHome) => needs.map(({ title, act, to }) => `${act}: ${title} -> ${to}`);

test('[HM2] what Level 3 asked, a lead sent back and Level 3 answered needs the engineer, and leads to the very thing', async () => {
  const asked = await keep('Recorder drops calls', 'acknowledged', 'T-1042');
  await device.db.tickets.put({
    id: asked.id,
    caseId: asked.id,
    ticket: 'T-1042',
    state: 'acknowledged',
  } as Ticket);
  const question = entryOf(asked.id, { kind: 'information-asked', question: 'Which build is it?' });
  await device.db.deskEntries.put(question);
  const back = await keep('Phones do not ring', 'changes-requested');
  await device.db.reviews.put(reviewOf(back.id, {}));
  const answered = await keep('Bells ring on the wrong floor', 'answered', 'T-1019');
  const answer = entryOf(answered.id, { kind: 'answered', answer: 'work-around' });
  await device.db.deskEntries.put(answer);
  await keep('Directory sync ends early', 'level1');
  await keep('Gateway registers twice', 'in-review');
  const home = await read();
  expect(lines(home)).toEqual([
    `Answer: Which build is it? -> /cases/${asked.id}/level3/${question.id}`,
    `Open: 1 change asked for by Sample Lead -> /cases/${back.id}`,
    `Read: Level 3 answered with a work-around: try it, and say whether it works -> /cases/${answered.id}/level3/${answer.id}`,
  ]);
  expect(home.working.map(({ line }) => line.title)).toEqual(['Directory sync ends early']);
  expect(home.waits.map(({ line }) => line.title)).toEqual(['Gateway registers twice']);
  expect(home.team).toEqual([]);
});

test('[HM2] a rejected case is not among what the engineer works on until it is handed off again', async () => {
  const record = await keep('Phones do not ring', 'level2');
  await device.db.reviews.put(
    reviewOf(record.id, { kind: 'rejected', text: 'It is no fault.', changes: [] }),
  );
  const home = await read();
  expect(home.needs.map(({ title }) => title)).toEqual(['Rejected by Sample Lead']);
  expect(home.working).toEqual([]);
});

test('[HM2] what Level 3 returned says so, and leads to its word', async () => {
  const record = await keep('Phones do not ring', 'changes-requested', 'T-1042');
  await device.db.reviews.put(reviewOf(record.id, { at: { at: '2026-11-20T12:00:00.000Z', zone: 'UTC' } }));
  const entry = entryOf(record.id, { kind: 'returned', clause: '', reason: 'The log is of another day.' });
  await device.db.deskEntries.put(entry);
  expect(lines(await read())).toEqual([
    `Open: Level 3 returned it: The log is of another day. -> /cases/${record.id}/level3/${entry.id}`,
  ]);
});

test('[HM3] a colleague’s case is on the lead’s Home and not on another engineer’s', async () => {
  await keep('Directory sync ends early', 'level1');
  const other = await read({ id: newId(), roles: ['engineer'] });
  expect([other.needs, other.working, other.waits, other.team].flat()).toEqual([]);
  const led = await read(lead);
  expect(led.team.map(({ line, engineer }) => `${line.title}, ${engineer}`)).toEqual([
    'Directory sync ends early, Sample Engineer One',
  ]);
});

test('a line of before the engineer was kept is the engineer’s all the same', async () => {
  const record = await keep('Directory sync ends early', 'level1');
  const { engineer: _, ...old } = summaryOf(record, undefined);
  await device.db.summaries.put(old);
  expect((await read()).working).toHaveLength(1);
});

test('a change that the hub refused needs who made it, and is named once', async () => {
  const record = await keep('Phones do not ring', 'level2');
  const edit = { id: newId(), n: 1, table: 'cases', key: record.id, op: 'update', patch: {} };
  await device.db.rejectedEdits.put({
    id: newId(),
    caseId: record.id,
    at: AT,
    edit,
    rejection: { code: 'x', message: 'The case is frozen.' },
  } as never);
  expect(lines(await read())).toEqual([
    'See why: The hub did not take a change: The case is frozen. -> /sync',
  ]);
});

test('[CS12] news: a case that a colleague gave is told to who has it now, and not to who gave it', async () => {
  const record = await keep('Phones do not ring', 'level2');
  const given = {
    id: newId(),
    caseId: record.id,
    kind: 'assigned',
    at: { at: AT, zone: 'UTC' },
    by: desk,
    from: null,
    to: null,
    reason: identity.person.name,
  };
  // This computer's first look.
  expect(await takeNewsFor(device, me)).toEqual([]);
  await device.db.events.put(given as never);
  await device.db.rowOrders.put({
    id: `events ${given.id}`,
    table: 'events',
    stage: 0,
    version: 1,
    index: 0,
  });
  const { id, caseId, by } = given;
  expect(await takeNewsFor(device, me)).toEqual([
    { kind: 'given', id, caseId, by, title: 'Phones do not ring' },
  ]);
  expect(await takeNewsFor(device, me)).toEqual([]);
});

test('news: a lead’s decision and Level 3’s question are told once, to the case’s engineer and not to a colleague', async () => {
  const record = await keep('Phones do not ring', 'changes-requested');
  const receive = async (table: 'reviews' | 'deskEntries', row: { id: string }, version: number) => {
    await device.db.table(table).put(row);
    await device.db.rowOrders.put({ id: `${table} ${row.id}`, table, stage: 0, version, index: 0 });
  };
  await receive('reviews', reviewOf(record.id, {}), 1);
  // What was there before this computer's first look is no news.
  expect(await takeNewsFor(device, me)).toEqual([]);
  const second = reviewOf(record.id, { revision: 2 });
  await receive('reviews', second, 2);
  const question = entryOf(record.id, { kind: 'information-asked', question: 'Which build is it?' });
  await receive('deskEntries', question, 3);
  expect((await takeNewsFor(device, me)).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    `desk ${question.id}`,
    `decision ${second.id}`,
  ]);
  expect(await takeNewsFor(device, me)).toEqual([]);
  await receive('reviews', reviewOf(record.id, { revision: 3 }), 4);
  expect(await takeNewsFor(device, { id: newId(), roles: ['engineer'] })).toEqual([]);
});

test('[HM3] [I22] a P1 that the desk made a P3 still waits for its approval on the lead’s Home, by when it is due', async () => {
  const record = {
    ...(await keep('Pages do not reach the warehouse', 'acknowledged', 'T-1042')),
    priority: 'P3' as const,
  };
  await device.db.cases.put(record);
  await device.db.summaries.put({ ...summaryOf(record, undefined), ticket: 'T-1042' });
  const packetId = newId();
  const signature = {
    id: newId(),
    caseId: record.id,
    packetId,
    revision: 1,
    kind: 'engineer',
    by: record.engineer,
  };
  await device.db.signatures.put({ ...signature, at: { at: AT, zone: 'UTC' } } as never);
  await device.db.packets.put({ id: packetId, caseId: record.id } as never);
  const dueAt = '2026-11-24T18:00:00.000Z';
  const ticket = { id: newId(), caseId: record.id, ticket: 'T-1042', state: 'acknowledged' };
  await device.db.tickets.put({ ...ticket, approval: { dueAt, at: null, by: null } } as Ticket);
  const viewer = { id: lead.id, roles: lead.roles };
  expect((await read(viewer)).needs).toMatchObject([
    { kind: 'review', until: dueAt, about: { priority: 'P3' } },
  ]);
  await device.db.tickets.put({ ...ticket, approval: { dueAt, at: dueAt, by: leadRef } } as Ticket);
  expect((await read(viewer)).needs).toEqual([]);
});

test('[HM7] what is due next is told of every case of the person, of one that needs them as well', async () => {
  const record = await keep('Recorder stops', 'acknowledged', 'T-1001');
  await device.db.summaries.update(record.id, {
    nextDue: '2026-12-09T00:00:00.000Z',
    nextDueKind: 'action-plan',
    nextDueState: 'running',
  });
  const due = async () => (await read()).due.map(({ line }) => line.title);
  expect(await due()).toEqual(['Recorder stops']);
  await device.db.tickets.put({
    id: record.id,
    caseId: record.id,
    ticket: 'T-1001',
    state: 'acknowledged',
  } as Ticket);
  await device.db.deskEntries.put(
    entryOf(record.id, { kind: 'information-asked', question: 'Which build?' }),
  );
  expect((await read()).needs.map(({ act }) => act)).toEqual(['Answer']);
  expect(await due()).toEqual(['Recorder stops']);
});

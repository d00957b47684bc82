/** The search's index on a real IndexedDB: what is in the tables is found, and follows them. See shared/search/SPEC.md. */
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { write } from '../../../renderer/store/write.ts';
import { SearchReader } from '../../../renderer/views/search-reader.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { identity } from '../../helpers/bridge.ts';
import { AT, aCase, type ConsoleDevice, newId, openConsoleDevice } from '../../helpers/console-device.ts';
import { problemRow, ruleRow } from '../../helpers/knowledge.ts';

let device: ConsoleDevice;
let reader: SearchReader;
const noted = (parts: unknown) => void reader.note(parts);

beforeEach(async () => {
  device = await openConsoleDevice();
  reader = new SearchReader(device.db);
});
afterEach(async () => {
  Dexie.on('storagemutated').unsubscribe(noted);
  await device.close();
});

const found = (question: string) =>
  reader.index.search(question, 5).map(({ id, places }) => `${id} ${places[0]?.field ?? 'title'}`);

async function caughtUp(): Promise<void> {
  // Dexie tells of a change after its transaction has ended.
  await new Promise((done) => setTimeout(done, 50));
  await reader.catchUp();
}

test('[FN1] [FN5] a case is found by its rows, then by what they became, and not by what was removed', async () => {
  const record = { ...aCase('Recorder drops calls'), site: 'Norfolk' };
  const system = systems.empty({
    id: newId(),
    caseId: record.id,
    hostname: 'hcu-rec01',
    role: 'affected',
    provenance: { kind: 'typed', by: record.engineer, at: AT },
  });
  expect(
    await write(device.parts, [
      { op: 'insert', table: 'cases', row: record },
      { op: 'insert', table: 'systems', row: system },
    ]),
  ).toMatchObject({ kind: 'saved' });
  await reader.readAll(() => true);
  expect(found('norfolk')).toEqual([`case:${record.id} site`]);
  expect(found('hcu-rec01')).toEqual([`case:${record.id} hostname`]);

  Dexie.on('storagemutated', noted);
  await write(device.parts, [
    { op: 'patch', table: 'systems', key: system.id, fields: { hostname: 'hcu-rec02' } },
  ]);
  await caughtUp();
  expect(found('hcu-rec02')).toEqual([`case:${record.id} hostname`]);
  expect(found('hcu-rec01')).toEqual([]);

  await write(device.parts, [{ op: 'delete', table: 'systems', key: system.id }]);
  await caughtUp();
  expect(found('hcu-rec02')).toEqual([]);
  expect(found('recorder drops')).toEqual([`case:${record.id} title`]);
});

test('[FN1] customers are found by what is installed there, tickets by what their packets hold', async () => {
  const by = { organisationId: identity.organisation.id };
  await device.db.customers.put({ id: 'k1', name: 'Harbor Clinic (sample)', ...by } as never);
  await device.db.installations.put({ id: 'i1', customerId: 'k1', hostname: 'hcu-pag02', ...by } as never);
  await device.db.tickets.put({
    id: 't1',
    caseId: 'c1',
    packetId: 'p1',
    ticket: 'T-9001',
    title: 'Attendant freezes',
    state: 'escalated',
  } as never);
  await reader.readAll(() => true);
  // The packet comes when the ticket is opened (S14).
  Dexie.on('storagemutated', noted);
  await device.db.packets.put({
    id: 'p1',
    caseId: 'c1',
    contents: { case: { id: 'c1' }, systems: [{ id: 's1', serial: 'FTX1842A0B7' }] },
  } as never);
  await caughtUp();
  expect(found('hcu-pag02')).toEqual(['customer:k1 hostname']);
  expect(found('FTX1842A0B7')).toEqual(['ticket:t1 serial']);
  expect(found('T-9001')).toEqual(['ticket:t1 ticket']);
});

test('[FN1] [FN5] known problems, recipes, rules, holidays and people are found as they come, change and go', async () => {
  await device.db.knownProblems.put(problemRow());
  await reader.readAll(() => true);
  expect(found('KP-0213')).toEqual(['problem:KP-0213 number']);
  Dexie.on('storagemutated', noted);
  await device.db.knownProblems.put(problemRow({ id: 'KP-0300', title: 'Bells ring twice' }));
  await device.db.findingRules.put(ruleRow());
  await device.db.holidayLists.put({
    id: 'h1',
    version: 3,
    dates: [{ date: '2026-11-26', name: 'Day of Test' }],
  } as never);
  await device.db.people.put({
    id: 'p1',
    name: 'Sample Examinee',
    email: 'examinee@partner.example',
  } as never);
  await caughtUp();
  expect(found('KP-0300')).toEqual(['problem:KP-0300 number']);
  expect(found('bells twice')).toEqual(['problem:KP-0300 title']);
  expect(found(ruleRow().id)).toEqual([`rule:${ruleRow().id} title`]);
  expect(found('day of test')).toEqual(['holidays:h1 dates']);
  expect(found('examinee@partner.example')).toEqual(['registered:p1 email']);
  await device.db.knownProblems.delete('KP-0213');
  await caughtUp();
  expect(found('KP-0213')).toEqual([]);
});

test('[FN1] a case that has left this computer is found by its line, which says where it is; back again, by all of it', async () => {
  const record = { ...aCase('Recorder drops calls'), customer: 'Harbor Clinic', state: 'closed' as const };
  const line = summaryOf(record, undefined);
  await device.db.cases.put({ ...record, observed: 'Crackling' });
  await device.db.summaries.put(line);
  await reader.readAll(() => true);
  expect(found('crackling')).toEqual([`case:${record.id} observed`]);

  Dexie.on('storagemutated', noted);
  const { db } = device;
  await db.transaction('rw', [db.cases, db.summaries, db.departed], async () => {
    await db.cases.delete(record.id);
    await db.summaries.put({ ...line, atHub: true });
    await db.departed.put({ id: record.id, state: 'left', at: AT, rows: [] });
  });
  await caughtUp();
  expect(found('crackling')).toEqual([]);
  expect(found('harbor clinic')).toEqual([`case:${record.id} customer`]);
  expect(reader.index.search('recorder', 5)[0]?.subtitle).toContain('at the hub only');
  // After the next start, too.
  const again = new SearchReader(db);
  await again.readAll(() => true);
  expect(again.index.search(line.number, 5).map(({ id }) => id)).toEqual([`case:${record.id}`]);

  await db.transaction('rw', [db.cases, db.summaries, db.departed], async () => {
    await db.cases.put({ ...record, observed: 'Crackling' });
    await db.summaries.put(summaryOf(record, { ...line, atHub: true }));
    await db.departed.delete(record.id);
  });
  await caughtUp();
  expect(found('crackling')).toEqual([`case:${record.id} observed`]);
});

test('[FN1] [FN5] IPcelerate’s contract is found by its number: with its customer, or by itself where none of that name is listed', async () => {
  const contract = { id: 'MC-2026-0417', customer: 'Example  Hospital' };
  await device.db.contracts.put(contract as never);
  await reader.readAll(() => true);
  expect(found('mc-2026-0417')).toEqual(['contract:MC-2026-0417 title']);
  expect(found('hospital contract')).toEqual(['contract:MC-2026-0417 title']);
  Dexie.on('storagemutated', noted);
  const id = newId();
  await device.db.customers.put({ id, name: 'Example Hospital' } as never);
  await caughtUp();
  expect(found('mc-2026-0417')).toEqual([`customer:${id} number`]);
  await device.db.contracts.delete(contract.id);
  await caughtUp();
  expect(found('mc-2026-0417')).toEqual([]);
});

test.each([
  ['members', 'credentials', 'person'],
  ['people', 'registryCredentials', 'registered'],
] as const)(
  '[FN1] [FN5] of %s, a credential is found by its number, at its holder',
  async (people, credentials, kind) => {
    const personId = newId();
    await device.db.table(people).put({ id: personId, name: 'Sample Engineer Two' });
    const [first, second] = [newId(), newId()];
    await device.db.table(credentials).put({ id: first, personId, token: 'x' });
    await reader.readAll(() => true);
    expect(found(first)).toEqual([`${kind}:${personId} number`]);
    Dexie.on('storagemutated', noted);
    await device.db.table(credentials).put({ id: second, personId, token: 'x' });
    await caughtUp();
    expect(found(second)).toEqual([`${kind}:${personId} number`]);
    await device.db.table(credentials).delete(second);
    await caughtUp();
    expect(found(second)).toEqual([]);
    expect(found(first)).toEqual([`${kind}:${personId} number`]);
  },
);

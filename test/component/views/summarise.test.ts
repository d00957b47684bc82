/** Counting what is missing, for the list, on a real IndexedDB: in step with what comes while it counts. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Edit, write } from '../../../renderer/store/write.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { startState } from '../../../renderer/sync/sync-state.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { openCaseStore } from '../../../renderer/views/case-store.ts';
import { openContents } from '../../../renderer/views/open-cases.ts';
import { countMissing } from '../../../renderer/views/summarise.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { systems } from '../../../shared/cases/systems.ts';
import type { ProductRecord } from '../../../shared/policy/products.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  organisationScope,
  pulledCase,
  wholePage,
} from '../../helpers/console-device.ts';

const unexpected = (error: unknown) => {
  throw error;
};

const epoch = '01900000-0000-7000-8000-0000000000f1';

let device: ConsoleDevice;
let stop: () => void;
beforeEach(async () => {
  device = await openConsoleDevice();
  stop = () => undefined;
});
afterEach(async () => {
  vi.restoreAllMocks();
  stop();
  await device.close();
});

const lineOf = async ({ id }: CaseRecord) => device.db.summaries.get(id);

async function counted(record: CaseRecord): Promise<number> {
  await expect.poll(async () => (await lineOf(record))?.stale, { timeout: 20_000 }).toBe(0);
  return (await lineOf(record))?.missing ?? -1;
}

test('an edit is counted, and a window that was closed in the middle of it leaves nothing uncounted', async () => {
  const record = aCase();
  await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
  stop = countMissing(device.parts, unexpected);
  const before = await counted(record);
  expect(before).toBeGreaterThan(0);
  stop();
  await write(device.parts, [
    { op: 'patch', table: 'cases', key: record.id, fields: { observed: 'The recording holds silence.' } },
  ]);
  await device.db.summaries.update(record.id, { stale: 2 });
  stop = countMissing(device.parts, unexpected);
  expect(await counted(record)).toBe(before - 1);
});

test('a case that is open is counted by what is in memory, and one that is being read anew by what is stored', async () => {
  const record = aCase();
  await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
  const open = openCaseStore(device.parts as AppServices, record.id);
  try {
    await expect.poll(() => openContents(device.db, record.id)?.case.id, { timeout: 20_000 }).toBe(record.id);
    stop = countMissing(device.parts, unexpected);
    const before = await counted(record);
    const read = vi.spyOn(device.db, 'table');
    await write(device.parts, [
      { op: 'patch', table: 'cases', key: record.id, fields: { observed: 'The recording holds silence.' } },
    ]);
    expect(openContents(device.db, record.id)?.case.observed).toBe('The recording holds silence.');
    await expect.poll(async () => (await lineOf(record))?.missing, { timeout: 20_000 }).toBe(before - 1);
    expect(read.mock.calls.flat()).not.toContain('revisions');
    // Another window changed it: until it is read, nobody is told what was before.
    const other = new BroadcastChannel('partner-console-changes');
    const heard = new Promise<CaseContents | null>((done) =>
      device.parts.changes.listen(record.id, () => done(openContents(device.db, record.id))),
    );
    other.postMessage([record.id]);
    expect(await heard).toBeNull();
    other.close();
    await expect.poll(() => openContents(device.db, record.id)?.case.id, { timeout: 20_000 }).toBe(record.id);
  } finally {
    open.close();
  }
  expect(openContents(device.db, record.id)).toBeNull();
});

test('what the hub brings while its case is counted is counted too', async () => {
  const record = aCase();
  await applyPage(
    device.db,
    organisationScope,
    wholePage([pulledCase(record, 1)], { epoch, version: 1, index: 1 }),
    true,
  );
  const { db } = device;
  const tickets = db.tickets.where.bind(db.tickets);
  let came = false;
  // The case has been read by then, and nothing is written yet.
  const theirs = { ...record, observed: 'Silence', expected: 'Calls ring.' };
  const bring = async (of: { caseId: string }) => {
    came = true;
    const page = wholePage([pulledCase(theirs, 2)], { epoch, version: 2, index: 1 });
    await applyPage(db, organisationScope, page, false);
    return tickets(of).toArray();
  };
  vi.spyOn(db.tickets, 'where').mockImplementation(((of: { caseId: string }) =>
    came || of.caseId !== record.id ? tickets(of) : { toArray: () => bring(of) }) as never);
  stop = countMissing(device.parts, unexpected);
  await expect.poll(() => came, { timeout: 20_000 }).toBe(true);
  const missing = await counted(record);
  stop();
  await db.summaries.update(record.id, { stale: 1 });
  stop = countMissing(device.parts, unexpected);
  expect(await counted(record)).toBe(missing);
  expect(missing).toBeGreaterThan(0);
});

function recorder(required: readonly string[]): ProductRecord {
  const components = required.map((name) => ({ name, required: true, latestMinor: null, latestMajor: null }));
  return { id: 'recorder', name: 'Recorder (sample)', sample: true, components, releases: [] };
}

const aRecorder = (caseId: string) =>
  systems.empty({
    id: newId(),
    caseId,
    role: 'affected',
    productId: 'recorder',
    capturedAt: AT,
    provenance: { kind: 'typed', by: { id: newId(), name: 'Somebody (sample)' }, at: AT },
  });

test('the catalogue is read once for all cases, and what changes of it is counted in each that is worked on', async () => {
  const { db } = device;
  const records = Array.from({ length: 8 }, () => aCase());
  await db.products.add(recorder(['Recording service']));
  await write(
    device.parts,
    records.flatMap((row): Edit[] => [
      { op: 'insert', table: 'cases', row },
      { op: 'insert', table: 'systems', row: aRecorder(row.id) },
    ]),
  );
  const reads = vi.spyOn(db.products, 'toArray');
  stop = countMissing(device.parts, unexpected);
  const before = await Promise.all(records.map(counted));
  // Once for the count, once by what watches it.
  expect(reads.mock.calls.length).toBeLessThanOrEqual(2);
  await db.products.put(recorder(['Recording service', 'Playback service']));
  await expect
    .poll(async () => Promise.all(records.map(async (each) => (await lineOf(each))?.missing)), {
      timeout: 20_000,
    })
    .toEqual(before.map((missing) => missing + 1));
});

test('while changes are sent or received nothing is counted, unless that takes long', async () => {
  const { db } = device;
  const read = vi.spyOn(db.tickets, 'where');
  const moving = (is: boolean) => db.syncState.put({ id: 'sync', value: { ...startState, moving: is } });
  // All that the database was asked for by now, and what follows from it, is done.
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await db.cases.count();
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await moving(true);
    await write(device.parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    stop = countMissing(device.parts, unexpected);
    for (let second = 0; second < 10; second++) {
      await settle();
      vi.advanceTimersByTime(1_000);
    }
    await settle();
    expect(read).not.toHaveBeenCalled();
    await moving(false);
    await settle();
    vi.advanceTimersByTime(1_000);
    await vi.waitFor(() => expect(read).toHaveBeenCalled(), { timeout: 20_000 });
    read.mockClear();
    await moving(true);
    await settle();
    await write(device.parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    await settle();
    vi.advanceTimersByTime(20_000);
    await vi.waitFor(() => expect(read).toHaveBeenCalled(), { timeout: 20_000 });
  } finally {
    vi.useRealTimers();
  }
});

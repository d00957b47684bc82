/** Counting what is missing, for the list, on a real IndexedDB: in step with what comes while it counts. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { write } from '../../../renderer/store/write.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { countMissing } from '../../../renderer/views/summarise.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import {
  aCase,
  type ConsoleDevice,
  openConsoleDevice,
  organisationScope,
  pulledCase,
  wholePage,
} from '../../helpers/console-device.ts';

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
  stop = countMissing(device.parts);
  const before = await counted(record);
  expect(before).toBeGreaterThan(0);
  stop();
  await write(device.parts, [
    { op: 'patch', table: 'cases', key: record.id, fields: { observed: 'The recording holds silence.' } },
  ]);
  await device.db.summaries.update(record.id, { stale: 2 });
  stop = countMissing(device.parts);
  expect(await counted(record)).toBe(before - 1);
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
  const products = db.products.toArray.bind(db.products);
  let came = false;
  // The case has been read by then, and nothing is written yet.
  vi.spyOn(db.products, 'toArray').mockImplementation(((): unknown =>
    (async () => {
      if (!came) {
        came = true;
        const theirs = { ...record, observed: 'Silence', expected: 'Calls ring.' };
        const page = wholePage([pulledCase(theirs, 2)], { epoch, version: 2, index: 1 });
        await applyPage(db, organisationScope, page, false);
      }
      return products();
    })()) as never);
  stop = countMissing(device.parts);
  await expect.poll(() => came).toBe(true);
  const missing = await counted(record);
  stop();
  await db.summaries.update(record.id, { stale: 1 });
  stop = countMissing(device.parts);
  expect(await counted(record)).toBe(missing);
  expect(missing).toBeGreaterThan(0);
});

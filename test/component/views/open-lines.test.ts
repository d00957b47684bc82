/** Lines of open cases on a real IndexedDB: what is kept of them is what stands in the database, whatever changes, and in whichever window. */
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Summary, summaryOf } from '../../../renderer/store/device-rows.ts';
import { OpenLines } from '../../../renderer/views/open-lines.ts';
import type { CaseState } from '../../../shared/cases/states.ts';
import { aCase, type ConsoleDevice, openConsoleDevice } from '../../helpers/console-device.ts';

let device: ConsoleDevice;
let lines: OpenLines;
const told = (parts: unknown) => lines.changed(parts);

beforeEach(async () => {
  device = await openConsoleDevice();
  lines = new OpenLines(device.db);
  Dexie.on('storagemutated', told);
});
afterEach(async () => {
  Dexie.on('storagemutated').unsubscribe(told);
  await device.close();
});

const lineOf = (title: string, state: CaseState): Summary => ({
  ...summaryOf({ ...aCase(title), state }, undefined),
});
const titles = (read: readonly Summary[]) => read.map(({ title }) => title).sort();

test('are those that are not closed, also where most are closed', async () => {
  await device.db.summaries.bulkPut([
    lineOf('open', 'level1'),
    ...Array.from({ length: 5 }, (_, n) => lineOf(`closed ${n}`, 'closed')),
  ]);
  expect(titles(await lines.read())).toEqual(['open']);
});

test('after the first reading only what changed is opened: changed, closed, opened again, removed', async () => {
  const kept = Array.from({ length: 500 }, (_, n) => lineOf(`case ${n}`, 'level1'));
  await device.db.summaries.bulkPut(kept);
  expect(await lines.read()).toHaveLength(500);
  const [first, second, third] = kept;
  if (!first || !second || !third) throw new Error('no lines');
  await device.db.summaries.put({ ...first, title: 'another title' });
  await device.db.summaries.put({ ...second, state: 'closed' });
  await device.db.summaries.delete(third.id);
  const opened = vi.spyOn(device.db.summaries, 'bulkGet');
  const read = await lines.read();
  expect(new Set(opened.mock.calls.flatMap(([ids]) => ids))).toEqual(
    new Set([first.id, second.id, third.id]),
  );
  expect(titles(read)).toEqual(titles([...kept.slice(3), { ...first, title: 'another title' }]));
  await device.db.summaries.put(second);
  expect(await lines.read()).toHaveLength(499);
});

test('a range of which nobody knows what was in it has all of them read anew', async () => {
  await device.db.summaries.bulkPut([lineOf('one', 'level1'), lineOf('two', 'level1')]);
  expect(await lines.read()).toHaveLength(2);
  await device.db.summaries.clear();
  expect(await lines.read()).toEqual([]);
});

test('what another window tells of is a plain object, and counts the same', async () => {
  const line = lineOf('before', 'level1');
  await device.db.summaries.put(line);
  await lines.read();
  Dexie.on('storagemutated').unsubscribe(told);
  await device.db.summaries.put({ ...line, title: 'after' });
  lines.changed({ [`idb://${device.db.name}/summaries/`]: { from: line.id, to: line.id, d: 1 } });
  Dexie.on('storagemutated', told);
  expect(titles(await lines.read())).toEqual(['after']);
});

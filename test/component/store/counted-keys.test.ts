/** What live queries remember of writes that are none of theirs does not grow with each of them. */

import { waitFor } from '@testing-library/react';
import { Dexie, liveQuery, type ObservabilitySet } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

interface Tree {
  from?: unknown;
  to?: unknown;
  l?: Tree | null;
  r?: Tree | null;
}
const nodes = (tree: Tree | null | undefined): number => (tree ? 1 + nodes(tree.l) + nodes(tree.r) : 0);

let app: AppServices;
/** What a live query of another table would have gathered, as Dexie gathers it: by part, the ranges that it was told. */
let gathered: Map<string, Set<string>>;
const listener = (parts: ObservabilitySet) => {
  for (const [part, tree] of Object.entries(parts as Record<string, Tree>)) {
    const known = gathered.get(part) ?? new Set();
    known.add(`${nodes(tree)} from ${String(tree.from)} to ${JSON.stringify(tree.to)}`);
    gathered.set(part, known);
  }
};

beforeEach(async () => {
  gathered = new Map();
  app = await openEnrolledConsole(memoryBridge());
  Dexie.on.storagemutated.subscribe(listener);
});
afterEach(async () => {
  Dexie.on.storagemutated.unsubscribe(listener);
  await removeConsole(app);
});

const rangesOf = (ending: string) =>
  [...gathered].find(([part]) => part.endsWith(`/${ending}`))?.[1] ?? new Set<string>();

test('lines of the log, edits and summaries leave one range, however many there are; rows of cases stay told one by one', async () => {
  for (let n = 0; n < 40; n += 1) await app.sync.log(`Line ${n}`);
  expect([...rangesOf('syncLog/')]).toHaveLength(1);
  const records = Array.from({ length: 4 }, () => aCase());
  for (const record of records)
    expect(await app.write([{ op: 'insert', table: 'cases', row: record }])).toMatchObject({
      kind: 'saved',
    });
  expect([...rangesOf('outbox/')]).toHaveLength(1);
  expect([...rangesOf('cases/')].length).toBe(records.length);
});

test('a query of such a table hears of each write, and one of a case of its own alone', async () => {
  const [mine, other] = [aCase(), aCase()];
  const insert = (record: CaseRecord) => app.write([{ op: 'insert', table: 'cases', row: record }]);
  await insert(mine);
  const counts: number[] = [];
  const waits: number[] = [];
  let readings = 0;
  const subscriptions = [
    liveQuery(() => app.db.syncLog.count()).subscribe((count) => counts.push(count)),
    liveQuery(() => app.db.outbox.count()).subscribe((count) => waits.push(count)),
    liveQuery(() => app.db.cases.get(mine.id)).subscribe(() => {
      readings += 1;
    }),
  ];
  await waitFor(() => expect([counts.length, waits.length, readings]).toEqual([1, 1, 1]));
  const [before = 0] = counts;
  await app.sync.log('One more');
  await insert(other);
  await waitFor(() => expect([counts.at(-1), waits.at(-1)]).toEqual([before + 1, (waits[0] ?? 0) + 1]));
  expect(readings).toBe(1);
  for (const subscription of subscriptions) subscription.unsubscribe();
});

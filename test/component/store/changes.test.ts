/** In a real browser: what is told of an edit's rows, and in which order. */
import { afterEach, expect, test } from 'vitest';
import { Changes, type RowChange } from '../../../renderer/store/changes.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const change = (row: string): RowChange => ({ table: 'cases', key: 'c', caseId: 'c', row });

function listening() {
  const changes = new Changes();
  closing.push(() => changes.close());
  const told: unknown[] = [];
  changes.listen('c', (each) => told.push(...(each === 'reload' ? [each] : each.map(({ row }) => row))));
  return { changes, told };
}

test('an edit is told of after whoever waits for it has gone on', async () => {
  const { changes, told } = listening();
  const saved = Promise.resolve();
  changes.publishAfter([change('edit')], saved);
  await saved;
  await null;
  expect(told).toEqual([]);
  await expect.poll(() => told).toEqual(['edit']);
});

test('what came later never shows before it', async () => {
  const { changes, told } = listening();
  const never = new Promise(() => {});
  changes.publishAfter([change('first')], never);
  changes.publishAfter([change('second')], Promise.resolve());
  changes.publish([change('third')]);
  expect(told).toEqual(['first', 'second', 'third']);
  await new Promise((done) => setTimeout(done, 100));
  expect(told).toEqual(['first', 'second', 'third']);
});

test('a disk that does not answer keeps no screen waiting', async () => {
  const { changes, told } = listening();
  changes.publishAfter([change('edit')], new Promise(() => {}));
  await expect.poll(() => told).toEqual(['edit']);
});

test('whoever goes on, by key or by pointer, finds what they did before', () => {
  const { changes, told } = listening();
  for (const [at, next] of [new KeyboardEvent('keydown'), new PointerEvent('pointerdown')].entries()) {
    changes.publishAfter([change(`edit ${at}`)], new Promise(() => {}));
    window.dispatchEvent(next);
    expect(told.at(-1)).toBe(`edit ${at}`);
  }
});

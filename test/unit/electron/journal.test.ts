import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Journal } from '../../../electron/services/journal.ts';
import { lineOf, lineSeal, readRecords } from '../../../electron/services/journal-records.ts';
import { Locked } from '../../../electron/services/key-ring.ts';
import { unseal } from '../../../electron/services/seal.ts';
import type { Mutation } from '../../../shared/sync/protocol.ts';
import { anEdit, editsFrom } from '../../helpers/edits.ts';
import { smallDisk, whyNoSmallDisk } from '../../helpers/small-disk.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { testKeys } from '../../helpers/test-keys.ts';

const deviceId = '01990000-0000-7000-8000-00000000d001';
const by = lineSeal(testKeys.keyFor('journal'), deviceId);
const sealedLine = (entry: Mutation) => lineOf(entry, by);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  return path;
}

function journalIn(path: string): Journal {
  const journal = new Journal(path, testKeys);
  cleanups.push(() => journal.close());
  return journal;
}

async function unsent(journal: Journal): Promise<{ entries: Mutation[]; torn: number }> {
  const answer = await journal.read({ deviceId });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.devices[0] ?? { entries: [], torn: 0 };
}

const numbers = (entries: readonly Mutation[]) => entries.map((entry) => entry.n);

describe('the journal', () => {
  test('[S1] gives back what was appended, in order, after the shell was started anew', async () => {
    const path = folder();
    const edits = editsFrom(1, 5);
    const first = journalIn(path);
    expect(await first.append({ deviceId, entries: edits.slice(0, 3) })).toMatchObject({ ok: true });
    expect(await first.append({ deviceId, entries: edits.slice(3) })).toMatchObject({ ok: true });
    expect(await unsent(journalIn(path))).toEqual({
      ...{ deviceId, personId: null },
      ...{ entries: edits, torn: 0 },
    });
  });

  test('appends that come at once are all there, each once', async () => {
    const path = folder();
    const journal = journalIn(path);
    const edits = editsFrom(1, 200);
    const answers = await Promise.all(edits.map((edit) => journal.append({ deviceId, entries: [edit] })));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(numbers((await unsent(journalIn(path))).entries)).toEqual(numbers(edits));
    expect(readFileSync(join(path, `${deviceId}.journal`), 'utf8').split('\n')).toHaveLength(201);
  });

  test('a number that was appended twice counts once, with its last content', async () => {
    const journal = journalIn(folder());
    await journal.append({ deviceId, entries: [anEdit(1, 'first'), anEdit(2)] });
    await journal.append({ deviceId, entries: [anEdit(1, 'second')] });
    const { entries } = await unsent(journal);
    expect(numbers(entries)).toEqual([1, 2]);
    expect(entries[0]?.patch).toEqual({ title: 'second' });
  });

  test('[S7] what a restored hub no longer has counts as unsent again, also after the shell was started anew', async () => {
    const path = folder();
    const journal = journalIn(path);
    await journal.append({ deviceId, entries: editsFrom(1, 5) });
    await journal.acknowledge({ deviceId, n: 5, keep: [] });
    expect(await journal.reopen({ deviceId, n: 3 })).toEqual({ ok: true, value: {} });
    await journal.append({ deviceId, entries: [anEdit(6)] });
    expect(numbers((await unsent(journal)).entries)).toEqual([4, 5, 6]);
    expect(numbers((await unsent(journalIn(path))).entries)).toEqual([4, 5, 6]);
    await journal.reopen({ deviceId, n: 9 });
    expect(numbers((await unsent(journal)).entries)).toEqual([4, 5, 6]);
  });

  test('a torn tail is cut and told, kept aside, and what is appended next is whole', async () => {
    const path = folder();
    const file = join(path, `${deviceId}.journal`);
    const edits = editsFrom(1, 3);
    writeFileSync(file, edits.map(sealedLine).join(''));
    truncateSync(file, statSync(file).size - 20);
    const torn = statSync(file).size - Buffer.byteLength(edits.slice(0, 2).map(sealedLine).join(''));
    expect((await unsent(journalIn(path))).torn).toBe(torn);
    const journal = journalIn(path);
    await journal.append({ deviceId, entries: [anEdit(4)] });
    const after = await unsent(journal);
    expect(numbers(after.entries)).toEqual([1, 2, 4]);
    expect(after.torn).toBe(torn);
    expect(readdirSync(path).filter((name) => name.includes('.torn-'))).toHaveLength(1);
    expect(await unsent(journalIn(path))).toMatchObject({ torn: 0 });
  });

  test('property: bytes that were changed anywhere cost the records that they are in, and none beside', async () => {
    const edits = editsFrom(1, 6);
    const lines = edits.map((edit) => Buffer.from(sealedLine(edit)));
    const whole = Buffer.concat(lines);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        async (at, noise) => {
          const bytes = Buffer.from(whole);
          bytes.set(noise.subarray(0, bytes.length - at), at);
          const touched = new Set<number>();
          let from = 0;
          for (const [index, line] of lines.entries()) {
            if (!line.equals(bytes.subarray(from, from + line.length))) touched.add(index);
            from += line.length;
          }
          const { entries, damaged, end } = await readRecords(bytes, by);
          for (const entry of entries) expect(edits).toContainEqual(entry);
          // A line end that was overwritten joins two records: the one behind it goes with it.
          const lost = edits.length - entries.length;
          expect(lost).toBeLessThanOrEqual(touched.size * 2);
          expect(damaged > 0).toBe(lost > 0);
          expect(end).toBeLessThanOrEqual(bytes.length);
          for (const [index, edit] of edits.entries())
            if (!touched.has(index) && !touched.has(index - 1)) expect(numbers(entries)).toContain(edit.n);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('security 29: a record that was changed, or is another device’s, is set aside and told; those beside it stay', async () => {
    const path = folder();
    const file = join(path, `${deviceId}.journal`);
    await journalIn(path).append({ deviceId, entries: editsFrom(1, 3) });
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/Edit 1|patch|title/);
    const lines = text.split('\n');
    const letter = lines[1]?.at(60) === 'A' ? 'B' : 'A';
    const changed = `${lines[1]?.slice(0, 60)}${letter}${lines[1]?.slice(61)}`;
    const foreign = lineOf(anEdit(8), lineSeal(testKeys.keyFor('journal'), randomUUID()));
    writeFileSync(file, [lines[0], changed, foreign.trim(), lines[2], ''].join('\n'));
    const { entries, torn } = await unsent(journalIn(path));
    expect(numbers(entries)).toEqual([1, 3]);
    expect(torn).toBe(changed.length + foreign.length + 1);
  });

  test('security 29: while the console is locked nothing is appended, and nothing read', async () => {
    const path = folder();
    let isLocked = false;
    const keyFor: typeof testKeys.keyFor = (purpose) => {
      if (isLocked) throw new Locked();
      return testKeys.keyFor(purpose);
    };
    const journal = new Journal(path, { keyFor });
    cleanups.push(() => journal.close());
    await journal.append({ deviceId, entries: [anEdit(1)] });
    const before = readFileSync(join(path, `${deviceId}.journal`));
    isLocked = true;
    await expect(journal.append({ deviceId, entries: [anEdit(2)] })).rejects.toThrow(Locked);
    await expect(journal.read({ deviceId })).rejects.toThrow(Locked);
    expect(readFileSync(join(path, `${deviceId}.journal`)).equals(before)).toBe(true);
    isLocked = false;
    await journal.append({ deviceId, entries: [anEdit(2)] });
    expect(numbers((await unsent(journal)).entries)).toEqual([1, 2]);
  });

  test('what the hub has acknowledged is forgotten, also after a start, and never comes back', async () => {
    const path = folder();
    const journal = journalIn(path);
    await journal.append({ deviceId, entries: editsFrom(1, 5) });
    await journal.acknowledge({ deviceId, n: 3, keep: [] });
    await journal.acknowledge({ deviceId, n: 2, keep: [] });
    expect(numbers((await unsent(journal)).entries)).toEqual([4, 5]);
    expect(numbers((await unsent(journalIn(path))).entries)).toEqual([4, 5]);
  });

  test('a large file is written anew without what was acknowledged, and no append meanwhile is lost', async () => {
    const path = folder();
    const journal = journalIn(path);
    const long = 'x'.repeat(15_000);
    const many = Array.from({ length: 300 }, (_, index) => anEdit(index + 1, long));
    await journal.append({ deviceId, entries: many });
    const before = statSync(join(path, `${deviceId}.journal`)).size;
    const appended = editsFrom(301, 50).map((edit) => journal.append({ deviceId, entries: [edit] }));
    const acknowledged = journal.acknowledge({ deviceId, n: 290, keep: [] });
    const later = editsFrom(351, 50).map((edit) => journal.append({ deviceId, entries: [edit] }));
    for (const answer of [...(await Promise.all([...appended, ...later])), await acknowledged])
      expect(answer).toMatchObject({ ok: true });
    const expected = Array.from({ length: 110 }, (_, index) => 291 + index);
    expect(numbers((await unsent(journal)).entries)).toEqual(expected);
    expect(numbers((await unsent(journalIn(path))).entries)).toEqual(expected);
    expect(statSync(join(path, `${deviceId}.journal`)).size).toBeLessThan(before / 4);
  });

  test('security 32: the shell answers while a long journal is read', async () => {
    const bytes = Buffer.from(editsFrom(1, 1_000).map(sealedLine).join(''));
    let turns = 0;
    let over = false;
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const { entries } = await readRecords(bytes, by);
    over = true;
    expect(entries).toHaveLength(1_000);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  test('a record that this console cannot read is set aside before the file is written anew', async () => {
    const path = folder();
    const file = join(path, `${deviceId}.journal`);
    const many = Array.from({ length: 300 }, (_, index) => anEdit(index + 1, 'x'.repeat(15_000)));
    writeFileSync(file, many.slice(0, 100).map(sealedLine).join(''));
    appendFileSync(file, 'from a newer console\n');
    appendFileSync(file, many.slice(100).map(sealedLine).join(''));
    const journal = journalIn(path);
    await journal.acknowledge({ deviceId, n: 299, keep: [] });
    expect(numbers((await unsent(journal)).entries)).toEqual([300]);
    const aside = readdirSync(path).find((name) => name.includes('.damaged-'));
    const set = readFileSync(join(path, aside ?? ''));
    const key = testKeys.keyFor('journal');
    expect(unseal(key, Buffer.from(`set aside of ${deviceId}`), set).toString()).toContain(
      'from a newer console',
    );
  });

  test('devices have files of their own; one is read alone or all together', async () => {
    const other = randomUUID();
    const journal = journalIn(folder());
    await journal.append({ deviceId, entries: [anEdit(1)] });
    await journal.append({ deviceId: other, entries: [anEdit(1), anEdit(2)] });
    const all = await journal.read({ deviceId: null });
    expect(all.ok && all.value.devices.map((each) => each.entries.length).sort()).toEqual([1, 2]);
    expect(await journal.read({ deviceId: randomUUID() })).toEqual({ ok: true, value: { devices: [] } });
  });

  test('whose edits they are stays with the file, also where the shell is started anew', async () => {
    const path = folder();
    const [personId, other] = [randomUUID(), randomUUID()];
    const first = journalIn(path);
    await first.append({ deviceId, personId, entries: [anEdit(1)] });
    await first.append({ deviceId: other, entries: [anEdit(1)] });
    await first.close();
    const answer = await journalIn(path).read({ deviceId: null });
    if (!answer.ok) throw new Error(answer.failure.message);
    const owners = Object.fromEntries(answer.value.devices.map((each) => [each.deviceId, each.personId]));
    // Of a journal from before it was noted, nothing is known.
    expect(owners).toEqual({ [deviceId]: personId, [other]: null });
  });

  test('kill -9 in the middle of writing: every edit that was answered is there', async () => {
    const path = folder();
    let first = 1;
    const answered = new Set<number>();
    for (let round = 0; round < 5; round++) {
      const writer = spawn(process.execPath, [
        resolve('test/helpers/journal-writer.ts'),
        path,
        deviceId,
        String(first),
      ]);
      let output = '';
      const wanted = 20 + round * 17;
      await new Promise<void>((done, failed) => {
        writer.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output.split('\n').length > wanted) writer.kill('SIGKILL');
        });
        let complaint = '';
        writer.stderr.on('data', (chunk: Buffer) => {
          complaint += chunk.toString();
        });
        writer.once('close', (_code, signal) =>
          signal === 'SIGKILL' ? done() : failed(new Error(`the writer ended by itself: ${complaint}`)),
        );
      });
      for (const line of output.split('\n').filter((each) => each !== '')) answered.add(Number(line));
      const there = numbers((await unsent(journalIn(path))).entries);
      for (const n of answered) expect(there).toContain(n);
      first = Math.max(...there) + 1;
    }
    expect(answered.size).toBeGreaterThan(100);
  });

  test('a full disk is told with what is safe; what was there stays, and writing goes on once there is room', async (context) => {
    context.skip(whyNoSmallDisk !== null, whyNoSmallDisk ?? '');
    const disk = smallDisk(1);
    cleanups.push(disk.remove);
    const journal = new Journal(join(disk.path, 'journal'), testKeys);
    const kept: number[] = [];
    let refusal: unknown;
    for (let n = 1; n < 200 && !refusal; n++) {
      const answer = await journal.append({ deviceId, entries: [anEdit(n, 'y'.repeat(15_000))] });
      if (answer.ok) kept.push(n);
      else refusal = answer.failure;
    }
    expect(refusal).toMatchObject({
      kind: 'disk',
      code: 'ENOSPC',
      message: expect.stringMatching(/disk of this computer is full.*database.*Free some space/),
    });
    expect(numbers((await unsent(journal)).entries)).toEqual(kept);
    // A short edit still fits behind the last whole record: nothing half is left between.
    expect(await journal.append({ deviceId, entries: [anEdit(500, 'short')] })).toMatchObject({ ok: true });
    expect(await unsent(journal)).toMatchObject({ torn: 0 });
    expect(numbers((await unsent(journal)).entries)).toEqual([...kept, 500]);
    await journal.close();
  });

  test('a read-only disk is told with what is safe, and reading goes on', async (context) => {
    context.skip(whyNoSmallDisk !== null, whyNoSmallDisk ?? '');
    const disk = smallDisk(1);
    cleanups.push(disk.remove);
    const before = new Journal(join(disk.path, 'journal'), testKeys);
    await before.append({ deviceId, entries: [anEdit(1)] });
    await before.close();
    disk.protect();
    const journal = new Journal(join(disk.path, 'journal'), testKeys);
    expect(await journal.append({ deviceId, entries: [anEdit(2)] })).toMatchObject({
      ok: false,
      failure: { kind: 'disk', code: 'EROFS', message: expect.stringMatching(/read-only.*database/) },
    });
    expect(numbers((await unsent(journal)).entries)).toEqual([1]);
    await journal.close();
  });

  test('a place that is no folder is told, and works once it is one', async () => {
    const parent = folder();
    writeFileSync(join(parent, 'journal'), 'a file');
    const journal = journalIn(join(parent, 'journal'));
    expect(await journal.append({ deviceId, entries: [anEdit(1)] })).toMatchObject({
      ok: false,
      failure: { kind: 'disk' },
    });
    rmSync(join(parent, 'journal'));
    expect(await journal.append({ deviceId, entries: [anEdit(1)] })).toMatchObject({ ok: true });
  });
});

/**
 * A process that journals one edit after the other until it is killed, and prints the number of each that was answered
 * with ok. Started by test/unit/electron/journal.test.ts: `node journal-writer.ts FOLDER DEVICE FIRST`.
 */
import { writeSync } from 'node:fs';
import { Journal } from '../../electron/services/journal.ts';
import { anEdit } from './edits.ts';
import { testKeys } from './test-keys.ts';

const [folder = '', deviceId = '', first = '1'] = process.argv.slice(2);
const journal = new Journal(folder, testKeys);
const STANDARD_OUTPUT = 1;

async function write(n: number): Promise<void> {
  const answer = await journal.append({ deviceId, entries: [anEdit(n)] });
  if (!answer.ok) throw new Error(answer.failure.message);
  writeSync(STANDARD_OUTPUT, `${n}\n`);
}

// Several at once, so that a kill also meets a group that shares one fsync.
for (let n = Number(first); ; n += 4) {
  await Promise.all([write(n), write(n + 1), write(n + 2), write(n + 3)]);
}

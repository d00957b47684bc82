/** What a command of the hub says where it could not go on: the system's and PostgreSQL's own errors, in words that tell what to do. */
import { expect, test } from 'vitest';
import { databaseWords } from '../../../hub/store/database-words.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';

const wordsOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return databaseWords(error);
  }
  throw new Error('it did not fail');
};

test('a disk that takes nothing more is told, with what to do', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(await wordsOf(() => Promise.reject(full))).toBe(
    'ENOSPC: no space left on device, write. The disk is full: make room on it, and run this again.',
  );
});

test.each([
  ['53100', 'Make room on the disk of the database, and run this again.'],
  ['25006', 'It is read-only: name the one that is written to in DATABASE_URL.'],
  ['57P03', 'PostgreSQL is starting or stopping: try again in a moment.'],
])('PostgreSQL’s %s is told as the database’s, with what to look at', async (code, advice) => {
  const database = await freshDatabase();
  const said = await wordsOf(() =>
    sql(database, `DO $$ BEGIN RAISE EXCEPTION 'so it said' USING ERRCODE = '${code}'; END $$`),
  );
  expect(said).toBe(`The database cannot be used: so it said. ${advice}`);
});

test('a mistake in a file is told as it is, line by line', async () => {
  const said = await wordsOf(() => {
    throw new Error('Line 2: no release.\nLine 3: no release.');
  });
  expect(said).toBe('Line 2: no release.\nLine 3: no release.');
});

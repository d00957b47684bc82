/** Mistakes that others have made, and copies of the product that make them. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Change {
  file: string;
  find: string;
  put: string;
}

export interface Mutant {
  name: string;
  rule: string;
  changes: readonly Change[];
}

const one = (name: string, rule: string, file: string, find: string, put: string): Mutant => ({
  name,
  rule,
  changes: [{ file, find, put }],
});

const ROWS = 'hub/store/rows.ts';
const PUSH = 'hub/push/push.ts';
const EDIT = 'hub/push/edit.ts';
const APPLY = 'renderer/sync/apply.ts';
const ENGINE = 'renderer/sync/engine.ts';
const JOURNAL = 'electron/services/journal.ts';
const TIDY = 'renderer/store/packs/tidy.ts';
const PACKS = 'renderer/store/packs/packs.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a sequence as cursor',
    rule: 'S4',
    changes: [
      {
        file: ROWS,
        find: '    const { rows } = await client.query<ScopeHead>(\n',
        put: `    const taken = await client.query<{ value: number }>("SELECT nextval(pg_get_serial_sequence('audit', 'id')) AS value");
    const { rows } = await client.query<ScopeHead>(\n`,
      },
      {
        file: ROWS,
        find: 'new ScopeBatch(client, head, allowance)',
        put: 'new ScopeBatch(client, { ...head, version: taken.rows[0]?.value ?? 0 }, allowance)',
      },
      {
        file: ROWS,
        find: 'SET version = $2, row_count',
        put: 'SET version = greatest(version, $2), row_count',
      },
    ],
  },
  one('saved before the journal’s fsync', 'S1', JOURNAL, '      await device.file.datasync();\n', ''),
  one(
    'the cursor saved before the rows',
    'S7',
    ENGINE,
    '      const applied = await applyPage(',
    `      await db.cursors.put({ scope, ...page.cursor, count: page.head.count, hash: page.head.hash });
      await bridge.call('hub.listen', { on: true });
      const applied = await applyPage(`,
  ),
  {
    name: 'repeats known by their time',
    rule: 'S3',
    changes: [
      { file: PUSH, find: 'known.get(each.hash)', put: 'known.get(each.at)' },
      { file: PUSH, find: 'known.set(each.hash, result)', put: 'known.set(each.at, result)' },
    ],
  },
  one(
    'the clock as order',
    'S2',
    EDIT,
    '  const merged = mergeFields(edit, current.data);\n',
    `  const merged =
    edit.at > context.now().toISOString()
      ? { fields: { ...current.data, ...edit.patch }, clashes: [], changed: true }
      : mergeFields(edit, current.data);\n`,
  ),
  one(
    'a tombstone ignored',
    'S7',
    APPLY,
    '  const data = row.deleted ? null : filledIn(row.table, row.data as Row);\n',
    '  if (row.deleted) return null;\n  const data = filledIn(row.table, row.data as Row);\n',
  ),
  one(
    'the result not stored',
    'S3',
    PUSH,
    '`INSERT INTO results (device_id',
    '`WITH nothing AS (SELECT 1) SELECT 1 WHERE false --',
  ),
  one(
    'edits in the outbox not rebased',
    'S7',
    APPLY,
    '  if (!waiting.has(id)) return placed(show(',
    '  if (id) return placed(show(',
  ),
  one(
    'the organisation left out of one query',
    'S13',
    'hub/routes/pull.ts',
    'WHERE scope = $1 AND (version, idx)',
    'WHERE $1::text IS NOT NULL AND (version, idx)',
  ),
  one(
    'the leader’s lock not taken',
    'S11',
    'test/sim/device.ts',
    '!this.#leading.has(what)',
    'Boolean(what)',
  ),
  one(
    'the lock of a scope not taken',
    'S4',
    ROWS,
    'WHERE name = ANY($1) ORDER BY name FOR UPDATE',
    'WHERE name = ANY($1) ORDER BY name',
  ),
  one(
    'a clash that is not kept',
    'S5',
    EDIT,
    "    context.scope.put('conflicts', id, conflict, null);\n",
    '    void conflict;\n',
  ),
  one('a refused edit dropped', 'S6', APPLY, '        await db.rejectedEdits.put(', '        void ('),
  one(
    'refused edits forgotten by the journal',
    'S6',
    ENGINE,
    'keep: await rejectedNumbers(db)',
    'keep: [], ...((await rejectedNumbers(db)) && {})',
  ),
  one(
    'the journal told too much is at the hub',
    'S1',
    ENGINE,
    "call('journal.acknowledge', { deviceId, n: lastN,",
    "call('journal.acknowledge', { deviceId, n: lastN + 20,",
  ),
  one(
    'a file complete by its size',
    'S9',
    'hub/blobs/uploads.ts',
    'if (hash !== sha256) {',
    "if (hash === '') {",
  ),
  one(
    'a gap of numbers accepted',
    'S3',
    PUSH,
    'if (first && first.n !== lastN + 1) {',
    'if (first && first.n <= lastN) {',
  ),
  one(
    'a page of a snapshot taken for the whole',
    'S7',
    APPLY,
    'page.more ? null : count === page.head.count',
    'count === page.head.count',
  ),
  one(
    'a row that comes back taken for what was made here',
    'S7',
    APPLY,
    'if (held && sameValue(held, filledIn(table, row.data as Row))) same.add(row);',
    'if (held) same.add(row);',
  ),
  one(
    'a pull that shows a row of a case that has left',
    'S15',
    APPLY,
    'const change = departures.keeps(writes, row) ? null : applyRow(writes, row, waiting);',
    'const change = applyRow(writes, row, waiting);',
  ),
  one(
    'a case that is open again stays away',
    'S15',
    'renderer/sync/departures.ts',
    "state: isOpen ? 'wanted' : of.state,",
    'state: of.state,',
  ),
  one(
    'a case leaves with its hashes',
    'S15',
    'renderer/sync/retention.ts',
    '    await db.heldFiles.where({ caseId }).delete();',
    '    await db.heldFiles.where({ caseId }).delete();\n    await db.synced.bulkDelete(ids);',
  ),
  one(
    'a row that is lost where packs are tidied',
    'S1',
    TIDY,
    'packs.rewrite(transaction, rows, chosen, put);',
    'packs.rewrite(transaction, rows, chosen, put.slice(1));',
  ),
  one(
    'a pack that is read before the one that it replaces',
    'S8',
    PACKS,
    'for (const pack of stored) {\n      if',
    'for (const pack of [...stored].reverse()) {\n      if',
  ),
];

const root = resolve(import.meta.dirname, '../..');
/** All that the simulator is made of: parts of the product import each other, and a copy of some of them would not start. */
const folders = ['hub', 'shared', 'renderer', 'electron', 'node', 'test/sim', 'test/helpers'];

/**
 * The product's files with the mistake in them: texts by path from the root.
 * @throws {Error} where the text that the mistake changes is not there exactly once
 */
export function mistakenFiles({ name, changes }: Mutant): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { file, find, put } of changes) {
    const text = files.get(file) ?? readFileSync(join(root, file), 'utf8');
    const times = text.split(find).length - 1;
    if (times !== 1)
      throw new Error(`The mistake "${name}" no longer fits ${file}: its text stands there ${times} times.`);
    files.set(
      file,
      text.replace(find, () => put),
    );
  }
  return files;
}

/** A copy of the product with the mistake in it, in a folder of its own that the caller removes. */
export function makeCopy(mutant: Mutant): string {
  const files = mistakenFiles(mutant);
  const copy = mkdtempSync(join(tmpdir(), 'partner-console-mutant-'));
  for (const folder of folders) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, text] of files) writeFileSync(join(copy, file), text);
  return copy;
}

/** Plays histories in a copy. @returns all that the simulator printed */
export function playCopy(copy: string, flags: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const words = pathToFileURL(join(root, 'build/words-in-node.mjs')).href;
    const child = spawn(process.execPath, ['--import', words, join(copy, 'test/sim/main.ts'), ...flags], {
      cwd: copy,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once('exit', () => done(output));
  });
}

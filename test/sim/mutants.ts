/**
 * `npm run sim:mutants`: the simulator on copies of the product, each with one mistake that others have made. A simulator that
 * finds nothing in them would find nothing in the product.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from './server.ts';

interface Change {
  file: string;
  find: string;
  put: string;
}

interface Mutant {
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
        find: 'rows.map((head) => [head.name, new ScopeBatch(client, head)])',
        put: 'rows.map((head) => [head.name, new ScopeBatch(client, { ...head, version: taken.rows[0]?.value ?? 0 })])',
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
    '  if (!waiting.has(id)) return show(',
    '  if (id) return show(',
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
    'keep: await refusedNumbers(db)',
    'keep: [], ...((await refusedNumbers(db)) && {})',
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
];

const root = resolve(import.meta.dirname, '../..');
const folders = [
  'hub',
  'shared',
  'renderer/store',
  'renderer/sync',
  'renderer/views',
  'electron/services',
  'test/sim',
  'test/helpers',
];

/** A copy of the product with the mistake in it. */
function makeCopy({ name, changes }: Mutant): string {
  const copy = mkdtempSync(join(tmpdir(), 'partner-console-mutant-'));
  for (const folder of folders) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { file, find, put } of changes) {
    const text = readFileSync(join(copy, file), 'utf8');
    if (text.split(find).length !== 2)
      throw new Error(
        `The mistake "${name}" no longer fits ${file}: its text stands there ${text.split(find).length - 1} times.`,
      );
    writeFileSync(
      join(copy, file),
      text.replace(find, () => put),
    );
  }
  return copy;
}

function run(copy: string, flags: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(copy, 'test/sim/main.ts'), ...flags], { cwd: copy });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once('exit', () => done(output));
  });
}

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '120' }, only: { type: 'string' } },
});
const server = await startServer();
const chosen = mutants.filter(({ name }) => !values.only || name.includes(values.only));
let caught = 0;
let next = 0;
async function worker(): Promise<void> {
  for (let mutant = chosen[next++]; mutant; mutant = chosen[next++]) {
    const copy = makeCopy(mutant);
    const output = await run(copy, ['--seeds', values.seeds, '--no-shrink', '--server', server.url]);
    rmSync(copy, { recursive: true, force: true });
    const found = /Seed (\d+) fails:\n {2}(.*)/.exec(output);
    if (found) caught += 1;
    const how = found
      ? `caught by seed ${found[1]}: ${found[2]?.slice(0, 160)}`
      : `NOT CAUGHT: ${output.slice(-300)}`;
    process.stdout.write(`[${mutant.rule}] ${mutant.name}: ${how}\n`);
  }
}
await Promise.all([worker(), worker()]);
await server.stop();
process.stdout.write(`${caught}/${chosen.length} mistakes caught\n`);
process.exit(caught === chosen.length ? 0 : 1);

/** The console without its screens: the real database, `write`, sync engine and bridge, in the page that a real shell serves. */
import { getBridge } from '../../../../../renderer/bridge/bridge.ts';
import { createCase } from '../../../../../renderer/data/cases.ts';
import { type Console, openConsole } from '../../../../../renderer/data/console.ts';
import { enrol } from '../../../../../renderer/data/enrol.ts';
import type { SyncState } from '../../../../../renderer/data/sync/engine.ts';
import type { Edit, SaveResult } from '../../../../../renderer/data/write.ts';
import type { ConfigurationRecord } from '../../../../../shared/diagnostics/schema.ts';
import type { BenchPage } from '../../page-contract.ts';
import { digestOf, fillText, nameOf } from '../../records.ts';

/** Edits of one write. */
const WRITE = 500;
/** Records of one case. */
const PER_CASE = 100;

let opened: Console | null = null;
function console(): Console {
  if (!opened) throw new Error('the console is not open');
  return opened;
}

async function write(edits: readonly Edit[]): Promise<void> {
  for (let from = 0; from < edits.length; from += WRITE)
    check(await console().write(edits.slice(from, from + WRITE)));
}

function check(result: SaveResult): void {
  if (result.kind !== 'saved') throw new Error(result.message);
}

const bench: BenchPage = {
  async open(code) {
    const outcome = await openConsole(getBridge());
    if (outcome.kind !== 'open') throw new Error(outcome.kind);
    opened = outcome.console;
    const enrolled = await enrol(opened, { code, deviceName: 'Device of the benchmark', hub: null });
    if (!enrolled.ok) throw new Error(enrolled.failure.message);
  },
  async fill(from, to) {
    const by = await console().person();
    let caseId = '';
    const edits: Edit[] = [];
    for (let index = from; index < to; index++) {
      if ((index - from) % PER_CASE === 0) {
        const made = await createCase(console(), {
          title: `Case ${index}`,
          customer: 'Example',
          site: 'Sample',
        });
        check(made.result);
        caseId = made.id;
      }
      const row: ConfigurationRecord = {
        id: console().newId(),
        caseId,
        systemId: console().newId(),
        kind: 'entry',
        section: 'sample',
        key: nameOf(index),
        value: '',
        lastKnownGood: null,
        attachmentId: null,
        capturedAt: null,
        provenance: { kind: 'typed', by, at: console().now().toISOString() },
      };
      edits.push({ op: 'insert', table: 'configuration', row: { ...row, value: fillText(index, 'a', row) } });
    }
    await write(edits);
  },
  async edit(count, writer) {
    const rows = await console()
      .db.configuration.filter((row) => row.key < nameOf(count))
      .toArray();
    const edits = rows.map(
      (row): Edit => ({
        op: 'patch',
        table: 'configuration',
        key: row.id,
        fields: { value: fillText(Number(row.key.slice(-6)), writer, { ...row, value: '' }) },
      }),
    );
    await write(edits);
  },
  async online() {
    console().sync.hurry();
  },
  async offline() {},
  async state() {
    const { db } = console();
    const sync = (await db.values.get('sync'))?.value as SyncState | undefined;
    const [count, waiting] = [await db.configuration.count(), await db.outbox.count()];
    return { count, settled: waiting === 0 && sync?.agrees === true && !sync.moving };
  },
  async contents() {
    const { db } = console();
    const rows = await db.configuration.toArray();
    return {
      hash: await digestOf(rows.map((row) => [row.key, row.value])),
      conflicts: await db.conflicts.count(),
    };
  },
};
Object.assign(window, { bench });

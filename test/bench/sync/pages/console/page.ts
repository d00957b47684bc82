/** The console without its screens: the real database, `write`, sync engine and bridge, in the page that a real shell serves. */

import type { DexieConstructor } from 'dexie';
import { getBridge } from '../../../../../renderer/bridge/bridge.ts';
import { createCase } from '../../../../../renderer/commands/cases.ts';
import { enrol } from '../../../../../renderer/commands/enrol.ts';
import type { Outcome } from '../../../../../renderer/store/outcome.ts';
import type { Edit } from '../../../../../renderer/store/write.ts';
import { syncStateOf } from '../../../../../renderer/sync/sync-state.ts';
import { isNothingWaiting } from '../../../../../renderer/sync/waiting.ts';
import { type AppServices, openApp } from '../../../../../renderer/views/app-services.ts';
import { configuration } from '../../../../../shared/cases/configuration.ts';
import type { ConfigurationRecord } from '../../../../../shared/cases/records.ts';
import type { BenchPage, PageState } from '../../page-contract.ts';
import { digestOf, fillText, nameOf } from '../../records.ts';

/** Edits of one write. */
const WRITE = 500;
/** Records of one case. */
const PER_CASE = 100;

let opened: AppServices | null = null;
/** What was seen last: read anew once something was written, as RxDB's page does, and not at each look. */
let seen: PageState | null = null;
function app(): AppServices {
  if (!opened) throw new Error('the console is not open');
  return opened;
}

async function write(edits: readonly Edit[]): Promise<void> {
  for (let from = 0; from < edits.length; from += WRITE)
    check(await app().write(edits.slice(from, from + WRITE)));
}

function check(result: Outcome): void {
  if (result.kind !== 'saved') throw new Error(result.message);
}

const bench: BenchPage = {
  async open(code) {
    const outcome = await openApp(getBridge());
    if (outcome.kind !== 'open') throw new Error(outcome.kind);
    opened = outcome.console;
    // The console's own Dexie, not the one that RxDB's page brings.
    (opened.db.constructor as DexieConstructor).on('storagemutated', () => {
      seen = null;
    });
    const enrolled = await enrol(opened, { code, deviceName: 'Device of the benchmark', hub: null });
    if (!enrolled.ok) throw new Error(enrolled.failure.message);
  },
  async fill(from, to) {
    const by = await app().person();
    let caseId = '';
    const edits: Edit[] = [];
    for (let index = from; index < to; index++) {
      if ((index - from) % PER_CASE === 0) {
        const made = await createCase(app(), {
          title: `Case ${index}`,
          customer: 'Example',
          site: 'Sample',
        });
        check(made.result);
        caseId = made.id;
      }
      const row: ConfigurationRecord = configuration.empty({
        id: app().newId(),
        caseId,
        systemId: app().newId(),
        kind: 'entry',
        section: 'sample',
        key: nameOf(index),
        provenance: { kind: 'typed', by, at: app().now().toISOString() },
      });
      edits.push({ op: 'insert', table: 'configuration', row: { ...row, value: fillText(index, 'a', row) } });
    }
    await write(edits);
  },
  async edit(count, writer) {
    const rows = await app()
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
    app().sync.syncNow();
  },
  async offline() {},
  async state() {
    if (seen) return seen;
    const { db } = app();
    const read: PageState = { count: 0, settled: false };
    seen = read;
    const sync = await syncStateOf(db);
    read.count = await db.configuration.count();
    read.settled = (await isNothingWaiting(db)) && sync.agrees && !sync.moving;
    return read;
  },
  async contents() {
    const { db } = app();
    const rows = await db.configuration.toArray();
    return {
      hash: await digestOf(rows.map((row) => [row.key, row.value])),
      conflicts: await db.conflicts.count(),
    };
  },
};
Object.assign(window, { bench });

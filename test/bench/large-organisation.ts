/** An organisation of many cases in a hub's database, and months of work on it, written the way the hub writes rows. */

import { type Database, transaction } from '../../hub/store/database.ts';
import { ScopeBatch } from '../../hub/store/rows.ts';
import { newCase } from '../../shared/cases/case.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { type StepKind, stepKinds } from '../../shared/cases/records.ts';
import { isTable, type TableName, tables } from '../../shared/sync/tables.ts';
import { Random } from '../sim/random.ts';

const BY = { id: '01900000-0000-7000-8000-000000000012', name: 'Sample Engineer Two' };
const ZONE = 'America/Chicago';
const START = Date.parse('2026-10-23T13:00:00.000Z');
/** Rows of one batch, and so of one version: about what a device pushes after half an hour off the line. */
const BATCH = 50;
/** Of a month's changes. The others are new rows, half of them in new cases. */
const UPDATED = 0.08;
const DELETED = 0.02;
/** Of a new case: the case, 2 systems, 12 configuration entries, 6 revisions, 12 steps, 5 events and 2 comments. */
export const ROWS_OF_A_CASE = 40;

interface Row {
  table: TableName;
  key: string;
  data: Record<string, unknown>;
}

type Field = keyof CaseContents['case'] | 'notes' | 'value' | 'version';
/** What an update of a row of these tables changes. */
const edited: Partial<Record<TableName, Field>> = {
  cases: 'observed',
  systems: 'notes',
  configuration: 'value',
  revisions: 'version',
};

/** Writes rows into one organisation's scope. Deterministic: ids, times and texts are counted or seeded. */
export class LargeOrganisation {
  readonly #database: Database;
  readonly #organisationId: string;
  readonly #random = new Random(20_261_123);
  #next = 1;
  /** Cases with the ids of their systems. */
  readonly #cases: { id: string; systems: string[] }[] = [];
  /** Rows that were there before the month and that nobody has changed in it. */
  #untouched: Row[] = [];

  constructor(database: Database, organisationId: string) {
    this.#database = database;
    this.#organisationId = organisationId;
  }

  /** Ids of the cases, oldest first. */
  get caseIds(): string[] {
    return this.#cases.map(({ id }) => id);
  }

  /** Adds `rows` rows of whole cases. */
  async fill(rows: number): Promise<void> {
    const made: Row[] = [];
    while (made.length < rows) made.push(...this.#wholeCase());
    made.length = rows;
    for (let from = 0; from < rows; from += 500) await this.#write(made.slice(from, from + 500), []);
    this.#untouched.push(...made.filter(({ table }) => edited[table] !== undefined));
  }

  /** Adds cases that have nothing in them yet: lines of the list. */
  async addBareCases(count: number): Promise<void> {
    const made: Row[] = [];
    for (let n = 0; n < count; n++) made.push(...this.#wholeCase().slice(0, 1));
    for (let from = 0; from < count; from += 500) await this.#write(made.slice(from, from + 500), []);
  }

  /**
   * Adds one case of many systems, each with configuration and revision levels, and a hundred steps.
   * @returns its id
   */
  async addWideCase(systems: number): Promise<string> {
    const [record, ...others] = this.#wholeCase();
    if (!record) throw new Error('a case has a row');
    const rows = [record, ...others];
    for (let n = 2; n < systems; n++) {
      const system = this.#system(record.key);
      rows.push(system);
      for (let each = 0; each < 5; each++) rows.push(this.#configuration(record.key, system.key));
      for (let each = 0; each < 2; each++) rows.push(this.#revision(record.key, system.key));
    }
    for (let n = 12; n < 100; n++) rows.push(this.#step(record.key));
    for (let from = 0; from < rows.length; from += 500) await this.#write(rows.slice(from, from + 500), []);
    return record.key;
  }

  /**
   * A month of other people's work: `count` rows that a device has to pull, in batches that each belong to one case or
   * to the corrections of an afternoon.
   */
  async workOn(count: number): Promise<void> {
    const fresh = this.#freshRows(count - Math.round(count * (UPDATED + DELETED)));
    let updates = Math.round(count * UPDATED);
    let deletions = Math.round(count * DELETED);
    shuffle(this.#untouched, this.#random);
    const batches = Math.ceil(count / BATCH);
    for (let n = 0; n < batches; n++) {
      const left = batches - n;
      const updated = this.#take(Math.ceil(updates / left), () => true);
      const deleted = this.#take(Math.ceil(deletions / left), ({ table }) => tables[table].deletable);
      updates -= updated.length;
      deletions -= deleted.length;
      const added = fresh.splice(0, Math.ceil(fresh.length / left));
      await this.#write([...added, ...updated.map((row) => this.#edited(row))], deleted);
    }
  }

  #take(count: number, fits: (row: Row) => boolean): Row[] {
    const taken: Row[] = [];
    for (let at = this.#untouched.length - 1; at >= 0 && taken.length < count; at--) {
      const row = this.#untouched[at];
      if (row && fits(row)) taken.push(...this.#untouched.splice(at, 1));
    }
    if (taken.length < count) throw new Error('the organisation is too small for so many changes');
    return taken;
  }

  #edited(row: Row): Row {
    const field = edited[row.table];
    return {
      ...row,
      data: { ...row.data, ...(field ? { [field]: `Corrected, remark ${this.#next++}` } : {}) },
    };
  }

  #freshRows(count: number): Row[] {
    const rows: Row[] = [];
    while (rows.length < count) {
      if (this.#random.chance(0.5)) rows.push(...this.#wholeCase());
      else {
        const { id, systems } = this.#random.pick(this.#cases);
        for (let n = 0; n < 20; n++) rows.push(this.#step(id));
        for (let n = 0; n < 10; n++) rows.push(this.#configuration(id, this.#random.pick(systems)));
        for (let n = 0; n < 6; n++) rows.push(this.#event(id));
        for (let n = 0; n < 4; n++) rows.push(this.#comment(id));
      }
    }
    rows.length = count;
    return rows;
  }

  #wholeCase(): Row[] {
    const id = this.#id();
    const start = { id, organisationId: this.#organisationId, engineer: BY, createdAt: this.#zoned() };
    const record = newCase({
      ...start,
      title: `Sample fault ${this.#next}`,
      customer: `Example Hospital ${this.#random.int(1, 200)} (sample)`,
      site: `Building ${this.#random.int(1, 9)}, server room`,
    });
    record.observed = 'Phones of the second floor do not ring; the log says "no route to group".';
    record.specified = 'Calls ring on all phones of the group within two seconds (manual, chapter 4).';
    const systems = [this.#system(id), this.#system(id)];
    this.#cases.push({ id, systems: systems.map(({ key }) => key) });
    const rows: Row[] = [row('cases', { ...record }), ...systems];
    for (const { key } of systems) {
      for (let n = 0; n < 6; n++) rows.push(this.#configuration(id, key));
      for (let n = 0; n < 3; n++) rows.push(this.#revision(id, key));
    }
    for (let n = 0; n < 12; n++) rows.push(this.#step(id));
    for (let n = 0; n < 5; n++) rows.push(this.#event(id));
    for (let n = 0; n < 2; n++) rows.push(this.#comment(id));
    return rows;
  }

  #system(caseId: string): Row {
    return row('systems', {
      ...{ id: this.#id(), caseId, role: 'affected', productId: 'sample-call-recorder', productName: '' },
      ...{ hostname: `sample-${this.#next}`, site: 'Building 1', platform: 'virtual', hardware: '' },
      ...{ os: 'Example Linux 12', approvedPlatform: 'yes', suppliedByIpcelerate: 'yes' },
      ...{ telephonyPlatform: 'Example PBX', telephonyVersion: '12.5', networkAttachment: 'eth0, port 14' },
      ...{ notes: '', capturedAt: this.#at(), provenance: this.#typed() },
    });
  }

  #configuration(caseId: string, systemId: string): Row {
    return row('configuration', {
      ...{ id: this.#id(), caseId, systemId, kind: 'entry', section: 'routing', key: `group-${this.#next}` },
      ...{ value: `floor-${this.#random.int(1, 40)}`, lastKnownGood: null, attachmentId: null },
      ...{ capturedAt: this.#at(), provenance: this.#typed() },
    });
  }

  #revision(caseId: string, systemId: string): Row {
    return row('revisions', {
      ...{ id: this.#id(), caseId, systemId, component: `Sample component ${this.#next}`, version: '5.4.1' },
      ...{ capturedAt: this.#at(), provenance: this.#typed() },
    });
  }

  #step(caseId: string): Row {
    const kind: StepKind = this.#random.pick(stepKinds);
    return row('steps', {
      ...{ id: this.#id(), caseId, systemId: null, at: this.#zoned(), by: BY, level: 1, kind },
      did: `Compared the routing table with the one of the day before, group ${this.#random.int(1, 400)}.`,
      showed: 'Group 2 has no route; the other groups are as they were. The log has no entry about it.',
      ...{ sources: [], ramifications: kind === 'fix' || kind === 'work-around' ? 'None' : '', evidence: [] },
      ...{ corrects: null, withdrawn: false, recordedAt: this.#at() },
    });
  }

  #event(caseId: string): Row {
    return row('events', {
      ...{ id: this.#id(), caseId, kind: 'transition', at: this.#zoned(), by: BY },
      ...{ from: 'level1', to: 'level2', reason: 'Restart and re-registration did not help.' },
    });
  }

  #comment(caseId: string): Row {
    const text = `The customer called back at noon; remark ${this.#next}.`;
    return row('comments', { id: this.#id(), caseId, at: this.#zoned(), by: BY, text });
  }

  #id(): string {
    const low = this.#random
      .int(0, 2 ** 31 - 1)
      .toString(16)
      .padStart(12, '0');
    const count = (this.#next++).toString(16).padStart(8, '0');
    return `${count}-0000-7000-8000-${low}`;
  }

  /** A minute and a half later with each row. */
  #at(): string {
    return new Date(START + this.#next * 90_000).toISOString();
  }

  #zoned() {
    return { at: this.#at(), zone: ZONE };
  }

  #typed() {
    return { kind: 'typed', by: BY, at: this.#at() };
  }

  async #write(living: readonly Row[], deleted: readonly Row[]): Promise<void> {
    const scope = `org:${this.#organisationId}`;
    await transaction(this.#database, async (client) => {
      const batch = (await ScopeBatch.lock(client, [scope])).get(scope);
      if (!batch) throw new Error(`the scope ${scope} is not there`);
      await batch.load([...living, ...deleted]);
      for (const { table, key, data } of living) batch.put(table, key, data, null);
      for (const { table, key } of deleted) batch.put(table, key, null, null);
      await batch.save();
    });
  }
}

/** A row that the console would take: what a benchmark moves must not be refused or look different from what people make. */
function row(table: string, data: Record<string, unknown> & { id?: unknown }): Row {
  if (!isTable(table)) throw new Error(`no table ${table}`);
  return { table, key: String(data.id), data: tables[table].schema.parse(data) as Record<string, unknown> };
}

function shuffle(rows: Row[], random: Random): void {
  for (let at = rows.length - 1; at > 0; at--) {
    const other = random.int(0, at);
    const [a, b] = [rows[at], rows[other]];
    if (a && b) [rows[at], rows[other]] = [b, a];
  }
}

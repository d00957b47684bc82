/** Fills the search's index from the device's database, and keeps it in step row by row. Runs in a worker; the page waits for none of it. */

import type { Dexie, Table } from 'dexie';
import { caseNumber } from '../../shared/base/ids.ts';
import { folded } from '../../shared/base/spoken.ts';
import {
  caseDocument,
  clauseDocuments,
  contractDocument,
  customerDocument,
  departedDocument,
  examDocument,
  excludedDocument,
  type FoundKind,
  holidaysDocument,
  personDocument,
  policyDocumentDocument,
  problemDocument,
  productDocument,
  type Row,
  ratesDocument,
  recipeDocument,
  registeredDocument,
  ruleDocument,
  type SearchDocument,
  tablesOfCase,
  ticketDocument,
} from '../../shared/search/documents.ts';
import { SearchIndex } from '../../shared/search/search-index.ts';
import { changedKeys } from '../store/mutated.ts';

/** Cases that are read at once. */
const BATCH = 200;
/** Rows of a customer. */
const tablesOfCustomer = ['sites', 'installations', 'agreements'] as const;
/** Rows of a ticket, beside its packet. */
const tablesOfTicket = ['deskEntries', 'deskReplies'] as const;
/** Tables whose rows are documents of their own, by what makes one. */
const single = {
  members: { kind: 'person', make: personDocument },
  people: { kind: 'registered', make: registeredDocument },
  exams: { kind: 'exam', make: examDocument },
  products: { kind: 'product', make: productDocument },
  excludedSystems: { kind: 'excluded', make: excludedDocument },
  rates: { kind: 'rates', make: ratesDocument },
  holidayLists: { kind: 'holidays', make: holidaysDocument },
  policyDocuments: { kind: 'document', make: policyDocumentDocument },
  knownProblems: { kind: 'problem', make: problemDocument },
  recipes: { kind: 'recipe', make: recipeDocument },
  findingRules: { kind: 'rule', make: ruleDocument },
} as const satisfies Record<
  string,
  { kind: FoundKind; make: (row: Row, credentials: readonly Row[]) => SearchDocument }
>;
/** The table of credentials that is read with the people of one: their numbers are found by the person. */
const credentialsOf: Readonly<Partial<Record<string, string>>> = {
  members: 'credentials',
  people: 'registryCredentials',
};
/** All that is read. */
const read: readonly string[] = [
  ...['cases', 'tickets', 'customers', 'contracts', 'packets'],
  ...[...tablesOfCase, ...tablesOfTicket, ...tablesOfCustomer],
  ...[...Object.keys(single), ...Object.values(credentialsOf).flatMap((table) => table ?? [])],
];

const textOf = (row: Row, field: string): string =>
  typeof row[field] === 'string' ? String(row[field]) : '';

/** Rows by the value of one of their fields. @param read what of the value they have in common */
function groupBy(
  rows: readonly Row[],
  field: string,
  read: (value: string) => string = (value) => value,
): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = read(textOf(row, field));
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return found;
}

export class SearchReader {
  readonly index = new SearchIndex();
  readonly #db: Dexie;
  /** The document of a row that has one of another's: a step's is its case. */
  readonly #owner = new Map<string, string>();
  /** Keys of rows that changed, by table; `all` where which they are is not known. */
  readonly #noted = new Map<string, Set<string> | 'all'>();
  /** What waits to be read anew: ids of cases, tickets and customers. */
  readonly #stale = { cases: new Set<string>(), tickets: new Set<string>(), customers: new Set<string>() };
  #contractsAreStale = false;
  /** Ids of the documents that are contracts by themselves. */
  #contracts: readonly string[] = [];

  constructor(db: Dexie) {
    this.#db = db;
  }

  #table(name: string): Table<Row, string> {
    return this.#db.table<Row, string>(name);
  }

  /** Reads all. @param goOn false ends it: the page is gone */
  async readAll(goOn: () => boolean): Promise<void> {
    for (const each of clauseDocuments()) this.index.put(each);
    for (const table of Object.keys(single)) await this.#putSingle(table, await this.#table(table).toArray());
    await this.#readCustomers(await this.#table('customers').toCollection().primaryKeys());
    await this.#readContracts();
    for (const name of ['cases', 'tickets'] as const) {
      const ids = await this.#table(name).toCollection().primaryKeys();
      if (name === 'cases') ids.push(...(await this.#departed()));
      for (let from = 0; from < ids.length && goOn(); from += BATCH) {
        const some = ids.slice(from, from + BATCH);
        await (name === 'cases' ? this.#readCases(some) : this.#readTickets(some));
      }
    }
  }

  /** Cases that have left this computer: what is found of them is their line of the list. */
  async #departed(): Promise<string[]> {
    return this.#table('departed').where('state').anyOf('left', 'wanted').primaryKeys();
  }

  /**
   * Notes what a transaction changed; nothing is read yet. @param parts as Dexie tells it
   * @returns whether there is something to read anew
   */
  note(parts: unknown): boolean {
    let isNews = false;
    for (const table of read) {
      const keys = changedKeys(parts, this.#db.name, table);
      if (keys === null) continue;
      isNews = true;
      const noted = this.#noted.get(table) ?? new Set<string>();
      if (keys === 'all' || noted === 'all') this.#noted.set(table, 'all');
      else {
        for (const key of keys) noted.add(key);
        this.#noted.set(table, noted);
      }
    }
    return isNews;
  }

  /** Finds which documents the noted rows are of. */
  async #resolve(): Promise<void> {
    const noted = new Map(this.#noted);
    this.#noted.clear();
    const changed = (table: string): readonly string[] | 'all' | null => {
      const keys = noted.get(table);
      return keys === undefined ? null : keys === 'all' ? 'all' : [...keys];
    };
    for (const table of ['cases', 'tickets', 'customers'] as const) {
      const keys = changed(table);
      if (keys === 'all')
        for (const id of [
          ...(await this.#table(table).toCollection().primaryKeys()),
          ...(table === 'cases' ? await this.#departed() : []),
        ])
          this.#stale[table].add(id);
      else if (keys) for (const id of keys) this.#stale[table].add(id);
    }
    // A contract stands with the customers of its name, or by itself where there is none.
    if (changed('contracts'))
      for (const id of await this.#table('customers').toCollection().primaryKeys())
        this.#stale.customers.add(id);
    this.#contractsAreStale ||= changed('contracts') !== null || changed('customers') !== null;
    for (const [table, { kind }] of Object.entries(single)) {
      const keys = await this.#withHolders(table, changed(table), changed(credentialsOf[table] ?? ''));
      if (keys === null) continue;
      const ids = keys === 'all' ? await this.#table(table).toCollection().primaryKeys() : keys;
      const rows = await this.#table(table).bulkGet([...ids]);
      for (const [at, id] of ids.entries()) if (!rows[at]) this.index.remove(`${kind}:${id}`);
      const there = rows.filter((row): row is Row => row !== undefined);
      await this.#putSingle(table, there);
    }
    for (const table of tablesOfCase) await this.#noteRows(table, changed(table), 'caseId', 'cases');
    for (const table of tablesOfTicket) await this.#noteRows(table, changed(table), 'ticketId', 'tickets');
    await this.#notePackets(changed('packets'));
    for (const table of tablesOfCustomer)
      await this.#noteRows(table, changed(table), 'customerId', 'customers');
    // A receipt's number is a case's ticket.
    await this.#noteRows('tickets', changed('tickets'), 'caseId', 'cases');
  }

  /** Rows that are documents of their own, those of people with their credentials. */
  async #putSingle(table: string, rows: readonly Row[]): Promise<void> {
    const { make } = single[table as keyof typeof single];
    const of = credentialsOf[table];
    const held = of
      ? groupBy(
          await this.#table(of)
            .where('personId')
            .anyOf(rows.map((row) => textOf(row, 'id')))
            .toArray(),
          'personId',
        )
      : null;
    for (const row of rows) {
      const credentials = held?.get(textOf(row, 'id')) ?? [];
      this.#own('people', textOf(row, 'id'), of ?? '', credentials);
      this.index.put(make(row, credentials));
    }
  }

  /** What changed of people, and whose credentials did. */
  async #withHolders(
    table: string,
    keys: readonly string[] | 'all' | null,
    credentials: readonly string[] | 'all' | null,
  ): Promise<readonly string[] | 'all' | null> {
    if (credentials === null || keys === 'all') return keys;
    if (credentials === 'all') return 'all';
    const of = credentialsOf[table] ?? '';
    const rows = await this.#table(of).bulkGet([...credentials]);
    const holders = credentials.map((id, at) => {
      const row = rows[at];
      return row ? textOf(row, 'personId') : (this.#owner.get(`people ${of} ${id}`) ?? '');
    });
    return [...new Set([...(keys ?? []), ...holders.filter((id) => id !== '')])];
  }

  /** Contracts whose customer is not in the list: each is found by itself. */
  async #readContracts(): Promise<void> {
    this.#contractsAreStale = false;
    const [contracts, customers] = await Promise.all([
      this.#table('contracts').toArray(),
      this.#table('customers').toArray(),
    ]);
    const listed = new Set(customers.map((row) => folded(textOf(row, 'name'))));
    const documents = contracts
      .filter((row) => !listed.has(folded(textOf(row, 'customer'))))
      .map(contractDocument);
    for (const id of this.#contracts) this.index.remove(id);
    for (const each of documents) this.index.put(each);
    this.#contracts = documents.map(({ id }) => id);
  }

  /** A packet comes after its ticket (S14): what it holds is then found by the ticket. */
  async #notePackets(keys: readonly string[] | 'all' | null): Promise<void> {
    if (keys === null) return;
    const ids = new Set(keys === 'all' ? await this.#table('packets').toCollection().primaryKeys() : keys);
    const tickets = await this.#table('tickets').toArray();
    for (const ticket of tickets)
      if (ids.has(textOf(ticket, 'packetId'))) this.#stale.tickets.add(textOf(ticket, 'id'));
  }

  /** Rows that changed make what they are of stale; of one that is gone the index remembers whose it was. */
  async #noteRows(
    table: string,
    keys: readonly string[] | 'all' | null,
    field: string,
    of: 'cases' | 'tickets' | 'customers',
  ): Promise<void> {
    if (keys === null) return;
    const ids = keys === 'all' ? await this.#table(table).toCollection().primaryKeys() : keys;
    const unknown: string[] = [];
    for (const id of ids) {
      const owner = this.#owner.get(`${of} ${table} ${id}`);
      if (owner) this.#stale[of].add(owner);
      // Of which case or ticket a row is never changes; a customer's may be given to another.
      if (!owner || of === 'customers') unknown.push(id);
    }
    for (const row of await this.#table(table).bulkGet(unknown)) {
      const owner = row ? textOf(row, field) : '';
      if (owner) this.#stale[of].add(owner);
    }
  }

  /** Reads anew what was noted. */
  async catchUp(): Promise<void> {
    await this.#resolve();
    const take = (of: 'cases' | 'tickets' | 'customers') => {
      const ids = [...this.#stale[of]];
      this.#stale[of].clear();
      return ids;
    };
    const [cases, tickets, customers] = [take('cases'), take('tickets'), take('customers')];
    for (let from = 0; from < cases.length; from += BATCH)
      await this.#readCases(cases.slice(from, from + BATCH));
    for (let from = 0; from < tickets.length; from += BATCH)
      await this.#readTickets(tickets.slice(from, from + BATCH));
    await this.#readCustomers(customers);
    if (this.#contractsAreStale) await this.#readContracts();
  }

  #own(of: string, owner: string, table: string, rows: readonly Row[]): void {
    for (const row of rows) this.#owner.set(`${of} ${table} ${textOf(row, 'id')}`, owner);
  }

  async #readCases(ids: readonly string[]): Promise<void> {
    const records = await this.#table('cases').bulkGet([...ids]);
    const away = ids.filter((_, at) => !records[at]);
    const lines = new Map<string, Row>();
    for (const line of await this.#table('summaries').bulkGet(away))
      if (line?.atHub === true) lines.set(textOf(line, 'id'), line);
    const byTable = new Map<string, Map<string, Row[]>>();
    for (const table of tablesOfCase)
      byTable.set(
        table,
        groupBy(
          await this.#table(table)
            .where('caseId')
            .anyOf([...ids])
            .toArray(),
          'caseId',
        ),
      );
    const tickets = groupBy(
      await this.#table('tickets')
        .where('caseId')
        .anyOf([...ids])
        .toArray(),
      'caseId',
    );
    for (const [at, id] of ids.entries()) {
      const record = records[at];
      if (!record) {
        const line = lines.get(id);
        if (line) this.index.put(departedDocument(line, caseNumber(id)));
        else this.index.remove(`case:${id}`);
        continue;
      }
      const rows = Object.fromEntries(
        tablesOfCase.map((table) => [table, byTable.get(table)?.get(id) ?? []] as const),
      );
      for (const table of tablesOfCase) this.#own('cases', id, table, rows[table] ?? []);
      const numbers = (tickets.get(id) ?? []).map((each) => textOf(each, 'ticket'));
      this.index.put(caseDocument(record, caseNumber(id), numbers, rows));
    }
  }

  /** Tickets of the desk, with the packet that they came with; on a partner's computer they are found with their case. */
  async #readTickets(ids: readonly string[]): Promise<void> {
    const tickets = await this.#table('tickets').bulkGet([...ids]);
    for (const [at, id] of ids.entries()) {
      const ticket = tickets[at];
      if (!ticket) {
        this.index.remove(`ticket:${id}`);
        continue;
      }
      if ((await this.#table('cases').get(textOf(ticket, 'caseId'))) !== undefined) continue;
      const said: { table: string; row: Row }[] = [];
      for (const table of tablesOfTicket) {
        const rows = await this.#table(table).where({ ticketId: id }).toArray();
        this.#own('tickets', id, table, rows);
        said.push(...rows.map((row) => ({ table, row })));
      }
      const packet = await this.#table('packets').get(textOf(ticket, 'packetId'));
      const contents = (packet?.contents ?? {}) as Readonly<Record<string, unknown>>;
      for (const [table, rows] of Object.entries(contents))
        for (const row of Array.isArray(rows) ? rows : [rows])
          if (row !== null && typeof row === 'object')
            said.push({ table: table === 'case' ? 'cases' : table, row });
      this.index.put(ticketDocument(ticket, said));
    }
  }

  async #readCustomers(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const customers = await this.#table('customers').bulkGet([...ids]);
    const contracts = groupBy(await this.#table('contracts').toArray(), 'customer', folded);
    for (const [at, id] of ids.entries()) {
      const customer = customers[at];
      if (!customer) {
        this.index.remove(`customer:${id}`);
        continue;
      }
      const rows: { table: string; row: Row }[] = [];
      for (const table of tablesOfCustomer) {
        const found = await this.#table(table).where({ customerId: id }).toArray();
        this.#own('customers', id, table, found);
        rows.push(...found.map((row) => ({ table, row })));
      }
      this.index.put(customerDocument(customer, rows, contracts.get(folded(textOf(customer, 'name')))));
    }
  }
}

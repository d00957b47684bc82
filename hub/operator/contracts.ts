/** `npm run hub -- contracts ...`: IPcelerate's maintenance contracts, by which a case's entitlement is judged (P-16, H26). */

import { readTable } from '../../shared/base/csv-columns.ts';
import { cut } from '../../shared/base/cut.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { type Contract, contract } from '../../shared/policy/schema.ts';
import { scopeIn } from '../issuing/registry.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { findOrganisation } from './finding.ts';
import { bytesOf, columns, UsageError } from './given.ts';
import type { Group } from './group.ts';
import {
  type Imported,
  importWords,
  keepImport,
  noteRow,
  nothingImported,
  refuseFaults,
} from './imported.ts';

const MOST = { bytes: 8 * 1024 * 1024, rows: 20_000 };

const COLUMNS = {
  number: { names: ['number', 'contract', 'contract number'], needed: true },
  partner: { names: ['partner', 'organisation', 'organization'], needed: true },
  customer: { names: ['customer'], needed: true },
  from: { names: ['from', 'starts', 'starts on', 'start'], needed: true },
  until: { names: ['until', 'ends', 'ends on', 'end'], needed: true },
  impact: { names: ['impact', 'impact member'], needed: false },
  products: { names: ['products'], needed: false },
} as const;

type Cells = Record<keyof typeof COLUMNS, string>;

const noDay = (cell: string) => `"${cut(cell, 60)}" is no day. Days are written 2026-11-23.`;
/** What is said of a row that does not fit, by the place in the contract. */
const misfits: readonly [keyof Contract, (cells: Cells) => string][] = [
  ['id', () => 'the number is missing, or longer than 300 characters.'],
  ['customer', () => 'the customer is missing, or longer than 300 characters.'],
  ['startsOn', ({ from }) => noDay(from)],
  ['endsOn', ({ until }) => noDay(until)],
  ['products', () => 'it has more than 200 products, or one longer than 300 characters.'],
];

/** Nothing said is no impact. Null where it cannot be told: a guess would decide what the customer is promised. */
function impactOf(cell: string): Contract['impactMember'] | null {
  if (/^(yes|y|true|1)$/i.test(cell)) return 'yes';
  return /^(no|n|false|0)?$/i.test(cell) ? 'no' : null;
}

/** The contracts of a file, with every fault in words: nothing of a file with a fault is published. */
async function read(
  database: Database,
  bytes: Uint8Array,
): Promise<{ contracts: Contract[]; faults: string[]; ignored: string[] }> {
  const table = readTable(bytes, COLUMNS, MOST);
  if (!table.ok) throw new UsageError(table.message);
  const contracts: Contract[] = [];
  const faults: string[] = [];
  const partners = new Map<string, string | null>();
  for (const { line, cells, tooLong } of table.rows) {
    const fault = (words: string) => faults.push(`Line ${line}: ${words}`);
    if (tooLong) fault('it has more cells than the first row has headings.');
    if (!partners.has(cells.partner)) {
      const found = await findOrganisation(database, cells.partner).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        fault(error.message);
        return null;
      });
      partners.set(cells.partner, found?.id ?? null);
    }
    const organisationId = partners.get(cells.partner) ?? null;
    if (organisationId === null) continue;
    const impactMember = impactOf(cells.impact);
    if (impactMember === null) {
      fault(`impact is yes or no, not "${cut(cells.impact, 60)}".`);
      continue;
    }
    const parsed = contract.safeParse({
      id: cells.number,
      organisationId,
      customer: cells.customer,
      startsOn: cells.from,
      endsOn: cells.until,
      impactMember,
      products: cells.products.split('|').flatMap((each) => each.trim() || []),
      sample: false,
    });
    if (!parsed.success) {
      const places = new Set(parsed.error.issues.map(({ path }) => path[0]));
      for (const [place, words] of misfits) if (places.has(place)) fault(words(cells));
    } else if (parsed.data.endsOn < parsed.data.startsOn) fault('the contract ends before it begins.');
    else if (contracts.some(({ id }) => id === parsed.data.id))
      fault(`contract ${parsed.data.id} stands there twice.`);
    else contracts.push(parsed.data);
  }
  return { contracts, faults, ignored: table.ignored };
}

interface ImportedContracts extends Imported {
  /** Contracts that went from one partner to another, in words. */
  moved: string[];
  /** Products that they name and the catalogue does not have. */
  unknownProducts: string[];
}

/**
 * Publishes what is new or changed, each to the partner whose customer it is. A number is there once: one that another partner had
 * leaves that partner's consoles, which have no business with the customer any more.
 */
async function publishContracts(
  database: Database,
  contracts: readonly Contract[],
  dryRun: boolean,
): Promise<ImportedContracts> {
  return transaction(database, async (client) => {
    const { rows: organisations } = await client.query<{ id: string; name: string }>(
      'SELECT id, name FROM organisations',
    );
    const names = new Map(organisations.map(({ id, name }) => [organisationScope(id), name]));
    // All of them before one is written, so that nothing at the hub waits for this and this for it.
    const scopes = await ScopeBatch.lock(client, [...names.keys(), 'registry']);
    const held = await client.query<{ scope: string; key: string }>(
      "SELECT scope, key FROM rows WHERE tbl = 'contracts' AND NOT deleted AND key = ANY($1)",
      [contracts.map(({ id }) => id)],
    );
    const wanted = new Map<string, Set<string>>();
    const want = (scope: string, key: string) => wanted.set(scope, (wanted.get(scope) ?? new Set()).add(key));
    const heldBy = new Map<string, string[]>();
    for (const { organisationId, id } of contracts) want(organisationScope(organisationId), id);
    for (const { scope, key } of held.rows) {
      want(scope, key);
      heldBy.set(key, [...(heldBy.get(key) ?? []), scope]);
    }
    for (const [name, keys] of wanted)
      await scopeIn(scopes, name).load([...keys].map((key) => ({ table: 'contracts', key })));
    const told: ImportedContracts = { ...nothingImported(), moved: [], unknownProducts: [] };
    for (const each of contracts) {
      const own = organisationScope(each.organisationId);
      const scope = scopeIn(scopes, own);
      const others = (heldBy.get(each.id) ?? []).filter((name) => name !== own);
      for (const name of others) {
        scopeIn(scopes, name).put('contracts', each.id, null, null);
        told.moved.push(`${each.id} from ${names.get(name)} to ${names.get(own)}`);
      }
      if (others.length > 0) {
        told.changed.push(each.id);
        scope.put('contracts', each.id, each, null);
      } else if (noteRow(told, each.id, scope.get('contracts', each.id)?.data ?? null, each))
        scope.put('contracts', each.id, each, null);
    }
    told.unknownProducts = await productsNotThere(client, contracts);
    await keepImport(client, scopes, told, { dryRun, action: 'contracts-imported', subject: 'contracts' });
    return told;
  });
}

async function productsNotThere(client: Transaction, contracts: readonly Contract[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    "SELECT key FROM rows WHERE scope = 'catalogue' AND tbl = 'products' AND NOT deleted",
  );
  const known = new Set(rows.map(({ key }) => key));
  return [...new Set(contracts.flatMap(({ products }) => products))].filter((id) => !known.has(id)).sort();
}

const MOST_NAMED = 20;
/** ` Head: "one", "two".`; nothing where there is nothing. */
function listWords(head: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const more = all.length - MOST_NAMED;
  return ` ${head}: ${all.slice(0, MOST_NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}

export const contracts: Group = {
  about: `A CSV file of contracts is in UTF-8; its first row names the columns number, partner, customer, from, until, impact and products:

  number,partner,customer,from,until,impact,products
  C-1042,Example Partner,Example Hospital,2026-01-01,2026-12-31,no,call-recorder | paging-server

Each partner's consoles get the contracts of its own customers, and no others. A case that names a contract, or whose customer has exactly
one, says of maintenance what the contract says; otherwise the handoff is refused. A number is there once: a file that gives it to another
partner takes it from the one before. Products are ids of the catalogue (npm run hub -- catalogue list); none means all.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'the contracts, by partner and customer',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const { rows } = await database.query<{ data: unknown; partner: string }>(
            `SELECT r.data, o.name AS partner FROM rows r JOIN organisations o ON r.scope = 'org:' || o.id
              WHERE r.tbl = 'contracts' AND NOT r.deleted ORDER BY o.name, r.data->>'customer', r.key`,
          );
          const all = rows.map(({ data, partner }) => ({ ...contract.parse(data), partner }));
          if (given.is('json')) return JSON.stringify(all, null, 2);
          if (all.length === 0) return 'There is no contract yet.';
          return columns([
            ['NUMBER', 'PARTNER', 'CUSTOMER', 'FROM', 'UNTIL', 'IMPACT'],
            ...all.map((each) => [
              each.id,
              each.partner,
              each.customer,
              each.startsOn,
              each.endsOn,
              each.impactMember,
            ]),
          ]);
        };
      },
    },
    import: {
      form: 'FILE.csv [--dry-run]',
      says: 'adds and changes contracts, all of the file or none; --dry-run says what would be done. What is not in the file stays',
      flags: ['dry-run'],
      prepare: (given) => {
        const bytes = bytesOf(given.one('which file'), MOST.bytes);
        const dryRun = given.is('dry-run');
        return async ({ database }) => {
          const { contracts: found, faults, ignored } = await read(database, bytes);
          refuseFaults(faults);
          const told = await publishContracts(database, found, dryRun);
          return [
            importWords(told, dryRun),
            listWords(dryRun ? 'Would go to another partner' : 'Went to another partner', told.moved),
            listWords('Products that the catalogue does not have', told.unknownProducts),
            listWords(
              'Columns that were not read',
              ignored.map((each) => `"${each}"`),
            ),
          ].join('');
        };
      },
    },
  },
};

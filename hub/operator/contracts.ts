/** `npm run hub -- contracts ...`: IPcelerate's maintenance contracts, by which a case's entitlement is judged (P-16, H26). */

import { readTable } from '../../shared/base/csv-columns.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { type Contract, contract } from '../../shared/policy/schema.ts';
import { scopeIn } from '../issuing/registry.ts';
import { type Database, transaction } from '../store/database.ts';
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

/** The contracts of a file, with every fault in words: nothing of a file with a fault is published. */
async function read(
  database: Database,
  bytes: Uint8Array,
): Promise<{ contracts: Contract[]; faults: string[] }> {
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
    const parsed = contract.safeParse({
      id: cells.number,
      organisationId,
      customer: cells.customer,
      startsOn: cells.from,
      endsOn: cells.until,
      impactMember: /^(yes|y|true|1)$/i.test(cells.impact) ? 'yes' : 'no',
      products: cells.products.split('|').flatMap((each) => each.trim() || []),
      sample: false,
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      fault(
        `${issue?.path.join('.') ?? 'a cell'}: ${issue?.message ?? 'does not fit'}. Days are written 2026-11-23.`,
      );
    } else if (parsed.data.endsOn < parsed.data.startsOn) fault('the contract ends before it begins.');
    else if (contracts.some(({ id }) => id === parsed.data.id))
      fault(`contract ${parsed.data.id} stands there twice.`);
    else contracts.push(parsed.data);
  }
  return { contracts, faults };
}

/** Publishes what is new or changed, each to the partner whose customer it is. */
async function publishContracts(
  database: Database,
  contracts: readonly Contract[],
  dryRun: boolean,
): Promise<Imported> {
  const ofPartner = new Map<string, Contract[]>();
  for (const each of contracts) {
    const scope = organisationScope(each.organisationId);
    ofPartner.set(scope, [...(ofPartner.get(scope) ?? []), each]);
  }
  return transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, [...ofPartner.keys(), 'registry']);
    const told = nothingImported();
    for (const [name, own] of ofPartner) {
      const scope = scopeIn(scopes, name);
      await scope.load(own.map(({ id }) => ({ table: 'contracts', key: id })));
      for (const each of own) {
        const before = scope.get('contracts', each.id)?.data ?? null;
        if (noteRow(told, each.id, before, each)) scope.put('contracts', each.id, each, null);
      }
    }
    await keepImport(client, scopes, told, { dryRun, action: 'contracts-imported', subject: 'contracts' });
    return told;
  });
}

export const contracts: Group = {
  about: `A CSV file of contracts is in UTF-8; its first row names the columns number, partner, customer, from, until, impact and products:

  number,partner,customer,from,until,impact,products
  C-1042,Example Partner,Example Hospital,2026-01-01,2026-12-31,no,call-recorder | paging-server

Each partner's consoles get the contracts of its own customers, and no others. A case that names a contract, or whose customer has exactly
one, says of maintenance what the contract says; otherwise the handoff is refused.`,
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
          const { contracts: found, faults } = await read(database, bytes);
          refuseFaults(faults);
          return importWords(await publishContracts(database, found, dryRun), dryRun);
        };
      },
    },
  },
};

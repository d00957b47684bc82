/** `npm run hub -- catalogue ...`: the products, many at once. What is kept one by one is kept in the console. */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from '../../shared/base/ids.ts';
import {
  MAX_PRODUCT_BYTES,
  type ProductList,
  productFaults,
  productsFromCsv,
  productsFromJson,
} from '../../shared/policy/product-list.ts';
import { type ProductRecord, productRecord } from '../../shared/policy/products.ts';
import { scopeIn } from '../issuing/registry.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
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

/** Who stands in the history of what a command changed: nobody who is enrolled. */
const OPERATOR = { id: '00000000-0000-7000-8000-000000000000', name: 'The hub’s operator' };

async function storedProducts(database: Database | Transaction): Promise<ProductRecord[]> {
  const { rows } = await database.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = 'products' AND NOT deleted ORDER BY data->>'name', key",
  );
  return rows.map(({ data }) => productRecord.parse(data));
}

/** What keeps the list from being published, a line each. */
function faultsOf(list: Extract<ProductList, { ok: true }>, stored: readonly ProductRecord[]): string[] {
  const faults = [...list.faults];
  const coming = new Map<string, ProductRecord>();
  for (const { place, product } of list.products) {
    if (coming.has(product.id)) faults.push(`${place}: the product ${product.id} stands there twice.`);
    const others = [...stored.filter(({ id }) => !coming.has(id)), ...coming.values()];
    for (const fault of productFaults(product, others)) faults.push(`${place}: ${fault}`);
    coming.set(product.id, product);
  }
  return faults;
}

/** Publishes what is new or changed, each with its history. */
async function publish(
  database: Database,
  list: Extract<ProductList, { ok: true }>,
  { dryRun, now }: { dryRun: boolean; now: Date },
): Promise<Imported> {
  return transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, ['catalogue', 'registry']);
    const catalogue = scopeIn(scopes, 'catalogue');
    const faults = faultsOf(list, await storedProducts(client));
    refuseFaults(faults);
    await catalogue.load(list.products.map(({ product }) => ({ table: 'products', key: product.id })));
    const told = nothingImported();
    for (const { product } of list.products) {
      const before = catalogue.get('products', product.id)?.data ?? null;
      if (!noteRow(told, product.name, before, product)) continue;
      const id = uuidv7(now.getTime(), randomBytes(10));
      const change = { id, table: 'products', key: product.id, at: now.toISOString(), by: OPERATOR };
      catalogue.put('products', product.id, product, null);
      catalogue.put('catalogueChanges', id, { ...change, before, after: product }, null);
    }
    await keepImport(client, scopes, told, { dryRun, action: 'products-imported', subject: 'catalogue' });
    return told;
  });
}

export const catalogue: Group = {
  about: `A CSV file of products is in UTF-8; its first row names the columns id, name, components, optional components, releases and approved platforms.
Components, releases and platforms have | between them; a release is a version and its day, planned ones too:

  id,name,components,optional components,releases,approved platforms
  paging-server,Paging Server,Paging Server | Operating system,Database,6.4.2 2026-05-18 | 7.0.0 2026-02-09 | 7.1.0 2027-06-14,Windows Server 2019 | VMware ESXi 7

The revision level of components is asked for in every case, that of optional ones is not. The first component has the product's own
versions: which of its releases is the newest, and which are major ones, follows from the list. The id stays for good, because cases
name the product by it. A JSON file is what export writes.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'the products with their components and newest releases',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const all = await storedProducts(database);
          if (given.is('json')) return JSON.stringify(all, null, 2);
          if (all.length === 0) return 'There is no product yet.';
          return columns([
            ['ID', 'NAME', 'COMPONENTS', 'RELEASES'],
            ...all.map(({ id, name, components, releases }) => [
              id,
              name,
              components.map((each) => (each.required ? each.name : `(${each.name})`)).join(', '),
              (releases ?? []).map(({ version }) => version).join(', '),
            ]),
          ]);
        };
      },
    },
    export: {
      form: '',
      says: 'the products as JSON, which import reads',
      flags: [],
      prepare: (given) => {
        given.none();
        return async ({ database }) => JSON.stringify(await storedProducts(database), null, 2);
      },
    },
    import: {
      form: 'FILE.csv|FILE.json [--dry-run]',
      says: 'adds and changes products, all of the file or none; --dry-run says what would be done. What is not in the file stays',
      flags: ['dry-run'],
      prepare: (given) => {
        const name = given.one('which file');
        const bytes = bytesOf(name, MAX_PRODUCT_BYTES);
        const dryRun = given.is('dry-run');
        return async ({ database, now }) => {
          const list = /\.json$/i.test(name)
            ? productsFromJson(new TextDecoder().decode(bytes))
            : productsFromCsv(bytes, now.toISOString().slice(0, 10));
          if (!list.ok) throw new UsageError(list.message);
          const imported = await publish(database, list, { dryRun, now });
          const ignored =
            list.ignored.length > 0
              ? ` Columns that were not read: ${list.ignored.map((each) => `"${each}"`).join(', ')}.`
              : '';
          return `${importWords(imported, dryRun)}${ignored}`;
        };
      },
    },
  },
};

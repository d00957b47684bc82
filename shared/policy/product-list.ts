/** Products as they are checked before they are published, and as a file lists them: each release typed once. */
import { type Column, readTable } from '../base/csv-columns.ts';
import { parseForeignJson } from '../base/json-bounds.ts';
import { date as day } from '../base/values.ts';
import { type ProductRecord, type ProductRelease, productRecord } from './products.ts';
import { releaseFaults } from './releases.ts';
import { compareVersions, parseVersion, upgradeKind } from './versions.ts';

const ID = /^[a-z0-9][a-z0-9-]{1,79}$/;

/** What is wrong with a product, in words. @param others products that are there, or come with it */
export function productFaults(product: ProductRecord, others: readonly ProductRecord[]): string[] {
  const faults: string[] = [];
  if (!ID.test(product.id)) faults.push('The id is made of small letters, digits and hyphens.');
  if (product.name.trim() === '') faults.push('The product has no name.');
  if (others.some(({ id, name }) => id !== product.id && name === product.name))
    faults.push(`There is a product with the name ${product.name} already.`);
  const seen = new Set<string>();
  for (const { name } of product.components) {
    if (name.trim() === '') faults.push('A component has no name. Write it, or remove the line.');
    else if (seen.has(name)) faults.push(`The component ${name} stands there twice.`);
    seen.add(name);
  }
  faults.push(...releaseFaults(product.releases ?? []));
  const parsed = productRecord.safeParse(product);
  if (faults.length === 0 && !parsed.success) {
    const [issue] = parsed.error.issues;
    faults.push(`It does not fit at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`);
  }
  return faults;
}

/**
 * The newest releases that a component with the product's own versions has, by the list of releases.
 * @param today `2026-11-25`: what is dated later is planned, and not there yet
 * @returns `latestMajor` the newest of all where there are several first numbers, `latestMinor` the newest of the one before it,
 *   or of the only one
 */
function newestReleases(
  releases: readonly ProductRelease[],
  today: string,
): { latestMinor: string | null; latestMajor: string | null } {
  const out = releases.flatMap(({ version, date }) => {
    const parsed = parseVersion(version);
    return parsed && date <= today ? [{ version, parsed }] : [];
  });
  out.sort((a, b) => compareVersions(b.parsed, a.parsed));
  const [newest] = out;
  if (!newest) return { latestMinor: null, latestMajor: null };
  const before = out.find(({ parsed }) => parsed.major !== newest.parsed.major);
  return before
    ? { latestMinor: before.version, latestMajor: newest.version }
    : { latestMinor: newest.version, latestMajor: null };
}

const COLUMNS = {
  id: { names: ['id', 'product id'], needed: true },
  name: { names: ['name', 'product', 'product name'], needed: true },
  components: { names: ['components', 'component'], needed: true },
  optional: { names: ['optional components', 'optional'], needed: false },
  releases: { names: ['releases', 'release'], needed: false },
  approved: { names: ['approved platforms', 'approved platform', 'platforms'], needed: false },
} as const satisfies Record<string, Column>;

const MAX_PRODUCTS = 2_000;
export const MAX_PRODUCT_BYTES = 8 * 1024 * 1024;

export interface ReadProduct {
  /** Where it stands in the file: a line of CSV, or a place in JSON's list. */
  place: string;
  product: ProductRecord;
}
export type ProductList =
  | { ok: true; products: ReadProduct[]; faults: string[]; ignored: string[] }
  | { ok: false; message: string };

const listOf = (cell: string) =>
  cell
    .split('|')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/**
 * `6.4.2 2026-05-18 | 7.0.0 2026-02-09` with the kinds that follow from the versions (P-10, P-11): each by the one before it,
 * the lowest by itself, since 6.4.2 is a step from a 6 that is not listed, and 7.0.0 begins a 7.
 */
function releasesOf(cell: string): ProductRelease[] | string {
  const read: { version: string; date: string }[] = [];
  for (const each of listOf(cell)) {
    const found = /^(\S+)\s+(\d{4}-\d{2}-\d{2})$/.exec(each);
    if (!found || !parseVersion(found[1] ?? '') || !day.safeParse(found[2]).success)
      return `"${each.slice(0, 60)}" is no release. Write a version and a day, such as 6.4.2 2026-05-18, with | between releases.`;
    read.push({ version: found[1] ?? '', date: found[2] ?? '' });
  }
  const inOrder = read.flatMap((each) => {
    const parsed = parseVersion(each.version);
    return parsed ? [{ ...each, parsed }] : [];
  });
  inOrder.sort((a, b) => compareVersions(a.parsed, b.parsed));
  return inOrder.map(({ version, date, parsed }, i) => {
    const before = inOrder[i - 1];
    const begins = parsed.minor === 0 && parsed.maintenance === 0 && parsed.build === 0;
    const major = before ? upgradeKind(before.parsed, parsed) === 'major' : begins;
    return { version, date, kind: major ? 'major' : 'minor' };
  });
}

/**
 * Products from CSV: id, name, components and optional components with `|` between them, releases as version and day. The first
 * component has the product's own versions; its newest releases are taken from the list. Approved platforms have `|` between them.
 * @param today `2026-11-25`
 */
export function productsFromCsv(bytes: Uint8Array, today: string): ProductList {
  const table = readTable(bytes, COLUMNS, { bytes: MAX_PRODUCT_BYTES, rows: MAX_PRODUCTS });
  if (!table.ok) return table;
  const products: ReadProduct[] = [];
  const faults: string[] = [];
  for (const { line, cells, tooLong } of table.rows) {
    const place = `Line ${line}`;
    const releases = releasesOf(cells.releases);
    if (tooLong) faults.push(`${place}: it has more cells than the first row.`);
    else if (typeof releases === 'string') faults.push(`${place}: ${releases}`);
    else {
      const newest = newestReleases(releases, today);
      const approvedPlatforms = listOf(cells.approved);
      const unknown = { latestMinor: null, latestMajor: null };
      const needed = listOf(cells.components).map((name, i) => ({
        name,
        required: true,
        ...(i === 0 ? newest : unknown),
      }));
      const optional = listOf(cells.optional).map((name) => ({ name, required: false, ...unknown }));
      products.push({
        place,
        product: {
          id: cells.id,
          name: cells.name,
          sample: false,
          components: [...needed, ...optional],
          ...(approvedPlatforms.length > 0 && { approvedPlatforms }),
          releases,
        },
      });
    }
  }
  return { ok: true, products, faults, ignored: table.ignored };
}

/** Products from JSON: a list of them as the hub keeps them, which `catalogue export` writes. */
export function productsFromJson(text: string): ProductList {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch {
    return { ok: false, message: 'The file is no JSON. Nothing was read from it.' };
  }
  if (!Array.isArray(value) || value.length > MAX_PRODUCTS)
    return { ok: false, message: `The file is no list of up to ${MAX_PRODUCTS} products.` };
  const products: ReadProduct[] = [];
  const faults: string[] = [];
  for (const [i, each] of value.entries()) {
    const place = `Product ${i + 1}`;
    const parsed = productRecord.safeParse(each);
    if (parsed.success) products.push({ place, product: parsed.data });
    else {
      const [issue] = parsed.error.issues;
      faults.push(`${place}: it does not fit at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`);
    }
  }
  return { ok: true, products, faults, ignored: [] };
}

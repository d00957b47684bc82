/** Reads a backup whole and believes nothing: manifest, every file's hash, every row's hash, every scope's sum (S8). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EMPTY_SCOPE_HASH, rowHash, sha256OfText, updatedScopeHash } from '../../shared/base/hash.ts';
import { json } from '../../shared/base/json.ts';
import { hashOf, linesOf, valueOfLine } from './files.ts';
import {
  anyFormat,
  BACKUP_FORMAT,
  BLOB_LIST,
  blobLine,
  MANIFEST,
  MANIFEST_HASH,
  type Manifest,
  manifest,
  SECRET,
} from './manifest.ts';
import { megabytes, Progress } from './progress.ts';

export function tablePath(backup: string, table: string): string {
  return join(backup, 'tables', `${table}.jsonl`);
}

/** @throws Error with one line of what is wrong with it */
export async function readManifest(backup: string): Promise<Manifest> {
  const [text, hash] = await Promise.all([
    readFile(join(backup, MANIFEST), 'utf8'),
    readFile(join(backup, MANIFEST_HASH), 'utf8'),
  ]).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${backup} is no whole backup: its manifest cannot be read (${error.code}).`);
  });
  if (hash.slice(0, 64) !== sha256OfText(text))
    throw new Error(`The manifest of ${backup} was cut off or changed.`);
  const value: unknown = JSON.parse(text);
  const any = anyFormat.safeParse(value);
  if (any.success && any.data.format > BACKUP_FORMAT)
    throw new Error(
      `${backup} was taken by a newer hub (format ${any.data.format}; this one knows ${BACKUP_FORMAT}). Update this hub.`,
    );
  const parsed = manifest.safeParse(value);
  if (!parsed.success) throw new Error(`The manifest of ${backup} is not what a hub writes.`);
  return parsed.data;
}

const syncedRow = z.looseObject({
  scope: z.string(),
  tbl: z.string(),
  key: z.string(),
  version: z.number(),
  deleted: z.boolean(),
  data: json.nullable(),
  hash: z.string(),
});

/** Adds up the rows of each scope from their content alone. */
class Sums {
  readonly #scopes = new Map<string, { count: number; hash: string }>();

  add(line: string, path: string): void {
    const row = valueOfLine(syncedRow, line, path);
    if (row.deleted) return;
    const hash = rowHash({ table: row.tbl, key: row.key, version: row.version, data: row.data });
    if (hash !== row.hash) throw new Error(`The row ${row.tbl} ${row.key} is not what its hash says.`);
    const sum = this.#scopes.get(row.scope) ?? { count: 0, hash: EMPTY_SCOPE_HASH };
    this.#scopes.set(row.scope, {
      count: sum.count + 1,
      hash: updatedScopeHash(sum.hash, { add: [hash] }),
    });
  }

  compare(scopes: Manifest['scopes']): void {
    for (const { name, count, hash } of scopes) {
      const sum = this.#scopes.get(name) ?? { count: 0, hash: EMPTY_SCOPE_HASH };
      if (sum.count !== count || sum.hash !== hash)
        throw new Error(`The rows of ${name} do not add up to what the hub kept of them.`);
    }
  }
}

/** @throws Error with one line of the first thing that is wrong */
export async function verifyBackup(backup: string, say: (line: string) => void): Promise<Manifest> {
  const told = await readManifest(backup);
  const progress = new Progress(say);
  const sums = new Sums();
  for (const table of told.tables) {
    let rows = 0;
    for await (const line of linesOf(tablePath(backup, table.name), table)) {
      rows += 1;
      if (table.name === 'rows') sums.add(line, tablePath(backup, table.name));
      progress.at(() => `${table.name}: ${rows} of ${table.rows} rows read`);
    }
    if (rows !== table.rows)
      throw new Error(`${table.name} has ${rows} rows and not the ${table.rows} that the manifest says.`);
  }
  sums.compare(told.scopes);
  if (told.blobs) await verifyBlobs(backup, told.blobs, progress);
  if (told.secret) {
    // Unreported: what cannot be read is told on the next line.
    const found = await hashOf(join(backup, SECRET)).catch(() => null);
    if (found?.sha256 !== told.secret.sha256)
      throw new Error('The secret in the backup was changed or is gone.');
  }
  return told;
}

async function verifyBlobs(
  backup: string,
  told: NonNullable<Manifest['blobs']>,
  progress: Progress,
): Promise<void> {
  let count = 0;
  let total = 0;
  const list = join(backup, BLOB_LIST);
  for await (const line of linesOf(list, told)) {
    const blob = valueOfLine(blobLine, line, list);
    const path = join(backup, 'blobs', blob.organisation, blob.sha256);
    // Unreported: what cannot be read is told on the next line.
    const found = await hashOf(path).catch(() => null);
    if (found?.sha256 !== blob.sha256 || found.bytes !== blob.size)
      throw new Error(`The attachment ${path} was cut off, changed, or is gone.`);
    count += 1;
    total += blob.size;
    progress.at(() => `attachments: ${count} of ${told.count} read, ${megabytes(total)}`);
  }
  if (count !== told.count) throw new Error(`There are ${count} attachments and not ${told.count}.`);
}

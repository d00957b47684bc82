/** What a backup says of itself: versions, counts and the SHA-256 of each of its files. */
import { z } from 'zod';
import { sha256Hex } from '../../shared/base/values.ts';

/** The layout of a backup's folder. A hub takes backups of its own format and older ones. */
export const BACKUP_FORMAT = 1;
export const MANIFEST = 'manifest.json';
/** Beside the manifest, its own SHA-256: a manifest that was cut off or changed is not believed. */
export const MANIFEST_HASH = 'manifest.json.sha256';
export const BLOB_LIST = 'blobs.jsonl';
export const SECRET = 'secret';

const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** PostgreSQL's own rule for a name that needs no quotes; it becomes part of a path and of SQL. */
const tableName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const file = { bytes: size, sha256: sha256Hex };

export const manifest = z.strictObject({
  kind: z.literal('partner-console-hub-backup'),
  format: z.number().int().min(1).max(BACKUP_FORMAT),
  /** The hub that took it, and the PostgreSQL it was on. */
  hub: z.string().max(60),
  postgres: z.string().max(100),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string().max(200)).max(10_000),
  /** Where the scopes stood. */
  scopes: z
    .array(z.strictObject({ name: z.string().max(100), version: size, count: size, hash: sha256Hex }))
    .max(1_000_000),
  /** `tables/NAME.jsonl`: one row a line, as JSON. */
  tables: z.array(z.strictObject({ name: tableName, rows: size, ...file })).max(1_000),
  /** `blobs.jsonl` names the files below `blobs/`; null where they are kept elsewhere. */
  blobs: z.strictObject({ count: size, total: size, ...file }).nullable(),
  /** The hub's secret, where it was asked for. */
  secret: z.strictObject(file).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/** One line of `blobs.jsonl`; the file is `blobs/ORGANISATION/SHA256`. */
export const blobLine = z.strictObject({ organisation: z.uuid(), sha256: sha256Hex, size });
export type BlobLine = z.infer<typeof blobLine>;

/** Tells a backup of a newer hub from a damaged one, before anything else is looked at. */
export const anyFormat = z.looseObject({
  kind: z.literal('partner-console-hub-backup'),
  format: z.number(),
});

/** The shape of an operator's command, and of the group that it belongs to. */
import type { BlobStore } from '../blobs/store.ts';
import type { Issuer } from '../issuing/issuer-keys.ts';
import type { Database } from '../store/database.ts';
import type { Flag, Given } from './given.ts';

/** The groups, in the order of `--help`. */
export const groupNames = [
  'people',
  'organisations',
  'codes',
  'devices',
  'handed-over',
  'files',
  'limits',
  'device-rules',
  'catalogue',
  'contracts',
  'releases',
] as const;
export type GroupName = (typeof groupNames)[number];

export interface Context {
  database: Database;
  now: Date;
  /** The issuer, where credentials change. @throws Error where the hub's secret is not known, or is another */
  issuer: () => Promise<Issuer>;
  /** The store of the hub's files. @throws Error where it is not known, or is not this hub's */
  blobs: () => Promise<BlobStore>;
}

export interface OperatorCommand {
  /** What follows its name: `PERSON --to ORGANISATION`. */
  form: string;
  /** What it does, in a line. */
  says: string;
  flags: readonly Flag[];
  /** Checks what was given, and answers what to do with the database. @throws UsageError */
  prepare(given: Given): (context: Context) => Promise<string>;
}

export interface Group {
  /** What holds for all its commands. */
  about: string;
  commands: Readonly<Record<string, OperatorCommand>>;
}

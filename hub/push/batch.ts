/** What the edits of one push work on. */
import type { Identity, Mutation } from '../../shared/sync/protocol.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { DomainEvent } from '../../shared/webhooks/events.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';

/** What the edits of one push share: all that they do is in one transaction. */
export interface Batch {
  client: Transaction;
  identity: Identity;
  /** The scopes that the batch writes, locked, by name. */
  scopes: ReadonlyMap<string, ScopeBatch>;
  /** What outside ticket systems are to be told of, in the order in which it happened. */
  domainEvents: DomainEvent[];
  now: () => Date;
}

export interface EditContext extends Batch {
  /** The scope that the edited table lives in. */
  scope: ScopeBatch;
}

export type TableEdit = Mutation & { table: TableName };

/** The rows that the device keeps for itself, beside the synced ones: what waits, what sync remembers, the list's lines, what is held. */
import { caseNumber } from '../../shared/base/ids.ts';
import type { RowOrder } from '../../shared/base/order.ts';
import type { PersonRef } from '../../shared/base/people.ts';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import type { CaseRecord, CaseState } from '../../shared/cases/schema.ts';
import type { Priority } from '../../shared/policy/priority.ts';
import type { Encoding } from '../../shared/redaction/content.ts';
import type { Kind } from '../../shared/redaction/kinds.ts';
import type { DeviceRules } from '../../shared/sync/device-rules.ts';
import type { Identity, Mutation, Rejection } from '../../shared/sync/protocol.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { Commitment } from '../../shared/tickets/schema.ts';

/** An edit that waits, with the case it belongs to (for the list) and its size as JSON. */
export interface OutboxEntry extends Mutation {
  caseId: string;
  bytes: number;
}

/** Edits that the hub answered together, in the order of their numbers: one row, as a row each would cost as much as sending them. */
export interface SentBatch {
  /** The number of its last edit. */
  last: number;
  entries: OutboxEntry[];
}

/** What the hub holds of a row that has edits waiting: the base of a merge, and what a refused edit falls back to. */
export interface BaseRow {
  id: string;
  version: number | null;
  data: Record<string, unknown> | null;
}

/** How a row is called where the device keeps something beside it. */
export function rowId(table: string, key: string): string {
  return `${table} ${key}`;
}

/** A row as it was last received: its scope, version and hash (S8). */
export interface SyncedRow {
  id: string;
  scope: string;
  version: number;
  hash: string;
}

export interface CursorRow {
  scope: string;
  epoch: string;
  version: number;
  index: number;
  count: number;
  hash: string;
}

/** An edit that the hub refused, kept with its reason (S6). */
export interface RejectedEdit {
  id: string;
  caseId: string;
  at: string;
  edit: Mutation;
  rejection: Rejection;
}

/**
 * P-256, made here, and no script of the page can take it out (C5): wrapped by the ring's key, as PKCS 8 that WebCrypto alone sees. A
 * device of before the ring has it as WebCrypto's own, which cannot be wrapped any more: it ends when the computer is enrolled anew.
 */
export type DeviceKeys = CryptoKeyPair | WrappedKeys;

export interface WrappedKeys {
  /** Base 64: a nonce, and the private key behind it. */
  wrapped: string;
  publicKey: PublicJwk;
}

export interface DeviceRow {
  id: 'device';
  identity: Identity;
  certificate: string;
  hub: string;
  keys: DeviceKeys;
  nextN: number;
  /** The note that nothing of this database is in clear (`Sealing.wholeNote`): whoever removes it removes the device. */
  allSealed?: string;
  /** The hub's clock when it was last heard, ISO 8601 in UTC. */
  lastHubTime: string;
  /** What its organisation's devices go by, as the hub last said; none where it was not asked yet. */
  rules?: DeviceRules;
}

/** One line of the case list, kept beside the case so that ten thousand cost one page. */
export interface Summary {
  id: string;
  number: string;
  title: string;
  customer: string;
  site: string;
  state: CaseState;
  priority: Priority | 'none';
  missing: number;
  warnings: number;
  waiting: number;
  ticket: string;
  /** When it was changed last, by the clock of whoever did: the same on every device that has the change. */
  updatedAt: string;
  /** The instant of the clock that is due next; `~` where none is. */
  nextDue: string;
  nextDueKind: Commitment | null;
  /** As it stood when it was counted; a time that has passed since then is seen from `nextDue`. */
  nextDueState: 'running' | 'at-risk' | 'breached' | null;
  /** When that clock started, for its bar; null or absent where none is due. */
  nextDueFrom?: string | null;
  /** 1 where `missing` has to be counted anew, 2 while it is. */
  stale: 0 | 1 | 2;
  /** Whose case it is; none in lines of before it was kept, until they are counted anew. */
  engineer?: PersonRef;
  /** Questions of the handoff by the parts of P-03, as they were counted last; none before the first count. */
  progress?: readonly { part: string; done: number; of: number }[];
  /** The case has left this computer (`DepartedCase`): this line is what is here of it. */
  atHub?: true;
}

/**
 * An ended case that left this computer by the organisation's retention, and how to get it back. The hub's hashes of its rows stay in
 * `synced`: to sync, the device holds it (S8).
 */
export interface DepartedCase {
  /** The case. */
  id: string;
  /** `left`: at the hub only. `wanted`: so, and to be fetched: somebody asked for it, or it is open again. `back`: it was fetched. */
  state: 'left' | 'wanted' | 'back';
  /** The hub's time when it left, or came back, ISO 8601 in UTC. */
  at: string;
  /** Its rows, as `rowId` calls them: what is asked for when it is fetched. None where it is back. */
  rows: readonly string[];
}

/** Whether a case has left this computer and is not back. */
export function isAway(
  departed: DepartedCase | undefined,
): departed is DepartedCase & { state: 'left' | 'wanted' } {
  return departed !== undefined && departed.state !== 'back';
}

export interface SyncLogRow {
  id?: number;
  at: string;
  text: string;
}

/** What is known of an attachment's bytes at the hub, by their hash. No row: nobody has asked it yet. */
export interface TransferRow {
  sha256: string;
  /** `waiting`: added here, or the hub said that it lacks it. */
  state: 'sent' | 'refused' | 'waiting';
  /** Why the hub refused the file, in words. */
  problem: string;
  at: string;
}

/** A value by its name: in `settings` what a person chose for this computer, in `syncState` what sync has to remember. */
export interface NamedValue {
  id: string;
  value: unknown;
}

/** What was begun in a case and is no row yet. It goes with its case. */
export interface DraftRow extends NamedValue {
  caseId: string;
}

/**
 * A file that may hold secrets, held on this computer until it is redacted or said not to need it (H12, security 31). It is no row of the
 * case: neither outbox, journal, bag nor hub ever has it. Its bytes lie in the shell under `sha256`.
 */
export interface HeldFile
  extends Pick<
    AttachmentRecord,
    | 'caseId'
    | 'name'
    | 'mediaType'
    | 'size'
    | 'sha256'
    | 'category'
    | 'readable'
    | 'content'
    | 'holds'
    | 'textFrom'
    | 'addedAt'
  > {
  /** Its attachment has the same id, once there is one: what named the file meanwhile goes on naming it. */
  id: string;
  /** How its text is read; null where it is none, as `what` says. */
  encoding: Encoding | null;
  what: string;
  /** What left in its place, by its hash; null while nothing has. */
  left: { state: 'redacted' | 'not-needed'; sha256: string; at: string } | null;
}

/** Which original a token stands for, on this computer alone: for reading what Level 3 writes, and for answering it. */
export interface TokenName {
  /** `CASE TOKEN`. */
  id: string;
  caseId: string;
  token: string;
  original: string;
  kind: Kind;
}

/** The place of a row that was only added (S2), under `rowId`; it goes with the row. */
export interface RowOrderEntry extends RowOrder {
  id: string;
  /** Of tables of which it is asked which rows count last (`order.ts`): without it a place is in no index. */
  table?: TableName;
}

/** A row of a table that a newer console will know (S7). */
export interface UnknownRow {
  id: string;
  table: string;
  key: string;
  data: unknown;
}

/** A row that could not be opened with the device's key: changed on the disk, or of another key. Kept as it was, for support. */
export interface SetAside {
  /** `TABLE KEY`. */
  id: string;
  /** When it was noticed, ISO 8601 in UTC. */
  at: string;
  /** What it is in words, and what became of it. */
  told: string;
  /** The sealed bytes, base 64. */
  bytes: string;
}

/** The later of two instants, ISO 8601 in UTC. */
export const laterOf = (at: string, other: string | undefined): string =>
  other !== undefined && Date.parse(other) > Date.parse(at) ? other : at;

/** Of a case without a clock that is due; `~` sorts after every instant. */
export const noDue = { nextDue: '~', nextDueKind: null, nextDueState: null, nextDueFrom: null } as const;

/** The list's line for a case that is here; counts are kept from the line before, and marked to be counted anew where there was none. */
export function summaryOf(record: CaseRecord, line: Summary | undefined): Summary {
  const { atHub: _here, ...before } = line ?? {};
  return {
    missing: 0,
    warnings: 0,
    waiting: 0,
    ticket: '',
    ...noDue,
    stale: 1,
    updatedAt: record.createdAt.at,
    ...before,
    id: record.id,
    number: caseNumber(record.id),
    title: record.title,
    customer: record.customer,
    site: record.site,
    state: record.state,
    priority: record.priority ?? 'none',
    engineer: record.engineer,
  };
}

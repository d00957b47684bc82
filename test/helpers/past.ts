/**
 * What consoles of earlier schemas wrote, kept as they wrote it: made by the code of their time (ADR 15), read by
 * today's. A release that brings a schema leaves one more here.
 */
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import first from '../fixtures/past/schema-1.json' with { type: 'json' };
import second from '../fixtures/past/schema-2.json' with { type: 'json' };
import third from '../fixtures/past/schema-3.json' with { type: 'json' };
import fourth from '../fixtures/past/schema-4.json' with { type: 'json' };

export type PastRow = Record<string, unknown> & { id: string };

export interface Past {
  schema: number;
  /** By table, as they were stored. */
  rows: Readonly<Record<string, readonly PastRow[]>>;
  /** The edits that made them, and one more: as they waited in an outbox. */
  edits: readonly Mutation[];
}

export const past: readonly Past[] = [first, second, third, fourth] as unknown as readonly Past[];

export function packetOf({ rows }: Past): Packet & { contents: CaseContents } {
  return rows.packets?.[0] as unknown as Packet;
}

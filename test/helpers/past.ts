/// <reference types="vite/types/importMeta.d.ts" />
/**
 * What consoles of earlier schemas wrote, kept as they wrote it: made by the code of their time (ADR 15), read by
 * today's. Before a schema is counted up, `npm run keep-past` leaves one more (keep-past.ts).
 */
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
export type PastRow = Record<string, unknown> & { id: string };

export interface Past {
  schema: number;
  /** By table, as they were stored. */
  rows: Readonly<Record<string, readonly PastRow[]>>;
  /** The edits that made them, and one more: as they waited in an outbox. */
  edits: readonly Mutation[];
}

const kept: Readonly<Record<string, Past>> = import.meta.glob('../fixtures/past/schema-*.json', {
  eager: true,
  import: 'default',
});

export const past: readonly Past[] = Object.values(kept).sort((a, b) => a.schema - b.schema);

export function packetOf({ rows }: Past): Packet & { contents: CaseContents } {
  return rows.packets?.[0] as unknown as Packet;
}

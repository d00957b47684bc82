/** Edits as a device journals them, told apart by their number. */
import { randomUUID } from 'node:crypto';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { mutationHash } from '../../shared/sync/protocol.ts';

export function anEdit(n: number, title = `Edit ${n}`): Mutation {
  const edit = {
    id: randomUUID(),
    table: 'cases',
    key: randomUUID(),
    op: 'insert' as const,
    baseVersion: null,
    patch: { title },
    base: {},
    blobs: [],
    at: '2026-11-23T18:00:00.000Z',
  };
  return { ...edit, n, hash: mutationHash(edit) };
}

export function editsFrom(first: number, count: number): Mutation[] {
  return Array.from({ length: count }, (_, index) => anEdit(first + index));
}

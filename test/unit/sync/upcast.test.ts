import { describe, expect, test } from 'vitest';
import { type Mutation, mutationHash, SCHEMA } from '../../../shared/sync/protocol.ts';
import { upcastEdit, upcasts } from '../../../shared/sync/upcast.ts';

const content = {
  id: '01900000-0000-7000-8000-000000000001',
  table: 'cases',
  key: '01900000-0000-7000-8000-000000000002',
  op: 'patch',
  baseVersion: null,
  patch: { name: 'Sample' },
  base: {},
  blobs: [],
  at: '2026-01-01T00:00:00Z',
} as const;
const edit: Mutation = { ...content, blobs: [], n: 7, hash: mutationHash({ ...content, blobs: [] }) };

describe('edits of older consoles', () => {
  test('[S12] every schema before this one has a step to the next', () => {
    expect(Object.keys(upcasts).map(Number)).toEqual(Array.from({ length: SCHEMA - 1 }, (_, at) => at + 1));
  });

  test('[S12] steps follow each other; number, id and hash stay those that the device knows the edit by', () => {
    const steps = {
      1: (each: Mutation) => ({ ...each, n: 99, id: content.key, patch: { title: each.patch.name ?? '' } }),
      2: (each: Mutation) => ({ ...each, hash: '', patch: { ...each.patch, site: '' } }),
    };
    const now = upcastEdit(edit, 1, steps, 3);
    expect(now).toEqual({ ...edit, patch: { title: 'Sample', site: '' } });
    expect(upcastEdit(edit, 2, steps, 3).patch).toEqual({ name: 'Sample', site: '' });
    expect(upcastEdit(edit, 3, steps, 3)).toEqual(edit);
  });

  test('[S12] an edit of a schema that nothing leads from is not passed off as a new one', () => {
    expect(() => upcastEdit(edit, 1, {}, 2)).toThrow(RangeError);
  });
});

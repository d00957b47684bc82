import { describe, expect, test } from 'vitest';
import type { CaseState } from '../../../shared/cases/schema.ts';
import { handoffState } from '../../../shared/review/handoff-state.ts';
import { idOf, NOW } from '../../helpers/builders.ts';

const packet = (revision: number) => ({ id: idOf(revision), revision, createdAt: { at: NOW } });
const refusal = (revision: number) => ({
  packetId: idOf(revision),
  revision,
  message: 'The handoff is incomplete.',
  findings: [],
});
const receipt = {
  id: idOf(9),
  caseId: idOf(1),
  packetId: idOf(2),
  revision: 2,
  ticket: 'T-1042',
  receivedAt: NOW,
  ruleSetVersion: '1',
};

describe('where a handoff stands', () => {
  test('nothing was handed off', () => {
    expect(handoffState({ state: null, reviews: [], packets: [], receipts: [], refusals: [] })).toEqual({
      kind: 'draft',
    });
  });
  test('a packet without a receipt is queued', () => {
    expect(
      handoffState({ state: null, reviews: [], packets: [packet(1)], receipts: [], refusals: [] }),
    ).toEqual({
      kind: 'queued',
      packetId: idOf(1),
      since: NOW,
    });
  });
  test('a receipt ends the waiting, whatever was refused before', () => {
    expect(
      handoffState({
        state: null,
        reviews: [],
        packets: [packet(2)],
        receipts: [receipt],
        refusals: [refusal(1)],
      }),
    ).toEqual({
      kind: 'received',
      ticket: 'T-1042',
      receivedAt: NOW,
    });
  });
  test('[I17] of a case that Level 3 returned, the next revision goes its own way', () => {
    const stands = (state: CaseState, newest: number, refused: number[] = []) =>
      handoffState({
        ...{ state, reviews: [], receipts: [receipt], refusals: refused.map(refusal) },
        packets: [packet(2), ...(newest > 2 ? [packet(newest)] : [])],
      }).kind;
    expect(stands('escalated', 2)).toBe('received');
    // Work again, until it is handed off again.
    expect(stands('changes-requested', 2)).toBe('draft');
    expect(stands('level2', 2)).toBe('draft');
    expect(stands('ready', 3)).toBe('queued');
    expect(stands('in-review', 3)).toBe('in-review');
    expect(stands('level2', 3, [3])).toBe('refused');
  });
  test('a refusal stands until a later revision is handed off', () => {
    expect(
      handoffState({ state: null, reviews: [], packets: [], receipts: [], refusals: [refusal(1)] }).kind,
    ).toBe('refused');
    expect(
      handoffState({ state: null, reviews: [], packets: [packet(2)], receipts: [], refusals: [refusal(1)] })
        .kind,
    ).toBe('queued');
  });
});

import { describe, expect, test } from 'vitest';
import { candidatesOf, type Registry } from '../../../shared/certification/bulk.ts';
import type { ExamRecord, PersonRecord } from '../../../shared/certification/schema.ts';
import { idOf } from '../../helpers/builders.ts';

const NOW = '2026-11-25T12:00:00.000Z';
const person = (n: number, organisationName = 'A partner'): PersonRecord => ({
  id: idOf(n),
  organisationId: idOf(0xa0),
  organisationName,
  name: `Person ${n}`,
  email: `p${n}@example.com`,
  roles: ['engineer'],
});
const exam = (n: number, active = true): ExamRecord => ({
  id: idOf(n),
  name: `Exam ${n}`,
  description: '',
  criteria: '',
  coverage: [{ product: 'sample-paging-server', levels: [1] }],
  validMonths: 12,
  active,
});
const passed = (p: number, e: number, passedOn = '2026-11-01') => ({
  personId: idOf(p),
  examId: idOf(e),
  passedOn,
});
const held = (p: number, e: number, state: 'valid' | 'suspended' | 'revoked', validUntil: string) => ({
  personId: idOf(p),
  examId: idOf(e),
  state,
  validUntil,
});
const told = (registry: Partial<Registry>) =>
  candidatesOf({ people: [], exams: [], results: [], credentials: [], ...registry }, NOW).map(
    ({ person: who, exam: what, passedOn, standing }) =>
      `${who.name}, ${what.name}, ${passedOn}, ${standing}`,
  );

describe('[P-01] to whom credentials may be issued at once', () => {
  test('who passed and has none that counts; of several times the last; each with what became of the one before', () => {
    const later = '2027-01-01T00:00:00.000Z';
    const ago = '2026-11-01T00:00:00.000Z';
    expect(
      told({
        people: [1, 2, 3, 4, 5, 6, 7].map((n) => person(n)),
        exams: [exam(0x10)],
        results: [...[1, 2, 3, 4, 5, 6].map((n) => passed(n, 0x10)), passed(1, 0x10, '2026-03-01')],
        credentials: [
          held(2, 0x10, 'valid', later),
          held(3, 0x10, 'valid', ago),
          held(4, 0x10, 'revoked', later),
          held(5, 0x10, 'suspended', later),
          held(6, 0x10, 'revoked', later),
          held(6, 0x10, 'valid', later),
        ],
      }),
    ).toEqual([
      'Person 1, Exam 16, 2026-11-01, never',
      'Person 3, Exam 16, 2026-11-01, ended',
      'Person 4, Exam 16, 2026-11-01, revoked',
    ]);
  });

  test('each exam counts for itself; one that is no longer taken is left out; by organisation and name', () => {
    expect(
      told({
        people: [person(2), person(1), person(3, 'A later partner')],
        exams: [exam(0x11), exam(0x10), exam(0x12, false)],
        results: [passed(1, 0x10), passed(1, 0x11), passed(1, 0x12), passed(2, 0x10), passed(3, 0x10)],
        credentials: [held(1, 0x10, 'valid', '2027-01-01T00:00:00.000Z')],
      }),
    ).toEqual([
      'Person 3, Exam 16, 2026-11-01, never',
      'Person 1, Exam 17, 2026-11-01, never',
      'Person 2, Exam 16, 2026-11-01, never',
    ]);
  });
});

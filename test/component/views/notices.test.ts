/** Which matters the system's own notifications tell of, and in which words. */
import { describe, expect, test } from 'vitest';
import { nothingYet } from '../../../renderer/views/home.ts';
import { deskNotices, executiveNotices, fresh, partnerNotices } from '../../../renderer/views/notices.ts';
import { AT } from '../../helpers/console-device.ts';

describe('what the system’s notifications tell', () => {
  const need = (kind: 'answer-question' | 'review' | 'try-answer', priority: 'P1' | 'P2') => ({
    id: `${kind} ${priority}`,
    kind,
    title: 'Phones of the sample hospital are dead',
    detail: '',
    since: null,
    until: null,
    act: 'Open',
    to: `/cases/${kind}`,
    about: { number: 'C-7K2M-9QXA', priority },
  });

  test('a question and a P1 to review, with the case’s number and no word of a customer', () => {
    const notices = partnerNotices({
      ...nothingYet,
      needs: [
        need('answer-question', 'P2'),
        need('review', 'P1'),
        need('review', 'P2'),
        need('try-answer', 'P1'),
      ],
    });
    expect(notices.map(({ title, path }) => [title, path])).toEqual([
      ['C-7K2M-9QXA: Level 3 asks a question', '/cases/answer-question'],
      ['C-7K2M-9QXA: a P1 waits for your decision', '/cases/review'],
    ]);
    expect(JSON.stringify(notices)).not.toMatch(/hospital/);
  });

  test('at the desk: a P1 that nobody acknowledged, and what is over its time', () => {
    const line = {
      id: 't1',
      caseId: 'c1',
      ticketId: 't1',
      number: 'T-1042',
      title: 'Phones of the sample hospital are dead',
      partner: '',
      customer: '',
      engineer: '',
      priority: 'P1' as const,
      state: 'escalated' as const,
      receivedAt: AT,
      acknowledgedAt: null,
      saidAt: null,
      unheard: null,
      executives: [],
      executiveDue: false,
      clocks: [],
      next: null,
      dueAt: 0,
    };
    const titles = deskNotices([line, { ...line, id: 't2', ticketId: 't2', priority: 'P2' }], []).map(
      ({ title }) => title,
    );
    expect(titles).toEqual(['T-1042: a new P1']);
    const again = { ...line, state: 'planned' as const, unheard: { kind: 'plan-again' as const, id: 'r1' } };
    expect(deskNotices([again], []).map(({ id, title }) => [id, title])).toEqual([
      ['word r1', 'T-1042: the answer did not hold'],
    ]);
    expect(deskNotices([{ ...again, state: 'closed' as const }], [])).toEqual([]);
    const followed = { ...line, state: 'planned' as const, executives: ['x1'] };
    expect(executiveNotices([followed, line], 'x1').map(({ title }) => title)).toEqual([
      'T-1042: you follow this P1',
    ]);
  });

  test('what is there at the first look is old, and each is told once', () => {
    const notices = [{ id: 'a', title: '', body: '', path: '/' }];
    expect(fresh(null, notices)).toEqual([]);
    expect(fresh(new Set(), notices)).toEqual(notices);
    expect(fresh(new Set(['a']), notices)).toEqual([]);
  });
});

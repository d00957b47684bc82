/** What the desk has to do, and since when: as old as what brought it up, and counted alike on Home and in the rail. */
import { expect, test } from 'vitest';
import { deskLists } from '../../../renderer/views/desk-lists.ts';
import type { OpenQuestion } from '../../../renderer/views/open-questions.ts';
import type { ClockLine } from '../../../renderer/views/running-clocks.ts';

const RECEIVED = '2026-11-20T09:00:00.000Z';
const ACKNOWLEDGED = '2026-11-20T10:00:00.000Z';
const SAID = '2026-11-24T15:00:00.000Z';
const desk = { id: 'desk', roles: ['level3'] } as const;

const line = (id: string, more: Partial<ClockLine>): ClockLine => ({
  ...{
    id,
    caseId: `case of ${id}`,
    ticketId: id,
    number: id,
    title: '',
    partner: '',
    customer: '',
    engineer: '',
  },
  ...{ priority: 'P3', state: 'planned', receivedAt: RECEIVED, acknowledgedAt: ACKNOWLEDGED, saidAt: null },
  ...{
    unheard: null,
    executives: [],
    executiveDue: false,
    clocks: [],
    next: null,
    dueAt: Number.POSITIVE_INFINITY,
  },
  ...more,
});
const asked = (ticketId: string, replied: boolean) =>
  ({ question: { ticketId }, ticket: ticketId, title: '', replied }) as unknown as OpenQuestion;

test('each ticket that needs the desk is there once, and as old as what it needs', () => {
  const lists = deskLists(
    [
      line('fresh', { state: 'escalated', acknowledgedAt: null }),
      line('replied', { saidAt: SAID }),
      line('unanswered', {}),
      line('works', { state: 'verified', saidAt: SAID }),
      line('message', { unheard: { kind: 'read-word', id: 'm' }, saidAt: SAID }),
      line('executive', { executiveDue: true }),
      line('quiet', {}),
      line('closed', { state: 'closed' }),
      line('no ticket', { ticketId: null }),
    ],
    [asked('replied', true), asked('unanswered', false)],
    desk,
  );
  expect(lists.needs.map(({ line: { id }, need, since }) => [id, need, since])).toEqual([
    ['fresh', 'acknowledge', RECEIVED],
    ['replied', 'read-reply', SAID],
    ['works', 'close', SAID],
    ['message', 'read-word', SAID],
    ['executive', 'tell-executive', ACKNOWLEDGED],
  ]);
  expect(lists.waits.map(({ id }) => id)).toEqual(['unanswered']);
  expect(lists.working.map(({ id }) => id)).toEqual(['quiet']);
});

test('a reply and a word have no due time of their own: that of the plan says nothing of them', () => {
  const next = {
    deadline: { at: '2026-12-07T18:00:00.000Z' },
    state: { kind: 'running' },
  } as ClockLine['next'];
  const { needs } = deskLists(
    [line('replied', { saidAt: SAID, next }), line('executive', { executiveDue: true, next })],
    [asked('replied', true)],
    desk,
  );
  expect(needs.map(({ until }) => until)).toEqual([null, null]);
});

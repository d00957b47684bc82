/** Level 3's answer as a conversation: a model of what may follow what, held against the rules, and devices against the hub. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseState } from '../../../shared/cases/schema.ts';
import { caseClocks } from '../../../shared/tickets/case-clocks.ts';
import { closableFrom, closableWords } from '../../../shared/tickets/closing.ts';
import {
  checkEntry,
  checkReply,
  executiveDue,
  stateAfter,
  waitsForApproval,
} from '../../../shared/tickets/rules.ts';
import {
  type DeskEntry,
  type DeskReply,
  deskEntry,
  deskReply,
  type Ticket,
} from '../../../shared/tickets/schema.ts';
import { standingTicket } from '../../../shared/tickets/standing.ts';
import { undoneAnswers, unheardWord } from '../../../shared/tickets/talk.ts';
import { idOf, zoned } from '../../helpers/builders.ts';

const desk = { id: idOf(0xd1), name: 'Sample Desk One' };
const engineer = { id: idOf(0xe1), name: 'Sample Engineer One' };
const START = Date.parse('2026-11-23T15:00:00.000Z');
const at = (n: number) => zoned(new Date(START + n * 3_600_000).toISOString());
const common = { ticketId: idOf(1), caseId: idOf(2), organisationId: idOf(3) };

const fresh: Ticket = {
  ...{ id: idOf(1), caseId: idOf(2), organisationId: idOf(3), organisationName: 'Example Partner' },
  ...{ ticket: 'T-1001', packetId: idOf(4), revision: 1, title: 'Silent group', customer: 'Example' },
  ...{ site: 'Room 1', engineer, priority: 'P2', state: 'escalated', receivedAt: at(0).at },
  ...{ notifiedBy: 'web-ticket', notifiedAt: at(-1).at, acknowledgedAt: null, acknowledgedBy: null },
  ...{ outsideReference: '', outsideStatus: '', sample: true },
} as const satisfies Ticket;

type Act =
  | { by: 'desk'; kind: DeskEntry['kind'] }
  | { by: 'engineer' | 'lead'; kind: NonNullable<DeskReply['kind']> };

const entryFields: Partial<Record<DeskEntry['kind'], Record<string, unknown>>> = {
  acknowledged: { note: '' },
  planned: {
    ...{ nature: 'The route is lost', effect: 'Pages are missed', procedures: 'Keep the route' },
    ...{ estimatedCompletion: '2026-12-10', estimateNote: '' },
  },
  answered: {
    answer: 'patch',
    description: 'A build',
    ramifications: 'A restart',
    distribution: 'By download',
  },
  closed: { agreedBy: 'Sample Contact', agreedAt: at(0).at, note: '' },
  returned: { clause: '', reason: 'The log of the second node is missing' },
  declined: { clause: 'P-23', reason: 'The trunk drops the calls' },
  'fix-priced': { what: 'A build for 4.0', cents: 250_000 },
  note: { text: 'Seen' },
  'information-asked': { question: 'Which build?' },
};
const entryOf = (kind: DeskEntry['kind'], n: number): DeskEntry =>
  deskEntry.parse({ ...common, id: idOf(0x100 + n), at: at(n), by: desk, kind, ...entryFields[kind] });
const replyOf = (kind: NonNullable<DeskReply['kind']>, n: number): DeskReply =>
  deskReply.parse({
    ...{ ...common, id: idOf(0x100 + n), at: at(n), by: engineer, entryId: null, attachments: [], kind },
    text: 'It still fails after the restart.',
    ...(kind === 'priority-asked' && { asks: 'P1' }),
    ...(kind === 'verified' && { agreedBy: 'Sample Contact', agreedAt: at(n) }),
  });

/** What people may do where, written down a second time and in another way: the words of the specification. */
const model: Record<string, Partial<Record<string, CaseState>>> = {
  escalated: { acknowledged: 'acknowledged', returned: 'changes-requested', declined: 'closed' },
  acknowledged: {
    ...{ planned: 'planned', answered: 'answered' },
    ...{ returned: 'changes-requested', declined: 'closed' },
  },
  planned: {
    ...{ planned: 'planned', answered: 'answered' },
    ...{ returned: 'changes-requested', declined: 'closed' },
  },
  answered: {
    // Nobody has verified it, and no ten business days have passed (I23).
    ...{ answered: 'answered', planned: 'planned', returned: 'changes-requested' },
    ...{ 'did-not-help': 'planned', verified: 'verified' },
  },
  verified: { planned: 'planned', closed: 'closed', 'did-not-help': 'planned' },
  'changes-requested': {},
  closed: {},
};

const acts: readonly Act[] = [
  ...(['acknowledged', 'planned', 'answered', 'closed', 'returned', 'declined', 'note'] as const).map(
    (kind) => ({ by: 'desk' as const, kind }),
  ),
  ...(['message', 'priority-asked', 'did-not-help', 'verified', 'objected', 'reopened'] as const).flatMap(
    (kind) => [
      { by: 'engineer' as const, kind },
      { by: 'lead' as const, kind },
    ],
  ),
];

const byNow = (now: string) => ({ now, holidayLists: [] });

/** The hub, as far as a ticket goes. */
class Hub {
  ticket: Ticket = fresh;
  entries: DeskEntry[] = [];
  replies: DeskReply[] = [];
  /** Both, in the order in which they were taken. */
  talk: (DeskEntry | DeskReply)[] = [];

  /** @returns the row, where it was taken */
  take(act: Act, n: number): DeskEntry | DeskReply | null {
    if (act.by === 'desk') {
      const entry = entryOf(act.kind, n);
      const answer = checkEntry(entry, this.ticket.state, this.entries, this.ticket, byNow(entry.at.at));
      if (!answer.ok) return null;
      this.entries.push(entry);
      this.talk.push(entry);
      const first = act.kind === 'acknowledged' && { acknowledgedAt: entry.at.at, acknowledgedBy: desk };
      this.ticket = { ...this.ticket, ...first, state: answer.state, takenEntry: entry.id };
      return entry;
    }
    const reply = replyOf(act.kind, n);
    const answer = checkReply(reply, this.ticket.state, {
      ...{ entries: this.entries, replies: this.replies, mayReview: act.by === 'lead' },
    });
    if (!answer.ok) return null;
    this.replies.push(reply);
    this.talk.push(reply);
    const moved = answer.state !== this.ticket.state;
    this.ticket = { ...this.ticket, state: answer.state, ...(moved && { takenReply: reply.id }) };
    return reply;
  }
}

/** What the specification says becomes of it; null where nothing does. */
function expected(hub: Hub, { by, kind }: Act): CaseState | null {
  const { state } = hub.ticket;
  if (kind === 'note' || kind === 'message') return state;
  if (kind === 'priority-asked') return state === 'closed' ? null : state;
  const declined = hub.entries.findLast((each) => stateAfter(each.kind) !== null)?.kind === 'declined';
  if (kind === 'objected')
    return by === 'lead' && state === 'closed' && declined && !hub.replies.some((each) => each.kind === kind)
      ? 'escalated'
      : null;
  if (kind === 'reopened') return by === 'lead' && state === 'closed' && !declined ? 'planned' : null;
  return model[state]?.[kind] ?? null;
}

const history = fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 25 });

describe('the conversation about a ticket', () => {
  test('[I2] [I3] [I16] whatever is tried in whatever order, what stands is what the specification says', () => {
    fc.assert(
      fc.property(history, (tried) => {
        const hub = new Hub();
        for (const [n, act] of tried.entries()) {
          const should = expected(hub, act);
          const row = hub.take(act, n + 1);
          expect(row === null ? null : hub.ticket.state, `${act.by} ${act.kind}`).toBe(should);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('[I13] a device that knows the hub’s ticket and all rows shows the hub’s state, and what waits moves it on', () => {
    fc.assert(
      fc.property(history, (tried) => {
        const hub = new Hub();
        for (const [n, act] of tried.entries()) {
          const before = { ticket: hub.ticket, entries: [...hub.entries], replies: [...hub.replies] };
          if (!hub.take(act, n + 1)) continue;
          expect(standingTicket(hub.ticket, hub.entries, hub.replies).state).toBe(hub.ticket.state);
          // The same act, made offline on what was known before: the device shows what the hub will say.
          const offline = standingTicket(
            { ...before.ticket, takenEntry: before.ticket.takenEntry ?? idOf(0) },
            before.ticket.takenEntry ? hub.entries : [],
            before.ticket.takenReply ? hub.replies : [],
          );
          if (act.by === 'desk' && before.ticket.takenEntry) expect(offline.state).toBe(hub.ticket.state);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('[I16] plans and answers are versions: the newest stands, and the earlier stay', () => {
    const hub = new Hub();
    for (const [n, kind] of (
      ['acknowledged', 'planned', 'planned', 'answered', 'answered'] as const
    ).entries())
      expect(hub.take({ by: 'desk', kind }, n + 1)).not.toBeNull();
    expect(hub.entries).toHaveLength(5);
    expect(hub.ticket.state).toBe('answered');
  });

  test('[I17] a return ends the clocks of Level 3 as returned, with what they were in sight, and the next round begins anew', () => {
    const hub = new Hub();
    hub.take({ by: 'desk', kind: 'acknowledged' }, 1);
    hub.take({ by: 'desk', kind: 'returned' }, 2);
    const clocks = (ticket: Ticket, now: string) =>
      caseClocks({
        ...{
          case: null,
          steps: [],
          ticket,
          entries: hub.entries,
          undone: undoneAnswers(hub.talk),
          holidayLists: [],
          products: [],
          now,
        },
      }).map(({ kind, state, deadline }) => [kind, state.kind, deadline.kind]);
    expect(clocks(hub.ticket, at(3).at)).toEqual([
      ['action-plan', 'returned', 'due'],
      ['patch', 'returned', 'notBefore'],
    ]);
    const again = { ...hub.ticket, state: 'escalated', receivedAt: at(10).at, acknowledgedAt: null } as const;
    expect(clocks(again, at(11).at)).toEqual([]);
    expect(clocks({ ...again, state: 'acknowledged', acknowledgedAt: at(12).at }, at(13).at)).toEqual([
      ['action-plan', 'running', 'due'],
      ['patch', 'running', 'notBefore'],
    ]);
  });

  test('[I11] an answer that did not help keeps no promise: the patch runs on from its start, and the next answer meets it', () => {
    const hub = new Hub();
    const states = (now: number) =>
      caseClocks({
        ...{ case: null, steps: [], ticket: hub.ticket, entries: hub.entries, now: at(now).at },
        ...{ undone: undoneAnswers(hub.talk), holidayLists: [], products: [] },
      }).map(({ kind, state, start }) => [kind, state.kind, 'at' in state ? state.at : start.at]);
    const acts: readonly [Act['by'], string][] = [
      ['desk', 'acknowledged'],
      ['desk', 'planned'],
      ['desk', 'answered'],
      ['engineer', 'did-not-help'],
      ['desk', 'planned'],
      ['desk', 'answered'],
      ['engineer', 'verified'],
      ['desk', 'closed'],
      ['lead', 'reopened'],
    ];
    const seen = acts.map(([by, kind], n) => {
      expect(hub.take({ by, kind } as Act, n + 1), kind).not.toBeNull();
      return [kind, ...states(20).map(([, state]) => state), unheardWord(hub.talk)?.kind ?? null];
    });
    expect(seen).toEqual([
      ['acknowledged', 'running', 'running', null],
      ['planned', 'met', 'running', null],
      ['answered', 'met', 'met', null],
      ['did-not-help', 'met', 'running', 'plan-again'],
      ['planned', 'met', 'running', null],
      ['answered', 'met', 'met', null],
      ['verified', 'met', 'met', null],
      ['closed', 'met', 'met', null],
      ['reopened', 'met', 'running', 'plan-again'],
    ]);
    // The plan was sent in time, and that stays so; the patch counts from where it did.
    expect(states(20)).toEqual([
      ['action-plan', 'met', at(2).at],
      ['patch', 'running', at(1).at],
    ]);
  });

  test('[I21] what the partner says waits for the desk until it acts: any word is read, a refused answer is planned anew', () => {
    const hub = new Hub();
    const waits = (by: Act['by'], kind: string) => {
      hub.take({ by, kind } as Act, hub.talk.length + 1);
      return unheardWord(hub.talk)?.kind ?? null;
    };
    expect(waits('desk', 'acknowledged')).toBeNull();
    expect(waits('engineer', 'message')).toBe('read-word');
    expect(waits('desk', 'note')).toBeNull();
    expect(waits('engineer', 'priority-asked')).toBe('read-word');
    expect(waits('desk', 'answered')).toBeNull();
    expect(waits('engineer', 'did-not-help')).toBe('plan-again');
    expect(unheardWord(hub.talk)?.id).toBe(hub.talk.at(-1)?.id);
    // A remark plans nothing.
    expect(waits('desk', 'note')).toBe('plan-again');
    expect(waits('engineer', 'message')).toBe('plan-again');
    expect(waits('desk', 'information-asked')).toBeNull();
    // A reply to a question is the question's matter (I7).
    const question = hub.talk.at(-1)?.id ?? '';
    const reply = { ...replyOf('message', 40), entryId: question };
    expect(unheardWord([...hub.talk, reply])).toBeNull();
  });

  test('[I8] an executive is told of a P1 or P2 once it is acknowledged, and of nothing else', () => {
    const acknowledged: Ticket = { ...fresh, state: 'acknowledged', acknowledgedAt: at(1).at };
    expect(executiveDue(acknowledged, [])).toBe(true);
    expect(executiveDue(fresh, [])).toBe(false);
    expect(executiveDue({ ...acknowledged, priority: 'P3' }, [])).toBe(false);
    expect(executiveDue({ ...acknowledged, state: 'closed' }, [])).toBe(false);
    const told = deskEntry.parse({
      ...{ ...common, id: idOf(0x200), at: at(2), by: desk, kind: 'executive-notified' },
      ...{ executive: 'Sample Executive', executiveId: idOf(0xf1), note: '' },
    });
    expect(executiveDue(acknowledged, [told])).toBe(false);
  });

  test('[I18] what the desk calls no P1 waits for its lead’s approval before it is planned', () => {
    const approval = { dueAt: at(24).at, at: null, by: null };
    const lowered: Ticket = { ...fresh, state: 'acknowledged', priority: 'P3', approval };
    expect(waitsForApproval(lowered)).toBe(true);
    expect(checkEntry(entryOf('planned', 1), 'acknowledged', [], lowered, byNow(at(1).at))).toMatchObject({
      ok: false,
    });
    expect(checkEntry(entryOf('returned', 1), 'acknowledged', [], lowered, byNow(at(1).at))).toMatchObject({
      ok: true,
    });
    const approved = { ...lowered, approval: { ...approval, at: at(2).at, by: engineer } };
    expect(checkEntry(entryOf('planned', 1), 'acknowledged', [], approved, byNow(at(1).at))).toMatchObject({
      ok: true,
    });
    expect(waitsForApproval({ ...lowered, priority: 'P1' })).toBe(false);
  });

  test('[I23] the desk closes what was verified, or what ten business days brought no word of', () => {
    const answered = deskEntry.parse({
      ...entryOf('answered', 1),
      // A Monday, 19:00 Central: day 0, whatever the hour.
      at: { at: '2026-11-24T01:00:00.000Z', zone: 'America/Chicago' },
    });
    const list = (version: number, dates: string[]) => ({
      ...{ id: idOf(0x300 + version), version, publishedAt: at(0).at, sample: true },
      dates: dates.map((date) => ({ date, name: 'A holiday' })),
    });
    const closes = (now: string, lists: ReturnType<typeof list>[] = [], state: CaseState = 'answered') =>
      checkEntry(entryOf('closed', 2), state, [answered], fresh, { now, holidayLists: lists }).ok;
    expect(closes('2026-12-07T23:59:59.000Z')).toBe(false);
    expect(closes('2026-12-08T00:00:00.000Z')).toBe(true);
    const lists = [list(2, ['2026-11-26']), list(1, ['2026-11-26', '2026-11-27', '2026-11-30'])];
    expect(closes('2026-12-08T23:59:59.000Z', lists)).toBe(false);
    expect(closes('2026-12-09T00:00:00.000Z', lists)).toBe(true);
    expect(closes('2026-11-24T01:00:01.000Z', [], 'verified')).toBe(true);
    expect(closableWords(closableFrom([answered], lists) ?? '')).toBe(
      'Tuesday 8 December 2026, 18:00 Central',
    );
    expect(closableFrom([], lists)).toBeNull();
  });

  test('[I19] the price of a fix is agreed to by somebody, and only one that was entered', () => {
    const priced = entryOf('fix-priced', 1);
    const facts = { entries: [priced], replies: [], mayReview: false };
    const agreed = { ...replyOf('fix-agreed', 2), entryId: priced.id, agreedBy: 'Sample Contact' };
    expect(checkReply(agreed, 'answered', facts)).toMatchObject({ ok: true });
    expect(checkReply({ ...agreed, agreedBy: ' \u200b' }, 'answered', facts)).toMatchObject({ ok: false });
    expect(checkReply({ ...agreed, entryId: idOf(9) }, 'answered', facts)).toMatchObject({ ok: false });
  });

  test('the desk’s own papers say something: blanks and invisible characters are refused', () => {
    for (const text of ['', ' ', '\u200b', '...']) {
      const junk = { ...entryOf('answered', 1), ramifications: text };
      expect(deskEntry.safeParse(junk).success).toBe(false);
      expect(deskEntry.safeParse({ ...entryOf('declined', 1), reason: text }).success).toBe(false);
    }
  });
});

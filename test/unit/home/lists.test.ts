/** Home: every state of a case, on the list of the right person. See shared/home/SPEC.md. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseState, caseStates } from '../../../shared/cases/states.ts';
import { type Role, roles } from '../../../shared/certification/access.ts';
import { byUrgency, homeListOf, needRank, type Standing, type Viewer } from '../../../shared/home/lists.ts';

const engineer: Viewer = { id: 'e', roles: ['engineer'] };
const colleague: Viewer = { id: 'c', roles: ['engineer'] };
const lead: Viewer = { id: 'l', roles: ['lead'] };
const desk: Viewer = { id: 'd', roles: ['level3'] };
const executive: Viewer = { id: 'x', roles: ['executive'] };

const plain = (state: CaseState): Standing => ({
  state,
  engineerId: engineer.id,
  rejected: false,
  refused: false,
  unanswered: 0,
  replied: 0,
  unheard: null,
  executiveDue: false,
  // As the review queue has it: a packet that is ready or in review waits for a lead.
  undecided: state === 'ready' || state === 'in-review',
  overdue: false,
});

/** `needs: review`, `waits`, or `nothing`. */
const words = (standing: Standing, viewer: Viewer) => {
  const shelf = homeListOf(standing, viewer);
  return shelf === null ? 'nothing' : shelf.need === null ? shelf.list : `${shelf.list}: ${shelf.need}`;
};

const standings = fc.record({
  state: fc.constantFrom(...caseStates),
  engineerId: fc.constantFrom('e', 'c', 'l'),
  rejected: fc.boolean(),
  refused: fc.boolean(),
  unanswered: fc.nat(3),
  replied: fc.nat(3),
  unheard: fc.constantFrom(null, 'plan-again', 'read-word'),
  executiveDue: fc.boolean(),
  undecided: fc.boolean(),
  overdue: fc.boolean(),
});
const viewers = fc.record({
  id: fc.constantFrom('e', 'c', 'l', 'd'),
  roles: fc.uniqueArray(fc.constantFrom<Role>(...roles), { minLength: 1, maxLength: 3 }),
});

describe('[HM1] each state stands on one list of each person whom it concerns', () => {
  test.each([
    ['level1', 'working', 'nothing', 'team', 'nothing', 'nothing'],
    ['level2', 'working', 'nothing', 'team', 'nothing', 'nothing'],
    ['ready', 'waits', 'nothing', 'needs: review', 'nothing', 'nothing'],
    ['in-review', 'waits', 'nothing', 'needs: review', 'nothing', 'nothing'],
    ['changes-requested', 'needs: make-changes', 'nothing', 'team', 'nothing', 'nothing'],
    ['approved', 'waits', 'nothing', 'team', 'nothing', 'nothing'],
    ['escalated', 'waits', 'nothing', 'team', 'needs: acknowledge', 'follows'],
    ['acknowledged', 'waits', 'nothing', 'team', 'working', 'follows'],
    ['planned', 'waits', 'nothing', 'team', 'working', 'follows'],
    ['answered', 'needs: try-answer', 'nothing', 'team', 'waits', 'follows'],
    ['verified', 'waits', 'nothing', 'team', 'needs: close', 'follows'],
    ['closed', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'],
  ] as const)('%s', (state, ...expected) => {
    const standing = plain(state);
    expect([engineer, colleague, lead, desk, executive].map((viewer) => words(standing, viewer))).toEqual(
      expected,
    );
  });

  test('the table holds every state that there is', () => {
    for (const state of caseStates) expect(() => words(plain(state), engineer)).not.toThrow();
    expect(caseStates).toHaveLength(12);
  });
});

test('[HM1] a case that is closed is on no list, and an open one of a person’s own is on one, whatever else holds', () => {
  fc.assert(
    fc.property(standings, viewers, (standing, viewer) => {
      const shelf = homeListOf(standing, viewer);
      if (standing.state === 'closed') return shelf === null;
      const partner = viewer.roles.includes('engineer') || viewer.roles.includes('lead');
      return !(partner && standing.engineerId === viewer.id) || shelf !== null;
    }),
    { numRuns: 2_000 },
  );
});

test('[HM5] in every open state somebody works or is needed, but where the hub is next', () => {
  const everybody = [engineer, lead, desk];
  for (const state of caseStates) {
    if (state === 'closed') continue;
    // Nobody leads here: a packet then waits for one, which is the engineer's to see.
    const busy = everybody.some((viewer) => /^(needs|working)/.test(words(plain(state), viewer)));
    const hubIsNext = state === 'approved';
    expect(busy, state).toBe(!hubIsNext);
    if (hubIsNext) expect(words(plain(state), engineer)).toBe('waits');
  }
});

describe('[HM2] an engineer is needed', () => {
  test('when Level 3 asks, in whatever state it has the case', () => {
    for (const state of ['acknowledged', 'planned'] as const)
      expect(words({ ...plain(state), unanswered: 1 }, engineer)).toBe('needs: answer-question');
  });
  test('no more once somebody replied: then the desk is', () => {
    const replied = { ...plain('planned'), replied: 1 };
    expect(words(replied, engineer)).toBe('waits');
    expect(words(replied, desk)).toBe('needs: read-reply');
  });
  test('when a lead rejected it, which takes the case back to Level 2', () => {
    expect(words({ ...plain('level2'), rejected: true }, engineer)).toBe('needs: make-changes');
  });
  test('when the hub refused what they handed off', () => {
    expect(words({ ...plain('level2'), refused: true }, engineer)).toBe('needs: mend-refused');
  });
});

describe('[HM4] the desk is needed', () => {
  test('when an answer did not hold, and when the partner says something, in whatever state it has the ticket', () => {
    for (const state of ['acknowledged', 'planned', 'answered'] as const) {
      expect(words({ ...plain(state), unheard: 'plan-again' }, desk)).toBe('needs: plan-again');
      expect(words({ ...plain(state), unheard: 'read-word' }, desk)).toBe('needs: read-word');
      expect(words({ ...plain(state), unheard: 'plan-again' }, executive)).toBe('follows');
    }
  });
  test('while no executive was told of what was acknowledged (P-34)', () => {
    expect(words({ ...plain('acknowledged'), executiveDue: true }, desk)).toBe('needs: tell-executive');
    expect(words({ ...plain('escalated'), executiveDue: true }, desk)).toBe('needs: acknowledge');
    expect(words({ ...plain('acknowledged'), executiveDue: true }, executive)).toBe('follows');
  });
  test('first for what keeps its clocks from starting', () => {
    expect(words({ ...plain('escalated'), unheard: 'read-word' }, desk)).toBe('needs: acknowledge');
  });
});

describe('[HM3] a lead', () => {
  test('decides about a P1 that went ahead of its approval', () => {
    expect(words({ ...plain('acknowledged'), undecided: true }, lead)).toBe('needs: review');
  });
  test('never decides about a packet of their own', () => {
    const both: Viewer = { id: 'e', roles: ['engineer', 'lead'] };
    fc.assert(
      fc.property(standings, (standing) => words({ ...standing, engineerId: 'e' }, both) !== 'needs: review'),
    );
  });
  test('has a case that was decided about among the team’s', () => {
    expect(words({ ...plain('in-review'), undecided: false }, lead)).toBe('team');
  });
});

test('[HM4] a clock that is over calls the desk, but not while the partner tries the answer', () => {
  expect(words({ ...plain('planned'), overdue: true }, desk)).toBe('needs: overdue');
  expect(words({ ...plain('answered'), overdue: true }, desk)).toBe('waits');
  expect(words({ ...plain('planned'), unanswered: 1 }, desk)).toBe('waits');
});

test('[HM6] what others wait for comes first', () => {
  expect(needRank('answer-question')).toBeLessThan(needRank('review'));
  expect(needRank('review')).toBeLessThan(needRank('make-changes'));
  expect(needRank('acknowledge')).toBeGreaterThanOrEqual(0);
});

test('[HM6] of one kind what is more urgent comes first, then what is older; what others wait for comes before both', () => {
  const need = (rank: number, priority: string, since: string | null) => ({ rank, priority, since });
  const inOrder = [
    need(0, 'none', '2026-11-28'),
    need(1, 'P1', '2026-11-28'),
    need(1, 'P2', '2026-11-20'),
    need(1, 'P2', '2026-11-21'),
    need(1, 'none', null),
  ];
  expect(inOrder.toReversed().sort(byUrgency)).toEqual(inOrder);
});

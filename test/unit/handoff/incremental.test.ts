import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseContents, caseTables } from '../../../shared/cases/contents.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { type Change, createEvaluator } from '../../../shared/handoff/evaluate.ts';
import type { Ask, CaseFacts, Rule } from '../../../shared/handoff/rule.ts';
import { say } from '../../../shared/handoff/sentence.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { tables } from '../../../shared/sync/tables.ts';
import { fieldsOf, type Pool, rowOf } from '../../helpers/arbitraries.ts';
import { aCompleteCase, idOf, NOW, trusted } from '../../helpers/builders.ts';

const start = aCompleteCase().build();
const made = Array.from({ length: 8 }, (_, at) => idOf(0x100 + at));
const idsIn = (table: (typeof caseTables)[number]) => [...start[table].map(({ id }) => id), ...made];

const pool: Pool = {
  times: [
    '2026-11-10T00:00:00.000Z',
    '2026-11-22T06:00:00.000Z',
    '2026-11-23T13:00:00.000Z',
    '2026-11-23T17:30:00.000Z',
    '2026-11-24T00:00:00.000Z',
  ],
  texts: ['', 'Call Recorder', 'Silence', '5.4.1'],
  ids: {
    ...Object.fromEntries(caseTables.map((table) => [table, idsIn(table)])),
    products: ['sample-call-recorder', 'gone'],
    excludedSystems: ['sample-network'],
  },
  words: {
    component: ['Call Recorder', 'operating system', 'Operating system', 'x'],
    version: ['', '5.4.1', '5.4.0', 'latest'],
    suspectedExcludedId: ['', 'sample-network'],
  },
};

/** What an edit does, drawn at random from the description of the case: of the case some fields, of another table a row. */
type Edit =
  | { table: 'cases'; fields: Record<string, unknown> }
  | { table: (typeof caseTables)[number]; id: string; row: Record<string, unknown> | null };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fieldsOf('cases', pool).map((fields) => ({ table: 'cases' as const, fields })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...caseTables).chain((table) =>
      fc.constantFrom(...idsIn(table)).chain((id) =>
        fc.record({
          table: fc.constant(table),
          id: fc.constant(id),
          row: fc.option(rowOf(table, { id, caseId: start.case.id }, pool), { freq: 5 }),
        }),
      ),
    ),
  },
);

/** Applies the edit to plain contents, as the reference, and answers the change for the evaluator. */
function applied(contents: CaseContents, one: Edit): Change {
  if (one.table === 'cases') {
    contents.case = { ...contents.case, ...one.fields };
    return { table: 'cases', row: contents.case };
  }
  const { table, id, row } = one;
  const rows = contents[table] as { id: string }[];
  const at = rows.findIndex((each) => each.id === id);
  const others = rows.filter((each) => each.id !== id);
  const next = row as { id: string } | null;
  (contents[table] as { id: string }[]) =
    next === null ? others : at === -1 ? [...rows, next] : rows.map((each) => (each.id === id ? next : each));
  return { table, id, row } as Change;
}

test('what is drawn is what the schemas take: every table, every field', () => {
  for (const table of ['cases', ...caseTables] as const) {
    const row = fc.sample(
      rowOf(table, table === 'cases' ? { ...start.case } : { id: idOf(1), caseId: idOf(2) }, pool),
      50,
    );
    for (const each of row) expect(tables[table].schema.safeParse(each).error?.issues ?? []).toEqual([]);
  }
});

describe('incremental evaluation', () => {
  test('after any edits it says what an evaluation from scratch says', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), fc.array(fc.boolean()), (edits, asked) => {
        const contents = structuredClone(start);
        const context = { now: NOW, products: sampleProducts, trust: trusted() };
        const evaluator = createEvaluator(structuredClone(contents), context);
        for (const [index, each] of edits.entries()) {
          evaluator.apply(applied(contents, each));
          // Sometimes several edits come before anybody asks.
          if (asked[index]) evaluator.findings();
        }
        const scratch = createEvaluator(contents, context);
        expect(evaluator.findings()).toEqual(scratch.findings());
        expect(evaluator.completeness()).toEqual(scratch.completeness());
      }),
      { numRuns: 300 },
    );
  });

  test('what a rule reads of the case makes its answer stale by itself, whichever field that is', () => {
    const contents = aCompleteCase().build();
    const where = { table: 'cases', id: contents.case.id, field: null };
    const reader = (subject: 'system' | 'step' | 'attachment', read: (record: CaseRecord) => unknown): Rule =>
      ({
        id: 'H99',
        title: 'A rule of tomorrow',
        part: 'papers',
        severity: 'note',
        stage: 'handoff',
        clause: null,
        subject,
        check: (_: unknown, facts: CaseFacts, ask: Ask) =>
          ask(false, {
            code: 'reads',
            message: say`${{ read: JSON.stringify(read(facts.case)) ?? 'undefined' }}`,
            fix: say``,
            where,
          }),
      }) as Rule;
    const changed = (value: unknown): unknown =>
      typeof value === 'string' ? `${value} and more` : typeof value === 'number' ? value + 1 : 'another';
    for (const field of Object.keys(contents.case) as (keyof CaseRecord)[])
      for (const subject of ['system', 'step', 'attachment'] as const)
        for (const read of [
          (record: CaseRecord) => record[field],
          (record: CaseRecord) => ({ ...record })[field],
          (record: CaseRecord) => (field in record ? record[field] : undefined),
        ]) {
          const rules = [reader(subject, read)];
          const context = { now: NOW, products: sampleProducts, trust: trusted() };
          const evaluator = createEvaluator(contents, context, rules);
          const before = evaluator.findings();
          const row = { ...contents.case, [field]: changed(contents.case[field]) } as CaseRecord;
          evaluator.apply({ table: 'cases', row });
          const scratch = createEvaluator({ ...contents, case: row }, context, rules).findings();
          expect(evaluator.findings(), `${subject} reads ${field}`).toEqual(scratch);
          expect(scratch, `${subject} reads ${field}`).not.toEqual(before);
        }
  });

  test('an answer is kept while nothing that its rule read has changed', () => {
    const contents = aCompleteCase().build();
    let asked = 0;
    const rule: Rule = {
      id: 'H99',
      title: 'A rule that counts',
      part: 'systems',
      severity: 'note',
      stage: 'handoff',
      clause: null,
      subject: 'system',
      check: (_, facts) => {
        asked += 1;
        void facts.case.impact;
      },
    };
    const context = { now: NOW, products: sampleProducts, trust: trusted() };
    const evaluator = createEvaluator(contents, context, [rule]);
    evaluator.findings();
    const first = asked;
    evaluator.apply({ table: 'cases', row: { ...contents.case, observed: 'Another thing' } });
    evaluator.findings();
    expect(asked).toBe(first);
    evaluator.apply({ table: 'cases', row: { ...contents.case, impact: 'Another impact' } });
    evaluator.findings();
    expect(asked).toBe(2 * first);
  });

  test('a rule of the case is asked anew where what it read has changed, and not where anything else has', () => {
    const contents = aCompleteCase().build();
    let asked = 0;
    const rule: Rule = {
      id: 'H99',
      title: 'A rule that counts',
      part: 'problem',
      severity: 'note',
      stage: 'handoff',
      clause: null,
      subject: 'case',
      check: (facts) => {
        asked += 1;
        void [facts.case.impact, facts.stepCounts, facts.certifiedFor, facts.askedSystems];
      },
    };
    const evaluator = createEvaluator(contents, { now: NOW, products: sampleProducts, trust: trusted() }, [
      rule,
    ]);
    const askedAfter = (change: Change) => {
      evaluator.apply(change);
      evaluator.findings();
      return asked;
    };
    evaluator.findings();
    const [step, configuration] = [contents.steps[0], contents.configuration[0]];
    if (!step || !configuration) throw new Error('the case has neither');
    askedAfter({ table: 'cases', row: { ...contents.case, observed: 'Another thing' } });
    askedAfter({
      table: 'configuration',
      id: configuration.id,
      row: { ...configuration, value: 'another' },
    });
    expect(askedAfter({ table: 'steps', id: step.id, row: { ...step, showed: 'Another thing' } })).toBe(1);
    expect(askedAfter({ table: 'cases', row: { ...contents.case, impact: 'Another impact' } })).toBe(2);
    expect(askedAfter({ table: 'steps', id: step.id, row: null })).toBe(3);
  });

  test('of steps that say the same each names the one before it, also after one of them changed', () => {
    const builder = aCompleteCase();
    for (const did of ['Restarted the recorder service', 'Looked at the lamps in the rack'])
      builder.withStep('test', { did, showed: 'No call was recorded.' });
    builder.withStep('test', { did: 'Restarted the recorder service', showed: 'No call was recorded.' });
    const contents = builder.build();
    const [first, second, third] = contents.steps.slice(-3);
    if (!first || !second || !third) throw new Error('three steps were added');
    const context = { now: NOW, products: sampleProducts, trust: trusted() };
    const evaluator = createEvaluator(contents, context);
    const repeats = () =>
      evaluator
        .findings()
        .filter(({ code }) => code.endsWith('-repeats-a-step'))
        .map(({ code, where, values }) => [code, where.id, (values.earlier as { did: string }).did]);
    expect(repeats()).toEqual([
      ['showed-repeats-a-step', second.id, first.did],
      ['did-repeats-a-step', third.id, first.did],
      ['showed-repeats-a-step', third.id, second.did],
    ]);
    evaluator.apply({ table: 'steps', id: second.id, row: { ...second, showed: 'All lamps are green.' } });
    expect(repeats()).toEqual([
      ['did-repeats-a-step', third.id, first.did],
      ['showed-repeats-a-step', third.id, first.did],
    ]);
  });

  test('asked a subject at a turn, or only in part, it says what it says in one go', () => {
    const context = { now: NOW, products: sampleProducts, trust: trusted() };
    const inOneGo = createEvaluator(start, context);
    const byTurns = createEvaluator(start, context);
    const turns = [...byTurns.asking()].length;
    // What all rules share, and then each subject.
    expect(turns).toBe(1 + start.systems.length + start.steps.length + start.attachments.length);
    expect([byTurns.findings(), byTurns.progress()]).toEqual([inOneGo.findings(), inOneGo.progress()]);
    // Nothing is left to ask.
    expect([...byTurns.asking()]).toEqual([]);
    const inPart = createEvaluator(start, context);
    inPart.asking()[Symbol.iterator]().next();
    expect([inPart.findings(), inPart.completeness()]).toEqual([inOneGo.findings(), inOneGo.completeness()]);
  });

  test('a later time of day is taken up', () => {
    const contents = aCompleteCase().build();
    const evaluator = createEvaluator(contents, { now: NOW, products: sampleProducts, trust: trusted() });
    expect(evaluator.findings().some((each) => each.rule === 'H9')).toBe(false);
    evaluator.setContext({ now: '2026-12-01T18:00:00.000Z', products: sampleProducts, trust: trusted() });
    expect(evaluator.findings().some((each) => each.rule === 'H9')).toBe(true);
  });

  test('done and missing count questions: one answer moves one from missing to done', () => {
    const builder = aCompleteCase().with({ observed: '' });
    const contents = builder.build();
    const evaluator = createEvaluator(contents, { now: NOW, products: sampleProducts, trust: trusted() });
    const before = evaluator.completeness().problem;
    evaluator.apply({ table: 'cases', row: { ...contents.case, observed: 'The phones stay silent.' } });
    const after = evaluator.completeness().problem;
    expect([after.done - before.done, after.missing - before.missing]).toEqual([1, -1]);
  });
});

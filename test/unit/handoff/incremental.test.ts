import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseContents, caseTables } from '../../../shared/cases/contents.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { type Change, createEvaluator } from '../../../shared/handoff/evaluate.ts';
import type { Ask, CaseFacts, Rule } from '../../../shared/handoff/rule.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCompleteCase, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const times = [
  '2026-11-10T00:00:00.000Z',
  '2026-11-22T06:00:00.000Z',
  '2026-11-23T13:00:00.000Z',
  '2026-11-23T17:30:00.000Z',
  '2026-11-24T00:00:00.000Z',
];

/** What an edit does, drawn at random: the table, which row, and which of its values. */
const edit = fc.record({
  table: fc.constantFrom('cases' as const, ...caseTables),
  row: fc.nat(7),
  choice: fc.nat(23),
  time: fc.constantFrom(...times),
  text: fc.constantFrom('', 'Call Recorder', 'Operating system', '5.4.1', '5.4.0', 'latest'),
  remove: fc.boolean(),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function pick<T>(from: readonly T[], at: number): T {
  const found = from[at % from.length];
  if (found === undefined) throw new Error('nothing to pick');
  return found;
}

/** Applies the edit to plain contents, as the reference, and answers the change for the evaluator. */
function applied(contents: CaseContents, { table, row, choice, time, text, remove }: Edit): Change {
  if (table === 'cases') {
    const fields = [
      { observed: text },
      { level1EndedAt: choice % 2 ? zoned(time) : null },
      { firstSeen: zoned(time) },
      { networkChanged: 'yes' as const, networkChange: text, networkChangedAt: zoned(time) },
      { priority: pick(['P1', 'P4'] as const, row) },
      { unmodified: pick(['yes', 'no'] as const, row) },
      { level1Outcome: pick(['solved', 'not-solved', null] as const, row) },
      { maintenance: pick(['current', 'lapsed', 'never', null] as const, row) },
      { impactMember: pick(['yes', 'no', null] as const, row) },
      { workType: pick(['defect', 'major-release', 'network-change', null] as const, row) },
      { suspectedSystemId: pick([null, ...contents.systems.map((each) => each.id), idOf(0xff)], row) },
      { suspectedExcludedId: pick(['', 'sample-network'], row) },
      { renewalOffered: pick(['yes', 'no'] as const, row), renewalOfferedAt: zoned(time) },
    ];
    contents.case = { ...contents.case, ...pick(fields, choice) };
    return { table, row: contents.case };
  }
  const source = aCompleteCase();
  const id = idOf(0x100 + row);
  const systemId = pick([...contents.systems.map((each) => each.id), idOf(0xff)], choice);
  const made = {
    systems: () => ({
      ...pick(source.contents.systems, 0),
      id,
      hostname: text,
      role: pick(['affected', 'context'] as const, choice),
      productId: pick([null, 'sample-call-recorder', 'gone'], row),
      capturedAt: time,
    }),
    configuration: () => ({
      ...pick(source.contents.configuration, 0),
      id,
      systemId,
      capturedAt: choice % 3 ? time : null,
    }),
    revisions: () => ({
      ...pick(source.contents.revisions, 0),
      id,
      systemId,
      component: pick(['Call Recorder', 'operating system', 'x'], choice),
      version: text,
    }),
    steps: () => ({
      ...pick(source.contents.steps, choice),
      id,
      at: choice % 4 ? zoned(time) : null,
      showed: text,
      kind: pick(['fix', 'test', 'correlate', 'examine-logs'] as const, row),
      level: pick([1, 2] as const, choice),
      corrects: choice % 5 === 0 ? pick(contents.steps.map((each) => each.id).concat(id), row) : null,
      withdrawn: choice === 10,
    }),
    attachments: () => ({
      ...pick(source.contents.attachments, 0),
      id,
      size: choice % 3,
      removed: remove && choice > 8,
      coversTo: zoned(time),
    }),
    consents: () => ({
      ...pick(aCompleteCase().withConsent('fees').build().consents, choice),
      id,
      at: zoned(time),
      withdraws: choice % 3 ? null : pick([...contents.consents.map((each) => each.id), id], row),
    }),
    redactions: () => ({
      ...pick(source.contents.redactions, 0),
      id,
      attachmentId: pick([...contents.attachments.map((each) => each.id), idOf(0xff)], choice),
      state: pick(['redacted', 'not-needed'] as const, choice),
      reason: text,
    }),
    waivers: () => ({
      id,
      caseId: contents.case.id,
      rule: pick(['H5', 'H12'] as const, choice),
      where: pick(
        [
          { table: 'cases', id: contents.case.id, field: 'unmodified' },
          ...contents.attachments.map((each) => ({ table: 'attachments', id: each.id, field: 'redaction' })),
        ],
        row,
      ),
      at: zoned(time),
      by: contents.case.engineer,
      reason: 'Seen by the lead',
    }),
  }[table]();
  const rows = contents[table] as { id: string }[];
  const at = rows.findIndex((each) => each.id === id);
  if (remove) {
    const target = at === -1 ? pick([...rows, made], choice).id : id;
    (contents[table] as { id: string }[]) = rows.filter((each) => each.id !== target);
    return { table, id: target, row: null };
  }
  (contents[table] as { id: string }[]) =
    at === -1 ? [...rows, made] : rows.map((each, index) => (index === at ? made : each));
  return { table, id, row: made } as Change;
}

describe('incremental evaluation', () => {
  test('after any edits it says what an evaluation from scratch says', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), fc.array(fc.boolean()), (edits, asked) => {
        const contents = aCompleteCase().build();
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
        clause: null,
        subject,
        check: (_: unknown, facts: CaseFacts, ask: Ask) =>
          ask(false, { message: JSON.stringify(read(facts.case)) ?? 'undefined', fix: '', where }),
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
    evaluator.apply({ table: 'cases', row: { ...contents.case, observed: 'Silence' } });
    const after = evaluator.completeness().problem;
    expect([after.done - before.done, after.missing - before.missing]).toEqual([1, -1]);
  });
});

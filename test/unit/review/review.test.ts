import { describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { waivers as caseWaivers } from '../../../shared/cases/statements.ts';
import { createEvaluator, evaluate } from '../../../shared/handoff/evaluate.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { differences } from '../../../shared/review/difference.ts';
import { FEW, median, qualityOf } from '../../../shared/review/quality.ts';
import {
  approvalDue,
  currentTemplates,
  newestTicks,
  validateApproval,
  validateDecision,
} from '../../../shared/review/rules.ts';
import type { Review, ReviewTick, Template } from '../../../shared/review/schema.ts';
import { aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';

const lead = { id: idOf(0xb1), name: 'Sample Lead' };
const engineer = { id: idOf(0xe1), name: 'Sample Engineer One' };
const changed = (before: CaseContents, after: CaseContents) =>
  [...differences(before, after)].flatMap((each) => each ?? []);

describe('[V2] [V3] decisions', () => {
  test.each([
    ['rejected', '', [], false],
    ['rejected', 'For the manual.', [], true],
    ['asked-for-changes', 'See below', [], false],
    ['asked-for-changes', '', ['Say which phones'], true],
    ['asked-for-changes', '', [' '], false],
  ] as const)('%s with "%s" and %j', (kind, text, asked, fits) => {
    const changes = asked.map((words, at) => ({ id: idOf(at), text: words, where: null, rule: null }));
    expect(validateDecision({ kind, text, changes }) === null).toBe(fits);
  });

  test('an approval has both halves of the read-back, waives H5 and H12 only, and says why', () => {
    const readBack = { wrong: 'Silence', asked: 'Why' };
    const where = { table: 'cases', id: idOf(1), field: 'unmodified' };
    const record = aCompleteCase().contents.case;
    const why = (approval: Parameters<typeof validateApproval>[0]) => validateApproval(approval, record);
    expect(why({ readBack, waivers: [{ rule: 'H5', where, reason: 'Agreed' }] })).toBeNull();
    for (const wrong of [
      { readBack: null, waivers: [] },
      { readBack: { ...readBack, asked: ' ' }, waivers: [] },
      { readBack: { ...readBack, asked: 'n/a' }, waivers: [] },
      { readBack: { ...readBack, wrong: 'see above' }, waivers: [] },
      // True of any case; and the engineer's sentence, with a word beside it.
      { readBack: { ...readBack, asked: 'Please fix it.' }, waivers: [] },
      { readBack: { ...readBack, wrong: `Ok: ${record.observed}` }, waivers: [] },
      { readBack: { ...readBack, asked: `${record.ask} Agreed.` }, waivers: [] },
      { readBack: { wrong: 'Silence', asked: 'SILENCE!' }, waivers: [] },
      // What the engineer wrote, as it stands or with a letter that only looks the same.
      { readBack: { ...readBack, wrong: record.observed }, waivers: [] },
      { readBack: { ...readBack, wrong: `${record.observed} x` }, waivers: [] },
      { readBack: { ...readBack, wrong: `${record.observed} ${record.observed}` }, waivers: [] },
      {
        readBack: { ...readBack, asked: ` ${record.ask.replace('a', '\u0430').toUpperCase()}` },
        waivers: [],
      },
      { readBack, waivers: [{ rule: 'H5', where, reason: '\u200b' }] },
      { readBack, waivers: [{ rule: 'H5', where, reason: 'n/a' }] },
      { readBack, waivers: [{ rule: 'H5', where, reason: '' }] },
      { readBack, waivers: [{ rule: 'H33', where, reason: 'Agreed' }] },
    ])
      expect(why(wrong), JSON.stringify(wrong)).toMatch(/\.$/);
  });

  test('[V7] the approval of a P1 is due 24 hours after the packet was made', () => {
    expect(approvalDue({ createdAt: zoned('2026-11-23T18:00:00.000Z') })).toBe('2026-11-24T18:00:00.000Z');
  });
});

describe('[V5] waivers', () => {
  const spoilt = aCompleteCase().with({ unmodified: 'no' }).build();
  const where = { table: 'cases', id: spoilt.case.id, field: 'unmodified' };
  const common = { id: idOf(0x77), caseId: spoilt.case.id, at: zoned(NOW), by: lead, reason: 'Agreed' };
  const context = { now: NOW, products: [] };

  test('a waived blocker is a note that says who waived it and why, and counts as waived', () => {
    const contents = { ...spoilt, waivers: [caseWaivers.empty({ ...common, rule: 'H5', where })] };
    const found = evaluate(contents, context).filter((each) => each.rule === 'H5');
    expect(found).toMatchObject([{ severity: 'note' }]);
    expect(found[0]?.message).toContain('Waived by Sample Lead (Agreed)');
    expect(createEvaluator(contents, context).completeness().problem).toMatchObject({
      waived: 1,
      missing: 0,
    });
    expect(createEvaluator(spoilt, context).completeness().problem).toMatchObject({ waived: 0, missing: 1 });
  });

  test('a waiver of another rule or another place lets nothing pass', () => {
    const elsewhere = { ...where, field: 'observed' };
    const waivers = [
      caseWaivers.empty({ ...common, rule: 'H12', where }),
      caseWaivers.empty({ ...common, id: idOf(0x78), rule: 'H5', where: elsewhere }),
    ];
    const found = evaluate({ ...spoilt, waivers }, context).filter((each) => each.rule === 'H5');
    expect(found).toMatchObject([{ severity: 'blocker' }]);
  });
});

describe('[V8] differences', () => {
  test('nothing changed, whatever the order of rows, provenance and state', () => {
    const contents = aCompleteCase().build();
    const shuffled = structuredClone(contents);
    shuffled.steps.reverse();
    shuffled.case.state = 'changes-requested';
    for (const row of shuffled.configuration) row.provenance = { ...row.provenance, at: NOW };
    expect(changed(contents, shuffled)).toEqual([]);
  });

  test('fields of the case, and rows that were added, removed and changed', () => {
    const before = aCompleteCase().build();
    const after = structuredClone(before);
    after.case.observed = 'Calls after one in the morning are missing.';
    const [first, second] = after.steps.splice(0, 1).concat(after.configuration as never[]);
    expect(first && second).toBeTruthy();
    const [entry] = after.configuration;
    if (!entry) throw new Error('no entry');
    after.configuration = [
      { ...entry, value: '60' },
      { ...entry, id: idOf(0x99), key: 'new' },
    ];
    expect(
      changed(before, after).map(({ table, kind, fields }) => [
        table,
        kind,
        fields.map((each) => each.field),
      ]),
    ).toEqual([
      ['cases', 'changed', ['observed']],
      ['configuration', 'changed', ['value']],
      ['configuration', 'added', []],
      ['steps', 'removed', []],
    ]);
  });

  test('it answers after every row', () => {
    const contents = aCompleteCase().build();
    const rows = Object.values(contents).reduce(
      (sum, each) => sum + (Array.isArray(each) ? each.length : 1),
      0,
    );
    expect([...differences(contents, structuredClone(contents))]).toHaveLength(rows);
  });
});

describe('[V6] [V10] what counts', () => {
  test('[S2] the last answer to a change in the order of the hub, whatever its id', () => {
    const tick = (n: number, state: ReviewTick['state']): ReviewTick => ({
      id: idOf(n),
      caseId: idOf(1),
      reviewId: idOf(2),
      changeId: idOf(3),
      state,
      at: zoned(NOW),
      by: engineer,
      text: '',
    });
    expect(newestTicks([tick(12, 'done'), tick(11, 'open')]).get(idOf(3))?.state).toBe('open');
  });

  test('the newest version of a template, unless it was withdrawn', () => {
    const version = (n: number, templateId: string, number: number, withdrawn = false): Template => ({
      id: idOf(n),
      templateId,
      version: number,
      kind: 'problem',
      name: `T${n}`,
      productId: null,
      problem: null,
      steps: [],
      withdrawn,
      at: zoned(NOW),
      by: engineer,
    });
    const rows = [
      version(5, idOf(1), 2),
      version(6, idOf(1), 2),
      version(4, idOf(1), 1),
      version(7, idOf(2), 1),
      version(8, idOf(2), 2, true),
    ];
    expect(currentTemplates(rows).map((row) => row.id)).toEqual([idOf(6)]);
  });
});

describe('[V9] quality', () => {
  const signature = (n: number, fields: Partial<PacketSignature>): PacketSignature => ({
    id: idOf(n),
    caseId: idOf(1),
    packetId: idOf(0x100),
    revision: 1,
    kind: 'engineer',
    digest: 'ab'.repeat(32),
    jws: `e30..${'A'.repeat(86)}`,
    deviceId: idOf(2),
    certificate: 'c',
    by: engineer,
    at: zoned('2026-11-23T18:00:00.000Z'),
    readBack: null,
    waivers: [],
    ...fields,
  });
  const review: Review = {
    id: idOf(50),
    caseId: idOf(1),
    packetId: idOf(0x100),
    revision: 1,
    digest: 'ab'.repeat(32),
    kind: 'asked-for-changes',
    at: zoned(NOW),
    by: lead,
    text: '',
    changes: [
      { id: idOf(51), text: 'a', where: null, rule: 'H7' },
      { id: idOf(52), text: 'b', where: null, rule: 'H7' },
      { id: idOf(53), text: 'c', where: null, rule: null },
    ],
  };
  const where = { table: 'cases', id: idOf(1), field: 'unmodified' };
  const known = {
    cases: [{ id: idOf(1), createdAt: zoned('2026-11-23T12:00:00.000Z') }],
    signatures: [
      signature(10, {}),
      signature(11, { packetId: idOf(0x101), revision: 2, at: zoned('2026-11-24T18:00:00.000Z') }),
      signature(12, {
        packetId: idOf(0x101),
        kind: 'approval',
        by: lead,
        waivers: [{ rule: 'H5', where, reason: 'Agreed' }],
      }),
    ],
    reviews: [review],
  };

  test('handoffs, what was sent back by rule, waivers, hours to the first handoff', () => {
    expect(qualityOf(known, '2026-11-01T00:00:00.000Z')).toEqual([
      {
        engineer,
        handoffs: 2,
        sentBack: 1,
        rules: [
          { rule: 'H7', count: 2 },
          { rule: 'other', count: 1 },
        ],
        waivers: 1,
        hoursToComplete: [6],
      },
    ]);
  });

  test('what was signed before the time that is asked about does not count', () => {
    const [only] = qualityOf(known, '2026-11-24T00:00:00.000Z');
    expect(only).toMatchObject({ handoffs: 1, sentBack: 0, hoursToComplete: [] });
    expect(qualityOf(known, '2026-12-01T00:00:00.000Z')).toEqual([]);
  });

  test('medians, and what is few', () => {
    expect([median([]), median([4]), median([1, 2]), median([1, 2, 9])]).toEqual([null, 4, 1.5, 2]);
    expect(FEW).toBe(10);
  });
});

/** What a lead lets pass, and whose word it is: console, hub and command line count the same waivers. */
import { describe, expect, test } from 'vitest';
import type { CaseWaiver } from '../../../shared/cases/statements.ts';
import { createEvaluator, evaluate } from '../../../shared/handoff/evaluate.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCompleteCase, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const context = { now: NOW, products: sampleProducts, trust: trusted() };
const lead = { id: idOf(0xe2), name: 'Sample Lead' };

/** A case that shows in a modified product alone, which a lead may let pass, with waivers of these people and times. */
function waivedBy(...given: Partial<Pick<CaseWaiver, 'by' | 'at'>>[]) {
  const { contents } = aCompleteCase().with({ unmodified: 'no' });
  for (const [at, waiver] of given.entries())
    contents.waivers.push({
      ...{ id: idOf(0xf0 + at), caseId: contents.case.id, rule: 'H5', by: lead, at: zoned(NOW), ...waiver },
      ...{ where: { table: 'cases', id: contents.case.id, field: 'unmodified' } },
      reason: 'The site cannot go back.',
    });
  return contents;
}
const told = (contents: ReturnType<typeof waivedBy>) =>
  evaluate(contents, context)
    .filter(({ rule }) => rule === 'H5')
    .map(({ severity, message, fix }) => `${severity}: ${message}. ${fix}`);

describe('a waiver', () => {
  test('[H5] of another lets the finding pass, and says who and why', () => {
    expect(told(waivedBy({}))).toEqual([expect.stringMatching(/^note: Waived by Sample Lead \(The site/)]);
  });

  test('[H5] of the engineer who hands the case off lets nothing pass, and the finding says so', () => {
    const { engineer } = aCompleteCase().contents.case;
    expect(told(waivedBy({ by: engineer }))).toEqual([
      expect.stringMatching(
        /^blocker: .* waived it, and hands the case off: another lead has to let it pass/,
      ),
    ]);
    // Another lead's stands beside it.
    expect(told(waivedBy({ by: engineer }, {}))).toEqual([
      expect.stringMatching(/^note: Waived by Sample Lead/),
    ]);
  });

  test('[H5] counts no more once the case was given to who waived, and again when it is another’s', () => {
    const contents = waivedBy({});
    const evaluator = createEvaluator(contents, context);
    const stops = () => evaluator.findings().some(({ severity }) => severity === 'blocker');
    expect(stops()).toBe(false);
    evaluator.apply({ table: 'cases', row: { ...contents.case, engineer: lead } });
    expect(stops()).toBe(true);
    expect(evaluator.completeness().problem).toMatchObject({ missing: 1, waived: 0 });
    evaluator.apply({ table: 'cases', row: contents.case });
    expect(stops()).toBe(false);
  });

  test.each(['2026-11-23T18:06:00.000Z', '1985-01-01T00:00:00.000Z'])(
    '[H5] of %s, a time that cannot be, lets nothing pass',
    (at) => {
      expect(told(waivedBy({ at: zoned(at) }))).toEqual([
        expect.stringMatching(/^blocker: .*Sample Lead waived it at a time that cannot be/),
      ]);
    },
  );
});

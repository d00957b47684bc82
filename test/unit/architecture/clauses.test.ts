/** The table of clauses: each stands once, and what it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { allClauses } from '../../../shared/policy/clauses.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCase, NOW } from '../../helpers/builders.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');

const rows = [
  ...read('docs/clauses.md').matchAll(/^\| (P-\d\d) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/gm),
].map(([, clause = '', words = '', rules = '', screen = '', test = '']) => ({
  ...{ clause, words: words.trim(), rules: rules.trim(), screen: screen.trim(), test: test.trim() },
}));
const carried = rows.filter(({ rules }) => rules !== 'not carried');
const specs = ['handoff', 'cases', 'tickets', 'policy', 'certification']
  .map((part) => read(`shared/${part}/SPEC.md`))
  .join('\n');
const pathIn = (cell: string) => /^`([^`]+)`$/.exec(cell)?.[1] ?? '';

describe('the table of clauses', () => {
  test('has every clause of the policy once, in order', () => {
    expect(rows.map(({ clause }) => clause)).toEqual(allClauses.map(({ id }) => id));
  });

  test.each(carried.map((row) => [row.clause, row] as const))(
    '%s is carried by rules that are specified, on a screen that is there, and tested',
    (_clause, { rules, screen, test: file }) => {
      const named = rules.split(', ');
      for (const rule of named) expect(specs, rule).toMatch(new RegExp(`\\*\\*\\[${rule}\\]\\*\\*`));
      expect(existsSync(resolve(root, pathIn(screen))), screen).toBe(true);
      // The test says by which rule it holds the clause.
      const text = read(pathIn(file));
      const cites = named.some((rule) => new RegExp(`\\b${rule}\\b`).test(text));
      expect(cites, `${file} cites none of ${rules}`).toBe(true);
    },
  );

  test('what is not carried says why', () => {
    for (const { rules, screen, test: why, clause } of rows.filter((row) => !carried.includes(row)))
      expect([clause, rules, screen, why.length > 40]).toEqual([clause, 'not carried', '-', true]);
  });

  test('a clause that a finding cites is one that the table has by its rule', () => {
    const nothing = {
      productId: null,
      suppliedByIpcelerate: null,
      hostname: '',
      os: '',
      telephonyPlatform: '',
    };
    const spoilt = (['P1', 'P2', 'P3', 'P4'] as const).flatMap((priority) =>
      (['lapsed', 'never'] as const).flatMap((maintenance) =>
        (['defect', 'major-release', 'modification', 'minor-upgrade'] as const).map((workType) =>
          aCase()
            .with({ priority, maintenance, workType, suspectedExcludedId: 'sample-network' })
            .withSystem({ ...nothing, approvedPlatform: 'no' })
            .withStep('fix', { ramifications: '', byOther: 'Night shift' })
            .build(),
        ),
      ),
    );
    const cited = new Set(
      spoilt.flatMap((contents) =>
        evaluate(contents, { now: NOW, products: sampleProducts }).flatMap(({ rule, clause }) =>
          clause === null ? [] : `${rule} ${clause}`,
        ),
      ),
    );
    expect(cited.size).toBeGreaterThan(30);
    const missing = [...cited].filter((each) => {
      const [rule = '', clause = ''] = each.split(' ');
      return !rows
        .find((row) => row.clause === clause)
        ?.rules.split(', ')
        .includes(rule);
    });
    expect(missing).toEqual([]);
  });

  test('a clause that a handoff rule cites is one that the table has by that rule', () => {
    const missing = [
      ...read('shared/handoff/SPEC.md').matchAll(/\*\*\[(H\d+)\]\*\* \w+[^.]*?(P-\d\d)/g),
    ].flatMap(([, rule = '', clause = '']) => {
      const row = rows.find((each) => each.clause === clause);
      return row?.rules.split(', ').includes(rule) ? [] : [`${rule} cites ${clause}`];
    });
    expect(missing).toEqual([]);
  });
});

/** Rules that are published, and recipes: see shared/knowledge/SPEC.md, N1 to N6. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../shared/collect/collect.ts';
import type { FindingRule } from '../../../shared/collect/findings/schema.ts';
import { startSet } from '../../../shared/collect/findings/start-set.ts';
import { fittingRecipes, missingWords, type Recipe, recipeState } from '../../../shared/knowledge/recipes.ts';
import { validateFindingRule } from '../../../shared/knowledge/rule-trial.ts';
import { type RuleRecord, ruleRecord, rulesInForce } from '../../../shared/knowledge/rules.ts';
import { ruleRow } from '../../helpers/knowledge.ts';

describe('a rule that is published', () => {
  test('[N1] [N2] finds what its samples say, and nothing in its near miss', () => {
    expect(validateFindingRule(ruleRow())).toEqual([]);
  });
  test.each<[string, (row: RuleRecord) => RuleRecord, string]>([
    [
      'a near miss that it finds something in',
      (row) => ({
        ...row,
        samples: row.samples.map((each) => ({ ...each, text: row.samples[0]?.text ?? '' })),
      }),
      'In near miss it finds something, and should not.',
    ],
    [
      'a sample that it finds nothing in',
      (row) => ({ ...row, samples: row.samples.map((each) => ({ ...each, text: 'nothing\n' })) }),
      'In pages late it finds nothing, and should.',
    ],
    [
      'no near miss',
      (row) => ({ ...row, samples: row.samples.map((each) => ({ ...each, finds: true })) }),
      'None of the samples is a near miss, in which it finds nothing.',
    ],
    [
      'the id of another',
      (row) => ({ ...row, id: 'another-rule' }),
      'The rule calls itself pages-late, and is published as another-rule.',
    ],
  ])('[N2] is refused with %s', (_, change, words) => {
    expect(validateFindingRule(change(ruleRow()))).toContain(words);
  });
  test('[N1] is refused with one sample', () => {
    expect(ruleRecord.safeParse({ ...ruleRow(), samples: ruleRow().samples.slice(0, 1) }).success).toBe(
      false,
    );
  });
  test('[N3] stands beside the start set, takes the place of one of it, or switches it off', () => {
    const [first, second] = startSet as [FindingRule, FindingRule];
    const own = ruleRow();
    const newer = { ...own, id: first.id, rule: { ...own.rule, id: first.id, version: 2 } };
    const off = { ...own, id: second.id, rule: second, active: false };
    const rules = rulesInForce([own, newer, off]);
    expect(rules).toHaveLength(startSet.length);
    expect(rules.find(({ id }) => id === first.id)).toEqual(newer.rule);
    expect(rules.map(({ id }) => id)).not.toContain(second.id);
    expect(rulesInForce([{ ...newer, rule: { ...newer.rule, version: 0 } }])).toContain(first);
  });
});

describe('a condition over lines of a log', () => {
  const found = (minutes: number | null, text: string) =>
    collect([{ name: 'page.log', text, notes: [] }], {
      findings: {
        rules: [
          {
            ...ruleRow().rule,
            when: [{ kind: 'log', pattern: 'join pending zone=\\d+', count: 3, minutes }],
          },
        ],
        context: { now: '2026-11-28T12:00:00.000Z', faultAt: null, capturedAt: null },
      },
    }).findings;
  const at = (...times: string[]) =>
    times.map((time) => `2026-11-23 ${time} WARN join pending zone=2\n`).join('');

  test('so many within so many minutes are found, with the lines', () => {
    expect(
      found(5, at('07:00:00', '07:20:00', '07:22:00', '07:24:00'))[0]?.evidence.map(({ line }) => line),
    ).toEqual([2, 3, 4]);
  });
  test('as many over a longer time are not; without a rate they are', () => {
    const spread = at('07:00:00', '07:10:00', '07:20:00');
    expect(found(5, spread)).toEqual([]);
    expect(found(null, spread)).toHaveLength(1);
  });
  test('fewer are not', () => {
    expect(found(null, at('07:00:00', '07:00:01'))).toEqual([]);
  });
});

describe('a recipe', () => {
  const recipe: Recipe = {
    id: 'replication',
    title: 'Replication',
    productId: null,
    symptom: 'phones show old data',
    version: 3,
    items: [
      { node: 'the publisher', command: 'utils dbreplication runtimestate', why: '' },
      { node: 'each subscriber', command: 'utils ntp status', why: '' },
      { node: 'the publisher', command: 'utils ntp status', why: '' },
    ],
    publishedAt: '2026-11-28T12:00:00.000Z',
    sample: true,
  };
  test('[N5] says which outputs are there and where, and what is missing from which node', () => {
    const text =
      'admin:utils ntp stat\nntpd (pid 8321) is running...\n\nremote refid st t\nsynchronised to NTP server (192.0.2.1) at stratum 3\n';
    const { provenance } = collect([{ name: 'pub.txt', text, notes: [] }]);
    const states = recipeState(recipe, provenance);
    expect(states.map(({ at }) => at)).toEqual([null, { file: 'pub.txt', line: 1 }, null]);
    expect(missingWords(states)).toEqual([
      'missing: utils dbreplication runtimestate from the publisher',
      'missing: utils ntp status from the publisher',
    ]);
  });
  test('[N5] two nodes that are asked for one command need the outputs of two systems', () => {
    const ntp = (host: string) =>
      `${host}#show ntp status\nClock is synchronized, stratum 3, reference is 192.0.2.1\n`;
    const items = ['each gateway', 'the other gateway'].map((node) => ({
      node,
      command: 'show ntp status',
      why: '',
    }));
    const lines = (text: string) =>
      recipeState({ ...recipe, items }, collect([{ name: 'site.txt', text, notes: [] }]).provenance).map(
        ({ at }) => at?.line ?? null,
      );
    expect(lines(`${ntp('gw-1')}${ntp('gw-1')}`)).toEqual([1, null]);
    expect(lines(`${ntp('gw-1')}${ntp('gw-1')}${ntp('gw-2')}`)).toEqual([1, 5]);
  });
  test('[N5] an output that says no command answers by what it was taken for, where no other command prints the like', () => {
    const wanted = (command: string, text: string) =>
      recipeState(
        { ...recipe, items: [{ node: '', command, why: '' }] },
        collect([{ name: 'mailed.txt', text, notes: [] }]).provenance,
      ).map(({ at }) => at?.line ?? null);
    const services = 'Cisco CallManager[STARTED]\nCisco Tftp[STARTED]\nPrimary Node =true\n';
    expect(wanted('utils service list', services)).toEqual([1]);
    expect(wanted('utils ntp status', services)).toEqual([null]);
    // Two commands print this, one for each partition: which of them it was, nobody can say.
    const version = 'Active Master Version: 14.0.1.12900-161\nActive Version Installed Software Options:\n';
    expect(wanted('show version active', version)).toEqual([null]);
  });
  test('[N6] those of the case’s product come first, then those whose words it has; of other products none', () => {
    const all = [
      { ...recipe, id: 'a', title: 'A', symptom: 'silence' },
      { ...recipe, id: 'b', title: 'B' },
      { ...recipe, id: 'c', title: 'C', productId: 'paging' },
      { ...recipe, id: 'd', title: 'D', productId: 'recorder' },
    ];
    const fitting = fittingRecipes(all, {
      productIds: ['paging'],
      text: 'Phones show old data since Monday',
    });
    expect(fitting.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

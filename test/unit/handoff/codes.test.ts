/** Findings say what they say by code and values as well as in English. See shared/handoff/SPEC.md, HE13. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut } from '../../../shared/base/cut.ts';
import { canonicalJson } from '../../../shared/base/hash.ts';
import { waivers } from '../../../shared/cases/statements.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { finding as findingSchema, type MadeFinding } from '../../../shared/handoff/schema.ts';
import { fill, say } from '../../../shared/handoff/sentence.ts';
import { code as codeSchema } from '../../../shared/handoff/values.ts';
import { aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';
import { type NotedSentences, SENTENCES_FILE, sentencesOfRules } from '../../helpers/finding-sentences.ts';
import { anyContext, spoiltCase } from '../../helpers/spoilt-cases.ts';

const noted = JSON.parse(readFileSync(SENTENCES_FILE, 'utf8')) as NotedSentences;
const specification = readFileSync(resolve('shared/handoff/SPEC.md'), 'utf8');

/** The codes in the table of SPEC.md, by rule. */
const specified = Object.fromEntries(
  [...specification.matchAll(/^\| (H\d+) \| (`.*`) \|$/gm)].map(([, rule = '', codes = '']) => [
    rule,
    codes.split(', ').map((each) => each.slice(1, -1)),
  ]),
);

/** What the noted sentence says with the finding's values; where a lead waived it, or may not, with that. */
function saidBy({ rule, code, values }: MadeFinding): { message: string; fix: string } | null {
  const sentence = noted[rule]?.[code];
  if (!sentence) return null;
  const waived = 'waivedBy' in values ? 'Waived by {waivedBy} ({waivedBecause}): ' : '';
  const refused =
    'waiverAt' in values
      ? ' {waiverBy} waived it at a time that cannot be: {waiverAt}.'
      : 'waiverBy' in values
        ? ' {waiverBy} waived it, and hands the case off: another lead has to let it pass.'
        : '';
  return {
    message: cut(fill(`${waived}${sentence.message}`, values), 600),
    fix: fill(`${sentence.fix}${refused}`, values),
  };
}

describe('the sentences of findings', () => {
  test('[HE13] one code of a rule is one sentence, and the noted ones are what the rules say', () => {
    // Where they differ, `npm run keep-sentences` notes them anew, and prints the table of SPEC.md.
    expect(sentencesOfRules()).toEqual(noted);
  });

  test('[HE13] SPEC.md lists each rule’s codes', () => {
    const hubs = [
      ...readFileSync(resolve('hub/handoff/signers.ts'), 'utf8').matchAll(/(?:code: |because\()'([^']+)'/g),
    ];
    const all = Object.entries(noted).map(([rule, sentences]) => [rule, Object.keys(sentences)]);
    expect(specified).toEqual({ ...Object.fromEntries(all), H36: hubs.map(([, code]) => code).sort() });
    for (const codes of Object.values(specified))
      for (const code of codes) expect(codeSchema.safeParse(code).success, code).toBe(true);
  });

  test('[HE13] every code that a rule’s file names is said by some case', () => {
    const known = new Set(Object.values(noted).flatMap((sentences) => Object.keys(sentences)));
    const files = readdirSync(resolve('shared/handoff/rules')).map((name) => `rules/${name}`);
    const sources = [...files, 'answers.ts', 'signed.ts'].map((name) =>
      readFileSync(resolve('shared/handoff', name), 'utf8'),
    );
    const named = sources.flatMap((text) => [...text.matchAll(/\bcode: (?:'([^']+)'|`([^`]+)`)/g)]);
    expect(named.length).toBeGreaterThan(150);
    for (const [, code, made] of named) {
      const pattern = new RegExp(`^${(code ?? made ?? '').replaceAll(/\$\{[^}]*\}/g, '.+')}$`);
      expect(
        [...known].some((each) => pattern.test(each)),
        code ?? made,
      ).toBe(true);
    }
  });

  test('[HE13] of any case: the noted sentence with a finding’s values is its message, and its fix; a packet can hold it', () => {
    fc.assert(
      fc.property(spoiltCase, anyContext, (contents, context) => {
        for (const each of evaluate(contents, context)) {
          expect(saidBy(each), `${each.rule} ${each.code}`).toEqual({ message: each.message, fix: each.fix });
          expect(findingSchema.safeParse(each).error?.issues ?? []).toEqual([]);
          expect(() => canonicalJson(each)).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['counts', idOf(0x0b), '2026-11-23T16:00:00.000Z'],
    ['is the engineer’s own', null, '2026-11-23T16:00:00.000Z'],
    ['is of a time to come', idOf(0x0b), '2027-11-23T16:00:00.000Z'],
  ])('[HE13] a waiver that %s is told by values, and the code stays', (_, lead, at) => {
    const contents = aCompleteCase().with({ unmodified: 'no' }).build();
    const by = lead === null ? contents.case.engineer : { id: lead, name: 'Sample Lead' };
    const where = { table: 'cases', id: contents.case.id, field: 'unmodified' };
    contents.waivers.push(
      waivers.empty({
        ...{ id: idOf(0x77), caseId: contents.case.id, rule: 'H5', where, by, at: zoned(at) },
        reason: 'Seen it myself',
      }),
    );
    const [found] = evaluate(contents, { now: NOW, products: [] }).filter(({ rule }) => rule === 'H5');
    expect(found?.code).toBe('not-in-unmodified-product');
    expect(found && saidBy(found)).toEqual({ message: found?.message, fix: found?.fix });
    expect(Object.keys(found?.values ?? {}).some((name) => name.startsWith('waive'))).toBe(true);
  });

  test('[HE13] a finding of before schema 7 is read as it is, and nothing is added to what is signed', () => {
    const before = {
      ...{ rule: 'H7', part: 'systems', severity: 'warning', clause: 'P-03', fix: 'Write its host name.' },
      message: 'rec1: the host name is missing',
      where: { table: 'systems', id: idOf(0x20), field: 'hostname' },
    };
    expect(canonicalJson(findingSchema.parse(before))).toBe(canonicalJson(before));
    expect(findingSchema.safeParse({ ...before, code: 'Host name' }).success).toBe(false);
  });

  test('[HE13] a hole of a sentence has one value with a name', () => {
    expect(() => say`${{ at: NOW, zone: 'UTC' }}`.template).toThrow('one value');
    const step = { step: 'test', did: '' };
    const sentence = say`${say`${{ step }}: `}${{ list: ['a', { phrase: 'level-1' }] }} at ${{ at: zoned(NOW) }}, {not a hole}`;
    expect(sentence.text).toBe(
      'A step (test): a, Level 1 at 23 Nov 2026, 12:00 America/Chicago, {not a hole}',
    );
    expect(fill(sentence.template, sentence.values)).toBe(sentence.text);
    // What a later version names is told by its name, and what is not there stays to be seen.
    expect(fill('{one} {two}', { one: { phrase: 'of-tomorrow' } })).toBe('of-tomorrow {two}');
  });
});

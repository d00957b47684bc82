import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCaseFile, withNewIds } from '../../../shared/cases/case-file.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCompleteCase, idOf, NOW, trusted } from '../../helpers/builders.ts';

const file = () => ({
  format: 'partner-console-case',
  version: 1,
  exportedAt: NOW,
  contents: aCompleteCase().build(),
  products: [...sampleProducts],
});
const read = (value: unknown) => parseCaseFile(JSON.stringify(value), 1_000_000);

describe('case files', () => {
  test('[CS5] what was exported is read again', () => {
    const answer = read(file());
    expect(answer.ok && answer.file.contents).toEqual(aCompleteCase().build());
  });
  test.each([
    ['no JSON', 'not { json', /not JSON/],
    ['another JSON', '{"format":"x"}', /no case file/],
    ['a list', '[]', /no case file/],
    ['null', 'null', /no case file/],
    ['a newer version', JSON.stringify({ ...file(), version: 2 }), /Update the console/],
    ['a field too many', JSON.stringify({ ...file(), extra: 1 }), /does not fit/],
    ['a value that does not fit', JSON.stringify({ ...file(), exportedAt: 'yesterday' }), /exportedAt/],
  ])('[CS5] %s is refused in words', (_what, text, words) => {
    const answer = parseCaseFile(text, 1_000_000);
    expect(answer.ok ? '' : answer.message).toMatch(words);
  });
  test('[CS5] a file that is too large is not even parsed', () => {
    const answer = parseCaseFile(' '.repeat(1_001), 1_000);
    expect(answer.ok).toBe(false);
  });
  test('[CS5] a refusal is a line, whatever the file holds', () => {
    const long = 'x'.repeat(1_000_000);
    const start = { format: 'partner-console-case', version: 1 };
    for (const file of [
      { ...start, version: long },
      { ...start, [long]: 1 },
      { ...start, version: [long] },
    ]) {
      const answer = parseCaseFile(JSON.stringify(file), 10_000_000);
      expect(answer.ok ? '' : answer.message.slice(0, 1_000)).toMatch(/^The case file has .{1,500}$/);
    }
  });

  test('[CS5] a row of another case is refused', () => {
    const stray = file();
    const [system] = stray.contents.systems;
    if (system) system.caseId = idOf(0x999);
    expect(read(stray).ok).toBe(false);
  });
  test('[CS5] no value of any kind in any place makes it throw', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('contents', 'products', 'format', 'version', 'exportedAt'),
        (value, place) => {
          expect(typeof read({ ...file(), [place]: value }).ok).toBe('boolean');
        },
      ),
      { numRuns: 300 },
    );
  });
  test('[CS6] an import has fresh ids and the same findings', () => {
    let n = 0x10_000;
    const before = aCompleteCase()
      .withStep('test', { corrects: aCompleteCase().contents.steps[0]?.id ?? null })
      .build();
    const after = withNewIds(before, () => idOf(n++));
    expect(after.case.id).not.toBe(before.case.id);
    expect(after.steps.at(-1)?.corrects).toBe(after.steps[0]?.id);
    const rules = (contents: typeof before) =>
      evaluate(contents, { now: NOW, products: sampleProducts, trust: trusted() }).map(
        (each) => each.message,
      );
    expect(rules(after)).toEqual(rules(before));
  });
});

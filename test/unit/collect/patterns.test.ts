import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLinear } from '../../../shared/collect/textfsm/regex/linear.ts';
import { compileMatcher } from '../../../shared/collect/textfsm/regex/matcher.ts';
import { PatternError } from '../../../shared/collect/textfsm/regex/syntax.ts';

const match = (pattern: string, line: string) => compileMatcher(pattern).match(line);

describe('patterns', () => {
  test.each([
    ['a match begins at the start of the line and need not reach its end', 'b', 'ab', null],
    ['groups', '(a)(b)?', 'ac', ['a', 'a', null]],
    ['a group in a repeat keeps its last match', '(?:(a)|b)*', 'ab', ['ab', 'a']],
    ['named groups are groups', '(?P<first>\\w)(?P<second>\\w)', 'ab', ['ab', 'a', 'b']],
    ['a reference by name', '(?P<q>["\'])x(?P=q)', '"x"', ['"x"', '"']],
    ['a reference by number', '(.)\\1', 'aa', ['aa', 'a']],
    ['the first option that fits, not the longest', '(a|ab)', 'ab', ['a', 'a']],
    ['lazy repeats', '(.*?)\\s', 'a b c', ['a ', 'a']],
    ['{,n} counts from nothing', 'a{,2}', 'aaa', ['aa']],
    ['a brace that counts nothing stands for itself', 'a{x}', 'a{x}', ['a{x}']],
    ['a bracket that stands first in a set', '[]a]+', ']a]', [']a]']],
    ['classes in a set', '[\\w.-]+', 'a-b.c d', ['a-b.c']],
    ['what is no class in a set', '[\\S ]+', 'a b\tc', ['a b']],
    ['an opening bracket in a set stands for itself', '[(\\S+)]+', '(a+)', ['(a+)']],
    ['\\d takes digits of any script', '\\d+', '4٣', ['4٣']],
    ['\\w takes letters of any script', '\\w+', 'Größe!', ['Größe']],
    ['\\s takes a blank that does not break', 'a\\sb', 'a\u00a0b', ['a\u00a0b']],
    ['(?a) takes those of ASCII alone', '(?a)\\w+', 'Größe', ['Gr']],
    ['\\b beside a letter of any script', 'é\\b', 'éa', null],
    ['(?i) holds wherever it stands', '^(?i)cisco', 'CISCO', ['CISCO']],
    ['(?i) and all but a letter: neither of its cases', '(?i)[^a]', 'a', null],
    ['(?i:...) holds for its group', '(?i:a)b', 'AB', null],
    ['(?x) leaves blanks and comments out', '(?x) a  b # a and b', 'ab', ['ab']],
    ['(?#...) is a comment', 'a(?#one)b', 'ab', ['ab']],
    ['a repeat behind a comment is of what stands before it', 'a(?#one)*b', 'aab', ['aab']],
    ['a count behind blanks of (?x), too', '(?x) a {2} b', 'aab', ['aab']],
    ['a repeat behind a comment of (?x), too', '(?x)a # one\n +b', 'aab', ['aab']],
    ['\\A and \\Z', '\\Aab\\Z', 'ab', ['ab']],
    ['escaped punctuation', '\\"\\/\\-\\<\\#\\%', '"/-<#%', ['"/-<#%']],
    ['escapes by number', '\\x41\\101\\u0041', 'AAA', ['AAA']],
    ['look-ahead', 'a(?=b)', 'ab', ['a']],
    ['look-behind', 'ab(?<!b)', 'ab', null],
    ['a character outside of the first plane is one', '^.$', '😀', ['😀']],
  ])('[T50] %s', (_, pattern, line, expected) => {
    expect(match(pattern, line)).toEqual(expected);
  });

  test.each([
    ['*a', 'nothing to repeat'],
    ['a**', 'multiple repeat'],
    ['a+(?#one)*', 'multiple repeat'],
    ['(?x)a* ?', 'multiple repeat'],
    ['(?#one){2}', 'nothing to repeat'],
    ['^*', 'nothing to repeat'],
    ['a{3,2}', 'min repeat greater than max repeat'],
    ['(a', 'unterminated subpattern'],
    ['a)', 'unbalanced parenthesis'],
    ['[a', 'unterminated character set'],
    ['[b-a]', 'bad character range'],
    ['\\q', 'bad escape'],
    ['(?P<a>x)(?P<a>y)', 'redefinition of group name'],
    ['(?P=no)', 'unknown group name'],
    ['\\2', 'invalid group reference'],
    ['(?(1)a|b)', 'cannot be run here'],
    ['a*+', 'multiple repeat'],
  ])('[T50] [T52] %s is refused: %s', (pattern, message) => {
    expect(() => compileMatcher(pattern)).toThrow(PatternError);
    expect(() => compileMatcher(pattern)).toThrow(message);
  });

  test('[T51] whether it is linear is told from its tree as from what runs it', () => {
    const part = fc.constantFrom('a', '\\b', '[^x]', '.', '(?=a)', '(?<!b)', '\\1', '|', '(?i:b)', '$', 'é');
    const counted = fc.tuple(
      fc.constantFrom('a', '(?:ab|c)', '(?:[0-9]{9})', '(?:b{2,40}c)', '(?:x{1,1000})', '(?:(?:y{11}){11})'),
      fc.constantFrom('', '*', '+?', '{3}', '{2,30}', '{900,}', '{1000}', '{1001}'),
    );
    const source = fc
      .array(
        fc.oneof(
          part,
          counted.map((each) => each.join('')),
        ),
        { maxLength: 6 },
      )
      .map((parts) => `(z)${parts.join('')}`);
    fc.assert(
      fc.property(source, (pattern) => {
        expect(isLinear(pattern)).toBe(compileMatcher(pattern).linear);
      }),
      { numRuns: 300 },
    );
  });

  test('[T51] a pattern without look-around is linear: what would explode elsewhere comes to an end', () => {
    const matcher = compileMatcher('^(\\w+\\s?)+!$');
    expect(matcher.linear).toBe(true);
    expect(matcher.match('a'.repeat(20_000))).toBeNull();
    expect(compileMatcher('a(?!b)').linear).toBe(false);
    expect(compileMatcher('(.)\\1').linear).toBe(false);
  });

  test('any text is a pattern or is refused in words, and matches without a fault', () => {
    const part = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '*',
      '+',
      '?',
      '{2}',
      '|',
      '\\',
      'w',
      'd',
      'a',
      '^',
      '$',
      '.',
      '-',
      '(?P<x>',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
        fc.string(),
        (pattern, line) => {
          try {
            const matcher = compileMatcher(pattern);
            const groups = matcher.match(line.replace(/[\r\n]/g, ''));
            if (groups) expect(groups).toHaveLength(matcher.groups + 1);
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

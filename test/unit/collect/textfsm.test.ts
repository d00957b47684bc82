import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_LINE, runTemplate } from '../../../shared/collect/textfsm/run.ts';
import { entriesOf } from '../../../shared/collect/textfsm/table.ts';
import { readTemplate, TemplateError } from '../../../shared/collect/textfsm/template.ts';

/** A template of lines; rules are written with their white space. */
const template = (...lines: string[]) => readTemplate(`${lines.join('\n')}\n`);
const read = (lines: readonly string[], text: string, onUnknown: 'stop' | 'skip' = 'stop') =>
  runTemplate(template(...lines), text, { onUnknown });
const rows = (lines: readonly string[], text: string) => read(lines, text).records;

function refusal(...lines: string[]): { message: string; line: number | null } {
  try {
    template(...lines);
  } catch (error) {
    if (error instanceof TemplateError) return { message: error.message, line: error.line };
    throw error;
  }
  throw new Error('The template was taken.');
}

describe('templates', () => {
  test('[T1] [T4] line ends of any kind, comments, and white space at the end of lines', () => {
    const source =
      '\ufeff# ports\r\nValue PORT (\\d+)   \r\n  # still values\r\n\r\nStart\t\r\n  # a rule\r\n  ^port $PORT -> Record\r\n';
    expect(runTemplate(readTemplate(source), 'port 7', { onUnknown: 'stop' }).records).toEqual([['7']]);
  });
  test('[T3] [T7] a value’s pattern is put in for a name in braces and without, and $$ is a dollar', () => {
    const lines = ['Value A (\\w+)', 'Value B (\\w+)', '', 'Start', '  ^\u0024{A}-$B$$ -> Record'];
    expect(rows(lines, 'x-y\nx-y z')).toEqual([['x', 'y']]);
  });
  test('[T3] a bracket in a set of characters is no bracket of the pattern', () => {
    const lines = ['Value A (x[(]\\d+)', '', 'Start', '  ^$A -> Record'];
    expect(rows(lines, 'x(7')).toEqual([['x(7']]);
  });
  test.each([
    ['[T20] nothing', [], 'Missing state', null],
    ['[T20] text before values', ['Values'], 'No Value definitions found.', 1],
    ['[T20] no blank line after values', ['Value A (.)', 'Start'], 'Expected blank line', 2],
    ['[T20] too few words', ['Value A'], 'Expect at least 3 tokens', 1],
    ['[T21] an unknown option', ['Value Fildown A (.)'], 'Unknown option "Fildown"', 1],
    ['[T21] an option twice', ['Value Key,Key A (.)'], 'Duplicate option "Key"', 1],
    ['[T21] a value twice', ['Value A (.)', 'Value A (.)'], "Duplicate declarations for Value 'A'", 2],
    ['[T21] a long name', [`Value ${'A'.repeat(49)} (.)`], 'name too long', 1],
    ['[T21] no brackets', ['Value A (.'], "must be contained within a '()' pair", 1],
    ['[T22] an invalid state', ['Value A (.)', '', 'Start here'], 'Invalid state name', 3],
    ['[T22] a reserved state', ['Value A (.)', '', 'Record'], 'Invalid state name', 3],
    ['[T22] a state twice', ['Value A (.)', '', 'Start', '', 'Start'], 'Duplicate state name', 5],
    ['[T22] no white space', ['Value A (.)', '', 'Start', '^x'], 'Missing white space', 4],
    ['[T22] three blanks', ['Value A (.)', '', 'Start', '   ^x'], 'Missing white space', 4],
    ['[T23] a value that is not there', ['Value A (.)', '', 'Start', '  ^$B'], 'invalid variable', 4],
    ['[T23] a dollar alone', ['Value A (.)', '', 'Start', '  ^x$'], 'invalid variable', 4],
    [
      '[T23] a value twice in a rule',
      ['Value A (.)', '', 'Start', '  ^$A$A'],
      'Invalid regular expression',
      4,
    ],
    ['[T23] no pattern', ['Value A (.)', '', 'Start', '  ^x)'], 'Invalid regular expression', 4],
    ['[T23] no action', ['Value A (.)', '', 'Start', '  ^x -> Recrd.Next'], 'Badly formatted rule', 4],
    [
      '[T23] Continue with a state',
      ['Value A (.)', '', 'Start', '  ^x -> Continue Start'],
      "Action 'Continue' with new state",
      4,
    ],
    [
      '[T23] a text without Error',
      ['Value A (.)', '', 'Start', '  ^x -> Next "no"'],
      'Alphanumeric characters only',
      4,
    ],
    ['[T24] no Start', ['Value A (.)', '', 'Other', '  ^x'], "Missing state 'Start'", null],
    ['[T24] rules in End', ['Value A (.)', '', 'Start', '', 'End', '  ^x'], "Non-Empty 'End'", null],
    ['[T24] rules in EOF', ['Value A (.)', '', 'Start', '', 'EOF', '  ^x'], "Non-Empty 'EOF'", null],
    ['[T24] nowhere to go', ['Value A (.)', '', 'Start', '  ^x -> Gone'], "State 'Gone' not found", 4],
  ])('%s is refused with its line', (_, lines, message, line) => {
    const told = refusal(...lines);
    expect(told.message).toContain(message);
    expect(told.line).toBe(line);
  });
});

describe('values', () => {
  const start = (options: string, ...rules: string[]) => [
    `Value ${options ? `${options} ` : ''}A (\\w+)`,
    'Value B (\\d+)',
    '',
    'Start',
    ...rules.map((rule) => `  ${rule}`),
    '',
    'EOF',
  ];
  const pairs = ['^a=$A', '^b=$B -> Record', '^clear$$ -> Clear', '^clearall -> Clearall'];
  test('[T30] a later match replaces the earlier', () => {
    expect(rows(start('', ...pairs), 'a=x\na=y\nb=1\nb=2')).toEqual([
      ['y', '1'],
      ['', '2'],
    ]);
  });
  test('[T30] a group that takes no part makes the value empty', () => {
    const lines = ['Value A (\\d+)', 'Value B (\\w)', '', 'Start', '  ^$B(?:-$A)? -> Record', '', 'EOF'];
    expect(rows(lines, 'x-1\ny')).toEqual([
      ['1', 'x'],
      ['', 'y'],
    ]);
  });
  test('[T31] Required: no record without it, and what was held is cleared', () => {
    expect(rows(start('Required', ...pairs), 'b=1\na=x\nb=2')).toEqual([['x', '2']]);
  });
  test('[T32] Filldown stays after a record and Clear, not after Clearall', () => {
    expect(rows(start('Filldown', ...pairs), 'a=x\nb=1\nclear\nb=2\nclearall\nb=3')).toEqual([
      ['x', '1'],
      ['x', '2'],
      ['', '3'],
    ]);
  });
  test('[T33] Fillup fills the rows above, up to one that has something', () => {
    expect(rows(start('Fillup', ...pairs), 'a=x\nb=1\nb=2\nb=3\na=y\nb=4')).toEqual([
      ['x', '1'],
      ['y', '2'],
      ['y', '3'],
      ['y', '4'],
    ]);
  });
  test('[T34] List gathers; cleared with the record, kept with Filldown', () => {
    const text = 'a=x\na=y\nb=1\na=z\nb=2';
    expect(rows(start('List', ...pairs), text)).toEqual([
      [['x', 'y'], '1'],
      [['z'], '2'],
    ]);
    expect(rows(start('Filldown,List', ...pairs), text)).toEqual([
      [['x', 'y'], '1'],
      [['x', 'y', 'z'], '2'],
    ]);
  });
  test('[T35] a List whose pattern names groups holds mappings', () => {
    const lines = ['Value List WHO ((?P<name>\\w+)\\s+(?P<age>\\d+)(?P<note>!)?)', '', 'Start', '  ^$WHO$$'];
    expect(rows(lines, 'Ann 32\nBob 7!')).toEqual([
      [
        [
          { name: 'Ann', age: '32', note: null },
          { name: 'Bob', age: '7', note: '!' },
        ],
      ],
    ]);
  });
  test('[T37] options act in their order: Required before List sees the last match alone', () => {
    const lines = (options: string) => [
      `Value ${options} A (\\d*)`,
      '',
      'Start',
      '  ^a=$A$$',
      '  ^end -> Record',
      '',
      'EOF',
    ];
    expect(rows(lines('List,Required'), 'a=1\na=\nend')).toEqual([[['1', '']]]);
    expect(rows(lines('Required,List'), 'a=1\na=\nend')).toEqual([]);
  });
  test('[T38] a record that holds nothing is none', () => {
    expect(rows(start('', ...pairs, '^end -> Record'), 'end\nb=1\nend')).toEqual([['', '1']]);
  });
});

describe('runs', () => {
  const one = ['Value A (\\S+)', '', 'Start'];
  test('[T40] lines end where Python has them end', () => {
    expect(rows([...one, '  ^a=$A -> Record'], 'a=1\fa=2\x1ca=3\u2028a=4\r\na=5\ra=6')).toHaveLength(6);
  });
  test('[T41] [T42] the first rule acts; Continue goes on below it; unknown lines are passed over', () => {
    const lines = [
      'Value A (\\w)',
      'Value B (\\w+)',
      '',
      'Start',
      '  ^$A -> Continue',
      '  ^$B -> Record',
      '  ^.* -> Clear',
    ];
    expect(rows(lines, 'abc\n---\nd')).toEqual([
      ['a', 'abc'],
      ['d', 'd'],
    ]);
  });
  test('[T42] the record action acts after the values are taken, the new state holds from the next line on', () => {
    const lines = [...one, '  ^a=$A -> Next.Record Other', '', 'Other', '  ^b=$A -> Record Start'];
    expect(rows(lines, 'a=1\na=2\nb=3\nb=4\na=5')).toEqual([['1'], ['3'], ['5']]);
  });
  test('[T43] End ends without recording, EOF as the end of the text does', () => {
    expect(rows([...one, '  ^a=$A', '  ^stop -> End'], 'a=1\nstop\na=2')).toEqual([]);
    expect(rows([...one, '  ^a=$A', '  ^stop -> EOF'], 'a=1\nstop\na=2')).toEqual([['1']]);
  });
  test('[T44] the end of the text records, unless EOF is written', () => {
    expect(rows([...one, '  ^a=$A'], 'a=1')).toEqual([['1']]);
    expect(rows([...one, '  ^a=$A', '', 'EOF'], 'a=1')).toEqual([]);
  });

  const strict = [...one, '  ^a=$A -> Record', '  ^\\s*$$', '  ^. -> Error', '', 'EOF'];
  test('[T45] at an unknown line the records before it are kept, and the line is named', () => {
    const { records, stopped } = read(strict, 'a=1\n%SYS-5: hello\na=2');
    expect(records).toEqual([['1']]);
    expect(stopped).toEqual({
      line: 2,
      text: '%SYS-5: hello',
      rule: 6,
      message: 'State Error raised. Rule Line: 6. Input Line: %SYS-5: hello',
    });
  });
  test('[T45] asked to, the run leaves unknown lines out and reads all the others', () => {
    const { records, stopped, skipped } = read(strict, 'a=1\n%SYS-5: hello\na=2', 'skip');
    expect(records).toEqual([['1'], ['2']]);
    expect(stopped).toBeNull();
    expect(skipped.map(({ line }) => line)).toEqual([2]);
  });
  test('[T10] [T45] Error says its text', () => {
    const { stopped } = read([...one, '  ^bad -> Error "not an output"'], 'bad');
    expect(stopped?.message).toBe('Error: "not an output". Rule Line: 4. Input Line: bad.');
  });
  test('[T46] a line that is too long is read up to a bound, which is said', () => {
    const { records, cut } = read([...one, '  ^x*$A'], `${'x'.repeat(MAX_LINE)}yyy`);
    expect(records).toEqual([['x']]);
    expect(cut).toContain(`Line 1 has ${MAX_LINE + 3} characters`);
  });
  test('records by the names of their values', () => {
    expect(entriesOf(read(strict, 'a=1'))).toEqual([{ A: '1' }]);
  });
});

/** Templates and texts made up by chance, with what TextFSM 1.1.0 itself answered to them. */
interface Answered {
  template: string;
  text: string;
  records?: unknown[];
  stopped?: string;
  refused?: true;
}

test('[T1] [T24] [T38] [T44] a hundred templates made up by chance read as TextFSM 1.1.0 reads them', () => {
  const path = join(import.meta.dirname, '../../fixtures/textfsm/as-textfsm.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as Answered[];
  const ours = (source: string, text: string): Omit<Answered, 'template' | 'text'> => {
    try {
      const { records, stopped } = runTemplate(readTemplate(source), text, { onUnknown: 'stop' });
      return stopped ? { stopped: stopped.message } : { records };
    } catch (error) {
      if (error instanceof TemplateError) return { refused: true };
      throw error;
    }
  };
  expect(all).toHaveLength(100);
  for (const { template: source, text, ...answer } of all)
    expect({ source, text, ...ours(source, text) }).toEqual({ source, text, ...answer });
});

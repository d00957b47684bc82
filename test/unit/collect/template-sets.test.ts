import { describe, expect, test } from 'vitest';
import { completion, findRow, readIndex } from '../../../shared/collect/textfsm/index-file.ts';
import { pairDifference } from '../../../shared/collect/textfsm/pair.ts';
import { pythonRepr } from '../../../shared/collect/textfsm/python-text.ts';
import { runTemplate } from '../../../shared/collect/textfsm/run.ts';
import { type Entry, entriesOf, extend, keysOf } from '../../../shared/collect/textfsm/table.ts';
import { readTemplate } from '../../../shared/collect/textfsm/template.ts';

const index = readIndex(`# comment
Template, Hostname, Platform, Command

one.textfsm, .*, acme_os, sh[[ow]] ver[[sion]]
special.textfsm, gw-.*, acme_os, sh[[ow]] cl[[ock]]
# two.textfsm, .*, acme_os, sh[[ow]] cl[[ock]]
two.textfsm:three.textfsm, , acme_(os|xe), sh[[ow]] cl[[ock]]
broken.textfsm, .*, acme_os, sh[[ow]] (
short.textfsm, .*
`);
const found = (Command: string, Platform = 'acme_os', Hostname?: string) =>
  findRow(index, { Command, Platform, ...(Hostname === undefined ? {} : { Hostname }) })?.templates;

describe('index files', () => {
  test('[T62] a word in double brackets may be cut short anywhere', () => {
    expect(completion('sh[[ow]] ip')).toBe('sh(o(w)?)? ip');
    for (const command of ['sh ver', 'sho vers', 'show version'])
      expect(found(command)).toEqual(['one.textfsm']);
    expect(found('s ver')).toBeUndefined();
  });
  test('[T61] [T63] the first row fits whose patterns match from the beginning; a blank cell fits', () => {
    expect(found('show clock', 'acme_os', 'gw-1')).toEqual(['special.textfsm']);
    expect(found('show clock', 'acme_os', 'core-1')).toEqual(['two.textfsm', 'three.textfsm']);
    expect(found('show clock', 'acme_xe', 'core-1')).toEqual(['two.textfsm', 'three.textfsm']);
    expect(found('no show clock')).toBeUndefined();
  });
  test('[T64] rows that cannot be used are named, the others stand', () => {
    expect(index.problems.map(({ line }) => line)).toEqual([8, 9]);
    expect(index.problems[1]?.message).toBe('The row has 2 cells, but there are 4 columns.');
  });
  test('[T60] without a column Template there is no index', () => {
    expect(readIndex('Name, Command\na, b').problems).toEqual([
      { line: 1, message: 'The first line has no column Template.' },
    ]);
  });
});

describe('several templates', () => {
  const parse = (source: string, text: string) =>
    runTemplate(readTemplate(source), text, { onUnknown: 'stop' });
  const text = 'a up\nb down\na 10\nb 7\n';
  const states = 'Value Key PORT (\\w)\nValue STATE (up|down)\n\nStart\n  ^$PORT $STATE -> Record\n';
  test('[T36] [T67] a further one adds its columns to the rows with the same key', () => {
    const speeds = 'Value Key PORT (\\w)\nValue SPEED (\\d+)\n\nStart\n  ^$PORT $SPEED -> Record\n';
    const first = entriesOf(parse(states, text));
    expect(extend(first, parse(speeds, 'b 7\na 10\n'), keysOf(readTemplate(states)))).toEqual([
      { PORT: 'a', STATE: 'up', SPEED: '10' },
      { PORT: 'b', STATE: 'down', SPEED: '7' },
    ]);
    expect(extend(first, parse(speeds, 'b 7\n'), ['PORT'])[0]).toEqual({ PORT: 'a', STATE: 'up', SPEED: '' });
  });
  test('[T67] without a key, row by row', () => {
    const speeds = 'Value SPEED (\\d+)\n\nStart\n  ^\\w $SPEED -> Record\n';
    expect(extend(entriesOf(parse(states, text)), parse(speeds, text), [])[1]).toEqual({
      PORT: 'b',
      STATE: 'down',
      SPEED: '7',
    });
  });
});

describe('pairs', () => {
  const entries: Entry[] = [{ PORT: 'a', TAGS: ['1', { name: 'x', note: null }] }];
  test('[T68] the same records by small letters pass, mappings also as Python writes them', () => {
    expect(pairDifference(entries, [{ port: 'a', tags: ['1', { name: 'x', note: null }] }])).toBeNull();
    expect(pairDifference(entries, [{ port: 'a', tags: ['1', "{'name': 'x', 'note': None}"] }])).toBeNull();
  });
  test.each<[string, unknown, string]>([
    ['another value', [{ port: 'b', tags: [] }], 'Record 1, port: "a" was read, "b" is expected.'],
    ['a number for a text', [{ port: 1, tags: [] }], 'Record 1, port: "a" was read, 1 is expected.'],
    ['a column too few', [{ port: 'a' }], 'Record 1 has tags, which is not expected.'],
    ['a column too many', [{ port: 'a', tags: [], speed: '' }], 'Record 1 has no speed.'],
    ['another count', [], '1 records were read, 0 are expected.'],
    ['no list', null, 'The expected records are no list.'],
  ])('[T68] %s is told', (_, expected, message) => {
    expect(pairDifference(entries, expected)).toBe(message);
  });
});

test('values are printed as Python prints them', () => {
  expect(pythonRepr(["it's", '"', `'"`, 'tab\t', '\u00a0é', null, { name: 'x' }])).toBe(
    `["it's", '"', '\\'"', 'tab\\t', '\\xa0é', None, {'name': 'x'}]`,
  );
});

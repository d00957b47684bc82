import { describe, expect, test } from 'vitest';
import { collect } from '../../../shared/collect/collect.ts';
import {
  compareSides,
  differenceWords,
  likelyPair,
  type Side,
  sidesOf,
  sidesOfCase,
} from '../../../shared/collect/compare.ts';
import { aCompleteCase, idOf } from '../../helpers/builders.ts';
import { captureText, collected } from '../../helpers/captures.ts';

/** The system of one capture. */
function sideOf(name: string, text: string): Side {
  const [side] = sidesOf(name, collect([{ name, text, notes: [] }]));
  if (!side) throw new Error(`${name} tells of no system`);
  return side;
}
const version = captureText('ios-stack.txt');
const found = (left: string, right: string) => compareSides(sideOf('a.txt', left), sideOf('b.txt', right));
const told = (left: string, right: string, expected = false) =>
  found(left, right)
    .differences.filter((each) => each.expected === expected)
    .map(({ section, key, left: a, right: b }) => `${section}, ${key}: ${a.join('; ')} | ${b.join('; ')}`);

describe('[K70] two captures', () => {
  test('of one system with nothing changed differ in nothing, however they were written down', () => {
    const other = `acc-sw-07#show version\r\n${version.replaceAll('\n', '\r\n')}`;
    const comparison = found(version, other);
    expect(comparison).toMatchObject({ sameSystem: true, differences: [] });
    expect(comparison.same).toBeGreaterThan(10);
  });
  test('[K71] of one system: what changed is told, what moves by itself is to be expected', () => {
    const later = version
      .replaceAll('17.6.5', '17.9.4')
      .replaceAll('17.06.05', '17.09.04')
      .replace('3 weeks, 2 days, 4 hours, 11 minutes', '11 minutes');
    expect(told(version, later)).toContain('Revision levels, IOS: 17.6.5 | 17.9.4');
    expect(told(version, later).join()).not.toContain('Uptime');
    expect(told(version, later, true)).toContain(
      'System, Uptime: 3 weeks, 2 days, 4 hours, 11 minutes | 11 minutes',
    );
  });
  test('[K71] of two systems: host name and serial numbers are each one’s own', () => {
    const other = version.replaceAll('acc-sw-07', 'acc-sw-08').replaceAll('FCW0000A1B2', 'FCW0000ZZZZ');
    const comparison = found(version, other);
    expect(comparison.sameSystem).toBe(false);
    expect(told(version, other)).toEqual([]);
    expect(told(version, other, true)).toContain('System, Host name: acc-sw-07 | acc-sw-08');
  });
  test('[K72] of what one side has no output at all it is not said that it is missing there', () => {
    const nexus = captureText('nxos-version.txt');
    const both = `dc1-leaf-03# show version\n${nexus}dc1-leaf-03# show inventory\n${captureText('inventory.txt')}`;
    expect(sideOf('b.txt', both).facts.map(({ section }) => section)).toContain('Parts');
    expect(told(nexus, both)).toEqual([]);
  });
  test('[K73] what is chosen is said with file and line', () => {
    const [left, right] = [sideOf('a.txt', version), sideOf('b.txt', version.replaceAll('17.6.5', '17.9.4'))];
    const chosen = compareSides(left, right).differences.filter(({ key }) => key === 'IOS');
    expect(differenceWords(left, right, chosen)).toMatch(
      /^acc-sw-07, a\.txt against acc-sw-07, b\.txt:\nRevision levels, IOS: 17\.6\.5 \(a\.txt:\d+\) against 17\.9\.4 \(b\.txt:\d+\)$/,
    );
  });
  test('[K73] how many of very many are left out is said', () => {
    const many = (at: string): Side => ({
      ...{ id: at, label: at, hostname: at, serial: '' },
      facts: Array.from({ length: 300 }, (_, n) => ({
        section: 'Ports',
        key: `port ${n}`,
        value: `${at} ${n}`,
        where: `${at}.txt:${n}`,
      })),
    });
    const { differences } = compareSides(many('a'), many('b'));
    const words = differenceWords(many('a'), many('b'), differences);
    expect(words.length).toBeLessThan(4_000);
    const told = words.split('\n').length - 2;
    expect(words.split('\n').at(-1)).toBe(`${300 - told} further differences are left out here.`);
  });
  test('[K70] a system of the case is a side, with its configuration and revision levels', () => {
    const contents = aCompleteCase().build();
    const [side] = sidesOfCase(contents);
    expect(side?.label).toContain('as the case has it');
    expect(side?.facts.map(({ section }) => section)).toContain('Revision levels');
    // What is inactive stands beside what runs, as in an output.
    const [first] = contents.revisions;
    if (!first) throw new Error('no revision');
    contents.revisions.push({ ...first, id: idOf(0x99), version: '4.0', state: 'inactive' });
    const levels = sidesOfCase(contents)[0]?.facts.filter(({ key }) => key.startsWith(first.component));
    expect(levels?.map(({ key, value }) => `${key}: ${value}`)).toEqual([
      `${first.component}: ${first.version}`,
      `${first.component}, inactive: 4.0`,
    ]);
  });
});

test('[K70] a node that another one only lists is not offered as a capture of it', () => {
  const sides = sidesOf('cucm-log.txt', collected('cucm-log.txt'));
  expect(sides.map(({ hostname }) => hostname)).toEqual(['cucm-pub']);
});

describe('[K75] which two are looked at first', () => {
  const levels = (host: string, versions: Record<string, string>): Side => ({
    ...{ id: host, label: host, hostname: host, serial: '' },
    facts: Object.entries(versions).map(([key, value]) => ({
      section: 'Revision levels',
      ...{ key, value, where: '' },
    })),
  });
  const node = (host: string, release: string) => levels(host, { CUCM: release, Platform: '3.0' });
  const nodes = [
    levels('gw-1', { IOS: '17.9.4' }),
    ...['pub', 'sub1', 'sub2', 'tftp'].map((host) => node(host, host === 'sub2' ? '12.5' : '14.0')),
  ];
  const hosts = (sides: readonly Side[], chosen?: Side) => likelyPair(sides, chosen)?.map(({ id }) => id);

  test('the node that an upgrade left behind stands on the left, one of its kind on the right', () => {
    expect(hosts(nodes)).toEqual(['sub2', 'pub']);
    expect(hosts(nodes, nodes[1])).toEqual(['pub', 'sub2']);
  });
  test('where no two are of one kind, or nothing is known of versions, the first two', () => {
    expect(hosts(nodes.slice(0, 2))).toEqual(['gw-1', 'pub']);
    expect(hosts([levels('a', {}), levels('b', {})])).toEqual(['a', 'b']);
    expect(hosts(nodes.slice(0, 1))).toBeUndefined();
  });
});

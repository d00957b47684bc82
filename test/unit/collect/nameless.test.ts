/** Outputs that name no system: told apart, and given to one by a person. See shared/collect/SPEC.md, K44 and K47. */
import { describe, expect, test } from 'vitest';
import { caseIntake } from '../../../shared/collect/case-intake.ts';
import { type CollectOptions, collect } from '../../../shared/collect/collect.ts';

const status =
  'Host Name          : cucm-a\nProduct Ver        : 12.5.1.10000-22\nUnified OS Version : 7.0.0.0-4\n';
const services =
  'Cisco CallManager[STARTED]\nCisco Tftp[STOPPED]  Service Not Activated\nPrimary Node =true\n';
const known = { systems: [], configuration: [], revisions: [], links: [], installations: [], products: [] };
const groupsOf = (files: Record<string, string>, options: CollectOptions = {}) =>
  caseIntake(
    collect(
      Object.entries(files).map(([name, text]) => ({ name, text, notes: [] })),
      options,
    ),
    known,
  );

describe('[K47] outputs that name no system', () => {
  test('of two files are two systems, each called by its file, and no fact of one has the id of another', () => {
    const groups = groupsOf({ 'node-1.txt': services, 'node-2.txt': services });
    expect(groups.map(({ name }) => name)).toEqual([
      'System without a name in node-1.txt',
      'System without a name in node-2.txt',
    ]);
    const ids = groups.flatMap(({ proposals }) => proposals.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('keep their names and ids when the one before them is gone', () => {
    const [, both] = groupsOf({ 'node-1.txt': services, 'node-2.txt': services });
    const [alone] = groupsOf({ 'node-2.txt': services });
    expect(alone?.proposals.map(({ id }) => id)).toEqual(both?.proposals.map(({ id }) => id));
  });
  test('belong to the system that a person says, whichever file comes first', () => {
    const [only, ...more] = groupsOf(
      { 'services.txt': services, 'status.txt': status },
      { hosts: new Map([['services.txt', 'cucm-a']]) },
    );
    expect(more).toEqual([]);
    expect(only?.hostname).toBe('cucm-a');
    expect(only?.files).toEqual(['status.txt', 'services.txt']);
    // The name stands where an output says it.
    expect(only?.proposals.find(({ label }) => label === 'Host name')).toMatchObject({
      file: 'status.txt',
      line: 1,
    });
    expect(only?.proposals.map(({ label }) => label)).toContain('Services, Cisco CallManager');
  });
  test('what an output says itself goes before what a person said of its file', () => {
    const [only] = groupsOf({ 'status.txt': status }, { hosts: new Map([['status.txt', 'other']]) });
    expect(only?.hostname).toBe('cucm-a');
  });
});

describe('[K44] what stands there by the hundred', () => {
  const device = (n: number, lines: number) =>
    `Handle 0x1${n.toString(16).padStart(3, '0')}, DMI type 17, 40 bytes\nMemory Device\n${Array.from({ length: lines }, (_, at) => `\tNote ${at}: socket ${n}`).join('\n')}\n\n`;
  const machine = (devices: number) =>
    `# dmidecode 3.3\nHandle 0x0100, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: Example\n\tProduct Name: Example 740\n\tSerial Number: EXA0001\n\n${Array.from({ length: devices }, (_, n) => device(n, 10)).join('')}`;
  const details = (devices: number) =>
    (groupsOf({ 'dmidecode.txt': machine(devices) })[0]?.proposals ?? [])
      .filter(({ detail }) => detail)
      .map(({ label }) => label.replace(/ \d+, .*/, ''));
  test('is a detail: sockets of memory, and not the machine', () => {
    expect(details(20).length).toBeGreaterThan(180);
    expect(new Set(details(20).map((label) => label.replace(/,.*/, '')))).toEqual(new Set(['Memory Device']));
  });
  test('a few of them are none', () => {
    expect(details(4)).toEqual([]);
  });
});

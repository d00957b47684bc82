/** What was collected against what a case and its customer hold: see shared/collect/SPEC.md, K41 to K46. */
import { describe, expect, test } from 'vitest';
import { configuration } from '../../../shared/cases/configuration.ts';
import type { Installation } from '../../../shared/cases/customer.ts';
import { links } from '../../../shared/cases/links.ts';
import { type RevisionRecord, revisions } from '../../../shared/cases/revisions.ts';
import { type SystemRecord, systems } from '../../../shared/cases/systems.ts';
import { caseIntake, type IntakeGroup, type KnownRows } from '../../../shared/collect/case-intake.ts';
import { collect } from '../../../shared/collect/collect.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { collected, collectedText } from '../../helpers/captures.ts';

const AT = '2026-11-28T12:00:00.000Z';
const id = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const provenance = { kind: 'typed', by: { id: id(1), name: 'Sample Engineer One' }, at: AT } as const;
const nothing: KnownRows = {
  systems: [],
  configuration: [],
  revisions: [],
  links: [],
  installations: [],
  products: sampleProducts,
};
const system = (n: number, fields: Partial<SystemRecord>): SystemRecord =>
  systems.empty({ id: id(n), caseId: id(2), role: 'affected', capturedAt: AT, provenance, ...fields });
const installation = (fields: Partial<Installation>): Installation => ({
  id: id(9),
  customerId: id(8),
  siteId: null,
  productId: null,
  productName: '',
  hostname: '',
  version: '',
  ...fields,
});
const words = ({ proposals }: IntakeGroup) =>
  proposals.map(({ label, before, value }) => `${label}: ${before === '' ? '' : `${before} -> `}${value}`);

describe('which system an output is about', () => {
  const target = (known: Partial<KnownRows>) =>
    caseIntake(collected('ios-stack.txt'), { ...nothing, ...known })[0]?.target;

  test('[K41] none that the case has: a new one', () => {
    expect(target({})).toEqual({ kind: 'new' });
  });
  test('[K41] the one with its host name, whatever domain and letter case it is written in', () => {
    expect(target({ systems: [system(3, { hostname: 'ACC-SW-07.example.com' })] })).toEqual({
      kind: 'in-case',
      systemId: id(3),
      by: 'host name',
    });
  });
  test('[K41] the one with its serial number, also where it was renamed, and then the name is a change', () => {
    const known = { systems: [system(3, { hostname: 'old-name', hardware: 'C9300, FCW0000A1B2' })] };
    expect(target(known)).toMatchObject({ systemId: id(3), by: 'serial number' });
    const [group] = caseIntake(collected('ios-stack.txt'), { ...nothing, ...known });
    expect(group && words(group)).toContain('Host name: old-name -> acc-sw-07');
  });
  test('[K41] two systems with its name are no answer', () => {
    const twins = [system(3, { hostname: 'acc-sw-07' }), system(4, { hostname: 'acc-sw-07' })];
    expect(target({ systems: twins })).toEqual({ kind: 'new' });
  });
  test.each([
    ['10.20.30.4 in VLAN 20.', { kind: 'in-case', systemId: id(3), by: 'address' }],
    ['10.20.30.40', { kind: 'new' }],
  ])('[K41] by address, whole: %s', (networkAttachment, wanted) => {
    const read = collectedText(
      '2: eth0: <UP> mtu 1500 state UP\n    inet 10.20.30.4/24 scope global eth0\n',
      {
        command: 'ip address',
        platform: 'linux',
      },
    );
    const [group] = caseIntake(read, { ...nothing, systems: [system(3, { networkAttachment })] });
    expect(group?.target).toEqual(wanted);
  });
  test('[K41] one that stands at the customer: its product comes from there', () => {
    const [product] = sampleProducts;
    const known = { installations: [installation({ hostname: 'acc-sw-07', productId: product?.id ?? '' })] };
    const [group] = caseIntake(collected('ios-stack.txt'), { ...nothing, ...known });
    expect(group?.target).toEqual({ kind: 'installed', installationId: id(9), by: 'host name' });
    expect(group && words(group)).toContain(`Product: ${product?.name}`);
  });
});

describe('what it would change', () => {
  const switchRow = system(3, {
    hostname: 'acc-sw-07',
    productName: 'Cisco C9300-48U',
    platform: 'hardware',
    hardware: 'C9300-48U, serial number FCW0000A1B2',
    os: 'IOS XE 17.6.4',
  });
  const revision = (n: number, component: string, version: string) =>
    revisions.empty({
      id: id(n),
      caseId: id(2),
      systemId: id(3),
      component,
      version,
      capturedAt: AT,
      provenance,
    });
  test('[K42] what the case holds already is no proposal; what differs names both, and the row that it changes', () => {
    const [group] = caseIntake(collected('ios-stack.txt'), {
      ...nothing,
      systems: [switchRow],
      revisions: [revision(5, 'ios xe', '17.06.04'), revision(6, 'IOS', '17.6.5')],
    });
    expect(group && words(group).slice(0, 3)).toEqual([
      'Operating system: IOS XE 17.6.4 -> IOS XE 17.6.5',
      'IOS XE: 17.06.04 -> 17.06.05',
      'ROM monitor: IOS-XE',
    ]);
    expect(group?.proposals.find(({ label }) => label === 'IOS XE')).toMatchObject({
      rowId: id(5),
      file: 'ios-stack.txt',
    });
    expect(group?.known).toBeGreaterThanOrEqual(5);
  });
  test('[K40] [D8] what is inactive is proposed beside what runs, against a row that is inactive itself', () => {
    const read = (rows: readonly RevisionRecord[]) =>
      caseIntake(collected('cucm-log.txt'), {
        ...nothing,
        systems: [system(3, { hostname: 'cucm-pub' })],
        revisions: rows,
      }).flatMap(({ proposals }) =>
        proposals.flatMap((each) =>
          each.kind === 'revision' && each.component === 'CUCM'
            ? `${each.label} ${each.state}: ${each.before} -> ${each.value}`
            : [],
        ),
      );
    const runs = revision(5, 'CUCM', '12.5.1.14900-63');
    expect(read([])).toEqual([
      'CUCM active:  -> 12.5.1.14900-63',
      'CUCM, inactive inactive:  -> 12.5.1.13900-152',
    ]);
    // A row of before partitions were told apart is of what runs.
    expect(read([runs])).toEqual(['CUCM, inactive inactive:  -> 12.5.1.13900-152']);
    const before = { ...revision(6, 'CUCM', '11.5.1'), state: 'inactive' as const };
    expect(read([runs, before])).toEqual(['CUCM, inactive inactive: 11.5.1 -> 12.5.1.13900-152']);
    expect(read([runs, { ...before, version: '12.5.1.13900-152' }])).toEqual([]);
  });
  test('[K42] reading the same again proposes nothing once all of it is in the case', () => {
    const first = caseIntake(collected('gateway-log.txt'), nothing);
    const held = first.flatMap((group, at) => {
      const own = system(20 + at, { hostname: group.name });
      for (const each of group.proposals)
        if (each.kind === 'field') Object.assign(own, { [each.field]: each.value });
      return [own];
    });
    const rowsOf = first.flatMap((group, at) =>
      group.proposals.map((each, index) => ({
        each,
        systemId: id(20 + at),
        row: id(1000 + at * 500 + index),
      })),
    );
    const again = caseIntake(collected('gateway-log.txt'), {
      ...nothing,
      systems: held,
      revisions: rowsOf.flatMap(({ each, systemId, row }) =>
        each.kind === 'revision'
          ? [{ ...revision(1, each.component, each.value), state: each.state, id: row, systemId }]
          : [],
      ),
      configuration: rowsOf.flatMap(({ each, systemId, row }) =>
        each.kind === 'entry'
          ? [
              configuration.empty({
                id: row,
                caseId: id(2),
                systemId,
                kind: 'entry',
                section: each.section,
                key: each.key,
                value: each.value,
                capturedAt: AT,
                provenance,
              }),
            ]
          : [],
      ),
    });
    expect(first.flatMap(words).length).toBeGreaterThan(20);
    expect(again.flatMap(words)).toEqual([]);
  });
  test('[K42] an address is added to what a person wrote about the network, not put in its place', () => {
    const read = collectedText(
      '2: eth0: <UP> mtu 1500 state UP\n    inet 10.20.30.4/24 scope global eth0\n',
      {
        command: 'ip address',
        platform: 'linux',
      },
    );
    const known = {
      ...nothing,
      systems: [system(3, { hostname: '10.20.30.4', networkAttachment: 'port 14' })],
    };
    expect(caseIntake(read, known).flatMap(words)).toContain(
      'Network attachment: port 14 -> port 14\n10.20.30.4',
    );
  });
  test('[K43] a link to what is no system stands beside the configuration', () => {
    const all = caseIntake(collected('cucm-log.txt'), nothing).flatMap(words);
    expect(all.filter((each) => each.startsWith('Links, ')).length).toBeGreaterThan(0);
  });
  test('[K44] what is only mentioned is told apart from what outputs are about', () => {
    const groups = caseIntake(collected('cucm-log.txt'), nothing);
    expect(groups.find(({ name }) => /pub/.test(name))?.mentioned).toBe(false);
  });
  test('[K45] a fact keeps its id when it is read again, so that what a person chose stays chosen', () => {
    const ids = (groups: readonly IntakeGroup[]) =>
      groups.flatMap(({ proposals }) => proposals.map((each) => each.id));
    const once = ids(caseIntake(collected('gateway-log.txt'), nothing));
    const withMore = ids(caseIntake(collected(['ios-stack.txt', 'gateway-log.txt']), nothing));
    expect(new Set(once).size).toBe(once.length);
    expect(once.filter((each) => !withMore.includes(each))).toEqual([]);
  });
});

test('[K13] a person says what an output is, of one output alone', () => {
  const text = 'Hostname\tSEP001122334455\nModel\tCP-8845\n';
  const file = { name: 'a.txt', text, notes: [] };
  const kinds = new Map([['a.txt:1', 'cisco_phone status page']]);
  expect(collect([file], { kinds }).provenance[0]).toMatchObject({ certainty: 1 });
});

describe('[K43] links between systems', () => {
  const read = collected(['gateway-log.txt', 'cucm-log.txt', 'phone.txt']);
  const linksOf = (known: KnownRows) =>
    caseIntake(read, known).flatMap(({ id, name, proposals }) =>
      proposals.flatMap((each) =>
        each.kind === 'entry' && each.link
          ? [{ from: id, name, ...each.link, value: each.value, key: each.key }]
          : [],
      ),
    );

  test('a link whose other end was read is one of the case, of each kind once, with its state where one is said', () => {
    const found = linksOf(nothing);
    const names = new Map(caseIntake(read, nothing).map(({ id, name }) => [id, name]));
    const words = found.map(({ name, to, kind, state }) => `${name} ${kind} ${names.get(to)} ${state}`);
    expect(words).toContain('vg-site-1 sip-trunk cucm-pub null');
    expect(words).toContain('SEP00005E005377 other cucm-pub up');
    expect(words.filter((each) => /^(\S+) \S+ \1 /.test(each))).toEqual([]);
    expect(new Set(words.map((each) => each.replace(/ \S+$/, ''))).size).toBe(words.length);
  });

  test('one whose other end is not in the case is an entry, and no proposal again until that end comes', () => {
    const publisher = system(12, { hostname: 'cucm-pub' });
    const ofPublisher = (known: KnownRows) => linksOf(known).filter(({ name }) => name === 'cucm-pub');
    const [first] = ofPublisher({ ...nothing, systems: [publisher] });
    if (!first) throw new Error('the publisher is linked with its subscriber');
    const entry = (value: string) =>
      configuration.empty({
        ...{ id: id(31), caseId: publisher.caseId, systemId: publisher.id, kind: 'entry', section: 'Links' },
        ...{ key: first.key, value, capturedAt: AT, provenance },
      });
    const kept = { ...nothing, systems: [publisher], configuration: [entry(first.value)] };
    expect(ofPublisher(kept)).toEqual([]);
    const changed = caseIntake(read, { ...kept, configuration: [entry('replication 2')] }).flatMap(words);
    expect(changed).toContain(`Links, ${first.key}: replication 2 -> ${first.value}`);
    const subscriber = system(13, { hostname: 'cucm-sub1' });
    expect(ofPublisher({ ...kept, systems: [publisher, subscriber] })).toHaveLength(1);
  });

  test('what the case has as a link is no proposal again', () => {
    const ids = new Map([
      ['vg-site-1', system(11, { hostname: 'vg-site-1' })],
      ['cucm-pub', system(12, { hostname: 'cucm-pub' })],
    ]);
    const [gateway, publisher] = [...ids.values()];
    if (!gateway || !publisher) throw new Error('two systems');
    const row = links.empty({
      id: id(21),
      caseId: gateway.caseId,
      fromId: gateway.id,
      toId: publisher.id,
      kind: 'sip-trunk',
    });
    const known = { ...nothing, systems: [gateway, publisher], links: [row] };
    const left = linksOf(known).filter(({ name, kind }) => name === 'vg-site-1' && kind === 'sip-trunk');
    expect(left).toEqual([]);
    expect(
      linksOf({ ...known, links: [] }).filter(
        ({ name, kind }) => name === 'vg-site-1' && kind === 'sip-trunk',
      ),
    ).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import { caseProposals } from '../../../shared/collect/case-fields.ts';
import { collect, outputKey } from '../../../shared/collect/collect.ts';
import { cleanLines } from '../../../shared/collect/lines.ts';
import { type Mapping, readMapping } from '../../../shared/collect/textfsm/mapping.ts';
import { runTemplate } from '../../../shared/collect/textfsm/run.ts';
import { readTemplate } from '../../../shared/collect/textfsm/template.ts';
import { collected, collectedText, entriesOf, fieldsOf, revisionsOf } from '../../helpers/captures.ts';

describe('what a case takes', () => {
  const fields = (name: string) =>
    Object.fromEntries(
      Object.entries(caseProposals(collected(name)).systems[0]?.fields ?? {}).map(([field, fact]) => [
        field,
        fact.value,
      ]),
    );
  test('[K40] of a switch', () => {
    expect(fields('ios-stack.txt')).toEqual({
      hostname: 'acc-sw-07',
      productName: 'Cisco C9300-48U',
      platform: 'hardware',
      hardware: 'C9300-48U, serial number FCW0000A1B2',
      os: 'IOS XE 17.6.5',
    });
  });
  test('[K40] of what stands in the place of an ASA', () => {
    const text = `-----[ ftd-9 ]-----\nModel : Cisco Firepower 1120 Threat Defense (78) Version 7.2.5 (Build 208)\n`;
    const [system] = caseProposals(collectedText(text)).systems;
    expect(system?.fields.productName?.value).toBe('Cisco Firepower 1120 Threat Defense (78)');
    expect(system?.fields.os?.value).toBe('FTD 7.2.5');
  });
  test('[K40] of a virtual Windows server, and of CUCM', () => {
    expect(fields('systeminfo.txt')).toMatchObject({
      platform: 'virtual',
      os: 'Microsoft Windows Server 2019 Standard 10.0.17763 N/A Build 17763',
      networkAttachment: '192.0.2.25, fe80::1',
    });
    expect(fields('cucm-log.txt')).toMatchObject({
      telephonyPlatform: 'Cisco Unified Communications Manager',
      telephonyVersion: '12.5.1.14900-63',
    });
  });
  test('[K40] revision levels are those of both partitions, and say which they are of, with file and line', () => {
    const { revisions } = caseProposals(collected('cucm-log.txt'));
    const file = 'cucm-log.txt';
    expect(revisions.filter(({ component }) => component === 'CUCM')).toEqual([
      { system: 's1', component: 'CUCM', state: 'active', value: '12.5.1.14900-63', file, line: 7 },
      {
        system: 's1',
        component: 'CUCM',
        state: 'inactive',
        value: '12.5.1.13900-152',
        file,
        line: expect.any(Number),
      },
    ]);
  });
});

const TEMPLATE = `Value Required PORT (\\d+)
Value STATE (up|down)
Value FIRMWARE (\\S+)
Value List ADDRESS (\\S+)

Start
  ^firmware $FIRMWARE
  ^address $ADDRESS
  ^port $PORT $STATE -> Record
  ^. -> Error
`;
const mapping: Mapping = {
  format: 'partner-console-mapping',
  version: 1,
  templates: {
    'acme.textfsm': [
      { field: 'STATE', fact: 'configuration', section: 'Ports', keyField: 'PORT', key: 'state' },
      { field: 'FIRMWARE', fact: 'revision', component: 'Firmware' },
      { field: 'ADDRESS', fact: 'addresses' },
    ],
  },
};

describe('own templates', () => {
  const text = 'pbx-1#show ports\nfirmware 4.2\naddress 192.0.2.7\nport 1 up\n%ODD line\nport 2 down\n';
  const read = (by: Mapping) => {
    const lines = cleanLines(text).lines.slice(1);
    const parsed = runTemplate(readTemplate(TEMPLATE), lines.map((line) => line.text).join('\n'), {
      onUnknown: 'skip',
    });
    const readings = new Map([[outputKey('a.txt', 1), { template: 'acme.textfsm', parsed, notes: [] }]]);
    return collect([{ name: 'a.txt', text, notes: [] }], { templates: { readings, mapping: by } });
  };
  test('[T70] [T71] fields become facts, with the line that their record ends in', () => {
    const facts = read(mapping);
    expect(facts.kind).toBe('template acme.textfsm');
    expect(fieldsOf(facts)).toEqual({ hostname: 'pbx-1' });
    expect(entriesOf(facts, 'Ports')).toEqual(['1, state: up', '2, state: down']);
    expect(revisionsOf(facts)).toEqual(['Firmware 4.2']);
    expect(facts.configuration.map(({ line }) => line)).toEqual([4, 6]);
    expect(facts.systems[0]?.addresses.map(({ value }) => value)).toEqual(['192.0.2.7']);
  });
  test('[T45] [T72] the unknown line that was left out is said, with its number in the file', () => {
    expect(read(mapping).provenance[0]?.notes).toEqual([
      'Line 5 was left out, which acme.textfsm does not know: %ODD line',
    ]);
  });
  test('[T72] a template that the mapping says nothing of', () => {
    expect(read({ ...mapping, templates: {} }).provenance[0]?.notes).toContain(
      'The mapping file says nothing of acme.textfsm: its 2 records became no facts.',
    );
  });
  test('[T70] a mapping file that does not fit names the place', () => {
    expect(readMapping(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
    expect(readMapping({ ...mapping, templates: { x: [{ field: 'A', fact: 'colour' }] } })).toMatch(
      /at templates\.x\.0/,
    );
    expect(readMapping([])).toMatch(/at the file/);
  });
});

/** How many phones of a model there are, and where the count goes. The outputs are written after the formats that devices print. */
import { describe, expect, test } from 'vitest';
import { caseIntake } from '../../../shared/collect/case-intake.ts';
import { collect } from '../../../shared/collect/collect.ts';
import { captureText, collectedText, entriesOf } from '../../helpers/captures.ts';

const nothing = { systems: [], configuration: [], revisions: [], links: [], installations: [], products: [] };
const SQL =
  'admin:run sql select count(d.name) as phones, t.name as model from device d inner join typemodel t on d.tkmodel=t.enum group by t.name';
const counts = `${SQL}
phones model
====== ==============================
200    Cisco 8845
25     Cisco 8832
2      Conference Bridge Software
7      Cisco Unified Client Services Framework
admin:`;
const EPHONES = `vg-site-9#show ephone

ephone-1[0] Mac:0000.5E00.5301 TCP socket:[1] activeLine:0 whisperLine:0 REGISTERED in SCCP ver 17/12 max_streams=5
mediaActive:0 whisper_mediaActive:0 startMedia:0 offhook:0 ringing:0 reset:0 reset_sent:0 paging 0 debug:0 caps:8
IP:192.0.2.61 * 50195 7962  keepalive 1084 max_line 6 available_line 6
button 1: cw:1 ccw:(0 0)  dn 1  number 1001 CH1   IDLE

ephone-2[1] Mac:0000.5E00.5302 TCP socket:[2] activeLine:0 whisperLine:0 REGISTERED in SCCP ver 17/12 max_streams=5
IP:192.0.2.62 50196 7962  keepalive 1084 max_line 6 available_line 6

ephone-3[2] Mac:0000.5E00.5303 TCP socket:[-1] activeLine:0 whisperLine:0 UNREGISTERED
IP:192.0.2.63 0 7941  keepalive 0 max_line 2 available_line 2
`;
/** Each system that is counted, with its count. */
const counted = (text: string) =>
  collectedText(text).systems.flatMap(({ model, quantity }) =>
    quantity ? [[model?.value, quantity.value]] : [],
  );

describe('[K34] phones of a model', () => {
  test('as the database counts them, whichever column stands first; what is no phone is none', () => {
    expect(counted(counts)).toEqual([
      ['Cisco 8845', '200'],
      ['Cisco 8832', '25'],
    ]);
    const turned = counts.replace('phones model', 'model phones').replace(/^(\d+) +(\S.*)$/gm, '$2    $1');
    expect(counted(turned)).toEqual([
      ['Cisco 8845', '200'],
      ['Cisco 8832', '25'],
    ]);
    expect(entriesOf(collectedText(counts), 'Phones')).toEqual(['Cisco 8845: 200', 'Cisco 8832: 25']);
  });
  test('another answer of the database counts no phones', () => {
    expect(
      counted(
        'admin:run sql select name, tkmodel, description from device\nname tkmodel description\n==== ======= ===========\nSEP1 684     Cisco 8845 5\n',
      ),
    ).toEqual([]);
  });
  test('as a gateway lists them, with how many are registered', () => {
    expect(counted(EPHONES)).toEqual([
      ['Cisco 7962', '2'],
      ['Cisco 7941', '1'],
    ]);
    const read = collectedText(EPHONES);
    expect(read.provenance[0]?.kind).toBe('cisco_ios show ephone');
    expect(entriesOf(read, 'Phones')).toEqual(['Cisco 7962: 2, 2 registered', 'Cisco 7941: 1, 0 registered']);
    expect(read.systems[0]?.hostname?.value).toBe('vg-site-9');
  });
  test('the count is that of the phone that is there as an example, with its file and line', () => {
    const read = collect([
      { name: 'cucm.txt', text: counts, notes: [] },
      { name: 'phone.txt', text: captureText('phone.txt'), notes: [] },
    ]);
    const phone = read.systems.find(({ hostname }) => hostname?.value.startsWith('SEP'));
    expect(phone?.model?.value).toBe('CP-8845');
    expect(phone?.quantity).toEqual({ value: '200', file: 'cucm.txt', line: 4 });
    expect(read.systems.map(({ model }) => model?.value)).not.toContain('Cisco 8845');
    const groups = caseIntake(read, nothing);
    const proposals = groups.find(({ name }) => name.startsWith('SEP'))?.proposals ?? [];
    expect(proposals.find((each) => each.kind === 'field' && each.field === 'quantity')).toMatchObject({
      label: 'How many of it',
      value: '200',
      line: 4,
    });
    // Of a model without an example it is a system of its own, which a person chooses.
    expect(groups.find(({ name }) => name === 'Cisco 8832')?.mentioned).toBe(true);
  });
  test('of two phones of one model neither is all of them', () => {
    const second = captureText('phone.txt')
      .replaceAll('005377', '005378')
      .replace('FCH0000ABCD', 'FCH0000ABCE');
    const read = collect([
      { name: 'cucm.txt', text: counts, notes: [] },
      { name: 'phone.txt', text: captureText('phone.txt'), notes: [] },
      { name: 'second.txt', text: second, notes: [] },
    ]);
    expect(read.systems.filter(({ hostname, quantity }) => hostname && quantity)).toEqual([]);
    expect(read.systems.find(({ model }) => model?.value === 'Cisco 8845')?.quantity?.value).toBe('200');
  });
});

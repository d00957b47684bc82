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
const POOLS = `vg-site-9#show voice register pool all
Pool Tag 1
Config:
  Mac address is 0000.5E00.5311
  Type is 8851
  Number list 1 : DN 1
  Proxy Ip address is 0.0.0.0
Dialpeers created:
Statistics:
  Active registrations  : 1
  Total SIP phones registered: 1
  Registration state: REGISTERED

Pool Tag 2
Config:
  Mac address is 0000.5E00.5312
  Type is 8851
  Registration state: UNREGISTERED

Pool Tag 3
Config:
  Network address is 192.0.2.0, Mask is 255.255.255.0
  DTMF-Relay is RTP-NTE
`;
const RISDB = `admin:show risdb query phone

----------- Phone Information -----------

#Total count phone = 4
#Registered count phone = 3

DeviceName, Descr, Ipaddr, Ipv6addr, Ipv4Attr, Ipv6Attr, MACaddr, RegStatus, PhoneProtocol, DeviceModel, HTTPsupport
SEP00005E005321, Front desk, 192.0.2.71, , 3, 0, 00005E005321, reg, SIP, 684, yes
SEP00005E005322, Lab, 192.0.2.72, , 3, 0, 00005E005322, unr, SIP, 684, yes
SEP00005E005323, Hall, 192.0.2.73, , 3, 0, 00005E005323, reg, SIP, 36224, yes
SEP00005E005324, New, 192.0.2.74, , 3, 0, 00005E005324, reg, SIP, 99999, yes
SEP00005E005325, One, two, 192.0.2.75, , 3, 0, 00005E005325, reg, SIP, 684, yes
CSFSAMPLE, Desktop, 192.0.2.76, , 3, 0, , reg, SIP, 503, no
admin:`;
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
  test('as a gateway lists phones of SIP; a pool of a whole network is no phone', () => {
    const read = collectedText(POOLS);
    expect(read.provenance[0]?.kind).toBe('cisco_ios show voice register pool');
    expect(counted(POOLS)).toEqual([['Cisco 8851', '2']]);
    expect(entriesOf(read, 'Phones')).toEqual(['Cisco 8851: 2, 1 registered']);
  });
  test('as a node of CUCM lists its registrations: models by their numbers, programs passed over, an unknown number told', () => {
    const read = collectedText(RISDB);
    expect(read.provenance[0]?.kind).toBe('cisco_cucm show risdb query phone');
    expect(counted(RISDB)).toEqual([
      ['Cisco 8851', '2'],
      ['Cisco 8845', '1'],
    ]);
    expect(entriesOf(read, 'Phones')).toEqual([
      'Cisco 8851: 2, 1 registered',
      'Cisco 8845: 1, 1 registered',
      "Model 99999 of CUCM's list: 1",
    ]);
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

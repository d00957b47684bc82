import { describe, expect, test } from 'vitest';
import {
  captureText,
  collected,
  collectedText,
  entriesOf,
  fieldsOf,
  revisionsOf,
} from '../../helpers/captures.ts';

describe('CUCM', () => {
  const read = collected('cucm-log.txt');
  test('[K9] [K25] every output of the log is recognised, and is of the node of the log', () => {
    expect(read.provenance.map(({ kind }) => kind)).not.toContain('unknown');
    expect(read.systems.map(({ hostname, role }) => [hostname?.value, role?.value])).toEqual([
      ['cucm-pub', 'Publisher'],
      ['cucm-sub1.example.test', 'Subscriber'],
    ]);
    expect(fieldsOf(read)).toMatchObject({
      version: '12.5.1.14900-63',
      timeZone: 'Central Standard Time (America/Chicago)',
      uptime: '35 days,  2:14',
    });
  });
  test('[K25] versions by partition, COP files, each once', () => {
    expect(revisionsOf(read)).toEqual([
      'CUCM 12.5.1.14900-63 active',
      'Unified OS 6.0.0.0-2 active',
      'COP file ciscocm.V12.5.1_sample_fix_v1.1.k3.cop active',
      'CUCM 12.5.1.13900-152 inactive',
      'Database ccm12_5_1_14900_63',
    ]);
  });
  test('[K25] services, replication of each node, disks, certificates, diagnosis', () => {
    expect(entriesOf(read, 'Services')).toContain('Cisco CTIManager: STOPPED');
    expect(entriesOf(read, 'Services')).toContain('Cisco Tftp: STOPPED, Service Not Activated');
    expect(entriesOf(read, 'Replication')).toContain('State: 4 Setup Failed');
    expect(read.links).toMatchObject([{ kind: 'database', to: 'cucm-sub1', value: 'replication 4' }]);
    expect(entriesOf(read, 'Disk')).toContain('Disk/active: 92 % of 14154228K used');
    expect(entriesOf(read, 'Certificates')).toContain(
      'Certificate, valid until: Sun Dec 06 10:00:00 CST 2026',
    );
    expect(entriesOf(read, 'Diagnosis')).toContain('validate_network: Failed: own name does not resolve');
  });
  test('[K27] what the clock follows', () => {
    expect(entriesOf(read, 'NTP')).toEqual(
      expect.arrayContaining(['Synchronised: yes', 'Stratum: 2', 'Reference: 192.0.2.123']),
    );
  });
});

describe('a voice gateway', () => {
  const read = collected('gateway-log.txt');
  test('[K9] [K12] every output is recognised by its command, cut short or not', () => {
    expect(read.provenance.map(({ command, kind }) => [command, kind])).toEqual([
      ['sh clock', 'cisco show clock'],
      ['sh ntp status', 'cisco show ntp'],
      ['sh run', 'cisco show running-config'],
      ['show interfaces', 'cisco show interfaces'],
      ['sh voice port summ', 'cisco_ios show voice port summary'],
      ['show dial-peer voice summary', 'cisco_ios show dial-peer voice summary'],
      ['show sccp', 'cisco_ios show sccp'],
      ['show ccm-manager', 'cisco_ios show sccp'],
      ['show sip-ua register status', 'cisco_ios show sip-ua'],
      ['show logging', 'cisco show logging'],
    ]);
    expect(read.systems).toHaveLength(1);
  });
  test('[K26] the configuration, and what talks to what', () => {
    expect(entriesOf(read, 'Dial peers')).toEqual(
      expect.arrayContaining(['100, session target: ipv4:192.0.2.11', '1, destination-pattern: 9T']),
    );
    expect(entriesOf(read, 'Configuration')).toContain(
      'NVRAM config last updated: 18:02:11 CST Fri Nov 20 2026 by admin',
    );
    expect(read.links.map(({ kind, to, value }) => [kind, to, value])).toEqual(
      expect.arrayContaining([
        ['SIP trunk', '192.0.2.11', ''],
        ['SCCP', '192.0.2.11', 'NOT_CONNECTED'],
        ['MGCP', '192.0.2.11', 'Registered'],
      ]),
    );
  });
  test('[K26] no password, key, credential or community name is taken', () => {
    const all = JSON.stringify(read);
    for (const secret of ['$9$notarealsecret', 'notarealcommunity', 'password', 'credentials'])
      expect(all).not.toContain(secret);
    expect(entriesOf(read, 'SNMP')).toEqual(['community: configured', 'location: Site 1']);
  });
  test('[K27] a clock that nobody vouches for', () => {
    expect(entriesOf(read, 'Clock')).toEqual(['State: not authoritative']);
    expect(entriesOf(read, 'NTP')).toEqual(expect.arrayContaining(['Synchronised: no', 'Stratum: 16']));
  });
  test('[K28] errors that are not 0, and duplex', () => {
    const interfaces = entriesOf(read, 'Interfaces');
    expect(interfaces).toEqual(
      expect.arrayContaining(['GigabitEthernet0/0/0, CRC: 1398', 'GigabitEthernet0/0/0, duplex: half']),
    );
    expect(interfaces.filter((each) => each.startsWith('GigabitEthernet0/0/1'))).toEqual([
      'GigabitEthernet0/0/1: administratively down, line protocol down',
    ]);
  });
  test('[K29] voice ports, SCCP and registrations', () => {
    expect(entriesOf(read, 'Voice ports')).toContain(
      '0/1/1: fxo-ls, admin down, oper down, in idle, out on-hook',
    );
    expect(entriesOf(read, 'SCCP')).toContain(
      'Conferencing, oper state: ACTIVE_IN_PROGRESS, CM_CONNECTION_FAILED',
    );
    expect(entriesOf(read, 'SIP')).toContain('Registration 1001: registered no, peer 20001, expires in 85 s');
  });
  test('[K30] the log: the time it covers, the gravest, the busiest', () => {
    expect(entriesOf(read, 'Logging')).toEqual(
      expect.arrayContaining(['First message: Nov 28 09:40:11.204', 'Last message: Nov 28 09:58:31.871']),
    );
    expect(entriesOf(read, 'Grave messages')).toEqual([
      '%SYS-2-MALLOCFAIL: Nov 28 09:55:02.100: Memory allocation of 65536 bytes failed',
    ]);
  });
});

describe('phones, Linux and Windows', () => {
  test('[K31] a phone, whatever parts its names and values', () => {
    const text = captureText('phone.txt');
    for (const each of [text, text.replaceAll('\t', ': '), text.replaceAll('\t', '   ')])
      expect(fieldsOf(collectedText(each))).toMatchObject({
        hostname: 'SEP00005E005377',
        model: 'CP-8845',
        serial: 'FCH0000ABCD',
        version: 'sip88xx.14-2-1-0101-47',
      });
  });
  test('[K32] [K27] a Linux whose clock follows nothing, with a full disk and a service that failed', () => {
    const read = collected('linux-state-log.txt');
    expect(read.systems).toHaveLength(1);
    expect(entriesOf(read, 'NTP')).toContain('Synchronised: no');
    expect(entriesOf(read, 'Disk')).toContain('/: 96 % of 50G used');
    expect(entriesOf(read, 'Services')).toEqual(['ips-core.service: failed, failed']);
    expect(entriesOf(read, 'Interfaces')).toContain('ens192: state UP');
    expect(read.systems[0]?.addresses.map(({ value }) => value)).toEqual(['192.0.2.41']);
    expect(entriesOf(read, 'Grave messages')).toHaveLength(1);
  });
  test('[K32] [K24] a Windows: hot fixes, services, time, and the programs that are asked for', () => {
    const read = collected('windows-state-log.txt', { components: ['Fictional console server'] });
    expect(entriesOf(read, 'Hot fixes')).toEqual(['KB5020374: installed 11/14/2026']);
    expect(entriesOf(read, 'Services')).toEqual([
      'IpsConsole: STOPPED',
      'W32Time: Running, Windows Time',
      'Spooler: Stopped, Print Spooler',
    ]);
    expect(entriesOf(read, 'NTP')).toContain('Synchronised: no');
    expect(revisionsOf(read)).toEqual(['Fictional console server 7.1.3.1042']);
  });
});

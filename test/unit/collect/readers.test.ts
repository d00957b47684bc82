import { describe, expect, test } from 'vitest';
import {
  captureText,
  collected,
  collectedText,
  entriesOf,
  fieldsOf,
  revisionsOf,
} from '../../helpers/captures.ts';

describe('show version', () => {
  test('[K20] IOS XE on a stack: its own facts, and each member as a part', () => {
    const read = collected('ios-stack.txt');
    expect(read.kind).toBe('cisco_ios show version');
    expect(fieldsOf(read)).toMatchObject({
      hostname: 'acc-sw-07',
      model: 'C9300-48U',
      serial: 'FCW0000A1B2',
      version: '17.6.5',
      image: 'flash:packages.conf',
      uptime: '3 weeks, 2 days, 4 hours, 11 minutes',
      lastReload: 'PowerOn',
      configurationRegister: '0x102',
    });
    expect(revisionsOf(read)).toEqual(['IOS XE 17.06.05', 'IOS 17.6.5', 'ROM monitor IOS-XE']);
    expect(read.systems[0]?.parts.map(({ name, model, serial }) => [name, model, serial])).toEqual([
      ['Switch 1', 'C9300-48U', 'FCW0000A1B2'],
      ['Switch 2', 'C9300-24UX', 'FCW0000C3D4'],
    ]);
    expect(read.systems[0]?.hostname).toEqual({ value: 'acc-sw-07', file: 'ios-stack.txt', line: 9 });
  });

  test('[K20] NX-OS', () => {
    const read = collected('nxos-version.txt');
    expect(read.kind).toBe('cisco_nxos show version');
    expect(fieldsOf(read)).toMatchObject({
      hostname: 'dc1-leaf-03',
      model: 'C93180YC-EX',
      hardware: 'Nexus9000 C93180YC-EX chassis',
      serial: 'FDO00001ABC',
      version: '9.3(11)',
      image: 'bootflash:///nxos.9.3.11.bin',
      lastReload: 'Reset Requested by CLI command reload',
    });
    expect(revisionsOf(read)).toEqual(['BIOS 05.47', 'NX-OS 9.3(11)']);
  });

  test.each([
    ['  cisco Nexus5548 Chassis ("O2 32X10GE/Modular Supervisor")', 'Nexus5548'],
    ['  cisco Nexus 5596 Chassis ("O2 48X10GE/Modular Supervisor")', '5596'],
    ['  cisco Nexus9000 C9396PX Chassis', 'C9396PX'],
    ['  cisco N9K-C93180LC-EX ("supervisor")', 'N9K-C93180LC-EX'],
  ])('[K20] the model of NX-OS: %s', (line, model) => {
    const read = collectedLine(line);
    expect(fieldsOf(read).model).toBe(model);
  });

  test('[K20] IOS XR: of two lines with a model the one with the processor is the chassis', () => {
    const read = collected('xr-version.txt');
    expect(read.kind).toBe('cisco_xr show version');
    expect(fieldsOf(read)).toMatchObject({
      hostname: 'edge-2',
      model: 'ASR9902',
      version: '7.5.2',
      uptime: '5 weeks, 1 day, 2 hours, 3 minutes',
    });
    expect(entriesOf(read, 'Build')).toContain('Label: 7.5.2-lab');
  });

  test('[K20] ASA: its licences are entries', () => {
    const read = collected('asa-version.txt');
    expect(read.kind).toBe('cisco_asa show version');
    expect(fieldsOf(read)).toMatchObject({
      hostname: 'fw-site-1',
      model: 'ASA5508',
      hardware: 'ASA5508, 8192 MB RAM, CPU Atom C2000 series 2000 MHz, 1 CPU (8 cores)',
      serial: 'JAD0000QWER',
      version: '9.16(4)14',
      image: 'disk0:/asa9-16-4-14-lfbff-k8.SPA',
    });
    expect(revisionsOf(read)).toEqual([
      'ASA 9.16(4)14',
      'SSP Operating System 2.10(1.217)',
      'Device Manager 7.18(1)',
    ]);
    expect(entriesOf(read, 'Licence')).toContain('Failover: Active/Active');
  });
});

function collectedLine(line: string) {
  return collectedFixture('nxos-version.txt', /^ {2}cisco .*$/m, line);
}
function collectedFixture(name: string, pattern: RegExp, line: string) {
  return collectedText(captureText(name).replace(pattern, line));
}

describe('show inventory', () => {
  test('[K21] each item is a part; the chassis is the system’s model and serial number', () => {
    const read = collected('inventory.txt');
    expect(read.kind).toBe('cisco show inventory');
    expect(fieldsOf(read)).toMatchObject({ model: 'ISR4331/K9', serial: 'FDO0000ABCD' });
    expect(
      read.systems[0]?.parts.map(({ name, description, model, version, serial }) => [
        name,
        description,
        model,
        version,
        serial,
      ]),
    ).toEqual([
      ['Chassis', 'Cisco ISR4331 Chassis', 'ISR4331/K9', 'V04', 'FDO0000ABCD'],
      ['NIM subslot 0/1', 'NIM-2FXO "old" module', 'NIM-2FXO', 'V01', 'FOC0000EFGH'],
      ['module 0', 'Cisco ISR4331 Built-In NIM controller', 'ISR4331/K9', '', ''],
      ['Ethernet1/46', 'CISCO-OEM', '10Gbase-SR', 'A1', 'AVD0000XYZ'],
    ]);
  });
});

describe('Windows and Linux', () => {
  test('[K22] systeminfo: system, hot fixes and addresses', () => {
    const read = collected('systeminfo.txt');
    expect(read.kind).toBe('windows systeminfo');
    expect(fieldsOf(read)).toMatchObject({
      hostname: 'IPS-APP-01',
      os: 'Microsoft Windows Server 2019 Standard',
      version: '10.0.17763 N/A Build 17763',
      model: 'VMware7,1',
      domain: 'example.test',
    });
    expect(entriesOf(read, 'Hot fixes')).toEqual(['KB5020374: KB5020374', 'KB5019966: KB5019966']);
    expect(read.systems[0]?.addresses.map(({ value }) => value)).toEqual(['192.0.2.25', 'fe80::1']);
    expect(entriesOf(read, 'System information')).toContain('Virtual Memory: Max Size: 18,815 MB');
  });

  test('[K22] systeminfo /fo csv: each row is a machine, with its cards and hot fixes', () => {
    const head = '"Host Name","OS Name","OS Version","System Model","Hotfix(s)","Network Card(s)"';
    const row = (name: string, address: string) =>
      `"${name}","Microsoft Windows Server 2022 Standard","10.0.20348 N/A Build 20348","PowerEdge R740","2 Hotfix(s) Installed.,[01]: KB5031111,[02]: KB5032222","1 NIC(s) Installed.,[01]: Ethernet, 10 Gb,      Connection Name: LAN,      IP address(es),      [01]: ${address}"`;
    const read = collectedText(`${head}\n${row('APP-1', '192.0.2.11')}\n${row('APP-2', '192.0.2.12')}\n`);
    expect(read.systems.map(({ hostname, addresses }) => [hostname?.value, addresses[0]?.value])).toEqual([
      ['APP-1', '192.0.2.11'],
      ['APP-2', '192.0.2.12'],
    ]);
    expect(read.systems.map(({ hostname }) => hostname?.line)).toEqual([2, 3]);
    expect(entriesOf(read, 'Hot fixes')).toEqual(
      ['KB5031111', 'KB5032222', 'KB5031111', 'KB5032222'].map((name) => `${name}: ${name}`),
    );
    expect(entriesOf(read, 'Network')[0]).toBe('Card 01: Ethernet, 10 Gb');
  });

  test('[K22] [K15] ipconfig belongs to the computer of systeminfo, by its host name', () => {
    const read = collected(['systeminfo.txt', 'ipconfig.txt']);
    expect(read.kind).toBe('several');
    expect(read.systems).toHaveLength(1);
    expect(read.systems[0]?.macAddresses.map(({ value }) => value)).toEqual(['00-00-5E-00-53-25']);
    expect(entriesOf(read, 'Ethernet adapter Ethernet0').filter((each) => each.startsWith('DNS'))).toEqual([
      'DNS Servers: 192.0.2.53',
      'DNS Servers: 192.0.2.54',
    ]);
  });

  test('[K23] os-release, with the quotes of a shell', () => {
    const read = collected('os-release.txt');
    expect(fieldsOf(read)).toMatchObject({ os: 'Red Hat Enterprise Linux 8.8 (Ootpa)', version: '8.8' });
    expect(entriesOf(read, 'os-release')).toContain('BUG_REPORT_URL: https://example.com/?a=1&b="2"');
  });

  test('[K23] lsb_release', () => {
    expect(fieldsOf(collected('lsb-release.txt'))).toMatchObject({
      os: 'Debian GNU/Linux 12 (bookworm)',
      version: '12',
    });
  });

  test('[K23] dmidecode: the machine, not its slots', () => {
    const read = collected('dmidecode.txt');
    expect(fieldsOf(read)).toMatchObject({
      model: 'VMware Virtual Platform',
      serial: 'VMware-42 00 00 00 00 00 00 01',
      platform: 'virtual',
    });
    expect(entriesOf(read, 'BIOS Information')).toContain('Characteristics: PCI is supported');
    expect(entriesOf(read, 'System Slot Information')).toEqual([]);
  });

  test('[K23] a serial number that is none is no fact', () => {
    const text = captureText('dmidecode.txt').replace('VMware-42 00 00 00 00 00 00 01', 'Not Specified');
    expect(fieldsOf(collectedText(text)).serial).toBeUndefined();
  });

  test('[K9] [K23] a terminal log of Linux: several outputs, one system', () => {
    const read = collected('linux-log.txt');
    expect(read.provenance.map(({ kind, command }) => [kind, command])).toEqual([
      ['linux uname', 'uname -a'],
      ['linux hostnamectl', 'hostnamectl'],
      ['linux packages', 'rpm -qa | sort'],
    ]);
    expect(read.systems).toHaveLength(1);
    expect(fieldsOf(read)).toMatchObject({ hostname: 'ips-db-02.example.test', platform: 'vm' });
  });

  test('[K24] of installed packages only those that are asked for become revision levels', () => {
    const packages = (name: string, components: string[]) =>
      revisionsOf(collected(name, { components })).filter((each) => !each.startsWith('Kernel'));
    expect(packages('linux-log.txt', ['ips-core'])).toEqual(['ips-core 7.1.3-1042.el8']);
    expect(packages('linux-log.txt', [])).toEqual([]);
    expect(packages('dpkg.txt', ['IPS-core', 'libssl3'])).toEqual([
      'libssl3 3.0.11-1~deb12u2',
      'ips-core 7.1.3-1042',
    ]);
    expect(entriesOf(collected('dpkg.txt', { components: ['ips-core'] }), 'Packages')).toContain(
      'ips-core: 7.1.3-1042, state iF',
    );
  });
});

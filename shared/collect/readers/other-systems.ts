/** What firewalls, wireless controllers, hypervisors and small routers say of themselves. */
import { addressIs, has, labelled, macIs, modelIs, notes, runs, says, serialIs } from './labelled.ts';

export const fortigateStatus = labelled(
  'fortinet',
  ['get system status'],
  [
    [/^Version: Forti\S+ v\d/, 0.7],
    [/^Serial-Number: \S/, 0.3],
    [/^Virus-DB: /, 0.2],
  ],
  [
    [
      /^Version: (Forti\S+) v(\d[^,\s]*)(?:,(build\d+))?/,
      ([, model, version, build], line, sink) =>
        sink
          .system()
          .set('model', model, line)
          .add('models', model, line)
          .set('version', version, line)
          .set('os', 'FortiOS', line)
          .revision('FortiOS', version, line)
          .revision('FortiOS build', build, line),
    ],
    serialIs(/^Serial-Number: (\S+)/),
    says(/^Hostname: (\S+)/, 'hostname'),
    notes(/^Operation Mode: (\S.*)/, 'System', 'Operation mode'),
    notes(/^Current HA mode: (\S.*)/, 'System', 'HA mode'),
    notes(/^License Status: (\S.*)/, 'Licences', 'State'),
    says(/^System time: (\S.*)/, 'clock'),
    says(/^Last reboot reason: (\S.*)/, 'lastReload'),
    has(/^IPS-DB: (\S+?)\(/, 'IPS database'),
    has(/^Virus-DB: (\S+?)\(/, 'Virus database'),
  ],
);

export const panosInfo = labelled(
  'paloalto_panos',
  ['show system info'],
  [
    [/^sw-version: \d/, 0.6],
    [/^family: \S/, 0.2],
    [/^threat-version: /, 0.2],
    [/^hostname: \S/, 0.1],
  ],
  [
    says(/^hostname: (\S+)/, 'hostname'),
    addressIs(/^ip-address: (\d\S+)/),
    macIs(/^mac-address: (\S+)/),
    says(/^uptime: (\S.*)/, 'uptime'),
    says(/^time: (\S.*)/, 'clock'),
    modelIs(/^model: (\S+)/),
    serialIs(/^serial: (\S+)/),
    runs(/^sw-version: (\S+)/, 'PAN-OS'),
    has(/^app-version: (\d\S+)/, 'Applications'),
    has(/^threat-version: (\d{2,}\S*)/, 'Threats'),
    notes(/^operational-mode: (\S+)/, 'System', 'Operation mode'),
    // A machine that is virtual says on what it runs.
    [/^vm-mode: (\S.*)/, (_found, line, sink) => sink.system().set('platform', 'virtual', line)],
  ],
);

export const gaiaVersion = labelled(
  'checkpoint_gaia',
  ['show version all'],
  [
    [/^Product version Check Point/, 0.8],
    [/^OS kernel version \d/, 0.2],
    [/^OS build \d/, 0.2],
  ],
  [
    runs(/^Product version Check Point Gaia (\S+)/, 'Gaia'),
    has(/^OS build (\S+)/, 'Gaia build'),
    has(/^OS kernel version (\S+)/, 'Kernel'),
  ],
);

export const aireosInfo = labelled(
  'cisco_wlc',
  ['show sysinfo'],
  [
    [/^Product Name\.{3,} ?Cisco Controller/, 0.6],
    [/^Product Version\.{3,} ?\d/, 0.3],
    [/^Burned-in MAC Address\.{3,}/, 0.2],
  ],
  [
    says(/^System Name\.{2,} ?(\S.*)/, 'hostname'),
    says(/^Product Name\.{2,} ?(\S.*)/, 'hardware'),
    runs(/^Product Version\.{2,} ?(\S+)/, 'AireOS'),
    has(/^Bootloader Version\.{2,} ?(\S+)/, 'Boot loader'),
    has(/^Field Recovery Image Version\.{2,} ?(\S+)/, 'Field recovery image'),
    has(/^Firmware Version\.{2,} ?(\S.*)/, 'Firmware'),
    addressIs(/^IP Address\.{2,} ?(\d\S+)/),
    macIs(/^Burned-in MAC Address\.{2,} ?(\S+)/),
    says(/^Last Reset\.{2,} ?(\S.*)/, 'lastReload'),
    says(/^System Up Time\.{2,} ?(\S.*)/, 'uptime'),
    says(/^System Timezone Location\.{2,} ?(\S.*)/, 'timeZone'),
    notes(/^Redundancy Mode\.{2,} ?(\S.*)/, 'System', 'Redundancy'),
  ],
);

export const aireosInventory = labelled(
  'cisco_wlc',
  ['show inventory'],
  [
    [/^Burned-in MAC Address\.{3,}/, 0.4],
    [/^PID: \S.*, +VID: .*, +SN: \S/, 0.2],
    [/^NAME: "Chassis" +, +DESCR: ".*Wireless/i, 0.3],
  ],
  [
    macIs(/^Burned-in MAC Address\.{2,} ?(\S+)/),
    [
      /^PID: (\S+),\s+VID: (\S*),\s+SN: (\S+)/,
      ([, model, , serial], line, sink) =>
        sink
          .system()
          .set('model', model, line)
          .add('models', model, line)
          .set('serial', serial, line)
          .add('serials', serial, line),
    ],
  ],
);

export const routerosResource = labelled(
  'mikrotik',
  ['system resource print', '/system resource print'],
  [
    [/^\s*platform: MikroTik/, 0.7],
    [/^\s*board-name: \S/, 0.4],
    [/^\s*architecture-name: \S/, 0.2],
  ],
  [
    runs(/^\s*version: (\d\S*)/, 'RouterOS'),
    has(/^\s*factory-software: (\S+)/, 'Factory software'),
    modelIs(/^\s*board-name: (\S.*)/),
    says(/^\s*uptime: (\S+)/, 'uptime'),
  ],
);

export const routerosBoard = labelled(
  'mikrotik',
  ['system routerboard print', '/system routerboard print'],
  [
    [/^\s*routerboard: \S/, 0.5],
    [/^\s*current-firmware: \d/, 0.4],
  ],
  [
    modelIs(/^\s*model: (\S.*)/),
    serialIs(/^\s*serial-number: (\S+)/),
    has(/^\s*current-firmware: (\d\S*)/, 'RouterBOOT'),
  ],
);

export const esxiVersion = labelled(
  'vmware_esxi',
  ['esxcli system version get', 'vmware -v', 'vmware -vl'],
  [
    [/^\s*Product: VMware ESXi?/, 0.7],
    [/^\s*Build: Releasebuild-\d/, 0.4],
    [/^VMware ESXi? \d\S* (?:build|Releasebuild)-\d/, 0.95],
  ],
  [
    runs(/^\s*Version: (\d\S*)/, 'VMware ESXi'),
    runs(/^VMware ESXi? (\d\S*) (?:build|Releasebuild)-/, 'VMware ESXi'),
    has(/(?:Build: |^VMware .*)(?:Releaseb|b)uild-(\d+)/, 'VMware ESXi build'),
    notes(/^\s*Update: (\S+)/, 'Software', 'Update'),
    notes(/^\s*Patch: (\S+)/, 'Software', 'Patch'),
  ],
);

export const esxiHardware = labelled(
  'vmware_esxi',
  ['esxcli hardware platform get'],
  [
    [/^Platform Information\s*$/, 0.5],
    [/^\s+Vendor Name: \S/, 0.3],
    [/^\s+Enclosure Serial Number:/, 0.3],
  ],
  [
    modelIs(/^\s+Product Name: (\S.*)/),
    says(/^\s+Vendor Name: (\S.*)/, 'hardware'),
    serialIs(/^\s+Serial Number: (\S.*)/),
    serialIs(/^\s+Enclosure Serial Number: (\S.*)/),
  ],
);

/** `uname -a` of the systems that are no Linux. */
export const bsdUname = labelled(
  'linux',
  ['uname -a'],
  [[/^(?:FreeBSD|OpenBSD|NetBSD|Darwin|SunOS|AIX|HP-UX) \S+ \S*\d/, 0.9]],
  [
    [
      /^(FreeBSD|OpenBSD|NetBSD|Darwin|SunOS|AIX|HP-UX) (\S+) (\S+)(.*)/,
      ([, os = '', host, release, rest = ''], line, sink) =>
        sink
          .system()
          .set('hostname', host, line)
          .set('os', os, line)
          .set('version', release, line)
          .revision(os, release, line)
          .entry('System', 'Kernel', rest.trim(), line),
    ],
  ],
);

/** What switches and routers of other makers than Cisco say of themselves. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { cellsAt, has, imageIs, labelled, macIs, modelIs, notes, runs, says, serialIs } from './labelled.ts';

export const eosVersion = labelled(
  'arista_eos',
  ['show version'],
  [
    [/^Arista \S/, 0.5],
    [/^Software image version: \S/, 0.4],
    [/^Internal build version: \S/, 0.3],
    [/^System MAC address: /, 0.1],
  ],
  [
    modelIs(/^Arista (\S+)/),
    notes(/^Hardware version:\s+(\S.*)/, 'Hardware', 'Hardware version'),
    serialIs(/^Serial number:\s+(\S+)/),
    macIs(/^System MAC address:\s+(\S+)/),
    runs(/^Software image version:\s+(\S+)/, 'EOS'),
    has(/^Internal build version:\s+(\S+)/, 'EOS build'),
    has(/^Kernel version:\s+(\S+)/, 'Kernel'),
    says(/^Uptime:\s+(\S.*)/, 'uptime'),
  ],
);

/** Tables of `show inventory`: how many blanks stand between their columns, a release decides for itself. */
const EOS_TABLES: readonly (readonly [head: RegExp, row: RegExp, name: string])[] = [
  [/^System has \d+ power supply slots?/, /^\s+(\d+)\s+(\S+)(?:\s+(\S+))?()\s*$/, 'Power supply'],
  [/^System has \d+ fan modules?/, /^\s+(\d+)\s+\d+\s+(\S+)(?:\s+(\S+))?()\s*$/, 'Fan'],
  [
    /^System has \d+ transceiver slots?/,
    /^\s+(\S+)\s+(?:\S.*?\s+)??(\S+)\s+(\S+)(?:\s+(\S+))?\s*$/,
    'Transceiver',
  ],
  [
    /^System has \d+ (?:switched )?(?:cards?|modules?)|^System has \d+ card slots?/,
    /^\s+(\S+)\s+(\S+)\s+\S+\s+(\S+)(?:\s+\S+)?()\s*$/,
    'Card',
  ],
];

function readEosInventory(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  let table: (typeof EOS_TABLES)[number] | null = null;
  let system: 'model' | 'serial' | null = null;
  for (const { text, number } of lines) {
    if (/^System (?:information|has )/.test(text))
      table = EOS_TABLES.find(([head]) => head.test(text)) ?? null;
    if (/^\s+Model\s+Description/.test(text)) system = 'model';
    else if (/^\s+HW Version\s+Serial Number/.test(text)) system = 'serial';
    if (/^\s*-{3}|^\s*(?:Model|HW Version|Slot|Module|Port|Type)\s/.test(text) || text.trim() === '')
      continue;
    if (system !== null) {
      const [first = '', second = ''] = text.trim().split(/\s+/);
      if (system === 'model') {
        own.set('model', first, number).add('models', first, number);
        own.set('hardware', text.trim().replace(/^\S+\s*/, ''), number);
      } else own.set('serial', second, number).add('serials', second, number);
      system = null;
      continue;
    }
    const found = table?.[1].exec(text);
    if (!found || !table) continue;
    const [, slot = '', model = '', serial = '', version = ''] = found;
    own.part({ name: `${table[2]} ${slot}`, description: '', model, version, serial, line: number });
  }
}

export const eosInventory: Reader = {
  kind: 'arista_eos show inventory',
  platforms: ['arista_eos'],
  commands: ['show inventory'],
  signs: [
    [/^System information\s*$/, 0.4],
    [/^\s+HW Version\s+Serial Number/, 0.5],
    [/^System has \d+ \S+/, 0.3],
  ],
  rare: true,
  read: readEosInventory,
};

export const junosVersion = labelled(
  'juniper_junos',
  ['show version'],
  [
    [/^JUNOS .*\[[^\]]+\]/i, 0.5],
    [/^Junos: \d/, 0.5],
    [/^Model: \S/, 0.2],
    [/^Hostname: \S/, 0.2],
  ],
  [
    says(/^\s*Hostname:\s+(\S+)/i, 'hostname'),
    modelIs(/^\s*Model:\s+(\S+)/i),
    serialIs(/^\s*(?:Chassis )?Serial (?:Number|ID)\s*:\s+(\S+)/i),
    runs(/^\s*Junos:\s+(\S+)/, 'Junos'),
    // Until release 14 no line of its own says it: the first package is the one that the release is called by.
    runs(/^(?:JUNOS|KERNEL) [^[]*\[(\d{1,2}\.\d{1,2}[A-Z]\d[^\]]*)\]/, 'Junos'),
  ],
);

function readChassis(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  let starts: number[] = [];
  for (const { text, number } of lines) {
    if (/^Item\s+Version\s+Part number\s+Serial number\s+Description/i.test(text)) {
      starts = [0, ...['Version', 'Part', 'Serial', 'Description'].map((word) => text.indexOf(word))];
      continue;
    }
    if (starts.length === 0 || text.trim() === '') continue;
    const [name = '', version = '', part = '', serial = '', description = ''] = cellsAt(text, starts);
    if (name === '') continue;
    if (/^Chassis$/i.test(name)) {
      own.set('model', description, number).add('models', description, number);
      own.set('serial', serial, number).add('serials', serial, number);
    }
    own.part({ name, description, model: part, version, serial, line: number });
  }
}

export const junosChassis: Reader = {
  kind: 'juniper_junos show chassis hardware',
  platforms: ['juniper_junos'],
  commands: ['show chassis hardware', 'show chassis hardware detail'],
  signs: [
    [/^Hardware inventory:/, 0.5],
    [/^Item\s+Version\s+Part number\s+Serial number\s+Description/, 0.6],
  ],
  rare: true,
  read: readChassis,
};

/** ProCurve and the switches of Aruba that came of them. */
export const procurveSystem = labelled(
  'hp_procurve',
  ['show system', 'show system information'],
  [
    [/^\s*Status and Counters - General System Information/, 0.7],
    [/^\s*Software revision\s*: \S/, 0.4],
    [/^\s*Base MAC Addr\s*: /, 0.2],
  ],
  [
    says(/^\s*System Name\s*:\s+(\S.*)/, 'hostname'),
    // Two stand in one line; the one at the right is read by itself.
    [
      /^\s*Software revision\s*:\s+(\S+)(?:\s+Base MAC Addr\s*:\s+(\S+))?/,
      ([, version, mac], line, sink) =>
        sink
          .system()
          .set('version', version, line)
          .revision('Software', version, line)
          .add('macAddresses', mac, line),
    ],
    [
      /^\s*ROM Version\s*:\s+(\S+)(?:\s+Serial Number\s*:\s+(\S+))?/,
      ([, version, serial], line, sink) =>
        sink
          .system()
          .revision('Boot ROM', version, line)
          .set('serial', serial, line)
          .add('serials', serial, line),
    ],
    serialIs(/^\s*Serial Number\s*:\s+(\S+)/),
    macIs(/^\s*Base MAC Addr\s*:\s+(\S+)/),
    says(/^\s*Up Time\s*:\s+(\S+(?: \S+)*)/, 'uptime'),
  ],
);

export const procurveVersion = labelled(
  'hp_procurve',
  ['show version'],
  [
    [/^\s*Image stamp:\s/, 0.6],
    [/^\s*Boot Image:\s+(?:Primary|Secondary)/, 0.4],
    [/^\s*Boot ROM Version:\s/, 0.2],
  ],
  [
    runs(/^\s{8,}([A-Z]{1,2}\.\d{2}\.\d{2}\.\d{4}\w*)\s*$/, 'Software'),
    has(/^\s*Boot ROM Version:\s+(\S+)/, 'Boot ROM'),
    imageIs(/^\s*Boot Image:\s+(\S+)/),
  ],
);

/** Wireless controllers of Aruba, of which the line of the uptime names no host. */
export const arubaVersion = labelled(
  'aruba_os',
  ['show version'],
  [[/^ArubaOS \(MODEL: \S/, 0.95]],
  [
    [
      /^ArubaOS \(MODEL: (\S+?)\), Version (\d\S*)/,
      ([, model, version], line, sink) =>
        sink
          .system()
          .set('model', model, line)
          .add('models', model, line)
          .set('version', version, line)
          .set('os', 'ArubaOS', line)
          .revision('ArubaOS', version, line),
    ],
    says(/^Switch uptime is (\S.*)/, 'uptime'),
    says(/^Reboot Cause: (\S.*)/, 'lastReload'),
  ],
);

/** Comware of HPE and H3C. */
export const comwareVersion = labelled(
  'hp_comware',
  ['display version'],
  [
    [/Comware (?:Platform )?Software/, 0.7],
    [/^(?:HPE?|H3C|3Com)\b.* uptime is /, 0.4],
    [/^\s*Basic\s+BootWare Version/, 0.2],
  ],
  [
    [
      /Comware (?:Platform )?Software,\s+(?:Software )?Version\s+([^\s,]+)(?:,\s+(?:Release|Feature|Ess|ESS|Demo|Alpha)\s+(\S+))?/,
      ([, version, release], line, sink) =>
        sink
          .system()
          .set('version', version, line)
          .set('os', 'Comware', line)
          .revision('Comware', version, line)
          .revision('Comware release', release, line),
    ],
    [
      /^(?:HPE?|H3C|3Com)\s+(\S.*?)\s+uptime is\s+(\S.*)/,
      ([, words = '', uptime], line, sink) => {
        const model = words.replace(/ with .*/, '').replace(/ (?:Switch|Router)$/, '');
        return sink.system().set('model', model, line).add('models', model, line).set('uptime', uptime, line);
      },
    ],
    says(/^Last reboot reason\s*:\s+(\S.*)/, 'lastReload'),
    imageIs(/^System image:\s+(\S+)/),
    has(/^System image version:\s+(\S.*)/, 'System image'),
    has(/^Boot image version:\s+(\S.*)/, 'Boot image'),
  ],
);

/** Of a stack each unit has its own: the first is the system's. */
export const comwareUnits = labelled(
  'hp_comware',
  ['display device manuinfo'],
  [
    [/^\s*DEVICE_NAME\s*: \S/, 0.5],
    [/^\s*DEVICE_SERIAL_NUMBER\s*: \S/, 0.5],
  ],
  [
    modelIs(/^\s*DEVICE_NAME\s*:\s+(\S.*)/),
    serialIs(/^\s*DEVICE_SERIAL_NUMBER\s*:\s+(\S+)/),
    macIs(/^\s*MAC_ADDRESS\s*:\s+(\S+)/),
  ],
);

export const vrpVersion = labelled(
  'huawei_vrp',
  ['display version'],
  [
    [/^Huawei Versatile Routing Platform Software/i, 0.6],
    [/^VRP \(R\) software, Version \S/i, 0.5],
  ],
  [
    [
      /^VRP \(R\) software, Version (\S+)(?: \((?:(\S+) )?(V\d\S*?)\))?/i,
      ([, version, family, product], line, sink) =>
        sink
          .system()
          .set('version', version, line)
          .set('os', 'VRP', line)
          .revision('VRP', version, line)
          .revision('VRP product', [family, product].filter(Boolean).join(' '), line),
    ],
    [
      /^(?:Huawei|Quidway)\s+(\S+)(?:\s.*?)?\s+uptime is\s+(\S.*)/i,
      ([, model, uptime], line, sink) =>
        sink.system().set('model', model, line).add('models', model, line).set('uptime', uptime, line),
    ],
    has(/^\s*Patch Version\s*:\s+(V\S+)/, 'Patch'),
  ],
);

export const exosVersion = labelled(
  'extreme_exos',
  ['show version', 'show switch'],
  [
    [/^Image\s*: ExtremeXOS version/, 0.8],
    [/^SysName:\s/, 0.5],
    [/^(?:Switch|Chassis|System Type)\s*:/, 0.2],
  ],
  [
    [
      /^(?:Switch|Chassis|Slot-\d+)\s*:\s+(\d{6}-\d{2}-\d{2})\s+(\S+)/,
      ([, part, serial], line, sink) =>
        sink
          .system()
          .set('serial', serial, line)
          .add('serials', serial, line)
          .part({
            name: 'Switch',
            description: '',
            model: part ?? '',
            version: '',
            serial: serial ?? '',
            line,
          }),
    ],
    runs(/^Image\s*: ExtremeXOS version (\S+)/, 'ExtremeXOS'),
    has(/^BootROM\s*: (\S+)/, 'Boot ROM'),
    says(/^SysName:\s+(\S.*)/, 'hostname'),
    modelIs(/^System Type:\s+(\S.*)/),
    macIs(/^System MAC:\s+(\S+)/),
  ],
);

export const dellVersion = labelled(
  'dell_os',
  ['show version'],
  [
    [/^Dell (?:Real Time|Networking|EMC|SmartFabric).*(?:Operating System|OS)/, 0.6],
    [/^Dell (?:Application|Operating) S\S+.*Version:/, 0.4],
    [/^System Type: \S/, 0.2],
    [/^OS Version: \d/, 0.3],
  ],
  [
    runs(/^Dell Application Software Version:\s+(\S+)/, 'Dell Networking OS'),
    runs(/^OS Version:\s+(\S+)/, 'Dell Networking OS'),
    has(/^Dell Operating System Version:\s+(\S+)/, 'Dell operating system'),
    has(/^Build Version:\s+(\S+)/, 'Build'),
    says(/^Dell .*uptime is\s+(\S.*)/, 'uptime'),
    says(/^Up Time:\s+(\S.*)/, 'uptime'),
    imageIs(/^System image file is "(.*)"/),
    modelIs(/^System Type:\s+(\S.*)/),
  ],
);

export const fastironVersion = labelled(
  'brocade_fastiron',
  ['show version'],
  [
    [/^\s*Copyright \(c\).*(?:Brocade|Ruckus|Foundry|CommScope)/, 0.5],
    [/^\s*SW: Version \d/, 0.5],
    [/^\s*HW: \S/, 0.2],
  ],
  [
    runs(/^\s*SW: Version (\S+)/, 'FastIron'),
    has(/^\s*Boot-Monitor Image size = \d+, Version:\s*(\S.*)/, 'Boot monitor'),
    imageIs(/\bfrom (?:Primary|Secondary) (\S+)/),
    says(/^\s*HW: (\S.*)/, 'hardware'),
    modelIs(/^\s*UNIT \d+: SL \d+: (\S+).*\bManagement Module/),
    serialIs(/^\s*Serial\s+#:\s*(\S+)/),
    says(/^\s*(?:STACKID \d+\s+)?(?:The )?system uptime is (\S.*)/, 'uptime'),
    says(/^\s*The system\s*:\s*started=(\S.*)/, 'lastReload'),
  ],
);

/** Switches of several makers whose software is Broadcom's. */
export const icosVersion = labelled(
  'broadcom_icos',
  ['show version'],
  [
    [/^System Description\.{3,}/, 0.4],
    [/^Machine (?:Type|Model)\.{3,}/, 0.4],
    [/^Software Version\.{3,}/, 0.3],
  ],
  [
    modelIs(/^Machine Model\.{2,}\s*(\S.*)/),
    says(/^(?:Machine Type|System Description)\.{2,}\s*(\S.*)/, 'hardware'),
    serialIs(/^Serial Number\.{2,}\s*(\S+)/),
    macIs(/^Burned In MAC Address\.{2,}\s*(\S+)/),
    runs(/^Software Version\.{2,}\s*(\S+)/, 'Software'),
    notes(/^Operating System\.{2,}\s*(\S.*)/, 'Software', 'Operating system'),
  ],
);

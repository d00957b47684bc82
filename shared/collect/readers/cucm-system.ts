/** Cisco Unified Communications Manager: versions, status, diagnosis, certificates. Written after the formats its documents show. */
import { byLine, type Reader } from '../reader.ts';
import { has, labelled, serialIs } from './labelled.ts';

/** `show version active` and `show version inactive`. */
export const cucmVersion: Reader = {
  kind: 'cisco_cucm show version',
  platforms: ['cisco_cucm'],
  commands: ['show version active', 'show version inactive'],
  signs: [
    [/^\s*(?:Active|Inactive) Master Version:/i, 0.9],
    [/^\s*(?:Active|Inactive) Version Installed Software Options:/i, 0.3],
  ],
  read: byLine(
    () => ({ state: 'active' as 'active' | 'inactive' }),
    [
      [
        /^\s*(Active|Inactive) Master Version:\s*(\S+)/i,
        ([, which, version], line, sink, state) => {
          state.state = /^inactive/i.test(which ?? '') ? 'inactive' : 'active';
          const own = sink
            .system()
            .revision('CUCM', version, line, state.state)
            .set('product', 'Cisco Unified Communications Manager', line);
          if (state.state === 'active') own.set('version', version, line);
        },
      ],
      [/^\s*(?:Active|Inactive) Version Installed Software Options:|No Installed Software/i, () => true],
      [
        /^\s*(\S+\.(?:cop|k\d+\.cop|sgn|cop\.sgn|sha512))\s*$/i,
        ([, file = ''], line, sink, state) => sink.system().revision('COP file', file, line, state.state),
      ],
    ],
  ),
};

/** `show hardware`. */
export const cucmHardware = labelled(
  'cisco_cucm',
  ['show hardware'],
  [
    [/^\s*HW Platform\s+: \S/, 0.6],
    [/^\s*OS Version\s+: UCOS /, 0.4],
  ],
  [
    serialIs(/^\s*Serial Number\s+:\s+(\S.*)/),
    has(/^\s*OS Version\s+: UCOS (\d\S*?)(?:\.i\d86|\.x86_64)?\s*$/, 'Unified OS'),
    [
      /^\s*HW Platform\s+:\s+(\S.*)/,
      ([, model = ''], line, sink) =>
        sink
          .system()
          .set('model', model, line)
          .add('models', model, line)
          .set('platform', /virtual|vmware/i.test(model) ? 'virtual' : '', line),
    ],
  ],
);

/** `show status`. */
export const cucmStatus: Reader = {
  kind: 'cisco_cucm show status',
  platforms: ['cisco_cucm'],
  commands: ['show status'],
  signs: [
    [/^\s*Host Name\s+: \S/, 0.2],
    [/^\s*Product Ver\s+: \S/, 0.5],
    [/^\s*Unified OS Version\s+:/, 0.4],
    [/^\s*Disk\/(?:active|inactive|logging)\s/, 0.4],
  ],
  read: byLine(
    () => null,
    [
      [/^\s*Host Name\s+:\s+(\S+)/, ([, name], line, sink) => sink.system().set('hostname', name, line)],
      [/^\s*Date\s+:\s+(\S.*)/, ([, date], line, sink) => sink.system().set('clock', date, line)],
      [/^\s*Time Zone\s+:\s+(\S.*)/, ([, zone], line, sink) => sink.system().set('timeZone', zone, line)],
      [
        /^\s*(Product|License) Ver(?:sion)?\s+:\s+(\S+)/,
        ([, what, version], line, sink) =>
          what === 'Product' &&
          sink.system().set('version', version, line).revision('CUCM', version, line, 'active'),
      ],
      [
        /^\s*(Unified OS|OS|Platform) Ver(?:sion)?\s+:\s+(\S+)/,
        ([, , version], line, sink) => sink.system().revision('Unified OS', version, line, 'active'),
      ],
      [
        /\bup\s+(\d+ days?,.*?|\d+:\d+|\d+ min),\s+\d+ users?/,
        ([, uptime], line, sink) => sink.system().set('uptime', uptime, line),
      ],
      [
        /^\s*(Disk\/\w+)\s+(\d+)K\s+(\d+)K\s+(\d+)K\s+\((\d+)%\)/,
        ([, disk = '', total, , , used], line, sink) =>
          sink.system().entry('Disk', disk, `${used} % of ${total}K used`, line),
      ],
      [
        /^\s*Memory Total:\s+(\d+K)/,
        ([, total], line, sink) => sink.system().entry('Memory', 'Total', total, line),
      ],
    ],
  ),
};

/** `utils diagnose test`. */
export const cucmDiagnose: Reader = {
  kind: 'cisco_cucm utils diagnose',
  platforms: ['cisco_cucm'],
  commands: ['utils diagnose test', 'utils diagnose'],
  signs: [
    [/^Starting diagnostic test\(s\)/, 0.6],
    [/^test - \w+\s+:/, 0.5],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*(test|skip|warn\w*)\s+-\s+(\w+)\s+:\s+(\S.*)/i,
        ([, , name = '', result], line, sink) => sink.system().entry('Diagnosis', name, result, line),
      ],
    ],
  ),
};

/** `show cert list` and `show cert`: which there are, and until when they hold. */
export const cucmCertificates: Reader = {
  kind: 'cisco_cucm show cert',
  platforms: ['cisco_cucm'],
  commands: [
    'show cert list own',
    'show cert list trust',
    'show cert own',
    'show cert trust',
    'show cert list',
  ],
  signs: [
    [/^\s*[\w-]+\/[\w.-]+\.(?:pem|der):/, 0.6],
    [/^\s*Validity From:/, 0.5],
    [/^\s*Subject Name:/, 0.2],
  ],
  read: byLine(
    () => ({ name: 'Certificate' }),
    [
      [
        /^\s*([\w-]+\/[^\s:]+\.(?:pem|der)):\s*(.*)/,
        ([, name = '', text], line, sink, state) => {
          state.name = name;
          sink.system().entry('Certificates', name, text === '' ? 'present' : text, line);
        },
      ],
      [
        /^\s*\[?\s*Serial Number:\s*(\S+)/,
        ([, serial], line, sink, state) =>
          sink.system().entry('Certificates', `${state.name}, serial number`, serial, line),
      ],
      [
        /^\s*Subject(?: Name)?:\s*(\S.*)/,
        ([, subject], line, sink, state) =>
          sink.system().entry('Certificates', `${state.name}, subject`, subject, line),
      ],
      [
        /^\s*(?:Validity From|Not Before)\s*:\s*(\S.*)/,
        ([, from], line, sink, state) =>
          sink.system().entry('Certificates', `${state.name}, valid from`, from, line),
      ],
      [
        /^\s*(?:To|Not After)\s*:\s*(\S.*)/,
        ([, to], line, sink, state) =>
          sink.system().entry('Certificates', `${state.name}, valid until`, to, line),
      ],
    ],
  ),
};

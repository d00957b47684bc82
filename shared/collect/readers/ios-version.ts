/** `show version` of Cisco IOS and IOS XE, stacks included. */
import type { Line } from '../lines.ts';
import { byLine, type Reader } from '../reader.ts';

const MODEL = /^\s*(?:Product\/)?Model Number\s*:\s*(\S+)/i;
const SERIAL = /^\s*(?:System|Top Assembly) Serial Number\s*:\s*(\S+)/i;
const MEMBER = /^\s*Switch\s+0*(\d+)\s*$/;
const MEMBER_ROW = /^\s*\*?\s*(\d{1,2})\s+\d+\s+(\S+)\s+(\S*\d\S*\.\S+)\s+(\S+)/;
const ACTIVE_ROW = /^\s*\*\s*(\d{1,2})\s+\d+\s+\S+\s+\S*\d\S*\./;

const lines = byLine(
  () => null,
  [
    // These two first: what they load is named in the form of the software itself.
    [
      /^\s*ROM:\s+(.*\S)/,
      ([, text = ''], line, sink) =>
        sink
          .system()
          .entry('Software', 'ROM', text, line)
          .revision('ROM monitor', /Version\s+([^\s,]+)/.exec(text)?.[1] ?? text.split(/\s/)[0], line),
    ],
    [
      /^\s*BOOT(?:LDR|FLASH):\s+(.*\S)/,
      ([, text], line, sink) => sink.system().entry('Software', 'Boot loader', text, line),
    ],
    [
      /Software,?\s+\((\S+)\),\s*(?:Experimental\s+)?Version\s+(.+?),?(?:\s+RELEASE[^(]*\(([^)]+)\)|\s+\[|,?\s+CUST-SPECIAL:(\S+)|,|$)/,
      ({ input, 1: image = '', 2: version, 3: release, 4: special }, line, sink) => {
        // IOS XE 3 of switches says in one line what later releases say in two, and has one version.
        const xe = /IOS-XE Software/.test(input);
        // Of IOS itself there is no release from 16 on.
        const newer = /^(?:1[6-9]|[2-9]\d)\./.test(version ?? '');
        sink
          .system()
          .replace('version', version, line)
          .set('os', xe || newer || /IOSXE|LINUX_IOSD/i.test(image) ? 'IOS XE' : 'IOS', line)
          .revision(xe ? 'IOS XE' : 'IOS', version, line)
          .entry('Software', 'Software image', image, line)
          .entry('Software', 'Release', release ?? special, line);
      },
    ],
    [
      /^\s*Cisco IOS[ -]XE Software,.*Version\s+([^\s,]+)/i,
      ([, version], line, sink) =>
        sink
          .system()
          .set('version', version, line)
          .set('os', 'IOS XE', line)
          .revision('IOS XE', version, line),
    ],
    [
      /^\s*(\S+)\s+uptime\s+is\s+(.+)/i,
      ([, name, uptime], line, sink) => sink.system().set('hostname', name, line).set('uptime', uptime, line),
    ],
    [
      /^\s*System image file is\s+"([^"]+)"/i,
      ([, path = ''], line, sink) =>
        sink
          .system()
          .set('image', path, line)
          .entry('Software', 'Image file', path.slice(path.indexOf(':') + 1), line),
    ],
    [
      /^\s*Last reload reason:\s*(.+)/i,
      ([, reason], line, sink) => sink.system().replace('lastReload', reason, line),
    ],
    [
      // With blanks before the colon: of an access point, or of a further member of a stack, which comes too late here.
      /^\s*Last reload reason\s+:\s*(.+)/i,
      ([, reason], line, sink) => sink.system().set('lastReload', reason, line),
    ],
    [
      /^\s*System returned to ROM by\s+(.+)/i,
      ([, reason], line, sink) => sink.system().set('lastReload', reason, line),
    ],
    [
      /^\s*System restarted at\s+(.+)/i,
      ([, at], line, sink) => sink.system().entry('Software', 'Restarted at', at, line),
    ],
    [
      /^\s*Processor board ID\s+([^\s,]+)/i,
      ([, serial], line, sink) => sink.system().set('serial', serial, line).add('serials', serial, line),
    ],
    [
      // A model may be of several words: `cisco Catalyst 6000 (R7000) processor`.
      /^\s*(?:cisco|Allen-Bradley|Rockwell|Linux)\s+(?!IOS[ -]|Internetwork)(\S+(?: \S+){0,2}?)\s+\([^)]*\).*(?:processor|with|memory)/i,
      ([whole, model], line, sink) =>
        sink.system().set('model', model, line).add('models', model, line).set('hardware', whole, line),
    ],
    [
      /^\s*Configuration register is\s+(0x[\da-f]+)(?:\s+\(will be\s+(\S+)\s+at next reload\))?/i,
      ([, register, next], line, sink) =>
        sink
          .system()
          .set('configurationRegister', register, line)
          .entry('Software', 'Configuration register at next reload', next, line),
    ],
    [
      /^\s*Base Ethernet MAC Address\s*:\s*([0-9a-f:.]{12,17})/i,
      ([, address], line, sink) => sink.system().add('macAddresses', address, line),
    ],
    // Access points of the newer kind have a system of their own, which prints most of the rest as IOS does.
    [
      /^\s*cisco\s+(\S+)\s+(?:ARM|MIPS|x86)\S*\s+Processor\b/i,
      ([whole, model], line, sink) =>
        sink
          .system()
          .set('model', model, line)
          .add('models', model, line)
          .set('hardware', whole, line)
          .set('os', 'AP software', line),
    ],
    [
      /^\s*AP Running Image\s*:\s*(\S+)/,
      ([, version], line, sink) =>
        sink.system().set('version', version, line).revision('AP software', version, line),
    ],
    [
      /^\s*(Primary|Backup) Boot Image\s*:\s*(\S+)/,
      ([, name = '', version], line, sink) =>
        sink.system().entry('Software', `${name} boot image`, version, line),
    ],
    [MODEL, ([, model], line, sink) => sink.system().set('model', model, line).add('models', model, line)],
    [
      SERIAL,
      ([, serial], line, sink) => sink.system().set('serial', serial, line).add('serials', serial, line),
    ],
    [
      /^\s*(\S+(?: \S+)*?)\s{2,}(?:Permanent|Smart License|Subscription Smart License|RightToUse|EvalRightToUse)\s+(\S+)\s*$/,
      ([, licence = '', next], line, sink) =>
        sink.system().entry('Licence', licence, `${next} at next reboot`, line),
    ],
    [
      /^\s*Smart Licensing Status:\s*(.+)/i,
      ([, state], line, sink) => sink.system().entry('Licence', 'Smart licensing', state, line),
    ],
  ],
);

export const iosVersion: Reader = {
  kind: 'cisco_ios show version',
  platforms: ['cisco_ios'],
  commands: ['show version'],
  signs: [
    [/^\s*Cisco AP Software, \(/, 0.6],
    [/Cisco IOS Software|Cisco Internetwork Operating System|^IOS \(tm\)|Cisco IOS[ -]XE Software/, 0.6],
    [/^\s*Configuration register is 0x/i, 0.2],
    [/^\s*(?!System)\S+ uptime is /, 0.2],
    [/^\s*Processor board ID /i, 0.2],
    [/^\s*System image file is "/i, 0.2],
    [/^\s*System returned to ROM by/i, 0.2],
  ],
  read(text, sink) {
    lines(text, sink);
    for (const part of membersOf(text)) sink.system().part(part).add('models', part.model, part.line);
  },
};

/** Members of a stack as parts; none where there is no stack. */
function membersOf(text: readonly Line[]) {
  const members = new Map<string, { model: string; serial: string; version: string; line: number }>();
  // Before the first heading of a member stand the facts of the active one, which the star marks in the table further down.
  let current = text.map(({ text: line }) => ACTIVE_ROW.exec(line)?.[1]).find((number) => number) ?? '1';
  const of = (number: string, line: number) => {
    const known = members.get(number) ?? { model: '', serial: '', version: '', line };
    members.set(number, known);
    return known;
  };
  for (const { text: line, number } of text) {
    current = MEMBER.exec(line)?.[1] ?? current;
    const [, row, model = '', version = ''] = MEMBER_ROW.exec(line) ?? [];
    if (row) {
      const member = of(row, number);
      member.model ||= model;
      member.version = version;
    }
    const ownModel = MODEL.exec(line)?.[1];
    if (ownModel) of(current, number).model = ownModel;
    const serial = SERIAL.exec(line)?.[1];
    if (serial) of(current, number).serial = serial;
  }
  if (members.size < 2) return [];
  return [...members].map(([number, member]) => ({
    name: `Switch ${number}`,
    description: 'Member of the stack',
    ...member,
  }));
}

/** `show version` of Cisco's small switches, and `show platform` of its routers. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { has, imageIs, labelled, linesAfter, notes, runs } from './labelled.ts';

/** The small switches of Cisco: two releases print two forms. */
export const smallSwitchVersion = labelled(
  'cisco_s300',
  ['show version'],
  [
    [/^SW version\s+\d/i, 0.6],
    [/^HW version\s+V?\d/i, 0.3],
    [/^Active-image: \S/, 0.6],
    [/^\s+MD5 Digest: /, 0.3],
  ],
  [
    runs(/^SW version\s+(\d\S*)/i, 'Software'),
    has(/^Boot version\s+(\d\S*)/i, 'Boot'),
    notes(/^HW version\s+(\S+)/i, 'Hardware', 'Hardware version'),
    imageIs(/^Active-image: (\S+)/),
    // The first is that of the image that runs; the other's is never the system's, since the first value stands.
    [/^\s+Version: (\S+)/, ([, version], line, sink) => sink.system().set('version', version, line)],
  ],
);

function readPlatform(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  for (const { text, number } of lines) {
    const chassis = /^\s*Chassis type:\s+(\S+)/.exec(text)?.[1];
    if (chassis) own.set('model', chassis, number).add('models', chassis, number);
  }
  for (const { text, number } of linesAfter(lines, /^\s*Slot\s+Type\s+State\s+Insert time/)) {
    if (/^\s*Slot\s+CPLD Version\s+Firmware Version/.test(text)) break;
    const found = /^\s*(\S+)\s+(\S+)\s+((?:ok|ps, fail|empty|unknown|[a-z]+)(?:, ?[a-z]+)*)\s+\S+\s*$/i.exec(
      text,
    );
    if (!found || /^-+$/.test(found[1] ?? '')) continue;
    const [, name = '', model = '', state = ''] = found;
    own.part({ name: `Slot ${name}`, description: state, model, version: '', serial: '', line: number });
    own.entry('Hardware', `Slot ${name}`, `${model}, ${state}`, number);
  }
  for (const { text, number } of linesAfter(lines, /^\s*Slot\s+CPLD Version\s+Firmware Version/)) {
    const found = /^\s*(\w+)\s+(\S+)\s+(\d\S*)\s*$/.exec(text);
    if (found) own.revision(`Firmware of slot ${found[1]}`, found[3], number);
  }
}

/** `show platform` of IOS XE routers. */
export const iosPlatform: Reader = {
  kind: 'cisco_ios show platform',
  platforms: ['cisco_ios'],
  commands: ['show platform'],
  signs: [
    [/^\s*Chassis type:\s+\S/, 0.5],
    [/^\s*Slot\s+Type\s+State\s+Insert time/, 0.6],
    [/^\s*Slot\s+CPLD Version\s+Firmware Version/, 0.4],
  ],
  rare: true,
  read: readPlatform,
};

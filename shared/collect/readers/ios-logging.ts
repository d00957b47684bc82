/** `show logging` of IOS and NX-OS: how it is set, what time it covers, and the gravest messages. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

/** Sequence number, time and the message's facility, severity and mnemonic. */
const MESSAGE =
  /^(?:\d+: )?(?:[\w.-]+: )?[*.]?((?:\d{4} )?\w{3} +\d+(?: \d{4})? \d{2}:\d{2}:\d{2}(?:\.\d+)?(?: [A-Z]{2,5})?|\d+[ywdhms][\dywdhms:]*|\d{2}:\d{2}:\d{2})\s*:? ?.*?%([A-Z][\w-]*?)-(\d)-([A-Z0-9_]+)\s*: ?(.*)$/;
/** Messages of severity 0 to 2 that are kept as facts each. */
const MOST_GRAVE = 200;

function read(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  const counts = new Map<string, { count: number; line: number }>();
  let first: { time: string; line: number } | null = null;
  let last: { time: string; line: number } | null = null;
  let grave = 0;
  for (const { text, number } of lines) {
    const buffer = /^Log Buffer \((\d+) bytes\)/.exec(text);
    if (buffer) own.entry('Logging', 'Buffer', `${buffer[1]} bytes`, number);
    const level = /^\s*(Console|Monitor|Buffer|Trap) logging:\s*(?:level )?([^,]+)/.exec(text);
    if (level) own.entry('Logging', `${level[1]}`, level[2], number);
    const host = /^\s*Logging to (\S+)/.exec(text);
    if (host?.[1]) own.entry('Logging', 'Host', host[1].replace(/,$/, ''), number);
    const message = MESSAGE.exec(text);
    if (!message) continue;
    const [, time = '', facility, severity = '', mnemonic, words = ''] = message;
    first ??= { time, line: number };
    last = { time, line: number };
    const name = `%${facility}-${severity}-${mnemonic}`;
    const known = counts.get(name) ?? { count: 0, line: number };
    known.count++;
    counts.set(name, known);
    if (Number(severity) <= 2 && grave++ < MOST_GRAVE)
      own.entry('Grave messages', name, `${time}: ${words}`, number);
    const duplex = /duplex mismatch discovered on (\S+)/.exec(words);
    if (duplex?.[1]) own.entry('Interfaces', `${duplex[1]}, duplex mismatch`, words, number);
  }
  if (first) own.entry('Logging', 'First message', first.time, first.line);
  if (last) own.entry('Logging', 'Last message', last.time, last.line);
  const busiest = [...counts].sort(([, a], [, b]) => b.count - a.count).slice(0, 10);
  for (const [name, { count, line }] of busiest) own.entry('Busiest messages', name, `${count}`, line);
}

export const iosLogging: Reader = {
  kind: 'cisco show logging',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr', 'cisco_asa'],
  commands: ['show logging', 'show logging logfile'],
  signs: [
    [/^Syslog logging: enabled/, 0.6],
    [/^Log Buffer \(\d+ bytes\)/, 0.5],
    [/^\s*Buffer logging:/, 0.2],
    [MESSAGE, 0.4],
  ],
  read,
};

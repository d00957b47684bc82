/** `ipconfig /all` of Windows, from XP on. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

const PAIR = /^\s+([A-Z][\w() -]*?)(?:[ .]*\.[ .]*|\s*):\s*(.*)$/;
const ADAPTER = /^(\S.*adapter\s+.+?):?\s*$/i;
const ADDRESS =
  /^(?:IPv4 Address|IPv6 Address|IP Address|Autoconfiguration IP(?:v4)? Address|Temporary IPv6 Address|Link-local IPv6 Address)$/;

function read(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  let section = 'Windows IP configuration';
  let name = '';
  for (const { text, number } of lines) {
    const adapter = ADAPTER.exec(text);
    if (adapter && !/^\s/.test(text)) {
      section = adapter[1] ?? '';
      name = '';
      continue;
    }
    const pair = PAIR.exec(text);
    // A further value may be an address of IPv6, whose colons make no name.
    if (pair && !/^\s{30,}/.test(text)) {
      name = (pair[1] ?? '').replace(/[ .]+$/, '');
      keep(name, pair[2] ?? '', number);
      continue;
    }
    if (/^\s{20,}\S/.test(text) && name !== '') keep(name, text, number);
  }

  function keep(key: string, value: string, line: number): void {
    const plain = value.trim().replace(/\((?:Preferred|Tentative|Duplicate|Deprecated)\)\s*$/i, '');
    if (key === 'Host Name') own.set('hostname', plain, line);
    if (key === 'Primary Dns Suffix') own.set('domain', plain, line);
    if (ADDRESS.test(key) && !/^fe80/i.test(plain)) own.add('addresses', plain, line);
    if (key === 'Physical Address') own.add('macAddresses', plain, line);
    // The state of an address stays with it: a duplicate one is a finding.
    own.entry(section, key, value, line);
    if (/\(Duplicate\)/i.test(value)) own.entry(section, 'Duplicate address', plain, line);
  }
}

export const ipconfig: Reader = {
  kind: 'windows ipconfig',
  platforms: ['windows'],
  commands: ['ipconfig /all', 'ipconfig'],
  signs: [
    [/^Windows IP Configuration/, 0.7],
    [/^\s+Host Name[ .]+:/, 0.3],
    [/^\s+Physical Address[ .]+:/, 0.3],
    [/^\S.*adapter .+:$/i, 0.2],
  ],
  read,
};

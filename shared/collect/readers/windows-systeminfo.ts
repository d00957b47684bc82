/** `systeminfo` of Windows. */

import type { SystemField } from '../facts.ts';
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

const PAIR = /^([A-Z][^:]*?(?:: (?:Max Size|Available|In Use))?):\s*(.*)$/;
const ITEM = /^\s+\[(\d+)\]:\s*(.*)$/;
const CARD = /^\s{8,}(Connection Name|Status|DHCP Enabled|DHCP Server)\s*:\s*(.*)$/;

const fields: Readonly<Record<string, SystemField>> = {
  'Host Name': 'hostname',
  'OS Name': 'os',
  'OS Version': 'version',
  'System Model': 'model',
  Domain: 'domain',
  'Time Zone': 'timeZone',
  'System Up Time': 'uptime',
  'Product ID': 'productId',
};

function read(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  let section = '';
  let card = '';
  for (const { text, number } of lines) {
    const pair = PAIR.exec(text);
    if (pair) {
      const [, name = '', value = ''] = pair;
      section = name.trim();
      const field = fields[section];
      if (field) own.set(field, value, number);
      if (section === 'OS Version') own.revision('Windows', value, number);
      if (section === 'BIOS Version') own.revision('BIOS', value, number);
      if (section === 'System Manufacturer') own.set('hardware', value, number);
      own.entry('System information', section, value, number);
      card = '';
      continue;
    }
    const item = ITEM.exec(text);
    if (item) {
      const [, index = '', value = ''] = item;
      if (/^Hotfix/.test(section)) own.entry('Hot fixes', value.split(/[\s:]/)[0] ?? value, value, number);
      else if (/^Network Card/.test(section)) {
        if (/^(?:[\d.]{7,15}|[\da-f]*:[\da-f:%.]+)$/i.test(value)) {
          own.add('addresses', value, number);
          own.entry('Network', `${card}, address ${index}`, value, number);
        } else {
          card = value;
          own.entry('Network', `Card ${index}`, value, number);
        }
      } else own.entry('System information', `${section} ${index}`, value, number);
      continue;
    }
    const detail = CARD.exec(text);
    if (detail && card !== '') own.entry('Network', `${card}, ${detail[1]}`, detail[2], number);
    // Page files and the like go on in the next line without a name.
    else if (/^\s{20,}\S/.test(text) && section !== '' && !/IP address/i.test(text))
      own.entry('System information', section, text, number);
  }
}

export const systeminfo: Reader = {
  kind: 'windows systeminfo',
  platforms: ['windows'],
  commands: ['systeminfo'],
  signs: [
    [/^Host Name:\s+\S/, 0.3],
    [/^OS Name:\s+\S/, 0.4],
    [/^OS Version:\s+\S/, 0.3],
    [/^System Boot Time:|^System Up Time:/, 0.2],
    [/^Hotfix\(s\):/, 0.2],
  ],
  read,
};

/** `dmidecode`: what the firmware tells of the hardware. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

/** Structures that hold a fact of the machine; of the others (slots, ports, devices) there are hundreds. */
const KEPT =
  /^(?:BIOS Information|System Information|Base Board Information|Chassis Information|Processor Information|Memory Device|Physical Memory Array|System Boot Information|IPMI Device Information|OEM Strings)$/;

function read(lines: readonly Line[], sink: Sink): void {
  const own = sink.system();
  const counts = new Map<string, number>();
  let title = '';
  let section = '';
  let key = '';
  let opened = false;
  for (const { text, number } of lines) {
    if (/^Handle 0x[\dA-F]+, DMI type \d+/i.test(text)) {
      opened = true;
      section = '';
      key = '';
      continue;
    }
    if (opened && /^[A-Z]/.test(text)) {
      opened = false;
      title = text.trim();
      const count = (counts.get(title) ?? 0) + 1;
      counts.set(title, count);
      section = KEPT.test(title) ? (count === 1 ? title : `${title} ${count}`) : '';
      continue;
    }
    if (section === '') continue;
    const pair = /^\s{1,8}([A-Z][^:]*):(?:\s+(.*))?$/.exec(text);
    if (pair && !/^(?:\t\t|\s{16})/.test(text)) {
      key = pair[1] ?? '';
      keep(pair[2] ?? '', number);
    } else if (/^(?:\t\t|\s{16})\S/.test(text) && key !== '') own.entry(section, key, text, number);
  }

  function keep(value: string, line: number): void {
    own.entry(section, key, value, line);
    if (section === 'System Information') {
      if (key === 'Manufacturer') own.set('hardware', value, line);
      if (key === 'Product Name') own.set('model', value, line).add('models', value, line);
      if (key === 'Serial Number') own.set('serial', value, line).add('serials', value, line);
      if (key === 'UUID') own.set('uuid', value, line);
      if (key === 'Manufacturer' && /VMware|QEMU|Xen|Microsoft|innotek|Parallels|Nutanix/i.test(value))
        own.set('platform', 'virtual', line);
    }
    if (section === 'BIOS Information' && key === 'Version') own.revision('BIOS', value, line);
    if (/^(?:Base Board|Chassis) Information$/.test(section) && key === 'Serial Number')
      own.add('serials', value, line);
  }
}

export const dmidecode: Reader = {
  kind: 'linux dmidecode',
  platforms: ['linux'],
  commands: ['dmidecode'],
  signs: [
    [/^# dmidecode \d/, 0.6],
    [/^Handle 0x[\dA-F]+, DMI type \d+/i, 0.6],
    [/^SMBIOS \d.* present/, 0.3],
  ],
  read,
};

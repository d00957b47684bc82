/** The status page of a Cisco IP phone, as text. Written after the formats its documents show. */

import type { SystemField } from '../collected.ts';
import { byLine, type Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { PHONE } from './phone-counts.ts';

const fields: Readonly<Record<string, SystemField>> = {
  'host name': 'hostname',
  'model number': 'model',
  'serial number': 'serial',
  version: 'version',
  'active load': 'version',
  'time zone': 'timeZone',
  domain: 'domain',
  'domain name': 'domain',
};

const NAMES =
  'MAC Address|Host Name|Phone DN|App Load ID|Boot Load ID|Version|Active Load|Inactive Load|Last Upgrade|Hardware Revision|Serial Number|Model Number|Message Waiting|UDI|Time|Time Zone|Date|IP Address|IPv4 Address|Subnet Mask|Default Router(?: 1)?|DNS Server 1|TFTP Server 1|CallManager \\d|Unified CM ?\\d|CUCM Server ?\\d|DHCP Server|VLAN ID|Operational VLAN ID|Admin VLAN ID|Domain(?: Name)?|SW Port Speed|PC Port Speed|DSCP For Call Control';
/** Parted by one blank, as some browsers copy a page: then a longer name must be tried before one that it begins with. */
const CLOSE = new RegExp(
  `^\\s*(${NAMES.split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')}) (\\S.*)$`,
  'i',
);
const PAIR = new RegExp(`^\\s*(${NAMES})\\s*(?:\\t|:|\\|| {2,})\\s*(\\S.*)$`, 'i');

/** What `/DeviceInformationX` and `/NetworkConfigurationX` of a phone call what its page shows. */
const elements: Readonly<Record<string, string>> = {
  ...{ MACAddress: 'MAC Address', HostName: 'Host Name', phoneDN: 'Phone DN', appLoadID: 'App Load ID' },
  ...{ bootLoadID: 'Boot Load ID', versionID: 'Version', hardwareRevision: 'Hardware Revision' },
  ...{ serialNumber: 'Serial Number', modelNumber: 'Model Number', messageWaiting: 'Message Waiting' },
  ...{ timeZone: 'Time Zone', IPAddress: 'IP Address', SubNetMask: 'Subnet Mask', DomainName: 'Domain Name' },
  ...{ DefaultRouter1: 'Default Router 1', DNSServer1: 'DNS Server 1', TFTPServer1: 'TFTP Server 1' },
  ...{ OperationalVLANId: 'Operational VLAN ID', AdminVLANId: 'Admin VLAN ID' },
  ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`CallManager${n}`, `Unified CM ${n}`])),
};
const ELEMENT = /<(\w{3,30})>([^<>]{1,300})<\/\1>/g;

function take(name: string, value: string, line: number, sink: Sink): void {
  const own = sink.system().set('product', PHONE, line).entry('Phone', name, value, line);
  const field = fields[name.toLowerCase()];
  if (field) own.set(field, value, line);
  if (/^mac address$/i.test(name)) own.add('macAddresses', value, line);
  if (/^ip(?:v4)? address$/i.test(name)) own.add('addresses', value, line);
  if (/load|version/i.test(name)) own.revision(name, value, line, /inactive/i.test(name) ? 'inactive' : null);
  const server = /^(?:CallManager|Unified CM|CUCM Server)/i.test(name);
  if (server)
    own.link(
      /^sccp/i.test(own.get('version')) ? 'SCCP' : 'other',
      value.split(/\s/)[0] ?? '',
      value.split(/\s+/).slice(1).join(' '),
      line,
    );
}

export const phone: Reader = {
  kind: 'cisco_phone status page',
  platforms: ['cisco_phone'],
  commands: ['show phone', 'phone'],
  signs: [
    [/^\s*Phone DN\b/i, 0.4],
    [/^\s*(?:App|Boot) Load ID\b/i, 0.4],
    [/^\s*(?:Active Load|Version)\s*(?:\t|:| {2,})\s*(?:sip|sccp)\w+\./i, 0.4],
    [/^\s*Model Number\s*(?:\t|:| {2,})\s*CP-/i, 0.4],
    [/SEP[\dA-F]{12}/i, 0.2],
    [/<(?:DeviceInformation|NetworkConfiguration)>/, 0.6],
    [/<modelNumber>CP-/, 0.4],
  ],
  read: byLine(
    () => null,
    [
      [PAIR, ([, name = '', value = ''], line, sink) => take(name, value, line, sink)],
      [CLOSE, ([, name = '', value = ''], line, sink) => take(name, value, line, sink)],
      [
        /<\w{3,30}>[^<>]/,
        ({ input }, line, sink) => {
          // All of it may stand in one line.
          for (const [, element = '', value = ''] of input.matchAll(ELEMENT)) {
            const name = elements[element];
            if (name) take(name, value.trim(), line, sink);
          }
        },
      ],
    ],
  ),
};

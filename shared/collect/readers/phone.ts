/** The status page of a Cisco IP phone, as text. Written after the formats its documents show. */

import type { SystemField } from '../facts.ts';
import { byLine, type Reader } from '../reader.ts';

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
const PAIR = new RegExp(`^\\s*(${NAMES})\\s*(?:\\t|:|\\|| {2,})\\s*(\\S.*)$`, 'i');

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
  ],
  read: byLine(
    () => null,
    [
      [
        PAIR,
        ([, name = '', value = ''], line, sink) => {
          const own = sink.system().set('product', 'Cisco IP phone', line).entry('Phone', name, value, line);
          const field = fields[name.toLowerCase()];
          if (field) own.set(field, value, line);
          if (/^mac address$/i.test(name)) own.add('macAddresses', value, line);
          if (/^ip(?:v4)? address$/i.test(name)) own.add('addresses', value, line);
          if (/load|version/i.test(name))
            own.revision(name, value, line, /inactive/i.test(name) ? 'inactive' : null);
          const server = /^(?:CallManager|Unified CM|CUCM Server)/i.test(name);
          if (server)
            own.link(
              /^sccp/i.test(own.get('version')) ? 'SCCP' : 'other',
              value.split(/\s/)[0] ?? '',
              value.split(/\s+/).slice(1).join(' '),
              line,
            );
        },
      ],
    ],
  ),
};

/** `show running-config` of IOS and NX-OS: what a case asks of it. Passwords and community names are never taken. */
import { byLine, type Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

interface Block {
  /** The heading that the lines behind it belong to. */
  kind: 'interface' | 'dial-peer' | 'voice' | 'sip-ua' | 'other';
  name: string;
  target: string;
  protocol: 'SIP trunk' | 'H.323';
  line: number;
}

const KEPT = {
  interface:
    /^(?:description|ip address|ipv6 address|duplex|speed|shutdown|switchport (?:mode|access vlan|voice vlan|trunk .*)|voice-class .*|service-policy|mtu|vrf forwarding|no shutdown)/,
  'dial-peer':
    /^(?:description|destination-pattern|incoming called-number|session (?:protocol|target|transport)|codec|voice-class \w+|dtmf-relay|port|preference|shutdown|forward-digits|prefix|fax)/,
  voice:
    /^(?:allow-connections|ip address trusted|sip|h323|mode|fax protocol|early-offer|bind|address-hiding|media|redundancy|modem|codec preference|e911)/,
  'sip-ua': /^(?:registrar|sip-server|retry|timers|connection-reuse|keepalive|crypto|transport)/,
} as const;

/** Of these the second word belongs to the key. */
const LONG_KEYS =
  /^(?:ip address|ipv6 address|session \w+|incoming called-number|switchport \w+|allow-connections)/;

const titles = {
  interface: 'Interfaces',
  'dial-peer': 'Dial peers',
  voice: 'Voice',
  'sip-ua': 'SIP',
} as const;

function close(block: Block, sink: Sink): void {
  if (block.kind === 'dial-peer' && block.target !== '')
    sink.system().link(block.protocol, block.target, '', block.line);
}

function begin(block: Block, next: Partial<Block>, sink: Sink): void {
  close(block, sink);
  Object.assign(block, { kind: 'other', name: '', target: '', protocol: 'H.323', line: 0 }, next);
}

const read = byLine<Block>(
  () => ({ kind: 'other', name: '', target: '', protocol: 'H.323', line: 0 }),
  [
    [
      /^\s*!\s*(Last configuration change|NVRAM config last updated|No configuration change since last restart|Time:)(?:\s*at)?\s*(.*)$/i,
      ([, what = '', at], line, sink) =>
        sink.system().entry('Configuration', what.replace(/:$/, ''), at === '' ? 'yes' : at, line),
    ],
    [/^!/, (_, __, sink, block) => begin(block, {}, sink)],
    [
      /^interface (\S.*)/,
      ([, name = ''], line, sink, block) => {
        begin(block, { kind: 'interface', name, line }, sink);
        sink.system().entry('Interfaces', name, 'configured', line);
      },
    ],
    [
      /^dial-peer voice (\d+) (\w+)/,
      ([, name = '', type], line, sink, block) => {
        begin(block, { kind: 'dial-peer', name, line }, sink);
        sink.system().entry('Dial peers', name, type, line);
      },
    ],
    [
      /^(voice service|voice class|voice register|voice-card|voice translation-\w+) ?(.*)/,
      ([, what = '', name = ''], line, sink, block) => {
        begin(block, { kind: 'voice', name: `${what} ${name}`.trim(), line }, sink);
        sink.system().entry('Voice', `${what} ${name}`.trim(), 'configured', line);
      },
    ],
    [/^sip-ua/, (_, line, sink, block) => begin(block, { kind: 'sip-ua', name: 'sip-ua', line }, sink)],
    [
      /^\s+(\S.*)/,
      ([, text = ''], line, sink, block) => {
        if (block.kind === 'other' || !KEPT[block.kind].test(text)) return;
        const words = text.split(' ');
        const length = /^ip address trusted/.test(text) ? 3 : LONG_KEYS.test(text) ? 2 : 1;
        const key = words.slice(0, length).join(' ');
        const value = words.slice(length).join(' ');
        sink.system().entry(titles[block.kind], `${block.name}, ${key}`, value === '' ? 'yes' : value, line);
        if (key === 'ip address' && block.kind === 'interface' && /^\d/.test(value))
          sink.system().add('addresses', value.split(/[ /]/)[0], line);
        if (key === 'session target') block.target = value.replace(/^(?:ipv[46]|dns):/, '');
        if (key === 'session protocol') block.protocol = /sip/.test(value) ? 'SIP trunk' : 'H.323';
      },
    ],
    [
      /^(?:hostname|switchname) (\S+)/,
      ([, name], line, sink, block) => {
        begin(block, {}, sink);
        sink.system().set('hostname', name, line);
      },
    ],
    [
      /^version (\S.*)/,
      ([, version], line, sink) => sink.system().entry('Configuration', 'Version', version, line),
    ],
    [/^ip domain[- ]name (\S+)/, ([, name], line, sink) => sink.system().set('domain', name, line)],
    [
      /^ip name-server (\S.*)/,
      ([, servers], line, sink) => sink.system().entry('Name service', 'Servers', servers, line),
    ],
    [/^clock timezone (\S.*)/, ([, zone], line, sink) => sink.system().set('timeZone', zone, line)],
    [
      /^clock summer-time (\S.*)/,
      ([, rule], line, sink) => sink.system().entry('Clock', 'Summer time', rule, line),
    ],
    [
      /^ntp (?:server|peer) (?:vrf \S+ )?(\S+)(.*)/,
      ([, server = '', rest = ''], line, sink) =>
        sink
          .system()
          .entry('NTP', `Server ${server}`, `configured${/prefer/.test(rest) ? ', preferred' : ''}`, line),
    ],
    [
      /^snmp-server (\w+)(.*)/,
      // The name of a community, or of a user, opens the device: that there is one is all that is told.
      ([, what = '', rest = ''], line, sink) =>
        sink
          .system()
          .entry(
            'SNMP',
            what,
            /^(?:location|contact|chassis-id|enable|trap-source)$/.test(what) ? rest : 'configured',
            line,
          ),
    ],
    [
      /^sccp local (\S+)/,
      ([, name], line, sink) => sink.system().entry('SCCP', 'Local interface', name, line),
    ],
    [
      /^sccp ccm (\S+)(?:.*?identifier (\d+))?(?:.*?version (\S+))?/,
      ([, server = '', identifier, version], line, sink) =>
        sink
          .system()
          .entry(
            'SCCP',
            `Call manager ${identifier ?? server}`,
            `${server}${version ? `, version ${version}` : ''}`,
            line,
          )
          .link('SCCP', server, '', line),
    ],
    [/^sccp\s*$/, (_, line, sink) => sink.system().entry('SCCP', 'Enabled', 'yes', line)],
    [
      /^mgcp call-agent (\S+)(.*)/,
      ([, server = '', rest], line, sink) =>
        sink.system().entry('MGCP', 'Call agent', `${server}${rest}`, line).link('MGCP', server, '', line),
    ],
    [
      /^ccm-manager (\S.*)/,
      ([, text = ''], line, sink) =>
        sink
          .system()
          .entry(
            'MGCP',
            `ccm-manager ${text.split(' ')[0]}`,
            text.split(' ').slice(1).join(' ') || 'yes',
            line,
          ),
    ],
    [/^mgcp\s*$/, (_, line, sink) => sink.system().entry('MGCP', 'Enabled', 'yes', line)],
    [
      /^telephony-service|^call-manager-fallback/,
      ([text = ''], line, sink, block) => {
        begin(block, {}, sink);
        sink.system().entry('Voice', text, 'configured', line);
      },
    ],
    [
      /^logging (?!.*(?:password|key))(\S.*)/,
      ([, text = ''], line, sink) =>
        sink
          .system()
          .entry('Logging', text.split(' ')[0] ?? '', text.split(' ').slice(1).join(' ') || 'yes', line),
    ],
    [/^\S/, (_, __, sink, block) => begin(block, {}, sink)],
  ],
);

export const runningConfig: Reader = {
  kind: 'cisco show running-config',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr', 'cisco_asa'],
  commands: ['show running-config', 'show startup-config', 'more system:running-config'],
  signs: [
    [/^Building configuration\.\.\./, 0.5],
    [/^Current configuration : \d+ bytes/, 0.5],
    [/^!Command: show running-config/, 0.6],
    [/^hostname \S+/, 0.3],
    [/^interface \S+/, 0.3],
    [/^(?:version|service timestamps|line vty|boot-start-marker)/, 0.2],
  ],
  read(lines, sink) {
    read(lines, sink);
  },
};

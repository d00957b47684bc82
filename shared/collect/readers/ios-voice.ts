/** Voice on a gateway: ports, dial peers, SCCP, MGCP and SIP states. Written after the formats its documents show. */
import { byLine, type Reader } from '../reader.ts';

/** `show voice port summary`. */
export const voicePorts: Reader = {
  kind: 'cisco_ios show voice port summary',
  platforms: ['cisco_ios'],
  commands: ['show voice port summary'],
  signs: [
    [/^PORT\s+CH\s+SIG-TYPE\s+ADMIN\s+OPER/, 0.9],
    [/^\d+\/\d+(?:\/\d+)?(?::\d+)?\s+\S+\s+\S+\s+(?:up|down)\s+(?:up|down|dorm)/, 0.3],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*(\d+(?:\/\d+)*(?:[:.]\d+)?)\s+(--|\d+)\s+(\S+)\s+(up|down)\s+(\S+)\s+(\S+)\s+(\S+)/,
        ([, port = '', channel, type, admin, oper, incoming, outgoing], line, sink) =>
          sink
            .system()
            .entry(
              'Voice ports',
              channel === '--' ? port : `${port} ${channel}`,
              `${type}, admin ${admin}, oper ${oper}, in ${incoming}, out ${outgoing}`,
              line,
            ),
      ],
    ],
  ),
};

/** `show dial-peer voice summary`. */
export const dialPeers: Reader = {
  kind: 'cisco_ios show dial-peer voice summary',
  platforms: ['cisco_ios'],
  commands: ['show dial-peer voice summary'],
  signs: [
    [/^TAG\s+TYPE\s+MIN\s+OPER/, 0.9],
    [/^dial-peer hunt \d/, 0.3],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*(\d+)\s+(voip|pots|vofr|voatm|mmoip)\s+(up|down)\s+(up|down)\s*(.*)$/,
        ([, tag = '', type, admin, oper, rest = ''], line, sink) => {
          const target = /(?:ipv4|ipv6|dns|sip-server|ras)\S*/.exec(rest)?.[0];
          sink
            .system()
            .entry(
              'Dial peers',
              tag,
              [`${type}`, `admin ${admin}`, `oper ${oper}`, rest.replace(/\s+/g, ' ').trim()]
                .filter((each) => each !== '')
                .join(', '),
              line,
            );
          if (target)
            sink
              .system()

              // The summary does not say whether it is SIP or H.323.
              .link('other', target.replace(/^(?:ipv[46]|dns):/, ''), `dial peer ${tag} ${oper}`, line);
        },
      ],
    ],
  ),
};

/** `show sccp`, `show ccm-manager`. */
export const callManagers: Reader = {
  kind: 'cisco_ios show sccp',
  platforms: ['cisco_ios'],
  commands: ['show sccp', 'show ccm-manager', 'show ccm-manager hosts'],
  signs: [
    [/^\s*SCCP Admin State:/, 0.9],
    [/^\s*MGCP Domain Name:/, 0.9],
    [/^\s*(?:Active )?Call Manager: [\d.]+, Port Number: \d+/, 0.3],
  ],
  read: byLine(
    () => ({ active: '' }),
    [
      [
        /^\s*SCCP Admin State:\s*(\S+)/,
        ([, state], line, sink) => sink.system().entry('SCCP', 'Admin state', state, line),
      ],
      [
        /^\s*(\w[\w ]*) Oper State:\s*(\S+)(?:\s*-\s*Cause Code:\s*(\S+))?/,
        ([, what = '', state, cause], line, sink) =>
          sink
            .system()
            .entry(
              'SCCP',
              `${what}, oper state`,
              cause && cause !== 'NONE' ? `${state}, ${cause}` : state,
              line,
            ),
      ],
      [
        /^\s*Active Call Manager:\s*([^,\s]+)/,
        ([, server = ''], line, sink, state) => {
          state.active = server;
          sink.system().entry('SCCP', 'Active call manager', server, line);
        },
      ],
      [
        /^\s*Call Manager:\s*([^,\s]+)/,
        ([, server = ''], line, sink) => sink.system().entry('SCCP', 'Call manager', server, line),
      ],
      [
        /^\s*TCP Link Status:\s*(\w+)/,
        ([, status = ''], line, sink, { active }) => sink.system().link('SCCP', active, status, line),
      ],
      [
        /^\s*MGCP Domain Name:\s*(\S+)/,
        ([, name], line, sink) => sink.system().entry('MGCP', 'Domain name', name, line),
      ],
      [
        /^\s*(Primary|First Backup|Second Backup)\s+(\S.*?)\s{2,}(\S+)\s*$/,
        ([, which = '', state = '', server = ''], line, sink) => {
          if (server === 'None') return;
          sink.system().entry('MGCP', which, `${server}, ${state}`, line);
          sink.system().link('MGCP', server.split(' ')[0] ?? '', state, line);
        },
      ],
    ],
  ),
};

/** `show sip-ua status`, `show sip-ua register status`. */
export const sipAgent: Reader = {
  kind: 'cisco_ios show sip-ua',
  platforms: ['cisco_ios'],
  commands: ['show sip-ua status', 'show sip-ua register status', 'show sip-ua status registrar'],
  signs: [
    [/^SIP User Agent Status/, 0.7],
    [/^SIP User Agent for \w+/, 0.4],
    [/^Line\s+peer\s+expires\(sec\)\s+reg/, 0.9],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*SIP User Agent for (.+?)\s*:\s*(\S.*)/,
        ([, what = '', state], line, sink) =>
          sink.system().entry('SIP', `User agent for ${what}`, state, line),
      ],
      [
        /^\s*(\S+)\s+(-?\d+)\s+(\d+)\s+(yes|no)\b/,
        ([, number = '', peer, expires, registered], line, sink) =>
          sink
            .system()
            .entry(
              'SIP',
              `Registration ${number}`,
              `registered ${registered}, peer ${peer}, expires in ${expires} s`,
              line,
            ),
      ],
      [
        /^\s*(SIP (?:max-forwards|DNS SRV version|NAT Settings|Redirection)[^:]*)\s*:\s*(\S.*)/,
        ([, name = '', value], line, sink) =>
          sink.system().entry('SIP', name.replace(/^SIP /, ''), value, line),
      ],
    ],
  ),
};

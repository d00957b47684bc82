/** Clocks and what they follow: CUCM, IOS, NX-OS, Linux, Windows. */
import { byLine, type LineRule, type Reader } from '../reader.ts';

const SECTION = 'NTP';

/** A row of `ntpq -p`: `*` marks the one that is followed. */
const peerRow: LineRule<unknown> = [
  /^([*+#o~x. -])((?:\d{1,3}\.){3}\d{1,3}|[A-Za-z][\w.:-]+)\s+(\S+)\s+(\d{1,2})\s+[-ulbsm]\s+(\S+)\s+(\d+)\s+(\d+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)/,
  ([, mark, server = '', , stratum, , , reach, , offset], line, sink) =>
    sink
      .system()
      .entry(
        SECTION,
        `Server ${server}`,
        `stratum ${stratum}, reach ${reach}, offset ${offset} ms${mark === '*' ? ', followed' : ''}`,
        line,
      ),
];

/** `utils ntp status` of CUCM, `ntpq -p` and `ntpstat` of Linux. */
export const ntpPeers: Reader = {
  kind: 'ntp peers',
  platforms: ['cisco_cucm', 'linux'],
  commands: ['utils ntp status', 'ntpq -p', 'ntpq -pn', 'ntpstat'],
  signs: [
    [/^\s*remote\s+refid\s+st\s+t\s+when/, 0.7],
    [/^ntpd \(pid \d+\) is/, 0.4],
    [/^(?:un)?synchroni[sz]ed to/, 0.5],
    [/^unsynchroni[sz]ed/, 0.5],
  ],
  read: byLine(
    () => null,
    [
      peerRow,
      [
        /^\s*synchroni[sz]ed to (?:NTP server|\w+ \w+)?\s*\(?([^)\s]*)\)?.* at stratum (\d+)/,
        ([, server, stratum], line, sink) =>
          sink
            .system()
            .entry(SECTION, 'Synchronised', 'yes', line)
            .entry(SECTION, 'Reference', server, line)
            .entry(SECTION, 'Stratum', stratum, line),
      ],
      [/^\s*unsynchroni[sz]ed/i, (_, line, sink) => sink.system().entry(SECTION, 'Synchronised', 'no', line)],
      [
        /^\s*time correct to within\s+(\S.*)/,
        ([, within], line, sink) => sink.system().entry(SECTION, 'Correct to within', within, line),
      ],
      [
        /^\s*ntpd .*(?:not running|stopped)/i,
        (_, line, sink) => sink.system().entry(SECTION, 'Service', 'not running', line),
      ],
      [
        /^\s*Current time in (\S+) is\s*:\s*(\S.*)/,
        ([, zone, time], line, sink) => {
          if (zone !== 'UTC') sink.system().set('timeZone', zone, line).set('clock', time, line);
          else sink.system().entry(SECTION, 'Time in UTC', time, line);
        },
      ],
    ],
  ),
};

/** `show clock` of IOS, NX-OS, XR and ASA. `*` and `.` before it say that the clock is not to be trusted. */
export const showClock: Reader = {
  kind: 'cisco show clock',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr', 'cisco_asa'],
  commands: ['show clock', 'show clock detail'],
  signs: [[/^[*.]?\d{2}:\d{2}:\d{2}\.\d{3} \S+ \w{3} \w{3} +\d+ \d{4}\s*$/, 0.6]],
  read: byLine(
    () => null,
    [
      [
        /^\s*([*.])?(\d{2}:\d{2}:\d{2}\.\d{3}) (\S+) (\w{3} \w{3} +\d+ \d{4})\s*$/,
        ([, mark, time, zone, date], line, sink) => {
          sink.system().set('clock', `${time} ${zone} ${date}`, line).set('timeZone', zone, line);
          if (mark)
            sink
              .system()
              .entry(
                'Clock',
                'State',
                mark === '*' ? 'not authoritative' : 'authoritative, but no longer synchronised',
                line,
              );
        },
      ],
      [
        /^\s*Time source is\s+(.+)/i,
        ([, source], line, sink) => sink.system().entry('Clock', 'Source', source, line),
      ],
      [/^\s*No time source/i, (_, line, sink) => sink.system().entry('Clock', 'Source', 'none', line)],
      [
        /^\s*Summer time (starts|ends)\s+(\S.*)/,
        ([, which = '', at], line, sink) => sink.system().entry('Clock', `Summer time ${which}`, at, line),
      ],
    ],
  ),
};

/** `show ntp status` and `show ntp associations` of IOS and NX-OS. */
export const showNtp: Reader = {
  kind: 'cisco show ntp',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr', 'cisco_asa'],
  commands: ['show ntp status', 'show ntp associations', 'show ntp peer-status'],
  signs: [
    [/^\s*Clock is (?:un)?synchroni[sz]ed, stratum \d+/i, 0.9],
    [/^\s*address\s+ref clock\s+st\s+when/i, 0.9],
    [/^%?NTP is not enabled/i, 0.8],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*Clock is (un)?synchroni[sz]ed, stratum (\d+), (?:no reference clock|reference (?:is|clock is)\s+(\S+))/i,
        ([, not, stratum, reference], line, sink) =>
          sink
            .system()
            .entry(SECTION, 'Synchronised', not ? 'no' : 'yes', line)
            .entry(SECTION, 'Stratum', stratum, line)
            .entry(SECTION, 'Reference', reference ?? 'none', line),
      ],
      [
        /^\s*clock offset is\s+(-?[\d.]+ \w+)/i,
        ([, offset], line, sink) => sink.system().entry(SECTION, 'Offset', offset, line),
      ],
      [
        /^\s*([*#+~ -]{1,3})((?:\d{1,3}\.){3}\d{1,3})\s+(\S+)\s+(\d{1,2})\s+(\S+)\s+(\d+)\s+(\d+)\s+(-?[\d.]+)\s+(-?[\d.]+)/,
        ([, mark = '', server = '', , stratum, , , reach, , offset], line, sink) =>
          sink
            .system()
            .entry(
              SECTION,
              `Server ${server}`,
              `stratum ${stratum}, reach ${reach}, offset ${offset} ms${mark.includes('*') ? ', followed' : ''}`,
              line,
            ),
      ],
      [/NTP is not enabled/i, (_, line, sink) => sink.system().entry(SECTION, 'Synchronised', 'no', line)],
    ],
  ),
};

/** `timedatectl` and `chronyc tracking` of Linux. */
export const linuxTime: Reader = {
  kind: 'linux time',
  platforms: ['linux'],
  commands: ['timedatectl', 'timedatectl status', 'chronyc tracking', 'chronyc sources'],
  signs: [
    [/^\s*Time zone:\s+\S+ \(\S+, [+-]\d{4}\)/, 0.6],
    [/^\s*(?:System clock|NTP) synchronized:/, 0.4],
    [/^Reference ID\s+:/, 0.6],
    [/^Leap status\s+:/, 0.4],
    [/^MS Name\/IP address\s+Stratum Poll/, 0.9],
  ],
  read: byLine(
    () => null,
    [
      [/^\s*Local time:\s+(\S.*)/, ([, time], line, sink) => sink.system().set('clock', time, line)],
      [/^\s*Time zone:\s+(\S.*)/, ([, zone], line, sink) => sink.system().set('timeZone', zone, line)],
      [
        /^\s*(?:System clock|NTP) synchronized:\s+(yes|no)/,
        ([, state], line, sink) => sink.system().entry(SECTION, 'Synchronised', state, line),
      ],
      [
        /^\s*(?:NTP service|Network time on|NTP enabled):\s+(\S+)/,
        ([, state], line, sink) => sink.system().entry(SECTION, 'Service', state, line),
      ],
      [
        /^Reference ID\s+:\s+\S+ \((.*)\)/,
        ([, server], line, sink) =>
          sink.system().entry(SECTION, 'Reference', server === '' ? 'none' : server, line),
      ],
      [
        /^Stratum\s+:\s+(\d+)/,
        ([, stratum], line, sink) => sink.system().entry(SECTION, 'Stratum', stratum, line),
      ],
      [
        /^System time\s+:\s+(\S.*)/,
        ([, offset], line, sink) => sink.system().entry(SECTION, 'Offset', offset, line),
      ],
      [
        /^Leap status\s+:\s+(\S.*)/,
        ([, status = ''], line, sink) =>
          sink.system().entry(SECTION, 'Synchronised', /^Not/.test(status) ? 'no' : 'yes', line),
      ],
      [
        /^([\^=#])([*+?x~-])\s+(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s/,
        ([, , mark, server = '', stratum, , reach], line, sink) =>
          sink
            .system()
            .entry(
              SECTION,
              `Server ${server}`,
              `stratum ${stratum}, reach ${reach}${mark === '*' ? ', followed' : ''}`,
              line,
            ),
      ],
    ],
  ),
};

/** `show interfaces` and `show interfaces status`: state, duplex and errors. Counters that are 0 are no facts. */
import { byLine, type Reader } from '../reader.ts';

export const iosInterfaces: Reader = {
  kind: 'cisco show interfaces',
  platforms: ['cisco_ios', 'cisco_nxos', 'cisco_xr'],
  commands: ['show interfaces', 'show interface'],
  signs: [
    [/^\S+ is (?:up|down|administratively down),? (?:line protocol is|\()/, 0.5],
    [/^\s+\d+ input errors, \d+ CRC/, 0.4],
    [/^\s+MTU \d+ bytes/, 0.2],
  ],
  read: byLine(
    () => ({ name: '' }),
    [
      [
        /^(\S+) is (administratively down|up|down)(?:,? line protocol is (\w+))?(.*)/,
        ([, name = '', state, protocol, rest = ''], line, sink, current) => {
          current.name = name;
          const why = /\(([^)]+)\)/.exec(rest)?.[1];
          sink
            .system()
            .entry(
              'Interfaces',
              name,
              [state, protocol ? `line protocol ${protocol}` : '', why ?? '']
                .filter((each) => each !== '')
                .join(', '),
              line,
            );
        },
      ],
      [
        /^\s+Hardware(?: is |: ).*address(?: is|:) ([\da-f.:]{12,17})/i,
        ([, address], line, sink) => sink.system().add('macAddresses', address, line),
      ],
      [
        /^\s+Description: (\S.*)/,
        ([, text], line, sink, { name }) =>
          sink.system().entry('Interfaces', `${name}, description`, text, line),
      ],
      [
        /^\s+Internet [Aa]ddress is ([\d.]+)(\/\d+)?/,
        ([, address, prefix], line, sink, { name }) =>
          sink
            .system()
            .add('addresses', address, line)
            .entry('Interfaces', `${name}, address`, `${address}${prefix ?? ''}`, line),
      ],
      [
        /^\s+(?:Auto-duplex \()?(half|full|auto)[- ]?duplex(?:\))?,\s*([^,]+)/i,
        ([, duplex = '', speed], line, sink, { name }) =>
          sink
            .system()
            .entry('Interfaces', `${name}, duplex`, duplex.toLowerCase(), line)
            .entry('Interfaces', `${name}, speed`, speed, line),
      ],
      [
        /^\s+(\d+) input errors?\s*,?\s*(\d+) CRC/,
        ([, errors, crc], line, sink, { name }) => {
          if (errors !== '0') sink.system().entry('Interfaces', `${name}, input errors`, errors, line);
          if (crc !== '0') sink.system().entry('Interfaces', `${name}, CRC`, crc, line);
        },
      ],
      [
        /^\s+(\d+) output errors?,? *(?:(\d+) collisions?)?/,
        ([, errors, collisions], line, sink, { name }) => {
          if (errors !== '0') sink.system().entry('Interfaces', `${name}, output errors`, errors, line);
          if (collisions && collisions !== '0')
            sink.system().entry('Interfaces', `${name}, collisions`, collisions, line);
        },
      ],
      [
        /(\d+) late collisions?/,
        ([, late], line, sink, { name }) =>
          late !== '0' && sink.system().entry('Interfaces', `${name}, late collisions`, late, line),
      ],
    ],
  ),
};

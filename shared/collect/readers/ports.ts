/** Ports that a computer listens on: `ss` of Linux, `netstat` of Windows. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

const SECTION = 'Listening ports';
/** Beyond it ports are given out for a moment, and say nothing of a service; only what waits for connections counts there. */
const FIRST_PASSING_UDP = 32_768;

interface Port {
  addresses: string[];
  program: string;
  line: number;
}

/** Ports in their order, each once with all addresses that it is open at. */
class Ports {
  readonly #all = new Map<string, Port>();

  take(protocol: string, local: string, program: string, line: number): void {
    const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(local) ?? [];
    if (port === '' || (protocol === 'udp' && Number(port) >= FIRST_PASSING_UDP)) return;
    const key = `${protocol} ${port}`;
    const known = this.#all.get(key) ?? { addresses: [], program, line };
    const at = address.replace(/%.*$/, '');
    if (!known.addresses.includes(at)) known.addresses.push(at);
    this.#all.set(key, known);
  }

  into(sink: Sink): void {
    for (const [key, { addresses, program, line }] of this.#all)
      sink
        .system()
        .entry(SECTION, key, `${addresses.join(', ')}${program === '' ? '' : `, ${program}`}`, line);
  }
}

/** `ss -tulpn`; what belongs to another user has no program. */
export const linuxPorts: Reader = {
  kind: 'linux listening ports',
  platforms: ['linux'],
  commands: ['ss -tulpn', 'ss -tlnp', 'ss -tln', 'ss -lntu'],
  signs: [
    [/^Netid\s+State\s+Recv-Q/, 0.9],
    [/^State\s+Recv-Q\s+Send-Q\s+Local Address:Port/, 0.9],
  ],
  read(lines: readonly Line[], sink: Sink) {
    const ports = new Ports();
    for (const { text, number } of lines) {
      const [, protocol = 'tcp', local = '', rest = ''] =
        /^(?:(tcp|udp)\s+)?(?:LISTEN|UNCONN)\s+\d+\s+\d+\s+(\S+)\s+\S+\s*(.*)$/.exec(text) ?? [];
      if (local !== '') ports.take(protocol, local, /\(\("([^"]+)"/.exec(rest)?.[1] ?? '', number);
    }
    ports.into(sink);
  },
};

/** `netstat -ano`; in any language, as what listens has no other end. */
export const windowsPorts: Reader = {
  kind: 'windows listening ports',
  platforms: ['windows'],
  commands: ['netstat -ano', 'netstat -an', 'netstat -abno'],
  signs: [[/^\s+TCP\s+\S+:\d+\s+(?:0\.0\.0\.0|\[::\]):0\s+\S+/, 0.9]],
  read(lines: readonly Line[], sink: Sink) {
    const ports = new Ports();
    for (const { text, number } of lines) {
      const [, protocol = '', local = '', process = ''] =
        /^\s+(TCP|UDP)\s+(\S+)\s+(?:(?:0\.0\.0\.0|\[::\]):0\s+\S+|\*:\*)(?:\s+(\d+))?\s*$/.exec(text) ?? [];
      if (local !== '')
        ports.take(protocol.toLowerCase(), local, process === '' ? '' : `process ${process}`, number);
    }
    ports.into(sink);
  },
};

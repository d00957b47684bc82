/** A cluster of Cisco Unified Communications Manager: its nodes, services and replication. Written after the formats its documents show. */
import { byLine, type Reader } from '../reader.ts';

/** `show network cluster`: each node is a system. */
export const cucmNodes: Reader = {
  kind: 'cisco_cucm show network cluster',
  platforms: ['cisco_cucm'],
  commands: ['show network cluster'],
  signs: [
    [/^\s*[\d.]+\s+\S+\s+\S+\s+(?:Publisher|Subscriber)\b/, 0.8],
    [/Server Table \(processnode\) Entries/, 0.4],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*((?:\d{1,3}\.){3}\d{1,3}|[\da-f:]{4,})\s+(\S+)\s+(?:(\S+)\s+)?(Publisher|Subscriber)\s*(.*)$/,
        ([, address, name = '', short, role, rest = ''], line, sink) =>
          sink
            .system(short ?? name)
            .set('hostname', name, line)
            .set('role', role, line)
            .add('addresses', address, line)
            .entry('Cluster', 'State', rest.replace(/^.*?((?:not )?authenticated)/, '$1'), line),
      ],
    ],
  ),
};

/** `utils service list`. */
export const cucmServices: Reader = {
  kind: 'cisco_cucm utils service list',
  platforms: ['cisco_cucm'],
  commands: ['utils service list'],
  signs: [
    [/^\s*\S.*?\s*\[(?:STARTED|STOPPED|STARTING|STOPPING|NOTRUNNING)\]/, 0.8],
    [/^Requesting service status/, 0.2],
    [/^Primary Node\s*=/, 0.2],
  ],
  read: byLine(
    () => null,
    [
      [
        /^\s*(\S.*?)\s*\[(\w+)\]\s*(.*)$/,
        ([, name = '', state = '', why = ''], line, sink) =>
          sink.system().entry('Services', name, why === '' ? state : `${state}, ${why}`, line),
      ],
      [
        /^\s*Primary Node\s*=\s*(true|false)/i,
        ([, primary], line, sink) =>
          sink.system().set('role', /true/i.test(primary ?? '') ? 'Publisher' : 'Subscriber', line),
      ],
    ],
  ),
};

/** `utils dbreplication runtimestate`: each node is a system, and replication a link to it. */
export const cucmReplication: Reader = {
  kind: 'cisco_cucm utils dbreplication runtimestate',
  platforms: ['cisco_cucm'],
  commands: ['utils dbreplication runtimestate'],
  signs: [
    [/Cluster Detailed View from/, 0.5],
    [/REPLICATION SETUP|Replication Group ID/i, 0.4],
    [/^DB Version: \w/, 0.2],
  ],
  read: byLine(
    () => ({ from: '' }),
    [
      [
        /Cluster Detailed View from\s+(\S+)/,
        ([, from = ''], line, sink, state) => {
          state.from = from;
          sink.system().set('hostname', from, line);
        },
      ],
      [
        /^\s*DB Version:\s*(\S+)/,
        ([, version], line, sink) => sink.system().revision('Database', version, line),
      ],
      [
        /^\s*(?:Cluster )?Replication (?:State|status):\s*(\S.*)/i,
        ([, text], line, sink) => sink.system().entry('Replication', 'Cluster', text, line),
      ],
      [
        /^\s*Last Sync Result:\s*(\S.*)/,
        ([, text], line, sink) => sink.system().entry('Replication', 'Last sync', text, line),
      ],
      [
        /^\s*Sync Errors:\s*(\S.*)/,
        ([, text], line, sink) => sink.system().entry('Replication', 'Errors', text, line),
      ],
      [/^\s*Server Time:\s*(\S.*)/, ([, text], line, sink) => sink.system().set('clock', text, line)],
      [
        /^\s*(\S+)\s+((?:\d{1,3}\.){3}\d{1,3}|[\da-f:]{4,})\s+(\S+)\s+(\S+\/\S+)\s+(\S+)\s+(\(\S+\))\s+\((\d|-)\)\s*(.*)$/,
        ([, name = '', address, ping, rpc, queue, , state, details], line, sink, { from }) => {
          sink
            .system(name)
            .set('hostname', name, line)
            .add('addresses', address, line)
            .entry('Replication', 'State', `${state} ${details}`, line)
            .entry('Replication', 'Queue', queue, line)
            .entry('Replication', 'DB, RPC, DbMon', rpc, line)
            .entry('Replication', 'Ping', ping, line);
          if (from !== '' && from !== name)
            sink.system().link('database', name, `replication ${state}`, line);
        },
      ],
    ],
  ),
};

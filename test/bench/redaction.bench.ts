/** Redaction of configurations and logs, both phases, against secretlint and against one regular expression over the same text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRedactor, openSurvey } from '../../shared/redaction/redact.ts';
import { secretlint } from '../../shared/redaction/second-detector.ts';
import type { BenchResult } from './result.ts';

export const needsBrowser = false;

const ROUNDS = 5;
const MEGABYTES = 4;
const KEY = new Uint8Array(32).fill(1);

const CONFIGURATION = `hostname EDGE-77
enable secret 5 $1$wtHI$0rN7R8PKwC30AsCGA77vy.
interface GigabitEthernet0/1
 description uplink to core
 ip address 10.20.30.40 255.255.255.0
 no shutdown
!
router ospf 1
 network 10.0.0.0 0.255.255.255 area 0
username jsmith password 7 122A00190102180D3C2E
snmp-server community Planted77 RO
`;
const LOG = `Nov 28 10:00:00 EDGE-77 sshd[77]: Accepted password for jsmith from 10.1.2.3 port 50122 ssh2
Nov 28 10:00:01 EDGE-77 kernel: eth0: link up, 1000 Mbps, full duplex
2026-11-28T10:00:02Z INFO call 4711 from 5551234567 connected to agent 12, codec g711, jitter 3 ms
`;

/** A text without names and secrets: this project's own locked list of packages. */
const plain = () => readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8');

const repeated = (text: string) => text.repeat(Math.ceil((MEGABYTES * 1_000_000) / text.length));

/** What a one-line script would do: no case, no names, no tokens that are the same elsewhere. */
const onePass = (text: string) =>
  text.replace(/((?:password|secret|community|key)\s+(?:\d+\s+)?)(\S+)|(\d{1,3}\.){3}\d{1,3}/gi, 'X').length;

function redacted(text: string): number {
  const survey = openSurvey();
  const look = survey.look('x');
  look.push(text);
  look.end();
  let replaced = 0;
  const file = openRedactor(KEY, survey.originals).open('x', () => {
    replaced += 1;
  });
  file.push(text);
  file.end();
  return replaced;
}

/** CPU seconds, so that what else the machine does counts for neither. */
async function seconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

export async function run(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const texts = {
    configurations: repeated(CONFIGURATION),
    logs: repeated(LOG),
    'text without any': repeated(plain()),
  };
  for (const [name, text] of Object.entries(texts)) {
    const own: number[] = [];
    const lint: number[] = [];
    const regular: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      own.push(await seconds(() => redacted(text)));
      lint.push(await seconds(() => secretlint.look(text)));
      regular.push(await seconds(() => onePass(text)));
    }
    const rate = text.length / 1_000_000 / Math.min(...own);
    results.push(
      {
        name: `redaction, ${name}, both phases`,
        value: rate,
        unit: 'MB/s',
        against: 'secretlint, which only finds',
        ratio: Math.min(...lint) / Math.min(...own),
      },
      {
        name: `redaction, ${name}, both phases`,
        value: rate,
        unit: 'MB/s',
        against: 'one regular expression',
        ratio: Math.min(...regular) / Math.min(...own),
      },
    );
  }
  return results;
}

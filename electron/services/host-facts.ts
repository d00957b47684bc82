/** What the computer in front of the person says about itself. Each question has its own time; one that fails stops no other. */
import { hostname } from 'node:os';
import si from 'systeminformation';
import { storable } from '../../shared/base/values.ts';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import type { HostFact } from '../../shared/collect/host-facts.ts';
import { ok } from './disk-failure.ts';

const QUESTION_TIMEOUT_MS = 15_000;

/** Software whose revision level matters beside the product, if it is installed. */
const SOFTWARE =
  'node, npm, openssl, postgresql, mysql, java, python3, docker, nginx, apache, php, perl, git';

const softwareNames: Record<string, string> = {
  node: 'Node.js',
  openssl: 'OpenSSL',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  java: 'Java',
  python3: 'Python',
  docker: 'Docker',
  nginx: 'nginx',
  apache: 'Apache',
  php: 'PHP',
};

interface Question {
  query: string;
  /** How a person would call what is asked, for the list of what stayed unanswered. */
  words: string;
  ask: () => Promise<Omit<HostFact, 'query'>[]>;
}

function said(value: string | null | undefined): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value !== 'Not Specified' &&
    value !== 'Default string'
  );
}

const questions: Question[] = [
  {
    query: 'systeminformation.osInfo',
    words: 'the operating system',
    ask: async () => {
      const os = await si.osInfo();
      const name = [os.distro, os.release, os.codename && `(${os.codename})`, os.arch].filter(said).join(' ');
      return [
        { area: 'system', name: 'hostname', value: os.fqdn || os.hostname },
        { area: 'system', name: 'os', value: name },
        { area: 'revision', name: 'Operating system', value: [os.distro, os.release].filter(said).join(' ') },
        { area: 'revision', name: 'Kernel', value: os.kernel },
      ];
    },
  },
  {
    query: 'systeminformation.system',
    words: 'the hardware',
    ask: async () => {
      const [system, cpu, memory] = [await si.system(), await si.cpu(), await si.mem()];
      const hardware = [
        [system.manufacturer, system.model].filter(said).join(' '),
        `${cpu.manufacturer} ${cpu.brand}, ${cpu.cores} cores`,
        `${Math.round(memory.total / 1_073_741_824)} GiB`,
      ];
      return [
        { area: 'system', name: 'platform', value: system.virtual ? 'virtual' : 'hardware' },
        { area: 'system', name: 'hardware', value: hardware.filter(said).join('; ') },
      ];
    },
  },
  {
    query: 'systeminformation.networkInterfaces',
    words: 'the network interfaces',
    ask: async () => {
      const found = await si.networkInterfaces();
      const interfaces = (Array.isArray(found) ? found : [found]).filter(
        (each) => !each.internal && (each.ip4 || each.ip6),
      );
      const facts: Omit<HostFact, 'query'>[] = interfaces.map((each) => ({
        area: 'network',
        name: each.iface,
        value: [
          each.ip4 && `${each.ip4}/${each.ip4subnet}`,
          each.ip6,
          each.mac,
          each.speed ? `${each.speed} Mbit/s` : '',
          each.operstate,
        ]
          .filter(said)
          .join(', '),
      }));
      const gateway = await si.networkGatewayDefault();
      return said(gateway) ? [...facts, { area: 'network', name: 'gateway', value: gateway }] : facts;
    },
  },
  {
    query: 'systeminformation.versions',
    words: 'the installed software',
    ask: async () => {
      const versions = (await si.versions(SOFTWARE)) as unknown as Record<string, string>;
      return Object.entries(softwareNames)
        .filter(([key]) => said(versions[key]))
        .map(([key, name]) => ({ area: 'revision', name, value: versions[key] ?? '' }));
    },
  },
];

async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks all questions at once, each for at most `timeout` milliseconds. `missed` names, in words, what the computer did not say. */
export async function readHostFacts(
  now: () => Date,
  asked: readonly Question[] = questions,
  timeout: number = QUESTION_TIMEOUT_MS,
): Promise<CallOutput<'host.facts'>> {
  const answers = await Promise.allSettled(asked.map((question) => inTime(question.ask(), timeout)));
  const facts: HostFact[] = [];
  const missed: string[] = [];
  for (const [index, answer] of answers.entries()) {
    const question = asked[index];
    if (!question) continue;
    if (answer.status === 'rejected') missed.push(question.words);
    else {
      for (const fact of answer.value) {
        if (!said(fact.value)) continue;
        facts.push({
          ...fact,
          name: storable(fact.name.slice(0, 300)),
          value: storable(fact.value.slice(0, 300)),
          query: question.query,
        });
      }
    }
  }
  return ok({ host: hostname().slice(0, 300), at: now().toISOString(), facts, missed });
}

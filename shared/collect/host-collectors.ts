/**
 * What the console may run on the computer in front of the person, and nothing else: fixed programs with fixed arguments, whose
 * outputs go to the readers as if they had been captured by hand. See SPEC.md, K54 to K57, and security 42.
 */
import { z } from 'zod';
import { line } from '../base/values.ts';
import { commandWords, isCommand } from './commands.ts';

export const hostSystems = ['linux', 'windows'] as const;
export type HostSystem = (typeof hostSystems)[number];

export interface HostCollector {
  id: string;
  system: HostSystem;
  /** What it says, as a person calls it. */
  words: string;
  /** Name of the program in a folder of the system; never a path that somebody else says. */
  program: string;
  arguments: readonly string[];
  /** As a person would type it, and as readers know it. */
  command: string;
  /** About what it gives, for the person to see beforehand. */
  bytes: number;
  /** After it the program is ended. */
  seconds: number;
  /** Chosen beforehand where no recipe says what is wanted. */
  usual: boolean;
  /** What else it needs, in words. */
  needs?: string;
}

/** As much of an output is taken; the rest is cut at a line, and said. */
export const MOST_OUTPUT_BYTES = 512 * 1_024;

type Told = Pick<HostCollector, 'id' | 'words' | 'bytes'> &
  Partial<Pick<HostCollector, 'seconds' | 'usual' | 'needs'>>;

const linux = (command: string, { seconds = 15, usual = true, ...told }: Told): HostCollector => {
  const [program = '', ...rest] = command.split(' ');
  return { ...told, system: 'linux', program, arguments: rest, command, seconds, usual };
};

const windows = (command: string, { seconds = 30, usual = true, ...told }: Told): HostCollector => {
  const [program = '', ...rest] = command.split(' ');
  return { ...told, system: 'windows', program: `${program}.exe`, arguments: rest, command, seconds, usual };
};

/** One fixed line of PowerShell, for what no program of its own says; wide enough that nothing is cut. */
const powershell = (command: string, { seconds = 45, usual = true, ...told }: Told): HostCollector => ({
  ...told,
  system: 'windows',
  program: 'powershell.exe',
  arguments: [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    `[Console]::OutputEncoding = [Text.Encoding]::UTF8; ${command} | Out-String -Width 400`,
  ],
  command,
  seconds,
  usual,
});

/** Errors of a day, the newest first. */
const events = (log: string, told: Told): HostCollector => ({
  ...windows(`wevtutil qe ${log}`, told),
  arguments: [
    'qe',
    log,
    '/q:*[System[(Level=1 or Level=2) and TimeCreated[timediff(@SystemTime) <= 86400000]]]',
    '/c:200',
    '/rd:true',
    '/f:text',
  ],
});

export const hostCollectors: readonly HostCollector[] = [
  linux('cat /etc/os-release', { id: 'linux-release', words: 'Operating system', bytes: 400 }),
  linux('uname -a', { id: 'linux-kernel', words: 'Kernel', bytes: 150 }),
  linux('hostnamectl', { id: 'linux-host', words: 'Host name and hardware', bytes: 500 }),
  linux('timedatectl', {
    id: 'linux-time',
    words: 'Clock, time zone, and whether it is synchronised',
    bytes: 400,
  }),
  linux('chronyc tracking', { id: 'linux-chrony', words: 'Time server, by chrony', bytes: 600 }),
  linux('ntpq -pn', { id: 'linux-ntp', words: 'Time servers, by ntpd', bytes: 600 }),
  linux('ip address', { id: 'linux-addresses', words: 'Network interfaces', bytes: 2_000 }),
  linux('ss -tulpn', { id: 'linux-ports', words: 'Listening ports', bytes: 4_000 }),
  linux('df -h', { id: 'linux-disks', words: 'Disks', bytes: 1_500 }),
  linux('systemctl --failed --no-pager', { id: 'linux-failed', words: 'Services that failed', bytes: 800 }),
  linux('systemctl list-units --type=service --state=running --no-pager', {
    id: 'linux-services',
    words: 'Services that run',
    bytes: 6_000,
    usual: false,
  }),
  linux('journalctl --priority=3 --since=-24h --lines=500 --no-pager', {
    id: 'linux-errors',
    words: 'Errors of the last 24 hours, the newest 500',
    bytes: 50_000,
    seconds: 30,
  }),
  linux('dpkg -l', {
    id: 'linux-dpkg',
    words: 'Installed packages (Debian); those that a product names become revision levels',
    bytes: 120_000,
    usual: false,
  }),
  linux('rpm -qa', {
    id: 'linux-rpm',
    words: 'Installed packages (Red Hat); those that a product names become revision levels',
    bytes: 60_000,
    usual: false,
  }),
  linux('dmidecode --type=system', {
    id: 'linux-hardware',
    words: 'Model and serial number',
    bytes: 1_200,
    needs: 'the rights of root',
    usual: false,
  }),
  windows('systeminfo', {
    id: 'windows-system',
    words: 'Operating system, hardware, hot fixes',
    bytes: 4_000,
    seconds: 90,
  }),
  windows('ipconfig /all', { id: 'windows-addresses', words: 'Network interfaces', bytes: 4_000 }),
  powershell('Get-HotFix | Format-Table -AutoSize Source, Description, HotFixID, InstalledBy, InstalledOn', {
    id: 'windows-hotfixes',
    words: 'Hot fixes with their days',
    bytes: 6_000,
  }),
  windows('w32tm /query /status', { id: 'windows-time', words: 'Clock, and what it follows', bytes: 600 }),
  powershell(
    "Get-Service | Where-Object { $_.StartType -eq 'Automatic' -and $_.Status -ne 'Running' } | Format-Table -AutoSize Status, Name, DisplayName",
    { id: 'windows-stopped', words: 'Services that start by themselves and do not run', bytes: 2_000 },
  ),
  windows('sc query', { id: 'windows-services', words: 'Services that run', bytes: 40_000, usual: false }),
  windows('netstat -ano', { id: 'windows-ports', words: 'Listening ports', bytes: 12_000 }),
  events('System', {
    id: 'windows-system-errors',
    words: 'Errors of the system of the last 24 hours, the newest 200',
    bytes: 80_000,
  }),
  events('Application', {
    id: 'windows-application-errors',
    words: 'Errors of applications of the last 24 hours, the newest 200',
    bytes: 120_000,
  }),
  powershell(
    "Get-ItemProperty 'HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*', 'HKLM:\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*' | Where-Object DisplayName | Format-Table -AutoSize DisplayName, DisplayVersion",
    {
      id: 'windows-programs',
      words: 'Installed programs; those that a product names become revision levels',
      bytes: 20_000,
      usual: false,
    },
  ),
];

/** One of them as the shell offers it on this computer. */
export const offeredCollector = z.strictObject({
  id: line,
  words: line,
  command: z.string().max(1_000),
  bytes: z.number().int().nonnegative(),
  seconds: z.number().int().positive(),
  usual: z.boolean(),
  needs: line,
  /** Whether its program is on this computer. */
  there: z.boolean(),
});
export type OfferedCollector = z.infer<typeof offeredCollector>;

/**
 * What is chosen beforehand: what the recipes of the case's products ask for, with what is usual; what is not there is not.
 * @param wanted commands of recipes
 */
export function chosenBeforehand(
  offered: readonly OfferedCollector[],
  wanted: readonly string[],
): ReadonlySet<string> {
  const isAsked = ({ command }: OfferedCollector) =>
    wanted.some((each) => isCommand(each, commandWords(command).join(' ')));
  return new Set(offered.filter((each) => each.there && (each.usual || isAsked(each))).map(({ id }) => id));
}

/** One file of all outputs, each behind its command at a prompt, as a terminal would have logged it. */
export function captureOf(
  system: HostSystem,
  host: string,
  outputs: readonly { command: string; text: string; cut: boolean }[],
): string {
  const name = /^[\w.-]+$/.test(host) ? host : 'this-computer';
  const prompt = (command: string) =>
    system === 'linux'
      ? `console@${name}:~$ ${command}`
      : `${/^[A-Z]\w+-/.test(command) ? 'PS ' : ''}C:\\> ${command}`;
  return outputs
    .map(({ command, text, cut }) => {
      const body = text.replaceAll('\r\n', '\n').trimEnd();
      const end = cut ? `\n(cut here after ${MOST_OUTPUT_BYTES / 1_024} kB)` : '';
      return `${prompt(command)}\n${body}${end}\n`;
    })
    .join('\n');
}

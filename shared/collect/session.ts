/** Splits a terminal log, or a `show tech-support`, into the outputs of its commands. See SPEC.md, K9 to K11. */
import type { Line } from './lines.ts';

export interface Segment {
  /** As typed; null for what stands before the first, or where no command is to be seen. */
  command: string | null;
  /** The host name of the prompt; null where the prompt names none. */
  host: string | null;
  /** Without the line that the command stands in. */
  lines: Line[];
  /** The line of the command; of the first line where there is none. */
  line: number;
}

interface Prompt {
  host: string | null;
  command: string;
}

/** Prompts with the command behind them. The command begins with a word, so that a heading with `>` is none. */
const prompts: readonly RegExp[] = [
  // IOS XR: RP/0/RSP0/CPU0:core-1#
  /^(?:RP|LC)\/\d+\/\S+?:(?<host>[\w.-]+)(?:\([^)]{1,40}\))?#\s*(?<command>\S.*)?$/,
  // IOS, NX-OS, ASA: gw-1#, gw-1>, gw-1(config-if)#, fw/act/pri#
  /^(?<host>[A-Za-z][\w.-]{0,62})(?<!-)(?:\/[\w/-]{1,30})?(?:\([\w/ .-]{1,40}\))?[#>]\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // CUCM
  /^admin:\s?(?<command>\S.*)?$/,
  // Windows
  /^(?:PS )?[A-Z]:\\[^<>|"?*]{0,200}>\s*(?<command>\S.*)?$/i,
  // FortiOS: fw-1 # get system status, fw-1 (global) #
  /^(?<host>[A-Za-z][\w.-]{0,62}) (?:\([\w .-]{1,40}\) )?[#$]\s+(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Junos and PAN-OS: user@edge-1> show version, admin@fw-1(active)>
  /^[\w.-]{1,32}@(?<host>[\w.-]+)(?:\([\w-]{1,30}\))?>\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Comware and VRP: <sw-1>display version. Others with text behind them are elements of XML.
  /^<(?<host>[A-Za-z][\w.-]{0,62})>\s*(?<command>dis(?:play|pla|pl|p)?\s[^<]*)?$/,
  // Controllers of wireless networks: (wlc-1) >show sysinfo. Cisco's own name has a blank, and is no host name.
  /^\((?:(?<host>[\w.-]{1,63})|Cisco Controller)\) [*^]?[>#]\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // RouterOS: [admin@router-1] > /system resource print
  /^\[[\w.-]{1,32}@(?<host>[\w.-]+)\] (?:\/[\w/ -]{0,80})?>\s*(?<command>\S.*)?$/,
  // FastIron: SSH@sw-1#show version
  /^(?:SSH|telnet)@(?<host>[\w.-]{1,63})(?:\([\w/ .-]{1,40}\))?[#>]\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Alcatel-Lucent: -> show system, and the name that it has as it comes: OmniSwitch-> show microcode
  /^(?:OmniSwitch|(?<host>[A-Za-z][\w.-]{0,61}[\w.]))?-> (?<command>[a-z]\S*(?:\s.*)?)?$/,
  // SR OS: A:pe-1# show system information
  /^[*]?[A-D]:(?<host>[\w.-]{1,63})(?:>[\w>-]{1,80})?[#$] (?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Fabric OS and VOSS: sw-1:admin> version, vsp-1:1>show sys-info
  /^(?<host>[A-Za-z][\w.-]{0,62}):\w{1,32}[#>]\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Threat Defense: > show inventory. It names no host.
  /^> (?<command>(?:show|system)\s\S.*|sysinfo)$/,
  // BIG-IP: [root@lb-1:Active:In Sync] config # tmsh show sys version, root@(lb-1)(cfg-sync In Sync)(Active)(/Common)(tmos)# show sys version
  /^\[[\w.-]{1,32}@(?<host>[\w.-]+):[\w :-]{1,60}\] \S{1,100} #\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  /^[\w.-]{1,32}@\((?<host>[\w.-]+)\)(?:\([^()]{1,60}\)){1,8}[#>]\s*(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // ESXi: [root@esx-1:~] esxcli system version get
  /^\[[\w.-]{1,32}@(?<host>[\w.-]+):[^\]]{0,200}\]\s+(?<command>[a-z]\S*(?:\s.*)?)?$/,
  // Linux: [root@host ~]#, user@host:~$
  /^\[?[\w.-]{1,32}@(?<host>[\w.-]+)[: ][^\]#$]{0,200}\]?[#$]\s*(?<command>\S.*)?$/,
];

/** Headings between the parts of a show tech-support. */
const headings: readonly RegExp[] = [
  /^-{6,}\s*(?<command>(?:show|admin show|dir|more|utils|ver)\b.*?)\s*-{6,}$/i,
  /^`(?<command>(?:show|dir|more)\b[^`]*)`\s*$/,
  /^={4,}\s*(?<command>(?:show|utils)\b.*?)\s*={4,}$/i,
];

function promptOf(text: string): Prompt | null {
  // Most lines are none; the patterns are tried only where one could be.
  if (!/[#>$]|^admin:|^\[[\w.-]+@/.test(text)) return null;
  for (const pattern of prompts) {
    const groups = pattern.exec(text)?.groups;
    if (groups) return { host: groups.host ?? null, command: groups.command?.trim() ?? '' };
  }
  return null;
}

function headingOf(text: string): string | null {
  if (!/^[-`=]/.test(text)) return null;
  for (const pattern of headings) {
    const command = pattern.exec(text)?.groups?.command;
    if (command) return command;
  }
  return null;
}

/**
 * Outputs in their order. A text without prompts and headings is one, with no command.
 * A host name alone on a line with `>` or `#` is a prompt only where the same name stands in another, or a command follows it.
 */
export function splitSession(lines: readonly Line[]): Segment[] {
  const segments: Segment[] = [];
  let open: Segment = { command: null, host: null, lines: [], line: lines[0]?.number ?? 1 };
  let host: string | null = null;
  const close = () => {
    if (open.command !== null || open.lines.some(({ text }) => text.trim() !== '')) segments.push(open);
  };
  for (const line of lines) {
    const heading = headingOf(line.text);
    const prompt = heading === null ? promptOf(line.text) : null;
    if (heading === null && (!prompt || !isPrompt(prompt, host))) {
      open.lines.push(line);
      continue;
    }
    close();
    if (prompt?.host) host = prompt.host;
    const command = heading ?? prompt?.command ?? '';
    open = { command: command === '' ? null : command, host, lines: [], line: line.number };
  }
  close();
  return segments;
}

/** First words of commands; others after a `#` or `>` may be anything, such as a comment. */
const VERB =
  /^(?:sh|sho|show|ter|term|terminal|en|ena|enable|conf|config|configure|exit|end|wr|write|copy|dir|more|ping|trace\w*|debug|undebug|clear|reload|do|admin|utils|set|run|file|systeminfo|ipconfig|wmic|get-\w+|sc|net|netsh|w32tm|query|cat|sudo|uname|hostnamectl|timedatectl|chronyc|ntpq|dmidecode|dpkg|rpm|ip|df|systemctl|journalctl|lsb_release|no|ls|cd|hostname|powershell|reg|tasklist|netstat|date|uptime|ss|wevtutil|display|dis|get|diagnose|execute|request|esxcli|vmware|ver|version|chassisshow|sysinfo|tmsh|\/?system)\b/i;

function isPrompt({ host, command }: Prompt, before: string | null): boolean {
  if (command !== '') return VERB.test(command);
  return host === null || host === before;
}

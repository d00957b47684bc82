/** Links that were collected: those between systems of the reading may become links of the case. See SPEC.md, K41 to K46. */
import type { LinkRecord } from '../cases/links.ts';
import type { SystemRecord } from '../cases/systems.ts';
import type { Collected, CollectedLink, CollectedSystem } from './collected.ts';
import { shortHost } from './matching.ts';

/** A link whose other end is a system, too: a row of the case, which its map draws. */
export interface ProposedLink {
  /** The group of the other end. */
  to: string;
  kind: LinkRecord['kind'];
  state: LinkRecord['state'];
}

const linkKinds: Readonly<Record<CollectedLink['kind'], LinkRecord['kind']>> = {
  'SIP trunk': 'sip-trunk',
  JTAPI: 'jtapi',
  AXL: 'axl',
  SCCP: 'sccp',
  MGCP: 'mgcp',
  'H.323': 'h323',
  database: 'database',
  other: 'other',
};

/** What an output says of a link's state, where it says it. */
function linkState(value: string): LinkRecord['state'] {
  if (/\b(?:down|not registered|unregistered|rejected|fail\w*|inactive|timeout)\b/i.test(value))
    return 'down';
  return /\b(?:up|registered|active|connected|in service)\b/i.test(value) ? 'up' : null;
}

/** Finds the system that the other end of a link is, by host name or address; what fits two is neither. */
function systemAt(systems: readonly CollectedSystem[]): (to: string) => CollectedSystem | null {
  const byEnd = new Map<string, CollectedSystem | null>();
  const put = (end: string, system: CollectedSystem) =>
    byEnd.set(end, byEnd.has(end) && byEnd.get(end) !== system ? null : system);
  for (const system of systems) {
    if (system.hostname) put(shortHost(system.hostname.value), system);
    for (const { value } of system.addresses) put(value.split('/')[0] ?? value, system);
  }
  return (to) => byEnd.get(shortHost(to)) ?? null;
}

/** Links to systems of the reading: of one kind between two systems there is one, that with the state. */
export function linksBetween(
  { links, systems }: Collected,
  systemOf: (id: string) => SystemRecord | null,
  known: readonly LinkRecord[],
): {
  between: (CollectedLink & { link: ProposedLink })[];
  others: CollectedLink[];
  known: Map<string, number>;
} {
  const find = systemAt(systems);
  const between = new Map<string, CollectedLink & { link: ProposedLink }>();
  const others: CollectedLink[] = [];
  const held = new Map<string, number>();
  for (const each of links) {
    const other = find(each.to);
    if (!other || other.id === each.system) {
      others.push(each);
      continue;
    }
    const link: ProposedLink = { to: other.id, kind: linkKinds[each.kind], state: linkState(each.value) };
    const [from, to] = [systemOf(each.system)?.id, systemOf(other.id)?.id];
    if (known.some((row) => row.fromId === from && row.toId === to && row.kind === link.kind)) {
      held.set(each.system, (held.get(each.system) ?? 0) + 1);
      continue;
    }
    const key = JSON.stringify([each.system, other.id, link.kind]);
    const before = between.get(key);
    if (!before || (before.link.state === null && link.state !== null)) between.set(key, { ...each, link });
  }
  return { between: [...between.values()], others, known: held };
}

/** A link as a line of what is set and seen on a system: what it is called, and its state. */
export const linkLine = ({ kind, to, value }: Pick<CollectedLink, 'kind' | 'to' | 'value'>) => ({
  name: `${kind === 'other' ? 'link' : kind} to ${to}`,
  value: value === '' ? 'seen' : value,
});

/**
 * What was collected, held against a case: what it would add and change, for a person to accept, edit or leave. Nothing is
 * written here. See SPEC.md, K41 to K46.
 */
import type { ConfigurationRecord } from '../cases/configuration.ts';
import type { Installation } from '../cases/customer.ts';
import type { LinkRecord } from '../cases/links.ts';
import type { RevisionRecord } from '../cases/revisions.ts';
import { type SystemRecord, systems as systemTable } from '../cases/systems.ts';
import type { ProductRecord } from '../policy/products.ts';
import { caseProposals, type ProposedSystem } from './case-fields.ts';
import type { Collected, CollectedLink, CollectedSystem, CollectedValue, ReadOutput } from './collected.ts';
import { matchSystem, shortHost, type Target } from './matching.ts';

/** What the case and its customer hold already. */
export interface KnownRows {
  systems: readonly SystemRecord[];
  configuration: readonly ConfigurationRecord[];
  revisions: readonly RevisionRecord[];
  links: readonly LinkRecord[];
  installations: readonly Installation[];
  products: readonly ProductRecord[];
}

export type ProposedField = keyof ProposedSystem['fields'] | 'productId' | 'site';

/** A link whose other end is a system, too: a row of the case, which its map draws. */
export interface ProposedLink {
  /** The group of the other end. */
  to: string;
  kind: LinkRecord['kind'];
  state: LinkRecord['state'];
}

export type IntakeProposal = {
  /** The same for the same fact whenever it is read again. */
  id: string;
  /** The group that it belongs to. */
  group: string;
  /** As a person reads it. */
  label: string;
  /** What the case holds now; empty where it holds nothing. */
  before: string;
  value: string;
  file: string;
  /** From 1. */
  line: number;
  /** Read from an output that was recognised with little certainty: it is not chosen beforehand. */
  unsure: boolean;
} & (
  | { kind: 'field'; field: ProposedField }
  | { kind: 'revision'; component: string; rowId: string | null }
  | {
      kind: 'entry';
      section: string;
      key: string;
      rowId: string | null;
      /** Where its other end is in the case once all is accepted, it is a link of the case and no entry. */
      link?: ProposedLink;
    }
);

export interface IntakeGroup {
  id: string;
  /** Host name, serial number or whatever names the system. */
  name: string;
  target: Target;
  /** A system that outputs only mention, such as another node of a cluster: it is not chosen beforehand. */
  mentioned: boolean;
  proposals: IntakeProposal[];
  /** Facts that the case holds already. */
  known: number;
}

/** Below it, what was read is not chosen beforehand. */
const SURE = 0.6;

/** Host name, or what else tells a system from others. */
function groupName(system: CollectedSystem): string {
  return (
    system.hostname?.value ??
    system.serial?.value ??
    system.addresses[0]?.value ??
    system.model?.value ??
    'System without a name'
  );
}

/** Lines of outputs that were recognised with little certainty, by file. */
function unsureLines(outputs: readonly ReadOutput[]): (fact: CollectedValue) => boolean {
  const byFile = new Map<string, ReadOutput[]>();
  for (const output of outputs)
    if (output.kind !== 'unknown' && output.certainty < SURE)
      byFile.set(output.file, [...(byFile.get(output.file) ?? []), output]);
  return ({ file, line }) =>
    byFile.get(file)?.some(({ fromLine, toLine }) => line >= fromLine && line <= toLine) ?? false;
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Values of a system's field that a person may have put in other words, or that hold more than was read. */
function isHeld(field: ProposedField, before: string, value: string): boolean {
  if (same(before, value)) return true;
  if (before.trim() === '') return false;
  if (field === 'hostname') return shortHost(before) === shortHost(value);
  if (field === 'networkAttachment' || field === 'hardware') {
    const words = value.split(/,\s*/).map((each) => each.replace(/^serial number /i, '').toLowerCase());
    return words.every((each) => before.toLowerCase().includes(each));
  }
  return false;
}

interface Work {
  group: IntakeGroup;
  system: SystemRecord | null;
  unsure: (fact: CollectedValue) => boolean;
  /** How often the same fact was proposed, so that each has an id of its own. */
  times: Map<string, number>;
}

function propose(
  { group, unsure, times }: Work,
  fact: CollectedValue,
  what: Pick<IntakeProposal, 'label' | 'before'> &
    (
      | { kind: 'field'; field: ProposedField }
      | { kind: 'revision'; component: string; rowId: string | null }
      | { kind: 'entry'; section: string; key: string; rowId: string | null; link?: ProposedLink }
    ),
): void {
  // Of a long value its beginning and length tell it apart; all of it would be sent about twice.
  const base = JSON.stringify([
    group.name,
    what.kind,
    what.label,
    fact.value.slice(0, 120),
    fact.value.length,
  ]);
  const again = times.get(base) ?? 0;
  times.set(base, again + 1);
  group.proposals.push({
    ...what,
    id: again === 0 ? base : `${base} ${again}`,
    group: group.id,
    value: fact.value,
    file: fact.file,
    line: fact.line,
    unsure: unsure(fact),
  });
}

function proposeFields(work: Work, { fields }: ProposedSystem, known: KnownRows): void {
  const { group, system } = work;
  for (const [name, fact] of Object.entries(fields)) {
    const field = name as keyof ProposedSystem['fields'];
    if (field === 'productName') {
      // What the catalogue has is named by it; a system of the case that has its product keeps it.
      const product = known.products.find((each) => same(each.name, fact.value));
      if (system?.productId || (system === null && group.target.kind === 'installed')) continue;
      if (product) {
        propose(
          work,
          { ...fact, value: product.name },
          {
            kind: 'field',
            field: 'productId',
            label: systemTable.fields.productId.label,
            before: '',
          },
        );
        continue;
      }
    }
    const before = system ? `${system[field] ?? ''}` : '';
    if (isHeld(field, before, fact.value)) group.known++;
    else {
      const joined =
        field === 'networkAttachment' && before.trim() !== ''
          ? `${before.trim()}\n${fact.value}`
          : fact.value;
      const label = field === 'productName' ? 'Product' : systemTable.fields[field].label;
      propose(work, { ...fact, value: joined }, { kind: 'field', field, label, before });
    }
  }
}

/** What the customer's list knows of a system that the case does not have yet. */
function proposeInstallation(work: Work, installation: Installation, known: KnownRows, source: CollectedValue): void {
  const product = known.products.find(({ id }) => id === installation.productId);
  const from = (value: string): CollectedValue => ({ ...source, value });
  if (product)
    propose(work, from(product.name), {
      kind: 'field',
      field: 'productId',
      label: systemTable.fields.productId.label,
      before: '',
    });
  else if (installation.productName !== '')
    propose(work, from(installation.productName), {
      kind: 'field',
      field: 'productName',
      label: 'Product',
      before: '',
    });
}

/** Of several rows with one name, the one that is left over is the one that changed. */
class Rows<R> {
  readonly #byKey = new Map<string, R[]>();

  constructor(rows: readonly R[], keyOf: (row: R) => string) {
    for (const row of rows) {
      const key = keyOf(row);
      const list = this.#byKey.get(key);
      if (list) list.push(row);
      else this.#byKey.set(key, [row]);
    }
  }

  get(key: string): readonly R[] {
    return this.#byKey.get(key) ?? [];
  }
}

const keyOf = (...parts: string[]) => parts.map((each) => each.trim().toLowerCase()).join('\u0000');

interface NamedValue extends CollectedValue {
  key: string;
}

/**
 * @param held values of the rows that have this name
 * @returns for each fact that no row holds, the row that it changes: the one that there is, where one row stands against one fact
 */
function changesOf<R extends { id: string }, F extends NamedValue>(
  facts: readonly F[],
  rows: Rows<R>,
  textOf: (row: R) => string,
): { known: number; changed: { fact: F; row: R | null }[] } {
  const byKey = new Map<string, F[]>();
  for (const fact of facts) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  let known = 0;
  const changed: { fact: F; row: R | null }[] = [];
  for (const [key, all] of byKey) {
    const held = rows.get(key);
    const distinct = all.filter((fact, at) => all.findIndex(({ value }) => same(value, fact.value)) === at);
    const fresh = distinct.filter(({ value }) => !held.some((row) => same(textOf(row), value)));
    known += distinct.length - fresh.length;
    const left = held.filter((row) => !distinct.some(({ value }) => same(textOf(row), value)));
    const [onlyRow, ...moreRows] = left;
    for (const fact of fresh)
      changed.push({ fact, row: onlyRow && moreRows.length === 0 && fresh.length === 1 ? onlyRow : null });
  }
  return { known, changed };
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
function linksBetween(
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

/** What a case would take of a reading, by system; systems in the order in which they were read. */
export function caseIntake(collected: Collected, known: KnownRows): IntakeGroup[] {
  const proposed = caseProposals(collected);
  const unsure = unsureLines(collected.provenance);
  const ofSystem = <T extends { system: string }>(list: readonly T[]): Map<string, T[]> => {
    const by = new Map<string, T[]>();
    for (const each of list) {
      const own = by.get(each.system);
      if (own) own.push(each);
      else by.set(each.system, [each]);
    }
    return by;
  };
  const targets = new Map(
    collected.systems.map((found) => [found.id, matchSystem(found, known.systems, known.installations)]),
  );
  const systemOf = (id: string): SystemRecord | null => {
    const target = targets.get(id);
    return target?.kind === 'in-case'
      ? (known.systems.find((each) => each.id === target.systemId) ?? null)
      : null;
  };
  const links = linksBetween(collected, systemOf, known.links);
  const linksBy = ofSystem(links.between);
  const revisionsBy = ofSystem(proposed.revisions);
  const entriesBy = ofSystem([
    ...proposed.configuration,
    // A link to what is no system of the case stands where the rest of what is set and seen on a system does.
    ...links.others.map(({ kind, to, value, ...each }) => ({
      ...each,
      section: 'Links',
      key: `${kind === 'other' ? 'link' : kind} to ${to}`,
      value: value === '' ? 'seen' : value,
    })),
  ]);
  const revisionRows = new Rows(known.revisions, (row) => keyOf(row.systemId, row.component));
  const entryRows = new Rows(
    known.configuration.filter(({ kind }) => kind === 'entry'),
    (row) => keyOf(row.systemId, row.section, row.key),
  );
  const subjects = new Set(collected.provenance.map(({ system }) => system));
  return collected.systems.flatMap((found) => {
    const target: Target = targets.get(found.id) ?? { kind: 'new' };
    const system = systemOf(found.id);
    const group: IntakeGroup = {
      id: found.id,
      name: groupName(found),
      target,
      mentioned: !subjects.has(found.id),
      proposals: [],
      known: 0,
    };
    const work: Work = { group, system, unsure, times: new Map() };
    const own = proposed.systems.find(({ id }) => id === found.id);
    if (own) proposeFields(work, own, known);
    const installation =
      target.kind === 'installed' && known.installations.find(({ id }) => id === target.installationId);
    const source = found.hostname ?? found.addresses[0];
    if (installation && source) proposeInstallation(work, installation, known, source);
    const rowOwner = system?.id ?? '';
    const revisions = changesOf(
      (revisionsBy.get(found.id) ?? []).map((fact) => ({ ...fact, key: keyOf(rowOwner, fact.component) })),
      revisionRows,
      ({ version }) => version,
    );
    for (const { fact, row } of revisions.changed)
      propose(work, fact, {
        kind: 'revision',
        component: fact.component,
        label: fact.component,
        before: row?.version ?? '',
        rowId: row?.id ?? null,
      });
    const entries = changesOf(
      (entriesBy.get(found.id) ?? []).map((fact) => ({
        ...fact,
        name: fact.key,
        key: keyOf(rowOwner, fact.section, fact.key),
      })),
      entryRows,
      ({ value }) => value,
    );
    for (const { fact, row } of entries.changed)
      propose(work, fact, {
        kind: 'entry',
        section: fact.section,
        key: fact.name,
        label: fact.section === '' ? fact.name : `${fact.section}, ${fact.name}`,
        before: row?.value ?? '',
        rowId: row?.id ?? null,
      });
    const linkFacts = (linksBy.get(found.id) ?? []).map((fact) => {
      const name = `${fact.kind === 'other' ? 'link' : fact.kind} to ${fact.to}`;
      const value = fact.value === '' ? 'seen' : fact.value;
      return { ...fact, name, value, key: keyOf(rowOwner, 'Links', name) };
    });
    // Until its other end comes into the case a link is an entry, and that it is one already is known.
    const isEntry = ({ link }: (typeof linkFacts)[number]) => systemOf(link.to) === null;
    const waiting = changesOf(linkFacts.filter(isEntry), entryRows, ({ value }) => value);
    const ready = linkFacts.filter((fact) => !isEntry(fact)).map((fact) => ({ fact, row: null }));
    for (const { fact, row } of [...waiting.changed, ...ready])
      propose(
        work,
        { value: fact.value, file: fact.file, line: fact.line },
        {
          kind: 'entry',
          section: 'Links',
          key: fact.name,
          label: `Links, ${fact.name}`,
          before: row?.value ?? '',
          rowId: row?.id ?? null,
          link: fact.link,
        },
      );
    group.known += revisions.known + entries.known + waiting.known + (links.known.get(found.id) ?? 0);
    return group.proposals.length === 0 && group.known === 0 ? [] : [group];
  });
}

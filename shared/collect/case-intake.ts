/**
 * What was collected, held against a case: what it would add and change, for a person to accept, edit or leave. Nothing is
 * written here. See SPEC.md, K41 to K46.
 */
import type { ConfigurationRecord } from '../cases/configuration.ts';
import type { Installation } from '../cases/customer.ts';
import type { LinkRecord } from '../cases/links.ts';
import { componentName, type RevisionRecord } from '../cases/revisions.ts';
import { type SystemRecord, systems as systemTable } from '../cases/systems.ts';
import type { ProductRecord } from '../policy/products.ts';
import { caseProposals, type ProposedSystem } from './case-fields.ts';
import type { Collected, CollectedValue, ReadOutput } from './collected.ts';
import { linkLine, linksBetween, type ProposedLink } from './link-proposals.ts';
import { matchSystem, shortHost, type Target } from './matching.ts';
import { changesOf, keyOf, Rows, same } from './row-changes.ts';

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
  /** One of very many of a kind, such as of the sockets of a machine: it is not chosen beforehand. */
  detail: boolean;
} & (
  | { kind: 'field'; field: ProposedField }
  | {
      kind: 'revision';
      component: string;
      state: RevisionRecord['state'];
      rowId: string | null;
    }
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
  /** Host name, serial number or whatever names the system; no two of a reading have the same. */
  name: string;
  /** Blank where no output names it, and then it may be one of the others. */
  hostname: string;
  /** Files whose outputs are about it. */
  files: string[];
  target: Target;
  /** A system that outputs only mention, such as another node of a cluster: it is not chosen beforehand. */
  mentioned: boolean;
  proposals: IntakeProposal[];
  /** Facts that the case holds already. */
  known: number;
}

/** Below it, what was read is not chosen beforehand. */
const SURE = 0.6;

/** Facts of one kind, such as of all sockets of memory, of which more than these are details. */
const MANY = 100;

/** The section without the number that tells it from others of its kind: `Memory Device 7`. */
const kindOfSection = (section: string) => section.replace(/ \d+$/, '');

/** Marks what stands there by the hundred: nobody asks a case for the speed of each empty socket. */
function markDetails({ proposals }: IntakeGroup): void {
  const counts = new Map<string, number>();
  for (const each of proposals)
    if (each.kind === 'entry' && / \d+$/.test(each.section))
      counts.set(kindOfSection(each.section), (counts.get(kindOfSection(each.section)) ?? 0) + 1);
  for (const each of proposals)
    if (each.kind === 'entry' && (counts.get(kindOfSection(each.section)) ?? 0) > MANY) each.detail = true;
}

/**
 * Host name, or what else tells each system from the others. What no output names is called by its file, so that two such are not
 * taken for one; the same name twice gets a number.
 */
function groupNames({ systems, provenance }: Collected): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    systems.map((system) => {
      const { id, hostname, serial, addresses, model } = system;
      const file = provenance.find((each) => each.system === id)?.file;
      const base =
        hostname?.value ??
        serial?.value ??
        addresses[0]?.value ??
        `${model?.value ?? 'System without a name'}${file === undefined ? '' : ` in ${file}`}`;
      const again = (taken.get(base) ?? 0) + 1;
      taken.set(base, again);
      return [id, again === 1 ? base : `${base}, ${again}`];
    }),
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
      | {
          kind: 'revision';
          component: string;
          state: RevisionRecord['state'];
          rowId: string | null;
        }
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
    detail: false,
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
function proposeInstallation(
  work: Work,
  installation: Installation,
  known: KnownRows,
  source: CollectedValue,
): void {
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
    ...links.others.map((each) => {
      const { name: key, value } = linkLine(each);
      return { system: each.system, file: each.file, line: each.line, section: 'Links', key, value };
    }),
  ]);
  const revisionRows = new Rows(known.revisions, (row) => keyOf(row.systemId, componentName(row)));
  const entryRows = new Rows(
    known.configuration.filter(({ kind }) => kind === 'entry'),
    (row) => keyOf(row.systemId, row.section, row.key),
  );
  const names = groupNames(collected);
  const filesBy = new Map<string, Set<string>>();
  for (const { system, file } of collected.provenance)
    if (system !== null) filesBy.set(system, (filesBy.get(system) ?? new Set()).add(file));
  return collected.systems.flatMap((found) => {
    const target: Target = targets.get(found.id) ?? { kind: 'new' };
    const system = systemOf(found.id);
    const group: IntakeGroup = {
      id: found.id,
      name: names.get(found.id) ?? '',
      hostname: found.hostname?.value ?? '',
      files: [...(filesBy.get(found.id) ?? [])],
      target,
      mentioned: !filesBy.has(found.id),
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
      (revisionsBy.get(found.id) ?? []).map((fact) => ({
        ...fact,
        key: keyOf(rowOwner, componentName(fact)),
      })),
      revisionRows,
      ({ version }) => version,
    );
    for (const { fact, row } of revisions.changed)
      propose(work, fact, {
        kind: 'revision',
        component: fact.component,
        state: fact.state,
        label: componentName(fact),
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
      const said = linkLine(fact);
      return { ...fact, ...said, key: keyOf(rowOwner, 'Links', said.name) };
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
    markDetails(group);
    return group.proposals.length === 0 && group.known === 0 ? [] : [group];
  });
}

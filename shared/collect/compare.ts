/**
 * Two captures of a system, or a node that fails beside one that does not: what they say of the same things, fact by fact, whatever
 * the texts look like. See SPEC.md, K70 to K73.
 */
import { capital } from '../base/sentence.ts';
import type { CaseContents } from '../cases/contents.ts';
import { componentName } from '../cases/revisions.ts';
import { systemName } from '../cases/systems.ts';
import { type Collected, type CollectedSystem, type SystemField, systemFields } from './collected.ts';

export interface ComparedFact {
  section: string;
  key: string;
  value: string;
  /** File and line; blank where a person typed it. */
  where: string;
}

export interface Side {
  /** Names it for a choice. */
  id: string;
  /** Host name and where its facts come from. */
  label: string;
  hostname: string;
  /** Blank where it is not known. */
  serial: string;
  facts: readonly ComparedFact[];
}

export interface Difference {
  section: string;
  key: string;
  /** Values that only this side has, sorted; none where it says nothing of it. */
  left: readonly string[];
  right: readonly string[];
  whereLeft: string;
  whereRight: string;
  /** Of two nodes and of two moments this is to be expected to differ. */
  expected: boolean;
}

export interface Comparison {
  /** Whether both are the same system, by serial number, else by host name. */
  sameSystem: boolean;
  differences: readonly Difference[];
  /** How many things both say the same of. */
  same: number;
}

const words: Partial<Record<SystemField, string>> = {
  hostname: 'Host name',
  serial: 'Serial number',
  lastReload: 'Last reload',
  configurationRegister: 'Configuration register',
  productId: 'Product ID',
  timeZone: 'Time zone',
  os: 'Operating system',
  uuid: 'UUID',
};
const fieldWords = (name: SystemField) => words[name] ?? capital(name);

/** The systems of one file that its outputs are about, each with all that is read of it. */
export function sidesOf(file: string, collected: Collected): Side[] {
  const subjects = new Set(collected.provenance.map(({ system }) => system));
  return collected.systems.flatMap((system) => {
    // A node that another one lists is no capture of it.
    if (!subjects.has(system.id)) return [];
    const facts = factsOf(collected, system);
    const hostname = system.hostname?.value ?? '';
    // What is mentioned by its name alone cannot be compared.
    if (facts.length < 2) return [];
    return [
      {
        id: `${file} ${system.id}`,
        label: `${hostname || system.serial?.value || 'system without a name'}, ${file}`,
        hostname,
        serial: system.serial?.value ?? '',
        facts,
      },
    ];
  });
}

function factsOf({ configuration, revisions, links }: Collected, system: CollectedSystem): ComparedFact[] {
  const where = ({ file, line }: { file: string; line: number }) => `${file}:${line}`;
  const own = <T extends { system: string }>(all: readonly T[]) =>
    all.filter((each) => each.system === system.id);
  return [
    ...systemFields.flatMap((name) => {
      const fact = system[name];
      return fact
        ? [{ section: 'System', key: fieldWords(name), value: fact.value, where: where(fact) }]
        : [];
    }),
    ...system.addresses.map((each) => ({
      section: 'System',
      key: 'Address',
      value: each.value,
      where: where(each),
    })),
    ...system.parts.map((part) => ({
      section: 'Parts',
      key: part.name || part.description,
      value: [part.model, part.version].filter((each) => each !== '').join(', '),
      where: where(part),
    })),
    ...own(revisions).map((each) => ({
      section: REVISIONS,
      key: componentName(each),
      value: each.value,
      where: where(each),
    })),
    ...own(configuration).map((each) => ({
      section: each.section,
      key: each.key,
      value: each.value,
      where: where(each),
    })),
    ...own(links).map((each) => ({
      section: 'Links',
      key: `${each.kind} to ${each.to}`,
      value: each.value || 'there',
      where: where(each),
    })),
  ].filter(({ value }) => value !== '');
}

/** The systems of a case with the configuration and the revision levels that it holds of them. */
export function sidesOfCase({ systems, configuration, revisions }: CaseContents): Side[] {
  return systems.flatMap((system) => {
    const facts: ComparedFact[] = [
      { section: 'System', key: 'Host name', value: system.hostname, where: '' },
      { section: 'System', key: 'Serial number', value: system.serial, where: '' },
      { section: 'System', key: 'Operating system', value: system.os, where: '' },
      ...revisions
        .filter(({ systemId }) => systemId === system.id)
        .map((row) => ({
          section: REVISIONS,
          key: componentName(row),
          value: row.version,
          where: '',
        })),
      ...configuration
        .filter(({ systemId, kind }) => systemId === system.id && kind === 'entry')
        .map(({ section, key, value }) => ({ section, key, value, where: '' })),
    ].filter(({ value }) => value !== '');
    if (facts.length < 2) return [];
    const { id, hostname, serial } = system;
    return [{ id, label: `${systemName(system)}, as the case has it`, hostname, serial, facts }];
  });
}

/** Differs from one moment to the next. */
const MOVES =
  /\b(?:uptime|up ?time|clock|restarted at|last reload|boot time|available|in use|lease|errors?|drops|counters?|reference|delay|offset)\b/i;
/** Is each machine's own. */
const OWN = /\b(?:host ?name|serial|uuid|address(?:es)?|mac|product id|logon server|description)\b/i;

const shortName = (name: string) => (name.split('.')[0] ?? '').toLowerCase();

export function compareSides(left: Side, right: Side): Comparison {
  const sameSystem =
    left.serial !== '' && right.serial !== ''
      ? left.serial === right.serial
      : left.hostname !== '' && shortName(left.hostname) === shortName(right.hostname);
  const [mine, theirs] = [grouped(left), grouped(right)];
  const differences: Difference[] = [];
  let same = 0;
  // Where one side has no output of a kind at all, that it says nothing of it is no difference.
  const told = (side: ReadonlyMap<string, Group>) =>
    new Set([...side.values()].map(({ section }) => section));
  const [toldLeft, toldRight] = [told(mine), told(theirs)];
  for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
    const [a, b] = [mine.get(name), theirs.get(name)];
    const { section, key } = a ?? b ?? { section: '', key: '' };
    if (!toldLeft.has(section) || !toldRight.has(section)) continue;
    const only = (one?: Group, other?: Group) =>
      [...(one?.values ?? [])].filter((value) => !other?.values.has(value)).sort();
    const [onlyLeft, onlyRight] = [only(a, b), only(b, a)];
    if (onlyLeft.length === 0 && onlyRight.length === 0) {
      same++;
      continue;
    }
    const said = `${section} ${key}`;
    differences.push({
      section,
      key,
      left: onlyLeft,
      right: onlyRight,
      whereLeft: a?.where ?? '',
      whereRight: b?.where ?? '',
      expected: sameSystem ? MOVES.test(said) : MOVES.test(said) || OWN.test(said),
    });
  }
  return { sameSystem, differences, same };
}

const REVISIONS = 'Revision levels';

/** Components with their versions. */
function levelsOf({ facts }: Side): Map<string, string> {
  return new Map(facts.flatMap(({ section, key, value }) => (section === REVISIONS ? [[key, value]] : [])));
}

/** Of the sides that are of one kind with it (most of their components are the same ones) that most like it, and by how much all differ. */
function kinOf(left: Side, levels: ReadonlyMap<Side, ReadonlyMap<string, string>>) {
  const own = levels.get(left) ?? new Map<string, string>();
  let different = 0;
  let nearest: { side: Side; same: number } | null = null;
  for (const [right, theirs] of levels) {
    const common = [...own.keys()].filter((key) => theirs.has(key));
    if (right === left || common.length === 0) continue;
    if (common.length * 2 < new Set([...own.keys(), ...theirs.keys()]).size) continue;
    const same = common.filter((key) => own.get(key) === theirs.get(key)).length;
    different += common.length - same;
    // What differs is looked for: one of which all is the same shows nothing.
    const alike = same < common.length ? same : -1;
    if (!nearest || alike > nearest.same) nearest = { side: right, same: alike };
  }
  return { nearest: nearest?.side ?? null, different };
}

/**
 * Which two are looked at first: the system whose versions differ most from the others of its kind, with the one most like it; so a
 * node that an upgrade left behind stands beside one that it did not. Where no two are of one kind, the first two.
 * @param chosen the one on the left, where a person chose it
 */
export function likelyPair(sides: readonly Side[], chosen?: Side): readonly [Side, Side] | null {
  const levels = new Map(sides.map((side) => [side, levelsOf(side)]));
  const lefts = chosen ? [chosen] : sides;
  const [first] = lefts;
  const other = sides.find((side) => side !== first);
  if (!first || !other) return null;
  let best: { pair: readonly [Side, Side]; different: number } | null = null;
  for (const left of lefts) {
    const { nearest, different } = kinOf(left, levels);
    if (nearest && (!best || different > best.different)) best = { pair: [left, nearest], different };
  }
  return best?.pair ?? [first, other];
}

interface Group {
  section: string;
  key: string;
  values: Set<string>;
  where: string;
}

function grouped({ facts }: Side): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { section, key, value, where } of facts) {
    const name = `${section}\n${key}`.toLowerCase();
    const group = groups.get(name) ?? { section, key, values: new Set(), where };
    group.values.add(value.replace(/\s+/g, ' ').trim());
    groups.set(name, group);
  }
  return groups;
}

const listed = (values: readonly string[], where: string) =>
  `${values.length === 0 ? 'nothing' : values.join('; ')}${where === '' ? '' : ` (${where})`}`;

/** Characters of a comparison that stand in a field or a step. */
const MOST_WORDS = 3_800;

/** Chosen differences as a field or a step says them, one a line; how many do not fit is said. */
export function differenceWords(left: Side, right: Side, chosen: readonly Difference[]): string {
  const out = [`${left.label} against ${right.label}:`];
  let size = out.join().length;
  for (const [at, each] of chosen.entries()) {
    const line = `${each.section}, ${each.key}: ${listed(each.left, each.whereLeft)} against ${listed(each.right, each.whereRight)}`;
    if (size + line.length + 1 > MOST_WORDS) {
      const rest = chosen.length - at;
      out.push(`${rest} further ${rest === 1 ? 'difference is' : 'differences are'} left out here.`);
      break;
    }
    size += line.length + 1;
    out.push(line);
  }
  return out.join('\n');
}

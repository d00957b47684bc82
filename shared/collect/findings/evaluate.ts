/** Rules over collected facts. See SPEC.md. */
import { DateTime } from 'luxon';
import type {
  CollectedEntry,
  CollectedFinding,
  CollectedRevision,
  CollectedSystem,
  CollectedValue,
} from '../collected.ts';
import { compileMatcher, type LineMatcher } from '../textfsm/regex/matcher.ts';
import { deviceDate } from './dates.ts';
import type { LogLine } from './log-lines.ts';
import type { Condition, EntryCondition, FindingRule } from './schema.ts';
import { compareVersionTexts } from './versions.ts';

/** What rules look at; a reading has it, and a case file is made into it. */
export interface FactSet {
  systems: readonly Pick<
    CollectedSystem,
    'id' | 'hostname' | 'product' | 'timeZone' | 'clock' | 'addresses'
  >[];
  configuration: readonly CollectedEntry[];
  revisions: readonly CollectedRevision[];
  /** Lines that the patterns of `log` conditions fit, by pattern; a case file has none. */
  lines?: ReadonlyMap<string, readonly LogLine[]>;
}

export interface FindingContext {
  /** ISO; what dates are held against. */
  now: string;
  /** ISO; when the fault was first seen. */
  faultAt: string | null;
  /** ISO; when the file of the outputs was written, by the clock of the computer that did. Null where that is not known. */
  capturedAt: string | null;
}

interface Hit {
  system: string | null;
  key: string;
  value: string;
  evidence: CollectedValue[];
}

class Evaluation {
  readonly facts: FactSet;
  readonly now: DateTime;
  readonly fault: DateTime | null;
  readonly captured: DateTime | null;
  private readonly matchers = new Map<string, LineMatcher>();
  private readonly bySection = new Map<string, CollectedEntry[]>();

  constructor(facts: FactSet, context: FindingContext) {
    this.facts = facts;
    this.now = DateTime.fromISO(context.now, { zone: 'utc' });
    this.fault = context.faultAt === null ? null : DateTime.fromISO(context.faultAt, { zone: 'utc' });
    this.captured =
      context.capturedAt === null ? null : DateTime.fromISO(context.capturedAt, { zone: 'utc' });
    for (const entry of facts.configuration) {
      const list = this.bySection.get(entry.section) ?? [];
      list.push(entry);
      this.bySection.set(entry.section, list);
    }
  }

  fits(pattern: string | undefined, text: string): boolean {
    if (pattern === undefined) return true;
    let matcher = this.matchers.get(pattern);
    if (!matcher) {
      matcher = compileMatcher(pattern);
      this.matchers.set(pattern, matcher);
    }
    return matcher.match(text) !== null;
  }

  entries(section: string): readonly CollectedEntry[] {
    return this.bySection.get(section) ?? [];
  }

  zoneOf(system: string): string | null {
    return this.facts.systems.find(({ id }) => id === system)?.timeZone?.value ?? null;
  }

  dateOf(entry: CollectedEntry): DateTime | null {
    return deviceDate(entry.value, this.zoneOf(entry.system), this.now)?.at ?? null;
  }

  hits(condition: Condition): Hit[] {
    switch (condition.kind) {
      case 'entry':
        return entryHits(this, condition);
      case 'until':
        return this.entries(condition.section)
          .filter((entry) => this.fits(condition.key, entry.key))
          .filter((entry) => {
            const at = this.dateOf(entry);
            return at !== null && at <= this.now.plus({ days: condition.days });
          })
          .map(hitOf);
      case 'order':
        return orderHits(this, condition);
      case 'versions-differ':
        return versionHits(this.facts, condition.component);
      case 'version':
        return this.facts.revisions
          .filter(({ component, value, state }) => {
            if (state === 'inactive' || !this.fits(condition.component, component)) return false;
            const low = condition.from === undefined ? 1 : compareVersionTexts(value, condition.from);
            const high = condition.below === undefined ? -1 : compareVersionTexts(value, condition.below);
            return low !== null && high !== null && low >= 0 && high < 0;
          })
          .map((revision) => ({
            system: revision.system,
            key: revision.component,
            value: revision.value,
            evidence: [revision],
          }));
      case 'zones-differ':
        return zoneHits(this.facts);
      case 'same-address':
        return addressHits(this.facts);
      case 'clock':
        return clockHits(this, condition.seconds);
      case 'log-after-fault':
        return this.entries('Logging')
          .filter(({ key }) => key === 'First message')
          .filter((entry) => {
            const at = this.dateOf(entry);
            return at !== null && this.fault !== null && at > this.fault;
          })
          .map(hitOf);
      case 'log':
        return logHits(this, condition);
      case 'grave-messages':
        return [
          ...this.entries('Grave messages').filter((entry) => this.nearFault(entry)),
          // A system has errors every day: those that nobody can hold against a fault say nothing.
          ...(this.fault === null
            ? []
            : this.entries('Recent errors').filter((entry) => this.spansFault(entry))),
        ]
          .filter((entry) => this.fits(condition.value, entry.value))
          .map(hitOf);
    }
  }

  /** Whether the fault began while the error was there, from an hour before its first time to an hour after its last. */
  private spansFault(entry: CollectedEntry): boolean {
    const last = this.dateOf(entry);
    const since = / times since (\S.{0,40})\)$/.exec(entry.value)?.[1];
    const first = since === undefined ? last : this.dateOf({ ...entry, value: since });
    if (this.fault === null || last === null || first === null) return false;
    return this.fault >= first.minus({ hours: 1 }) && this.fault <= last.plus({ hours: 1 });
  }

  private nearFault(entry: CollectedEntry): boolean {
    if (this.fault === null) return true;
    const at = this.dateOf(entry);
    return at === null || Math.abs(at.diff(this.fault, 'minutes').minutes) <= 60;
  }
}

/** Of each system's lines the first run that is long and quick enough. Lines whose times cannot be read count without them. */
function logHits(
  evaluation: Evaluation,
  { pattern, count, minutes }: Extract<Condition, { kind: 'log' }>,
): Hit[] {
  const all = evaluation.facts.lines?.get(pattern) ?? [];
  const hits: Hit[] = [];
  for (const system of new Set(all.map((line) => line.system))) {
    const own = all.filter((line) => line.system === system);
    const times = own.map(
      ({ text }) =>
        deviceDate(text, system === null ? null : evaluation.zoneOf(system), evaluation.now)?.at.toMillis() ??
        null,
    );
    const start = own.findIndex((_, at) => {
      const last = at + count - 1;
      if (last >= own.length) return false;
      const [from, to] = [times[at] ?? null, times[last] ?? null];
      return minutes === null || from === null || to === null || to - from <= minutes * 60_000;
    });
    const first = own[start];
    if (!first) continue;
    hits.push({
      system,
      key: `${own.length} ${own.length === 1 ? 'line' : 'lines'}`,
      value: first.text.trim().slice(0, 300),
      evidence: own
        .slice(start, start + Math.min(count, 5))
        .map(({ file, line, text }) => ({ file, line, value: text.slice(0, 1_000) })),
    });
  }
  return hits;
}

const hitOf = (entry: CollectedEntry): Hit => ({
  system: entry.system,
  key: entry.key,
  value: entry.value,
  evidence: [entry],
});

/** A number with its thousands' commas away; null where there is none. */
function firstNumber(text: string): number | null {
  const found = /-?\d+(?:\.\d+)?/.exec(text.replace(/(\d),(?=\d{3}\b)/g, '$1'));
  return found ? Number(found[0]) : null;
}

function entryHits(evaluation: Evaluation, condition: EntryCondition): Hit[] {
  const above = (least: number | undefined, value: string) =>
    least === undefined || (firstNumber(value) ?? -Infinity) > least;
  const all = evaluation.entries(condition.section);
  return all
    .filter(
      ({ key, value }) => evaluation.fits(condition.key, key) && evaluation.fits(condition.value, value),
    )
    .filter(({ value }) => condition.except === undefined || !evaluation.fits(condition.except, value))
    .filter(({ value }) => above(condition.above, value))
    .flatMap((entry) => {
      const { with: other } = condition;
      if (!other) return [hitOf(entry)];
      const name = entry.key.split(',')[0];
      const second = all.find(
        ({ system, key, value }) =>
          system === entry.system &&
          key.split(',')[0] === name &&
          evaluation.fits(other.key, key) &&
          evaluation.fits(other.value, value) &&
          above(other.above, value),
      );
      return second ? [{ ...hitOf(entry), evidence: [entry, second] }] : [];
    });
}

function orderHits(evaluation: Evaluation, condition: Extract<Condition, { kind: 'order' }>): Hit[] {
  const { section, earlier, later, laterSection = section } = condition;
  return evaluation
    .entries(section)
    .filter(({ key }) => evaluation.fits(earlier, key))
    .flatMap((first) => {
      const second = evaluation
        .entries(laterSection)
        .find(({ system, key }) => system === first.system && evaluation.fits(later, key));
      const [before, after] = [evaluation.dateOf(first), second ? evaluation.dateOf(second) : null];
      // A minute apart is one act: saving is itself a change.
      if (!second || !before || !after || before <= after.plus({ minutes: 1 })) return [];
      return [{ ...hitOf(first), evidence: [first, second] }];
    });
}

function versionHits({ systems, revisions }: FactSet, component: string): Hit[] {
  const productOf = (id: string) => systems.find((system) => system.id === id)?.product?.value ?? '';
  const own = revisions.filter((each) => each.component === component && each.state !== 'inactive');
  const hits: Hit[] = [];
  for (const product of new Set(own.map(({ system }) => productOf(system)))) {
    const same = own.filter(({ system }) => productOf(system) === product);
    const values = [...new Set(same.map(({ value }) => value))];
    if (values.length > 1 && new Set(same.map(({ system }) => system)).size > 1)
      hits.push({ system: null, key: component, value: values.join(' and '), evidence: same });
  }
  return hits;
}

/** `Central Standard Time (America/Chicago)`, `America/Chicago (CST, -0600)` and `CST` are one zone. */
function zoneName(text: string): string {
  return /[A-Z]\w+\/[\w/]+/.exec(text)?.[0] ?? text;
}

function zoneHits({ systems }: FactSet): Hit[] {
  const zones = systems.flatMap(({ timeZone }) => (timeZone ? [timeZone] : []));
  // A name and an abbreviation can't be held against each other.
  const named = zones.filter(({ value }) => /\w\/\w/.test(value));
  const short = zones.filter(({ value }) => /^[A-Z]{2,5}\b/.test(value) && !/\w\/\w/.test(value));
  return [named, short].flatMap((list) => {
    const values = [...new Set(list.map(({ value }) => zoneName(value)))];
    return values.length > 1
      ? [{ system: null, key: 'time zone', value: values.join(' and '), evidence: list }]
      : [];
  });
}

function addressHits({ systems }: FactSet): Hit[] {
  const owners = new Map<string, { system: string; fact: CollectedValue }[]>();
  for (const system of systems)
    for (const fact of system.addresses) {
      if (/^(?:127\.|169\.254\.|::1$|fe80)/i.test(fact.value)) continue;
      const list = owners.get(fact.value) ?? [];
      list.push({ system: system.id, fact });
      owners.set(fact.value, list);
    }
  return [...owners].flatMap(([address, list]) =>
    new Set(list.map(({ system }) => system)).size > 1
      ? [{ system: null, key: 'address', value: address, evidence: list.map(({ fact }) => fact) }]
      : [],
  );
}

/**
 * A file is written at the end of a session, and again where it is copied: its time says by when the outputs were there, and not since when. So a
 * clock that is ahead of it is off, and one behind it only where no session and no copy explains it, as one that was never set.
 */
const BEHIND_SECONDS = 366 * 24 * 60 * 60;

function clockHits(evaluation: Evaluation, seconds: number): Hit[] {
  const { captured, facts, now } = evaluation;
  if (!captured) return [];
  return facts.systems.flatMap((system) => {
    const { clock, timeZone, id } = system;
    const read = clock ? deviceDate(clock.value, timeZone?.value ?? null, now) : null;
    if (!clock || !read?.zoned) return [];
    const off = Math.round(read.at.diff(captured, 'seconds').seconds);
    if (off <= seconds && off >= -BEHIND_SECONDS) return [];
    return [
      {
        system: id,
        key: 'clock',
        value: `${Math.abs(off)} s ${off > 0 ? 'ahead' : 'behind'}`,
        evidence: [clock],
      },
    ];
  });
}

/** What the rules find, a finding a hit, in the order of the rules. @param rules valid by `findingRules` */
export function evaluateFindings(
  facts: FactSet,
  rules: readonly FindingRule[],
  context: FindingContext,
): CollectedFinding[] {
  const evaluation = new Evaluation(facts, context);
  const nameOf = (id: string | null) => facts.systems.find((each) => each.id === id)?.hostname?.value;
  return rules.flatMap((rule) =>
    distinctHits(evaluation, rule).map((hit) => findingOf(rule, hit, nameOf(hit.system))),
  );
}

/** Hits of all conditions of a rule; what a later condition finds of the same thing is the same finding. */
function distinctHits(evaluation: Evaluation, rule: FindingRule): Hit[] {
  const hits: Hit[] = [];
  for (const condition of rule.when) {
    const before = hits.length;
    for (const hit of evaluation.hits(condition)) {
      const thing = (key: string) => (key.includes(',') ? key.split(',')[0] : '');
      const known = hits.find(
        (each, at) =>
          each.system === hit.system &&
          (at < before
            ? thing(each.key) === thing(hit.key)
            : each.key === hit.key && each.value === hit.value),
      );
      if (known) known.evidence.push(...hit.evidence.filter((fact) => !known.evidence.includes(fact)));
      else hits.push(hit);
    }
  }
  return hits;
}

const NAMELESS = 'the system';

/** What has no name is called the system, which begins a sentence in capitals; a host name stays as it is. */
const sentence = (words: string, name: string | undefined) =>
  name === undefined && words.startsWith(`${NAMELESS} `)
    ? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
    : words;

function findingOf(
  rule: FindingRule,
  { system, key, value, evidence }: Hit,
  name?: string,
): CollectedFinding {
  const values = { ...(name === undefined ? {} : { system: name }), key, value };
  const said: Readonly<Record<string, string>> = { system: NAMELESS, ...values };
  const message = rule.message.replace(/\{(system|key|value)\}/g, (_, what: string) => said[what] ?? '');
  return {
    rule: rule.id,
    system,
    message: sentence(rule.handoff === null ? message : `${message} ${rule.handoff}`, name),
    values,
    todo: rule.todo,
    clause: rule.clause,
    ...(rule.fills === undefined ? {} : { fills: rule.fills }),
    evidence: evidence.map(({ file, line, value: text }) => ({ file, line, text })),
  };
}

/**
 * What an answer rests on, recorded while a rule reads it: facts of the case by their name, and the case's own fields one by
 * one. An answer holds for as long as each of them is still the very value that was read, so that a rule which looks at
 * another fact tomorrow is asked again by itself, and no list of dependencies has to be kept beside the rules.
 */
import type { CaseRecord } from '../cases/schema.ts';
import type { CaseFacts } from './rule.ts';

/** Values by what was read: facts but the case itself, and fields of the case. */
export interface Reads {
  readonly facts: ReadonlyMap<keyof CaseFacts, unknown>;
  readonly fields: ReadonlyMap<keyof CaseRecord, unknown>;
}

/** Whether all that was read is still what it was. Values are never changed in place, so the same value is the same answer. */
function stillHold(reads: Reads, facts: CaseFacts): boolean {
  for (const [name, value] of reads.facts) if (!Object.is(facts[name], value)) return false;
  for (const [name, value] of reads.fields) if (!Object.is(facts.case[name], value)) return false;
  return true;
}

const namesOf = ({ facts, fields }: Reads) => `${[...facts.keys()].join()};${[...fields.keys()].join()}`;

function isSame<K>(one: ReadonlyMap<K, unknown>, other: ReadonlyMap<K, unknown>): boolean {
  if (one.size !== other.size) return false;
  for (const [name, value] of one) {
    const same = other.get(name);
    if (!Object.is(same, value) || (same === undefined && !other.has(name))) return false;
  }
  return true;
}

/** Facts that note who reads what. */
export interface RecordedFacts {
  /** What was read while `work` ran. */
  during(work: (facts: CaseFacts) => void): Reads;
  /** Whether all that was read before is still what it was. */
  hold(reads: Reads): boolean;
}

/**
 * Facts whose reading is recorded. Whoever lists the fields of a case has read all of them.
 * @param alike what was read before, which this adds to: thousands of steps read the same, which then is one object, looked at once
 */
export function recordReads(facts: CaseFacts, alike: Map<string, Reads>): RecordedFacts {
  const readFacts = new Map<keyof CaseFacts, unknown>();
  const readFields = new Map<keyof CaseRecord, unknown>();
  /** What was read last: of thousands of steps nearly every one reads what the one before it did. */
  let latest: Reads | undefined;
  const isRead = (known: Reads | undefined): known is Reads =>
    known !== undefined && isSame(readFacts, known.facts) && isSame(readFields, known.fields);
  const holding = new Map<Reads, boolean>();
  const record = new Proxy(facts.case, {
    get(target, name: keyof CaseRecord) {
      const value = target[name];
      readFields.set(name, value);
      return value;
    },
    ownKeys(target) {
      const names = Reflect.ownKeys(target);
      for (const name of names) readFields.set(name as keyof CaseRecord, target[name as keyof CaseRecord]);
      return names;
    },
    has(target, name) {
      readFields.set(name as keyof CaseRecord, target[name as keyof CaseRecord]);
      return name in target;
    },
  });
  const watched = new Proxy(facts, {
    get(target, name: keyof CaseFacts) {
      if (name === 'case') return record;
      const value = target[name];
      readFacts.set(name, value);
      return value;
    },
    ownKeys(target) {
      const names = Reflect.ownKeys(target);
      for (const name of names)
        if (name !== 'case') readFacts.set(name as keyof CaseFacts, target[name as keyof CaseFacts]);
      return names;
    },
  });
  return {
    during(work) {
      readFacts.clear();
      readFields.clear();
      work(watched);
      if (isRead(latest)) return latest;
      const names = namesOf({ facts: readFacts, fields: readFields });
      const known = alike.get(names);
      latest = isRead(known) ? known : { facts: new Map(readFacts), fields: new Map(readFields) };
      alike.set(names, latest);
      return latest;
    },
    hold(reads) {
      let held = holding.get(reads);
      if (held === undefined) {
        held = stillHold(reads, facts);
        holding.set(reads, held);
      }
      return held;
    },
  };
}

/** Takes facts from readers and notes their file and line. Blank values are no facts. */
import type {
  CollectedEntry,
  CollectedLink,
  CollectedRevision,
  CollectedSystem,
  Part,
  SystemField,
} from './collected.ts';

/** Facts that an output may give at most; a capture that gives more is cut there, and says so. */
const MAX_FACTS = 50_000;

export class Sink {
  readonly file: string;
  readonly systems = new Map<string, CollectedSystem>();
  readonly links: CollectedLink[] = [];
  readonly configuration: CollectedEntry[] = [];
  readonly revisions: CollectedRevision[] = [];
  readonly notes: string[] = [];
  private count = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** The system that the output is about, or another that it tells of, by its name. */
  system(name = ''): SystemSink {
    const key = name.toLowerCase();
    let system = this.systems.get(key);
    if (!system) {
      system = emptySystem(key);
      this.systems.set(key, system);
    }
    return new SystemSink(this, system);
  }

  note(words: string): void {
    if (!this.notes.includes(words)) this.notes.push(words);
  }

  /** Whether there is room for one more. */
  room(): boolean {
    this.count++;
    if (this.count === MAX_FACTS) this.note(`More than ${MAX_FACTS} facts: the further ones were left out.`);
    return this.count < MAX_FACTS;
  }
}

export function emptySystem(id: string): CollectedSystem {
  return { id, addresses: [], serials: [], models: [], macAddresses: [], parts: [] };
}

type Lists = 'addresses' | 'serials' | 'models' | 'macAddresses';

/** What stands where a value is not known. */
const NOTHING = /^(?:n\/?a|none|not specified|not present|unspecified|unknown|-+|\?)$/i;

/** Fields that name a machine; elsewhere, as in why it was restarted, `unknown` is an answer. */
const NAMING: ReadonlySet<SystemField> = new Set(['hostname', 'model', 'serial', 'uuid', 'hardware']);

export class SystemSink {
  private readonly sink: Sink;
  private readonly into: CollectedSystem;

  constructor(sink: Sink, into: CollectedSystem) {
    this.sink = sink;
    this.into = into;
  }

  /** Sets a field; the first value stands, so a reader gives the best source first. */
  set(field: SystemField, value: string | undefined, line: number): this {
    const text = clean(value);
    if (text === '' || (NAMING.has(field) && NOTHING.test(text))) return this;
    if (this.into[field] || !this.sink.room()) return this;
    this.into[field] = { value: text, file: this.sink.file, line };
    return this;
  }

  /** Sets a field whatever it was before, for an output that says it better further down. */
  replace(field: SystemField, value: string | undefined, line: number): this {
    if (clean(value) !== '') delete this.into[field];
    return this.set(field, value, line);
  }

  get(field: SystemField): string {
    return this.into[field]?.value ?? '';
  }

  add(list: Lists, value: string | undefined, line: number): this {
    const text = clean(value);
    if (text === '' || NOTHING.test(text) || !this.sink.room()) return this;
    if (!this.into[list].some((each) => each.value === text))
      this.into[list].push({ value: text, file: this.sink.file, line });
    return this;
  }

  part(part: Omit<Part, 'file'>): this {
    if (this.sink.room()) this.into.parts.push({ ...part, file: this.sink.file });
    return this;
  }

  entry(section: string, key: string, value: string | undefined, line: number): this {
    const text = clean(value);
    if (text !== '' && key !== '' && this.sink.room())
      this.sink.configuration.push({
        system: this.into.id,
        section,
        key,
        value: text,
        file: this.sink.file,
        line,
      });
    return this;
  }

  revision(
    component: string,
    version: string | undefined,
    line: number,
    state: 'active' | 'inactive' | null = null,
  ): this {
    const text = clean(version);
    if (text !== '' && this.sink.room())
      this.sink.revisions.push({
        system: this.into.id,
        component,
        state,
        value: text,
        file: this.sink.file,
        line,
      });
    return this;
  }

  link(kind: CollectedLink['kind'], to: string, state: string, line: number): this {
    if (to !== '' && this.sink.room())
      this.sink.links.push({
        system: this.into.id,
        kind,
        to,
        value: clean(state),
        file: this.sink.file,
        line,
      });
    return this;
  }
}

function clean(value: string | undefined): string {
  return (value ?? '').trim();
}

/** The record that a template's run is building: each value and what its options do to it. See SPEC.md, T30 to T38. */
import type { Value } from './template.ts';

/** Named groups inside of a List's pattern; null for one that took no part. */
export type Nested = Record<string, string | null>;
export type Item = string | null | Nested;
export type Field = string | Item[];
/** One field a value, in the order of the template. */
export type Row = Field[];

/** What a value holds before it is recorded: null is nothing, which is recorded as an empty text. */
type Held = string | null | Item[];

class Slot {
  readonly value: Value;
  held: Held = null;
  private filled: Held = null;
  private list: Item[] = [];

  constructor(value: Value) {
    this.value = value;
  }

  assign(text: string | null): void {
    this.held = text;
    for (const option of this.value.options) {
      if (option === 'Filldown') this.filled = this.held;
      else if (option === 'List') this.list.push(this.itemOf(text));
    }
  }

  /** A List whose pattern names groups takes them, not the text. */
  private itemOf(text: string | null): Item {
    const { nested } = this.value;
    if (!nested || nested.groups < 2 || nested.names.size === 0 || text === null) return text;
    const groups = nested.match(text);
    if (!groups) return text;
    return Object.fromEntries([...nested.names].map(([name, number]) => [name, groups[number] ?? null]));
  }

  clear(): void {
    this.held = null;
    for (const option of this.value.options) {
      if (option === 'Filldown') this.held = this.filled;
      else if (option === 'List' && !this.value.options.includes('Filldown')) this.list = [];
    }
  }

  clearAll(): void {
    this.held = null;
    this.filled = null;
    this.list = [];
  }

  /** Makes the value ready to be recorded. @returns false where a Required one is empty */
  save(): boolean {
    for (const option of this.value.options) {
      if (option === 'List') this.held = [...this.list];
      else if (option === 'Required' && (this.held === null || this.held.length === 0)) return false;
    }
    return true;
  }
}

export class RecordBuilder {
  readonly rows: Row[] = [];
  /** For each row the line at which it was recorded. */
  readonly lines: number[] = [];
  private readonly slots: readonly Slot[];
  private readonly byName: ReadonlyMap<string, number>;

  constructor(values: readonly Value[]) {
    this.slots = values.map((value) => new Slot(value));
    this.byName = new Map(values.map(({ name }, at) => [name, at]));
  }

  assign(name: string, text: string | null): void {
    const at = this.byName.get(name);
    const slot = at === undefined ? undefined : this.slots[at];
    if (at === undefined || !slot) return;
    slot.assign(text);
    if (slot.value.options.includes('Fillup') && text) this.fillUp(at, text);
  }

  private fillUp(at: number, text: string): void {
    for (let row = this.rows.length - 1; row >= 0; row--) {
      const fields = this.rows[row];
      if (!fields || (fields[at]?.length ?? 0) > 0) return;
      fields[at] = text;
    }
  }

  clear(): void {
    for (const slot of this.slots) slot.clear();
  }

  clearAll(): void {
    for (const slot of this.slots) slot.clearAll();
  }

  /**
   * Records what is held, unless a Required value is empty or nothing is held at all.
   * @param line that the record ends in, from 1
   */
  record(line: number): void {
    if (!this.slots.every((slot) => slot.save())) {
      this.clear();
      return;
    }
    const row = this.slots.map(({ held }) => held);
    if (row.every((held) => held === null || (Array.isArray(held) && held.length === 0))) return;
    this.rows.push(row.map((held) => held ?? ''));
    this.lines.push(line);
    this.clear();
  }
}

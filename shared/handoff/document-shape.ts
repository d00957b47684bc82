/** What the document of a packet is made of: sections of facts and of records. */
import type { Place } from '../base/place.ts';

export interface DocumentFact {
  label: string;
  /** In words; empty where nobody answered. */
  value: string;
  place: Place;
  clause: string | null;
  /** Where it came from, in words; null where a person answered it in the case itself. */
  provenance: string | null;
  look: 'line' | 'text' | 'mono' | 'drawing';
}

/** One row of a table of the case. */
export interface DocumentRecord {
  title: string;
  /** The row as a whole: what a remark on it is about. */
  place: Place;
  /** What is to be known of it first: corrected, withdrawn. */
  marks: readonly string[];
  facts: readonly DocumentFact[];
  /** What was asked and not answered. */
  unanswered: readonly DocumentFact[];
}

export interface DocumentSection {
  id: string;
  title: string;
  facts: readonly DocumentFact[];
  unanswered: readonly DocumentFact[];
  records: readonly DocumentRecord[];
  /** `rows`: many short ones that read best below each other, column by column. */
  layout: 'records' | 'rows';
  /** Of `rows`: the labels that any of them has a value for, in the order of their description. */
  columns: readonly string[];
  /** What is remarked on in a record: each of its facts, or the record as a whole. */
  remarkOn: 'fact' | 'record';
  /** What to say where the section has a table and the case has no row of it; empty where nothing is to be said. */
  none: string;
}

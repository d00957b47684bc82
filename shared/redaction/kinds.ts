/** What is found, and what a replacement says of itself. */

/** What an original is. The token of most kinds begins with its name; addresses, telephone numbers and hashes keep their form. */
export const kinds = ['SECRET', 'HOST', 'DOMAIN', 'USER', 'MAIL', 'TEL', 'IPV4', 'IPV6', 'MAC'] as const;
export type Kind = (typeof kinds)[number];

/** A place in a text that holds an original: offsets in UTF-16 units, the end outside. */
export interface Span {
  start: number;
  end: number;
  kind: Kind;
  /** The rule of SPEC.md that found it, such as `RD20`. */
  rule: string;
}

/** One replacement in one text. */
export interface Replacement {
  /** The text's name before redaction: a file's name, or what the caller called a value, step or note. */
  source: string;
  /** From 1. */
  line: number;
  /** In UTF-16 units from 1: the first character, and the one after the last, both of the original's line. */
  column: number;
  endColumn: number;
  kind: Kind;
  rule: string;
  original: string;
  token: string;
}

/** What a person decided for one case: kept as it is, or replaced although no rule finds it. */
export interface CaseLists {
  keep: readonly string[];
  add: readonly { text: string; kind: Kind }[];
}

export const NO_LISTS: CaseLists = { keep: [], add: [] };

/** What counts more where two rules found overlapping places: the higher number. */
export const weight: Record<Kind, number> = {
  SECRET: 9,
  MAIL: 8,
  DOMAIN: 6,
  HOST: 5,
  IPV6: 7,
  IPV4: 7,
  MAC: 7,
  USER: 4,
  TEL: 3,
};

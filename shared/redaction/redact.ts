/** Redaction of a case in two phases (RD1): what it holds is found in all of it, then replaced in all of it. */
import { findSpans } from './find.ts';
import { type CaseLists, NO_LISTS, type Replacement, type Span } from './kinds.ts';
import { type Originals, openOriginals } from './originals.ts';
import { collisions, type TokenOptions, type Tokens, tokens } from './tokens.ts';
import { openWindows, type Stretch } from './windows.ts';

/** A text of the case: a file, a value, a step, a note, a manifest, a line of our own logs. */
export interface Source {
  name: string;
  text: string;
}

export interface Redacted extends Source {
  replacements: Replacement[];
}

export interface RedactionOptions extends TokenOptions {
  lists: CaseLists;
}

/** Two digits of a telephone number stay, which is enough to tell it from others beside it. */
export const DEFAULT_OPTIONS: RedactionOptions = { telephoneDigits: 2, lists: NO_LISTS };

/** The first phase, text by text; a text in as many pieces as it comes in. */
export interface Survey {
  look(name: string): { push(chunk: string): void; end(): void };
  originals: Originals;
}

export function openSurvey(lists: CaseLists = NO_LISTS): Survey {
  const originals = openOriginals(lists);
  const noted = (name: string, stretches: readonly Stretch[]) => {
    for (const { text, from, to } of stretches)
      for (const span of findSpans(text, name)) {
        if (span.end <= from || span.start >= to) continue;
        originals.note(span.kind, text.slice(span.start, span.end), span.rule);
      }
  };
  return {
    originals,
    look(name) {
      // The name itself may say a host, an address or a mail.
      for (const span of nameInName(name))
        originals.note(span.kind, name.slice(span.start, span.end), span.rule);
      const windows = openWindows();
      return { push: (chunk) => noted(name, windows.push(chunk)), end: () => noted(name, windows.end()) };
    },
  };
}

function nameInName(name: string): Span[] {
  return findSpans(name, '').filter(({ kind }) => kind !== 'SECRET' && kind !== 'USER');
}

/** The second phase. */
export interface Redactor {
  /** Replaces in one text. `push` and `end` give what is ready; each replacement is told once, in order. */
  open(
    name: string,
    told: (replacement: Replacement) => void,
  ): { push(chunk: string): string; end(): string };
  /** A file's name or a short text without lines, with its known originals replaced. */
  rename(name: string): string;
  tokens: Tokens;
}

/** @param key of the case, 32 bytes and more @throws RangeError where it is shorter */
export function openRedactor(
  key: Uint8Array,
  originals: Originals,
  options: RedactionOptions = DEFAULT_OPTIONS,
): Redactor {
  const made = tokens(key, options, collisions(originals.all(), key, options));
  const places = (text: string, name: string): Span[] =>
    findSpans(text, name, originals.spans(text)).filter(
      ({ start, end }) => !originals.keeps(text.slice(start, end)),
    );
  return {
    tokens: made,
    rename(name) {
      let out = '';
      let at = 0;
      for (const { start, end, kind } of places(name, '')) {
        out += name.slice(at, start) + made.of(kind, name.slice(start, end));
        at = end;
      }
      return out + name.slice(at);
    },
    open(name, told) {
      const windows = openWindows();
      let line = 1;
      let column = 1;
      /** What of the next stretch was replaced already, because it began in the one before. */
      let ahead = 0;
      /** Whether a value went on behind all that was in sight. */
      let open = false;
      const step = (passed: string) => {
        const last = passed.lastIndexOf('\n');
        if (last === -1) column += passed.length;
        else {
          for (let at = passed.indexOf('\n'); at !== -1; at = passed.indexOf('\n', at + 1)) line += 1;
          column = passed.length - last;
        }
      };
      const emit = ({ text, from, to, last }: Stretch): string => {
        let at = from + ahead;
        if (open) {
          const rest = text.slice(at).search(/[\s"'<>]/);
          const stop = rest === -1 ? text.length : at + rest;
          step(text.slice(at, stop));
          at = stop;
        }
        let out = '';
        open = false;
        for (const span of places(text, name)) {
          if (span.end <= at || span.start >= to) continue;
          const start = Math.max(span.start, at);
          step(text.slice(at, start));
          const original = text.slice(start, span.end);
          const token = made.of(span.kind, original);
          out += text.slice(at, start) + token;
          if (token !== original)
            told({
              source: name,
              line,
              column,
              endColumn: column + (original.includes('\n') ? original.indexOf('\n') : original.length),
              kind: span.kind,
              rule: span.rule,
              original,
              token,
            });
          step(original);
          at = span.end;
          open = !last && span.end === text.length;
        }
        if (at < to) {
          step(text.slice(at, to));
          out += text.slice(at, to);
        }
        ahead = Math.max(0, at - to);
        return out;
      };
      const all = (stretches: readonly Stretch[]) => stretches.map(emit).join('');
      return { push: (chunk) => all(windows.push(chunk)), end: () => all(windows.end()) };
    },
  };
}

/**
 * Both phases over texts that fit into memory.
 * @returns the derivatives in the order of the sources, with new names, and what was found
 */
export function redactCase(
  sources: readonly Source[],
  key: Uint8Array,
  options: RedactionOptions = DEFAULT_OPTIONS,
): { texts: Redacted[]; originals: Originals } {
  const survey = openSurvey(options.lists);
  for (const { name, text } of sources) {
    const look = survey.look(name);
    look.push(text);
    look.end();
  }
  const redactor = openRedactor(key, survey.originals, options);
  const texts = sources.map(({ name, text }) => {
    const replacements: Replacement[] = [];
    const file = redactor.open(name, (replacement) => replacements.push(replacement));
    return { name: redactor.rename(name), text: file.push(text) + file.end(), replacements };
  });
  return { texts, originals: survey.originals };
}

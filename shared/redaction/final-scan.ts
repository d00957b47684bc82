/**
 * The last look at what is finished (RD50 to RD53): every known original, and a detector that shares nothing with the rules that found them. It is a help, not a
 * guarantee: what neither knows, neither finds.
 */
import type { Kind } from './kinds.ts';
import { type Originals, openOriginals } from './originals.ts';
import { openWindows } from './windows.ts';

/** Something that finds secrets in a text in its own way. */
export interface Detector {
  name: string;
  look(text: string): Promise<readonly { rule: string; start: number; end: number }[]>;
}

/** What the final scan still finds. It tells where, and of an original that the person knows also which. */
export interface Left {
  /** The text's name, or the name itself where that is where it stands. */
  source: string;
  in: 'text' | 'name';
  line: number;
  column: number;
  endColumn: number;
  /** `original` for one that was found before; else the second detector's name and rule. */
  by: string;
  kind: Kind;
  /** The very characters. They are shown to the person on this device and go nowhere else. */
  text: string;
}

/** What the scan knows from the redaction that went before. */
export interface Known {
  originals: Originals;
  /** The tokens that were put in, which a detector would take for what they stand for. */
  tokens: ReadonlySet<string>;
}

/** What a token is covered with for the second detector: no rule knows it. */
const COVER = '\u25a0';

export const NOT_A_GUARANTEE =
  'The final scan is a help, not a guarantee: it knows what was found before and the forms that are usual. Look at what you hand over.';

export interface FinalScan {
  /** One finished text, in as many pieces as it comes in; its name as it is handed over. */
  look(name: string): { push(chunk: string): Promise<Left[]>; end(): Promise<Left[]> };
}

export function openFinalScan(known: Known, detector: Detector | null): FinalScan {
  const tokens = openOriginals({
    keep: [],
    add: [...known.tokens].map((text) => ({ text, kind: 'SECRET' })),
  });
  return {
    look(name) {
      const windows = openWindows();
      let line = 1;
      let column = 1;
      let named = false;
      const scan = async (text: string, from: number, to: number, place: Left['in']): Promise<Left[]> => {
        const found: { start: number; end: number; by: string; kind: Kind }[] = [];
        const covered = cover(text, tokens.spans(text), known.tokens);
        for (const { start, end, kind } of known.originals.spans(covered))
          found.push({ start, end, kind, by: 'original' });
        if (detector)
          for (const { rule, start, end } of await detector.look(covered))
            found.push({ start, end, kind: 'SECRET', by: `${detector.name}: ${rule}` });
        const here = found
          .filter(({ start }) => start >= from && start < to)
          .sort((a, b) => a.start - b.start || b.end - a.end);
        const left: Left[] = [];
        let at = from;
        const step = (stop: number) => {
          for (let next = text.indexOf('\n', at); next !== -1 && next < stop; next = text.indexOf('\n', at)) {
            line += 1;
            column = 1;
            at = next + 1;
          }
          column += stop - at;
          at = stop;
        };
        for (const { start, end, by, kind } of here) {
          if (place === 'text') step(start);
          const first = text.slice(start, end).split('\n', 1)[0] ?? '';
          const where = place === 'text' ? { line, column } : { line: 1, column: start + 1 };
          left.push({
            source: name,
            in: place,
            ...where,
            endColumn: where.column + first.length,
            by,
            kind,
            text: text.slice(start, end),
          });
        }
        if (place === 'text') step(to);
        return left;
      };
      const all = async (stretches: ReturnType<typeof windows.end>): Promise<Left[]> => {
        const left: Left[] = named ? [] : await scan(name, 0, name.length, 'name');
        named = true;
        for (const { text, from, to } of stretches) left.push(...(await scan(text, from, to, 'text')));
        return left;
      };
      return { push: (chunk) => all(windows.push(chunk)), end: () => all(windows.end()) };
    },
  };
}

/** The text with the tokens in it covered, as long as before, so that places stay. */
function cover(
  text: string,
  spans: readonly { start: number; end: number }[],
  tokens: ReadonlySet<string>,
): string {
  let out = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < at || !tokens.has(text.slice(start, end))) continue;
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, COVER);
    at = end;
  }
  return out + text.slice(at);
}

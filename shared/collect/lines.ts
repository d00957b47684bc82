/** The lines of a captured output without what the terminal did to them. See SPEC.md, K4 to K8. */

export interface Line {
  /** Of the file, from 1. */
  number: number;
  text: string;
}

export interface Lines {
  lines: Line[];
  /** What was not read, in one sentence; null where all was. */
  cut: string | null;
}

const MAX_LINES = 2_000_000;
/** Characters of a line that are read. No line of an output that is read here is longer. */
export const MAX_LINE = 16_384;

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: what terminals send */
const ESCAPES =
  /(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b(?:\][^\x07\x1b]{0,512}(?:\x07|\x1b\\)?|[()*+][0-9A-Za-z]|[=>78@-Z\\^_cno])/g;
const NEVER = /[\x00\x07\x1a\x7f\ufeff]/g;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: what terminals send */
const PAGER =
  /\s{0,20}(?:-{2,4} ?\(?more(?: ?<[^>\n]{0,40}>)?(?: ?\d{1,3}%)?\)? ?-{2,4}|<-{1,3} ?more ?-{1,3}>|press any key to continue[ .]{0,80}(?:\(q to quit\))?|press <(?:enter|return|space)>[^\n]{0,60}to (?:continue|quit)[^\n]{0,60}|options: q=quit[^\n]{0,60})\s{0,8}/gi;

/** Lines of a text with their numbers; escapes, pager marks and what was overwritten are gone. */
export function cleanLines(text: string): Lines {
  // A capture of an old Mac, or of a serial console, may end its lines with CR alone.
  const wholes = text.includes('\n') ? text.split('\n') : text.split('\r');
  if (wholes.at(-1) === '') wholes.pop();
  const lines: Line[] = [];
  let cut: string | null = null;
  for (const [at, whole] of wholes.entries()) {
    if (at >= MAX_LINES) {
      cut = `Only the first ${MAX_LINES} of ${wholes.length} lines were read.`;
      break;
    }
    if (whole.length > MAX_LINE)
      cut ??= `Line ${at + 1} has ${whole.length} characters, of which the first ${MAX_LINE} were read.`;
    for (const each of cleanLine(whole.slice(0, MAX_LINE))) lines.push({ number: at + 1, text: each });
  }
  return { lines, cut };
}

function cleanLine(whole: string): string[] {
  let text = whole.replace(/\r+$/, '');
  if (text.includes('\u001b') || text.includes('\u009b')) text = text.replace(ESCAPES, '');
  if (text.includes('\b')) text = backspaced(text);
  const parts = text.includes('\r') ? overwritten(text) : [text];
  const out: string[] = [];
  for (const part of parts) {
    const clean = part.replace(NEVER, '');
    const plain = /more|press|options/i.test(clean) ? clean.replace(PAGER, '') : clean;
    // A line that was a pager mark and nothing else is none.
    if (plain.trim() === '' && clean.trim() !== '') continue;
    // Columns are told by blanks; a tab at the beginning stands for eight.
    out.push(spaced(plain.trimEnd().replace(/^\t+/, (tabs) => ' '.repeat(8 * tabs.length))));
  }
  return out;
}

/** Blanks in a row that are read: no column is wider, and patterns that look for what stands between blanks stay fast. */
const MOST_BLANKS = 256;

const spaced = (text: string): string =>
  text.length > MOST_BLANKS ? text.replace(/\s{257,}/g, (run) => run.slice(0, MOST_BLANKS)) : text;

/** What stands on the screen after the cursor went back. */
function backspaced(text: string): string {
  const cells: string[] = [];
  let at = 0;
  for (const char of text) {
    if (char === '\b') at = Math.max(0, at - 1);
    else {
      cells[at] = char;
      at++;
    }
  }
  return cells.join('');
}

/** Parts of a line between carriage returns: blanks and pager marks that were written over are gone, text is kept as a line of its own. */
function overwritten(text: string): string[] {
  const parts = text.split('\r').filter((part) => part.replace(PAGER, '').trim() !== '');
  return parts.length > 0 ? parts : [''];
}

/** A line as a command reads it: words between blanks, quoted ones whole. */
import { closing, trimmed } from './value.ts';

export interface Word {
  /** Without quotes and without the `;` or `,` that ends it. */
  text: string;
  lower: string;
  start: number;
  end: number;
  quoted: boolean;
  /** The name of a member of JSON: what it says is no value. */
  member: boolean;
}

/** A prompt that a command follows: `R1(config)#`, `user@host>`, `[user@host dir]$`, `RP/0/RSP0/CPU0:R1#`, `C:\>`. */
const prompt = /^(?:\[[^\]\n]{1,80}\][#$]|[A-Za-z][\w.@:~/\\()-]{0,80}[#>$])(?=\s+\S|[a-z-]{2,16}\s)/;

/** The file, and the line in it, that a search writes before what it found: `sw1.cfg:12:enable secret x`. */
const searched =
  /^[ \t]{0,8}[\w./@~-]{0,100}\.(?:cfg|conf|config|txt|log|ini|ya?ml|json|xml|env|properties|cnf|bak|old|rtr|ios|sh|ps1|tcl)(?::\d{1,6}:|-\d{1,6}-|:)(?=[ \t]{0,40}[A-Za-z])/;

/** Words between `start` and `end` of a text. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  let at = start;
  const prompted = prompt.exec(text.slice(start, Math.min(end, start + 100)));
  if (prompted && !prompted[0].includes('://')) at += prompted[0].length;
  const found = prompted ? null : searched.exec(text.slice(start, Math.min(end, start + 160)));
  if (found) at += found[0].length;
  while (at < end) {
    const code = text.charCodeAt(at);
    // Blanks, and the braces and bars that stand between words.
    if (code <= 0x20 || code === 0x7b || code === 0x7d || code === 0xa0) {
      at += 1;
      continue;
    }
    // The comma between two texts of a list.
    if (code === 0x2c && text.charCodeAt(at + 1) === 0x22) {
      at += 1;
      continue;
    }
    const escaped = code === 0x5c && (text.charCodeAt(at + 1) === 0x22 || text.charCodeAt(at + 1) === 0x27);
    const open = escaped ? at + 1 : at;
    const quote = text.charCodeAt(open);
    if (quote === 0x22 || quote === 0x27) {
      const close = escaped ? escapedClosing(text, open, end) : closing(text, open, end);
      if (close !== null) {
        push(words, text, open + 1, close, true);
        at = close + (escaped ? 2 : 1);
        // The sign between a member's name and its value.
        if (!escaped && namesMember(text, close)) at = text.indexOf(':', at) + 1;
        continue;
      }
      at = open + 1;
      if (at >= end) break;
    }
    let stop = at;
    while (stop < end && text.charCodeAt(stop) > 0x20 && text.charCodeAt(stop) !== 0xa0) {
      if (stop > at && endsMember(text, stop)) break;
      stop += 1;
    }
    push(words, text, at, trimmed(text, at, stop), false);
    at = text.charCodeAt(stop) === 0x22 && endsMember(text, stop) ? stop + 2 : stop;
  }
  return words;
}

/** Whether a text of JSON ends here, and its next member or its end comes: `...of passwd files","description":"The...`. */
function endsMember(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x22 && /^"(?:,["{[]|[}\]])/.test(text.slice(at, at + 3));
}

const namesMember = (text: string, close: number) =>
  text.charCodeAt(close) === 0x22 && /^"[ \t]{0,2}:/.test(text.slice(close, close + 4));

/** Where `\"` closes what `\"` opened. */
function escapedClosing(text: string, open: number, end: number): number | null {
  const length = text.slice(open + 1, end).indexOf(`\\${text.charAt(open)}`);
  return length === -1 ? null : open + 1 + length;
}

function push(words: Word[], text: string, start: number, end: number, quoted: boolean): void {
  if (end <= start) return;
  const word = text.slice(start, end);
  // The brackets around a list of one.
  if (word === '[' || word === ']') return;
  words.push({
    text: word,
    lower: word.toLowerCase(),
    start,
    end,
    quoted,
    member: quoted && namesMember(text, end),
  });
}

/** A text of any length in stretches that are looked at one by one (RD5): whole lines, or parts of a line that is longer. */

/** What is newly looked at in one stretch, in UTF-16 units. */
const STRETCH = 524_288;
/** What of the text before stands in it again, so that a keyword and its value are seen together. */
const CONTEXT = 4_096;
/** What of the text behind stands in it already, so that a block that begins in it is seen whole. */
const AHEAD = 65_536;

export interface Stretch {
  text: string;
  /** From here on it is new. */
  from: number;
  /** What begins before here is of this stretch, what begins later of the next. */
  to: number;
  last: boolean;
}

export interface Windows {
  push(chunk: string): Stretch[];
  end(): Stretch[];
}

export function openWindows(): Windows {
  let held = '';
  let context = 0;
  let ended = false;
  const next = (last: boolean): Stretch | null => {
    const limit = context + STRETCH;
    if (held.length < limit + AHEAD && !last) return null;
    if (held.length <= limit + AHEAD && last) {
      ended = true;
      return { text: held, from: context, to: held.length, last: true };
    }
    const newline = held.lastIndexOf('\n', limit);
    const to = newline > context + STRETCH / 2 ? newline + 1 : limit;
    const stretch = { text: held.slice(0, to + AHEAD), from: context, to, last: false };
    const keep = Math.max(0, to - CONTEXT);
    held = held.slice(keep);
    context = to - keep;
    return stretch;
  };
  const drain = (last: boolean): Stretch[] => {
    const all: Stretch[] = [];
    while (!ended) {
      const stretch = next(last);
      if (stretch === null) break;
      all.push(stretch);
    }
    return all;
  };
  return {
    push(chunk) {
      held += chunk;
      return drain(false);
    },
    end: () => drain(true),
  };
}

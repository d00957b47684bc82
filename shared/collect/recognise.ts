/** What an output is, with a certainty, by its command and by what stands in it. See SPEC.md, K13. */
import { isCommand } from './commands.ts';
import type { Platform, Reader } from './reader.ts';
import type { Segment } from './session.ts';

export interface Guess {
  reader: Reader;
  /** From 0 to 1. */
  certainty: number;
}

/** How many lines are looked at; signs stand at the beginning, or recur. */
const LOOKED_AT = 3_000;

export interface Hint {
  command?: string | undefined;
  platform?: string | undefined;
}

function bySigns(reader: Reader, texts: readonly string[]): number {
  let sum = 0;
  for (const [pattern, weight] of reader.signs) if (texts.some((text) => pattern.test(text))) sum += weight;
  return Math.min(1, sum);
}

/**
 * All readers that could read the output, the likeliest first. Its command makes a reader likely; what stands in it decides
 * between platforms, and is enough where there is no command.
 */
export function recognise(
  readers: readonly Reader[],
  segment: Pick<Segment, 'command' | 'lines'>,
  hint: Hint = {},
): Guess[] {
  const texts = segment.lines.slice(0, LOOKED_AT).map(({ text }) => text);
  const command = hint.command ?? segment.command;
  const guesses: Guess[] = [];
  for (const reader of readers) {
    if (hint.platform && !reader.platforms.includes(hint.platform as Platform)) continue;
    const signs = bySigns(reader, texts);
    const typed = command !== null && reader.commands.some((each) => isCommand(command, each));
    // Another command than the reader's: what is printed may quote it, such as a banner in a configuration.
    const other = command !== null && !typed ? 0.6 : 1;
    const certainty = typed ? 0.5 + 0.5 * signs : signs * other;
    const told = typed && hint.platform !== undefined ? 1 : certainty;
    if (told >= 0.3) guesses.push({ reader, certainty: Math.round(told * 100) / 100 });
  }
  return guesses.sort((a, b) => b.certainty - a.certainty);
}

/** What redaction replaces in the samples, which hold no secret: each is shown, so that a person sees which are wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactCase } from '../../shared/redaction/redact.ts';

export interface SampleReplaced {
  /** `host name DESKTOP-WIN10-PRO`, once for each place: file, line, rule. */
  kind: string;
  original: string;
  where: string;
}

/** Secrets that are found are false ones; names and addresses are for a person to judge. */
export function replacedInSamples(folder: string): { characters: number; replaced: SampleReplaced[] } {
  const replaced: SampleReplaced[] = [];
  let characters = 0;
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.txt'))) {
    const text = readFileSync(join(folder, name), 'latin1');
    characters += text.length;
    const { texts } = redactCase([{ name, text }], new Uint8Array(32).fill(7));
    for (const { kind, original, line, rule } of texts[0]?.replacements ?? [])
      replaced.push({ kind, original, where: `${name}:${line} ${rule}` });
  }
  return { characters, replaced };
}

/**
 * Texts in which secrets are planted between `⟦` and `⟧`, one a line or between `<<<` and `>>>`, in sections that say of what kind they are and what their file is
 * called (`== kind | name`). What is outside of a block and has no such mark is a remark.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactCase } from '../../shared/redaction/redact.ts';

const fixture = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, '../fixtures/redaction', name), 'utf8').split('\n');

interface Planted {
  kind: string;
  name: string;
  text: string;
  /** Where each secret begins and ends. */
  places: { start: number; end: number }[];
}

/** The texts of a list, without the marks. @param list the name of the fixture */
export function plantedTexts(list: string): Planted[] {
  const found: Planted[] = [];
  let kind = '';
  let name = '';
  let block: string[] | null = null;
  for (const line of fixture(list)) {
    if (block !== null) {
      if (line !== '>>>') block.push(line);
      else {
        found.push({ kind, name, ...unmarked(`${block.join('\n')}\n`) });
        block = null;
      }
    } else if (line.startsWith('== ')) [kind = '', name = ''] = line.slice(3).split(' | ');
    else if (line === '<<<') block = [];
    else if (line.includes('⟦') && !line.startsWith('# '))
      found.push({ kind, name, ...unmarked(`${line}\n`) });
  }
  return found;
}

/** Lines that hold no secret, though they look like it. */
export const innocentLines = (): string[] =>
  fixture('innocent-lines.txt').filter((line, at) => at > 0 && line.trim() !== '');

function unmarked(marked: string): { text: string; places: { start: number; end: number }[] } {
  let text = '';
  const places: { start: number; end: number }[] = [];
  for (const part of marked.split(/(⟦[^⟧]*⟧)/)) {
    const secret = part.startsWith('⟦') ? part.slice(1, -1) : null;
    if (secret !== null) places.push({ start: text.length, end: text.length + secret.length });
    text += secret ?? part;
  }
  return { text, places };
}

/** What keeps a form or a beginning that is no secret of its own: schemes of hashes and sealed values, beginnings of tokens, lines of a block. */
const keepsForm = /^(?:[$%{*'#(]|-AQ|base64:|md5|0x|s%3A|1\/\/|SG\.|hash:)|\n|\\:/;

/**
 * What is left of planted secrets, each alone in its text: two letters or figures of one that are not replaced count as a secret that was missed.
 * @returns how many there are, the lines of those that were missed, and what was replaced as a secret beside them
 */
export function trial(
  list: string,
  key: Uint8Array,
): { planted: number; missed: string[]; beside: string[] } {
  let planted = 0;
  const missed: string[] = [];
  const beside: string[] = [];
  for (const { name, text, places } of plantedTexts(list)) {
    const [redacted] = redactCase([{ name, text }], key).texts;
    const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const covered = new Uint8Array(text.length);
    for (const { line, column, original, kind } of redacted?.replacements ?? []) {
      const start = (starts[line - 1] ?? 0) + column - 1;
      const end = start + original.length;
      covered.fill(1, start, end);
      if (kind === 'SECRET' && !places.some((place) => place.start < end && start < place.end))
        beside.push(original);
    }
    for (const { start, end } of places) {
      planted += 1;
      const secret = text.slice(start, end);
      const left = [...secret.split('').entries()]
        .map(([at, char]) => (covered[start + at] ? '\0' : char))
        .join('');
      const gone = keepsForm.test(secret)
        ? !redacted?.text.includes(secret) && left.includes('\0\0\0\0')
        : !/[\p{L}\p{N}]{2}/u.test(left) && left.includes('\0');
      if (!gone) missed.push(lineAt(text, start).trim());
    }
  }
  return { planted, missed, beside };
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end === -1 ? text.length : end);
}

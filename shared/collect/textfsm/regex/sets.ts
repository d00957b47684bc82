/** Reads `[...]`. */
import { type Classes, type CodePointSet, union } from './code-points.ts';
import { readEscape } from './escapes.ts';
import { type Cursor, type Node, PatternError } from './syntax.ts';

/** The set whose opening bracket the cursor is behind. @throws PatternError where it does not close or a range runs backwards */
export function readSet(cursor: Cursor, classes: Classes): Extract<Node, { kind: 'set' }> {
  const negative = cursor.text.charAt(cursor.at) === '^';
  if (negative) cursor.at++;
  const parts: CodePointSet[] = [];
  const first = cursor.at;
  for (;;) {
    const char = cursor.text.charAt(cursor.at);
    if (char === '') throw new PatternError('unterminated character set');
    // A bracket that stands first stands for itself.
    if (char === ']' && cursor.at > first) break;
    const from = member(cursor, classes);
    const dash = cursor.text.charAt(cursor.at) === '-' && cursor.text.charAt(cursor.at + 1) !== ']';
    if (!dash || cursor.text.charAt(cursor.at + 1) === '') {
      parts.push(typeof from === 'number' ? [[from, from]] : from);
      continue;
    }
    cursor.at++;
    const to = member(cursor, classes);
    if (typeof from !== 'number' || typeof to !== 'number') throw new PatternError('bad character range');
    if (to < from) throw new PatternError('bad character range');
    parts.push([[from, to]]);
  }
  cursor.at++;
  return { kind: 'set', set: union(...parts), negative };
}

function member(cursor: Cursor, classes: Classes): number | CodePointSet {
  if (cursor.text.charAt(cursor.at) === '\\') {
    cursor.at++;
    return readEscape(cursor, classes, true);
  }
  const codePoint = cursor.text.codePointAt(cursor.at) ?? 0;
  cursor.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

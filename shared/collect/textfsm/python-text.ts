/** Values as Python prints them, which is what TextFSM's own command line shows. */
import type { Field, Item } from './record.ts';

/** As `repr`. */
export function pythonRepr(value: Field | Item): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([name, each]) => `${quoted(name)}: ${pythonRepr(each)}`)
    .join(', ')}}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[\\'"\p{C}\p{Z}]/gu, (char) => {
    if (char === ' ') return char;
    if (char === '\\' || char === quote) return `\\${char}`;
    if (char === "'" || char === '"') return char;
    if (char === '\t') return '\\t';
    const code = char.codePointAt(0) ?? 0;
    const hexadecimal = code.toString(16);
    if (code < 0x100) return `\\x${hexadecimal.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hexadecimal.padStart(4, '0')}` : `\\U${hexadecimal.padStart(8, '0')}`;
  });
  return `${quote}${inside}${quote}`;
}

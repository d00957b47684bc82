/** `bagit.txt` and `bag-info.txt` (RFC 8493, sections 2.1.1 and 2.2.2). */

/** 0.93 to 0.96 are read by the rules of 0.97, which asks for no more. */
const versions = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'] as const;
export type BagVersion = (typeof versions)[number];
/** In what the tag files are written; `bagit.txt` itself always in UTF-8. */
export type TagEncoding = 'UTF-8' | 'UTF-16' | 'ISO-8859-1';

export interface Tag {
  label: string;
  value: string;
}

export type Declaration =
  | { ok: true; version: BagVersion; encoding: TagEncoding }
  | { ok: false; words: string };

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Reads `bagit.txt`: two lines, in their order. */
export function parseDeclaration(text: string): Declaration {
  const [version, encoding, ...more] = linesOf(text);
  const found = /^BagIt-Version\s*:\s*(\d+\.\d+)\s*$/.exec(version ?? '')?.[1];
  if (!found) return { ok: false, words: 'Its first line is not “BagIt-Version: 1.0”.' };
  const known = versions.find((each) => each === found);
  if (!known)
    return { ok: false, words: `The bag is of BagIt version ${found}; 0.93 to 0.97 and 1.0 are known here.` };
  const name = /^Tag-File-Character-Encoding\s*:\s*(\S+)\s*$/.exec(encoding ?? '')?.[1];
  const written = encodings[name?.toUpperCase() ?? ''];
  if (!written)
    return {
      ok: false,
      words:
        'Its second line is not “Tag-File-Character-Encoding: UTF-8”, and names neither UTF-16 nor ISO-8859-1.',
    };
  if (more.length > 0) return { ok: false, words: 'It has more than two lines.' };
  if (found === '1.0' && !/^BagIt-Version: 1\.0$/.test(version ?? ''))
    return { ok: false, words: 'Its first line is not exactly “BagIt-Version: 1.0”.' };
  return { ok: true, version: known, encoding: written };
}

const encodings: Readonly<Record<string, TagEncoding>> = {
  'UTF-8': 'UTF-8',
  'US-ASCII': 'UTF-8',
  'UTF-16': 'UTF-16',
  'ISO-8859-1': 'ISO-8859-1',
};

/** Reads `bag-info.txt`; a line that begins with white space goes on with the one before. Null where it is no such file. */
export function parseTags(text: string): Tag[] | null {
  const tags: Tag[] = [];
  for (const line of linesOf(text)) {
    const last = tags.at(-1);
    if (/^[ \t]/.test(line)) {
      if (!last) return null;
      last.value += ` ${line.trim()}`;
      continue;
    }
    if (line === '') continue;
    const parts = /^([^:]+?)[ \t]*:[ \t]*(.*)$/u.exec(line);
    if (!parts) return null;
    tags.push({ label: parts[1] ?? '', value: (parts[2] ?? '').trim() });
  }
  return tags;
}

export function writeTags(tags: readonly Tag[]): string {
  return tags.map(({ label, value }) => `${label}: ${value.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}

/** `Payload-Oxum: OCTETS.FILES`; null where it is no such text. */
export function parseOxum(value: string): { bytes: number; files: number } | null {
  const parts = /^(\d{1,15})\.(\d{1,9})$/.exec(value);
  return parts ? { bytes: Number(parts[1]), files: Number(parts[2]) } : null;
}

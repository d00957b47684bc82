/** `bagit.txt` and `bag-info.txt` (RFC 8493, sections 2.1.1 and 2.2.2). */

export type BagVersion = '0.97' | '1.0';

export interface Tag {
  label: string;
  value: string;
}

export type Declaration = { ok: true; version: BagVersion } | { ok: false; words: string };

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
  if (found !== '0.97' && found !== '1.0')
    return { ok: false, words: `The bag is of BagIt version ${found}; 0.97 and 1.0 are known here.` };
  const name = /^Tag-File-Character-Encoding\s*:\s*(\S+)\s*$/.exec(encoding ?? '')?.[1];
  if (name?.toUpperCase() !== 'UTF-8')
    return { ok: false, words: 'Its second line is not “Tag-File-Character-Encoding: UTF-8”.' };
  if (more.length > 0) return { ok: false, words: 'It has more than two lines.' };
  if (found === '1.0' && !/^BagIt-Version: 1\.0$/.test(version ?? ''))
    return { ok: false, words: 'Its first line is not exactly “BagIt-Version: 1.0”.' };
  return { ok: true, version: found };
}

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

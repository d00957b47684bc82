/** Names of files in a bag: which of them every computer can keep apart and keep inside one folder. See SPEC.md, BG. */

const LONGEST_PATH = 1_000;
const LONGEST_PART = 255;
/** Folders above a file; more than anybody sorts files into. */
const DEEPEST = 20;
/** Windows passes over blanks between such a name and its ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/iu;
/** What turns the direction of writing: `photo` and `gpj.exe` behind it are read as `photoexe.jpg`. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with a path, in words; null where nothing is. `/` between parts, relative to the bag (BG2). */
export function pathProblem(path: string): string | null {
  if (path === '') return 'has no name';
  if (path.length > LONGEST_PATH) return 'has a path that is too long';
  if (/[\p{Cc}\p{Surrogate}]/u.test(path)) return 'holds a control character or half a character';
  if (TURNS.test(path))
    return 'holds a sign that turns the direction of writing, so that its ending is not what one reads';
  if (path.startsWith('/')) return 'is an absolute path';
  if (/^[A-Za-z]:/.test(path)) return 'names a drive';
  if (path.includes('\\')) return 'holds a backslash, which divides folders on Windows';
  if (path.startsWith('~')) return 'begins with ~, which some programs take for a home folder';
  const parts = path.split('/');
  if (parts.length > DEEPEST + 1) return `lies deeper than ${DEEPEST} folders`;
  for (const part of parts) {
    if (part === '') return 'has an empty folder name';
    if (part === '.' || part === '..') return 'leads out of its folder';
    if (part.length > LONGEST_PART) return 'has a name that is too long';
    if (/[<>:"|?*]/.test(part)) return 'holds a character that Windows has no files with';
    if (/[. ]$/.test(part)) return 'ends with a dot or a space, which Windows drops';
    if (RESERVED.test(part)) return 'is a reserved name on Windows';
  }
  return null;
}

/** Two paths that some computer takes for one have the same: letter case, Unicode composition and signs that no one sees aside. */
function foldedPath(path: string): string {
  return path
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}

/**
 * Paths that cannot be told apart, or of which one is a folder of the other.
 * @param files in any order
 * @returns pairs, at most `most`
 */
export function collisions(files: readonly string[], most: number): [string, string][] {
  const found: [string, string][] = [];
  const known = new Map<string, string>();
  const all = files.map((path) => ({ path, folded: foldedPath(path) }));
  for (const { path, folded } of all) {
    const other = known.get(folded);
    if (other !== undefined && found.length < most) found.push([other, path]);
    known.set(folded, path);
  }
  // Each folder is asked about once, however many files lie in it.
  const folders = new Set<string>();
  for (const { path, folded } of all)
    for (
      let end = folded.lastIndexOf('/');
      end > 0 && found.length < most;
      end = folded.lastIndexOf('/', end - 1)
    ) {
      const folder = folded.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
      const other = known.get(folder);
      if (other !== undefined) found.push([other, path]);
    }
  return found;
}

/**
 * A name that is safe as the last part of a path everywhere, and still tells a person what it was.
 * @param name any text
 */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
    .replaceAll(/^[._]+|[._]+$/gu, '');
  return (
    [...clean]
      .slice(-60)
      .join('')
      .replace(/^[._]+/, '') || 'file'
  );
}

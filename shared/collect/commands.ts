/** Commands as people type them: cut short, with a pipe, or in full. See SPEC.md, K12. */

/** The words of a command that name it, without what is piped and redirected. */
export function commandWords(typed: string): string[] {
  return (typed.split(/\s*(?:\||>|;|&&)\s*/)[0] ?? '')
    .trim()
    .replace(/^(?:sudo|do|admin:)\s+/i, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Words that are names or options, which nobody cuts short. */
const WHOLE = /^[-/]/;

/** The words of a typed command as they are compared. */
export const typedWords = (typed: string): string[] => commandWords(typed).map((word) => word.toLowerCase());

/** Words of full commands: the same few are asked for at every output of a capture. */
const wantedWords = new Map<string, readonly string[]>();

/**
 * Whether what was typed may be the command: each word is the beginning of the command's, and at least two letters of it.
 * Words behind the command's end are its arguments.
 * @param words as `typedWords` gives them
 */
export function fitsCommand(words: readonly string[], command: string): boolean {
  let wanted = wantedWords.get(command);
  if (!wanted) {
    wanted = command.toLowerCase().split(' ');
    wantedWords.set(command, wanted);
  }
  if (words.length < wanted.length) return false;
  return wanted.every((full, at) => {
    const word = words[at] ?? '';
    if (word === full) return true;
    return !WHOLE.test(full) && word.length >= 2 && full.startsWith(word);
  });
}

/** The same of a command as it was typed. */
export const isCommand = (typed: string, command: string): boolean => fitsCommand(typedWords(typed), command);

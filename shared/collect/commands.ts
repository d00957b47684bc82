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

/**
 * Whether what was typed may be the command: each word is the beginning of the command's, and at least two letters of it.
 * Words behind the command's end are its arguments.
 */
export function isCommand(typed: string, command: string): boolean {
  const words = commandWords(typed).map((word) => word.toLowerCase());
  const wanted = command.toLowerCase().split(' ');
  if (words.length < wanted.length) return false;
  return wanted.every((full, at) => {
    const word = words[at] ?? '';
    if (word === full) return true;
    return !WHOLE.test(full) && word.length >= 2 && full.startsWith(word);
  });
}

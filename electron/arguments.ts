/** What the console takes from its command line (security 24). One parser for all of it; what it does not know is ignored. */

export interface ConsoleArguments {
  /** As it was given; the hub client refuses what is no https address. */
  hub: string | null;
}

const LONGEST = 300;

/** @param argv any list of arguments: the system's, another instance's, or somebody's attempt */
export function parseArguments(argv: readonly string[]): ConsoleArguments {
  let hub: string | null = null;
  for (const [index, argument] of argv.entries()) {
    const value = argument === '--hub' ? argv[index + 1] : /^--hub=(.*)$/s.exec(argument)?.[1];
    if (value !== undefined && value !== '' && value.length <= LONGEST && !value.startsWith('--'))
      hub ??= value;
  }
  return { hub };
}

/** What a command was given: its flags, and what stands beside them. What cannot be used is said, and the command ends with 2. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { messageOf } from '../shared/base/error-words.ts';
import { instant } from '../shared/base/values.ts';
import { refuse } from './files.ts';

/** @returns null where a flag is not known, or lacks its value */
export function readFlags<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    refuse(messageOf(error));
    return null;
  }
}

/**
 * Of a command that is for one file.
 * @param usage what is said where none, or more than one, was named
 */
export function readFileFlags<O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  const given = readFlags(args, options);
  if (!given) return null;
  const [path, ...more] = given.positionals;
  if (!path || more.length > 0) {
    refuse(usage);
    return null;
  }
  return { path, values: given.values };
}

/** The instant that `--at` names; without it, now. @returns null where it is no time */
export function instantOf(at: string | undefined): string | null {
  if (at === undefined) return new Date().toISOString();
  if (instant.safeParse(at).success) return at;
  refuse(`--at ${at} is no time. Give one such as 2026-11-23T13:00:00Z.`);
  return null;
}

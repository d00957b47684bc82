/** What a command was given: its flags, and what stands beside them. What cannot be used is said, and the command ends with 2. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { messageOf } from '../shared/base/error-words.ts';
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

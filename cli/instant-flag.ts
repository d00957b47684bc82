/** `--at` of commands: apart from the other flags, as most commands have no time and need not load what tells one. */
import { instant } from '../shared/base/values.ts';
import { refuse } from './files.ts';

/** The instant that `--at` names; without it, now. @returns null where it is no time */
export function instantOf(at: string | undefined): string | null {
  if (at === undefined) return new Date().toISOString();
  if (instant.safeParse(at).success) return at;
  refuse(`--at ${at} is no time. Give one such as 2026-11-23T13:00:00Z.`);
  return null;
}

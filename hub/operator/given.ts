/** What an operator wrote after a command, checked before anything is opened. */

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type DataChoice, dataChoice } from '../../shared/base/data-choice.ts';
import { messageOf } from '../../shared/base/fault.ts';
import { uuid } from '../../shared/base/ids.ts';
import { line } from '../../shared/base/values.ts';
import { type Role, role, rolesFit, rolesOfSide } from '../../shared/certification/access.ts';

/** Every flag of every command; a command names those that it takes. */
const FLAGS = {
  data: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  roles: { type: 'string' },
  organisation: { type: 'string' },
  to: { type: 'string' },
  into: { type: 'string' },
  reason: { type: 'string' },
  credentials: { type: 'string' },
  unsent: { type: 'string' },
  percent: { type: 'string' },
  key: { type: 'string' },
  'one-file': { type: 'string' },
  'all-files': { type: 'string' },
  'lease-days': { type: 'string' },
  'retention-days': { type: 'string' },
  'new-organisation': { type: 'boolean' },
  'end-devices': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
export type Flag = keyof typeof FLAGS;

/** `1 person`, `3 people`. */
export const peopleCounted = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** What a person types as a name or a reason: one line that a list can show. */
export const typedLine = line.min(1).regex(/^[^\p{Cc}\u2028\u2029]*$/u);

/** A mistake of whoever typed the command; its message is one line for them. */
export class UsageError extends Error {}

export class Given {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Partial<Record<Flag, string | boolean>>>;

  /** @throws UsageError where a flag is unknown, or has no value */
  constructor(args: readonly string[]) {
    try {
      const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: FLAGS,
      });
      this.#values = values;
      this.positionals = positionals;
    } catch (error) {
      throw new UsageError(`${messageOf(error)}`);
    }
  }

  /** @throws UsageError where a flag is given that the command does not take */
  assertOnly(flags: readonly Flag[]): void {
    const other = (Object.keys(this.#values) as Flag[]).find((flag) => !flags.includes(flag));
    if (other) throw new UsageError(`--${other} is not for this command.`);
  }

  is(flag: Flag): boolean {
    return this.#values[flag] === true;
  }

  /** The flag's text without blanks around it; null where it is not given. */
  optional(flag: Flag): string | null {
    const value = this.#values[flag];
    if (typeof value !== 'string') return null;
    const parsed = typedLine.safeParse(value.trim());
    if (!parsed.success)
      throw new UsageError(`--${flag} is empty, longer than 300 characters, or of several lines.`);
    return parsed.data;
  }

  /** @param what what stands there, for the sentence: `the person’s name` */
  text(flag: Flag, what: string): string {
    const value = this.optional(flag);
    if (value === null) throw new UsageError(`Say ${what}: --${flag}`);
    return value;
  }

  /** The one thing that the command is about. */
  one(what: string): string {
    const [value, ...more] = this.positionals;
    if (value === undefined || value.trim() === '') throw new UsageError(`Say ${what}.`);
    if (more.length > 0)
      throw new UsageError(
        `Say ${what}, and nothing else: "${more[0]}" is too much. Put names with blanks in quotes.`,
      );
    return value.trim();
  }

  none(): void {
    if (this.positionals.length > 0) throw new UsageError(`"${this.positionals[0]}" is too much here.`);
  }

  reason(): string {
    return this.text('reason', 'why, for the audit trail');
  }

  /** The one computer that is named. */
  device(): string {
    const deviceId = this.one('which computer, by its id').toLowerCase();
    if (!uuid.safeParse(deviceId).success) throw new UsageError(`"${deviceId}" is no id of a computer.`);
    return deviceId;
  }

  /** What becomes of what an ended computer has not sent. */
  unsent(): DataChoice {
    const value = this.optional('unsent') ?? 'hand-over';
    const parsed = dataChoice.safeParse(value);
    if (!parsed.success)
      throw new UsageError(`--unsent is ${dataChoice.options.join(' or ')}, not "${value}".`);
    return parsed.data;
  }

  credentials(): 'keep' | 'suspend' | 'revoke' {
    const value = this.text('credentials', 'what becomes of the credentials (keep, suspend or revoke)');
    if (value !== 'keep' && value !== 'suspend' && value !== 'revoke')
      throw new UsageError(`--credentials is keep, suspend or revoke, not "${value}".`);
    return value;
  }
}

/** `engineer, lead` as roles. @throws UsageError */
export function rolesOf(text: string): Role[] {
  const names = text.split(/[\s,;+]+/).filter((name) => name !== '');
  const roles = names.map((name) => {
    const parsed = role.safeParse(name.toLowerCase());
    if (!parsed.success)
      throw new UsageError(`There is no role "${name}". The roles are ${role.options.join(', ')}.`);
    return parsed.data;
  });
  if (roles.length === 0) throw new UsageError(`Say at least one role of ${role.options.join(', ')}.`);
  if (!rolesFit(roles))
    throw new UsageError(
      `Nobody works for a partner (${rolesOfSide('partner').join(', ')}) and at the desk (${rolesOfSide('desk').join(', ')}) at once.`,
    );
  return [...new Set(roles)];
}

/** The bytes of a file that was named. @throws UsageError */
export function bytesOf(name: string, mostBytes: number): Uint8Array {
  const path = resolve(name);
  try {
    const { size } = statSync(path);
    if (size > mostBytes)
      throw new UsageError(`${path} is larger than ${mostBytes / 1_048_576} MB. Nothing was read from it.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Lines of a table for a terminal: columns as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

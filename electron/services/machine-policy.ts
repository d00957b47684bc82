/**
 * What who manages this computer decided for all consoles on it: one JSON file in a place that only they can write to. It is read
 * once, at the start, by a parser that answers for any content. A file that does not fit stops the console, because it would go on
 * by other rules than its company's.
 */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { parseForeignJson } from '../../shared/base/json-bounds.ts';
import { deviceRules } from '../../shared/sync/device-rules.ts';
import { hubOrigin } from './hub-address.ts';

const LONGEST = 1_000;
/** A file of a few lines: a larger one is something else. */
const MOST_BYTES = 64 * 1024;

const path = z.string().max(LONGEST).refine(isAbsolute, 'not an absolute path');

/** Node 18, in older Electrons, has no URL.canParse. */
function protocolOf(text: string): string | null {
  try {
    return new URL(text).protocol;
  } catch {
    // Unreported: answered.
    return null;
  }
}

const address = (schemes: readonly string[]) =>
  z
    .string()
    .max(LONGEST)
    .refine((text) => schemes.includes(protocolOf(text) ?? ''), `not an address of ${schemes.join(', ')}`);

const machinePolicy = z.strictObject({
  /** The hub of every console here; `--hub` and the environment say nothing then. */
  hub: z
    .string()
    .max(LONGEST)
    .refine((text) => hubOrigin(text) !== null, 'not an address that a hub may have')
    .optional(),
  /** By what way the network is reached; without it, as the computer is set. */
  proxy: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('direct') }),
      z.strictObject({ mode: z.literal('system') }),
      z.strictObject({
        mode: z.literal('fixed'),
        /** `proxy.example.com:8080`; Chromium's form, which may name one for each scheme. */
        server: z.string().min(1).max(LONGEST),
        /** Names that are reached directly, separated by commas. */
        bypass: z.string().max(LONGEST).optional(),
      }),
      z.strictObject({ mode: z.literal('pac'), url: address(['https:', 'http:', 'file:']) }),
    ])
    .optional(),
  /** A file of certificates (PEM) of the company's authorities, trusted for the hub besides those of the computer. */
  certificateAuthorities: path.optional(),
  /** Where consoles keep their data: below it each user has a folder of their own, which the console makes. */
  dataFolder: path.optional(),
  /** After so many days without the hub a console here locks; the organisation's own rule counts where it is shorter. */
  lease: deviceRules.shape.leaseDays.optional(),
  /** Whether the system's notifications are used. */
  notifications: z.boolean().optional(),
  /** Whether a person may install a new version from a file, where the publisher has that at all. */
  updatesByFile: z.boolean().optional(),
  /** Whether the console looks for new versions by itself, where the publisher set that up at all. */
  updatesFromFeed: z.boolean().optional(),
});
export type MachinePolicy = z.infer<typeof machinePolicy>;

/** The one place for each system. @param env the environment, for Windows */
export function policyPath(platform: string, env: Readonly<Record<string, string | undefined>>): string {
  if (platform === 'win32')
    // Only administrators write here; in ProgramData anybody could make the folder first.
    return `${env.CommonProgramFiles ?? 'C:\\Program Files\\Common Files'}\\Partner Console\\policy.json`;
  if (platform === 'darwin') return '/Library/Application Support/Partner Console/policy.json';
  return '/etc/partner-console/policy.json';
}

export type PolicyAnswer =
  | { kind: 'none' }
  | { kind: 'policy'; policy: MachinePolicy }
  | { kind: 'refused'; reason: string };

/** @param text of the file */
export function parsePolicy(text: string): PolicyAnswer {
  let value: unknown;
  try {
    // Windows' editors put a mark before the first letter.
    value = parseForeignJson(text.replace(/^\uFEFF/, ''));
  } catch {
    // Unreported: answered.
    return { kind: 'refused', reason: 'it is not JSON' };
  }
  const { success, data, error } = machinePolicy.safeParse(value);
  if (success) return { kind: 'policy', policy: data };
  const [first] = error.issues;
  const where = first?.path.join('.') || 'the file';
  return { kind: 'refused', reason: `${where}: ${first?.message ?? 'does not fit'}`.slice(0, 300) };
}

export function readPolicy(file: string): PolicyAnswer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file that is there and cannot be read is no absent one: its rules would be passed over.
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { kind: 'none' }
      : { kind: 'refused', reason: code ?? 'unreadable' };
  }
  if (text.length > MOST_BYTES) return { kind: 'refused', reason: 'it is larger than 64 KiB' };
  return parsePolicy(text);
}

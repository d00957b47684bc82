/**
 * What a publisher says of a new version, in the file that lies beside its installer, and how a console asks its hub for one
 * (security 23). Whoever carries it, what counts is the publisher's signature.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url } from 'jose';
import { z } from 'zod';
import { sha256OfText } from '../base/hash.ts';
import { utf8Text } from '../base/utf8.ts';
import { sha256Hex } from '../base/values.ts';
import { strictBytes } from '../certification/strict.ts';

/** The end of such a file's name: `partner-console_0.2.0_amd64.deb.update`. */
export const UPDATE_ENDING = '.update';
/** It is a few lines: a larger one is something else. */
export const MOST_UPDATE_CHARACTERS = 16_384;
/** Named in what is signed, so that no other text under the same key is taken for an update. */
export const UPDATE_TYPE = 'partner-console-update';

const version = z
  .string()
  .regex(/^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/, 'no version of three numbers');

const platform = z.enum(['linux', 'win32', 'darwin']);
const arch = z.enum(['x64', 'arm64']);
/** Kinds of installers. What one kind installed, another does not bring up to date. */
export const installerKind = z.enum(['deb', 'rpm', 'AppImage', 'exe', 'msi', 'dmg']);
export type InstallerKind = z.infer<typeof installerKind>;

const updateManifest = z.strictObject({
  type: z.literal(UPDATE_TYPE),
  version,
  /** The lowest version from which it may be installed at once. */
  minimum: version,
  platform,
  arch,
  /** The installer's name: it lies in the same folder. No path. */
  file: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,150}\.(deb|rpm|AppImage|exe|msi|dmg)$/, 'no name of an installer'),
  size: z
    .number()
    .int()
    .min(1)
    .max(4 * 1024 ** 3),
  sha256: sha256Hex,
  /** Of a hundred consoles, how many take it from an address of the publisher's; all where it is left out. A hub has stages of its own. */
  percent: z.number().int().min(1).max(99).optional(),
});
export type UpdateManifest = z.infer<typeof updateManifest>;

/** The kind that an installer's name says. */
export function kindOfInstaller(file: string): InstallerKind | null {
  return installerKind.safeParse(file.split('.').at(-1)).data ?? null;
}

/** The signed file of a system's newest version at an address of the publisher's: `linux-x64-deb.update`. */
export function feedFile(of: Pick<UpdateManifest, 'platform' | 'arch'> & { kind: InstallerKind }): string {
  return `${of.platform}-${of.arch}-${of.kind}${UPDATE_ENDING}`;
}

/** What a console says of itself when it asks its hub for a newer version. */
export const releaseQuery = z.strictObject({
  platform,
  arch,
  kind: installerKind,
  /** What runs there, also one that is no version of three numbers: nothing is newer than that. */
  version: z.string().min(1).max(100),
});
export type ReleaseQuery = z.infer<typeof releaseQuery>;

/** The publisher's signed text of the version that this device gets next; null where there is none for it. */
export const releaseAnswer = z.strictObject({ signed: z.string().max(MOST_UPDATE_CHARACTERS).nullable() });

/** The only header that is read: nothing in it is chosen by who wrote the text. */
const HEADER = JSON.stringify({ alg: 'EdDSA', typ: `${UPDATE_TYPE}+jws` });
const encoded = (text: string) => base64url.encode(utf8ToBytes(text));
const SIGNATURE_BYTES = 64;

/** What is signed of a manifest (a JWS in compact form without its last part). */
export function textToSign(manifest: UpdateManifest): string {
  return `${encoded(HEADER)}.${encoded(JSON.stringify(updateManifest.parse(manifest)))}`;
}

/**
 * A signed text in its parts, as far as its form is right; null for any other text. Nothing is proved by this.
 * @returns `signed`, over which the signature is, and what was signed
 */
export function partsOfSigned(
  text: string,
): { signed: string; signature: Uint8Array; manifest: UpdateManifest } | null {
  if (text.length > MOST_UPDATE_CHARACTERS) return null;
  const [header, payload, last, ...more] = text.trim().split('.');
  if (header !== encoded(HEADER) || !payload || !last || more.length > 0) return null;
  const [signature, bytes] = [strictBytes(last), strictBytes(payload)];
  const said = bytes && utf8Text(bytes);
  if (signature?.length !== SIGNATURE_BYTES || said === null) return null;
  try {
    const manifest = updateManifest.parse(JSON.parse(said));
    return { signed: `${header}.${payload}`, signature, manifest };
  } catch {
    // Unreported: answered. A later publisher's form, which this version does not know.
    return null;
  }
}

/**
 * Whether a device is among the first `percent` of a hundred that get a version. The same device always gets the same answer for a
 * version, whoever asks it; who is among few is among more; and the next version begins with others.
 */
export function isStaged(deviceId: string, version: string, percent: number): boolean {
  const drawn = Number.parseInt(sha256OfText(`${version} ${deviceId}`).slice(0, 8), 16);
  return drawn < (percent / 100) * 2 ** 32;
}

/** The numbers of a version, and 0 behind them for one that comes before its release, such as `0.2.0-beta`; null where it reads as none. */
function numbersOf(text: string): number[] | null {
  const found = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(-[0-9A-Za-z.-]+)?$/.exec(text);
  return found && [Number(found[1]), Number(found[2]), Number(found[3]), found[4] === undefined ? 1 : 0];
}

/** Below, above or equal to 0, as `a` is older, newer or the same; null where one of them reads as no version. */
export function compareReleases(a: string, b: string): number | null {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (!left || !right) return null;
  for (const [at, number] of left.entries()) {
    const other = right[at] ?? 0;
    if (number !== other) return number - other;
  }
  return 0;
}

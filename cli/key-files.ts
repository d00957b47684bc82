/** Keys in files: a published set, `jwks.json`, and beside it each private key, sealed with a passphrase. */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import {
  algorithmOf,
  type IssuerKey,
  issuerJwk,
  jwksOf,
  kidOf,
  parseJwks,
  type Signer,
  type SigningAlgorithm,
  thumbprintOf,
} from '../shared/certification/keys.ts';
import { readJson, readText, Unreadable } from './files.ts';

/** RFC 7517, appendix C: a private key as JWE with PBES2; as many rounds as OWASP asks of PBKDF2 with SHA-256. */
const ROUNDS = 600_000;
const MOST_BYTES = 64 * 1024;
const JWKS = 'jwks.json';
const sealedName = (id: string) => `${id}.jwe`;

const privateJwk = z.looseObject({
  kty: z.enum(['EC', 'OKP']),
  crv: z.string(),
  x: z.string(),
  d: z.string(),
  kid: z.url(),
});

async function seal(jwk: object, passphrase: string): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', cty: 'jwk+json' })
    .setKeyManagementParameters({ p2c: ROUNDS, p2s: randomBytes(16) })
    .encrypt(new TextEncoder().encode(passphrase));
}

async function unseal(path: string, sealed: string, passphrase: string): Promise<unknown> {
  try {
    const { plaintext } = await compactDecrypt(sealed, new TextEncoder().encode(passphrase), {
      keyManagementAlgorithms: ['PBES2-HS256+A128KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: 2_000_000,
    });
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch {
    throw new Unreadable(`${path} does not open with this passphrase.`);
  }
}

/** The key of a file: a private JWK, or one sealed with a passphrase. @throws Unreadable */
export async function readSigner(path: string, passphrase: string | null): Promise<Signer> {
  const text = (await readText(path, MOST_BYTES)).trim();
  const sealed = /^[\w-]+(\.[\w-]*){4}$/.test(text);
  if (sealed && passphrase === null)
    throw new Unreadable(`${path} is sealed. Give its passphrase in KEY_PASSPHRASE.`);
  const parsed = privateJwk.safeParse(
    sealed ? await unseal(path, text, passphrase ?? '') : await readJson(path, MOST_BYTES),
  );
  const { kty, crv, x, y }: Record<string, unknown> = parsed.data ?? {};
  const jwk = issuerJwk.safeParse(kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x });
  if (!parsed.success || !jwk.success)
    throw new Unreadable(`${path} is no private key (JWK of P-256 or Ed25519 with a kid).`);
  const alg = algorithmOf(jwk.data);
  const privateKey = await importJWK(parsed.data, alg);
  if (privateKey instanceof Uint8Array) throw new Unreadable(`${path} is a secret and no private key.`);
  const { kid } = parsed.data;
  if (!kid.endsWith(await thumbprintOf(jwk.data)))
    throw new Unreadable(`${path}: its kid does not end in the key’s thumbprint.`);
  return { kid, alg, privateKey };
}

/** The published set of a folder; empty where there is none. */
export async function readKeys(folder: string): Promise<IssuerKey[]> {
  const path = join(folder, JWKS);
  if (!(await exists(path))) return [];
  return parseJwks(await readJson(path, MOST_BYTES));
}

/** Makes a key that signs from now on; the one before is retired now, and what it signed still verifies (C7). */
export async function rotateKeys(
  folder: string,
  options: { issuer: string; alg: SigningAlgorithm; passphrase: string; now: Date },
): Promise<IssuerKey> {
  const { issuer, alg, passphrase } = options;
  const at = new Date(Math.floor(options.now.getTime() / 1000) * 1000).toISOString();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const before = await readKeys(folder);
  const pair = await generateKeyPair(alg, { extractable: true });
  const { kty, crv, x, y } = await exportJWK(pair.publicKey);
  const jwk = issuerJwk.parse(alg === 'ES256' ? { kty, crv, x, y } : { kty, crv, x });
  const id = await thumbprintOf(jwk);
  const key: IssuerKey = {
    id,
    kid: kidOf(issuer, id),
    issuer,
    jwk,
    notBefore: at,
    notAfter: null,
    revokedAt: null,
    revokedBecause: '',
  };
  await writeWhole(
    join(folder, sealedName(id)),
    await seal({ ...(await exportJWK(pair.privateKey)), kid: key.kid }, passphrase),
  );
  const retired = before.map((each) =>
    each.issuer === issuer && each.notAfter === null ? { ...each, notAfter: at } : each,
  );
  await writeWhole(join(folder, JWKS), `${JSON.stringify(jwksOf([key, ...retired]), null, 2)}\n`);
  return key;
}

/**
 * Copies the folder's keys, sealed as they are, after opening each with the passphrase: a backup nobody can open is none.
 * @returns how many keys were copied
 */
export async function backUpKeys(folder: string, to: string, passphrase: string): Promise<number> {
  const listed = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Unreadable(`${folder} cannot be read (${error.code ?? error.name}).`);
  });
  const names = listed.filter((name) => name.endsWith('.jwe'));
  if (names.length === 0) throw new Unreadable(`There are no keys in ${folder}.`);
  if (await exists(to))
    throw new Unreadable(`${to} is there already. A backup never overwrites: choose another name.`);
  for (const name of names) await readSigner(join(folder, name), passphrase);
  await mkdir(to, { mode: 0o700 });
  for (const name of [JWKS, ...names]) await copyFile(join(folder, name), join(to, name));
  return names.length;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    // Unreported: what cannot be looked at is written as if it were not there, and that says why it cannot.
    () => false,
  );
}

/** The file is there whole, or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.unfinished`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

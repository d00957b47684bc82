/** Sealing of private keys at rest: AES-256-GCM under a key that is derived from the hub's secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** Nonce, tag and text as one base64url string. */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @throws where the secret is another than the one it was sealed with */
export function unseal(sealed: string, secret: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

function sealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'partner-console-hub', 'key sealing', 32));
}

/** Rounds of PBKDF2 with SHA-256, as many as OWASP asks for. */
const ROUNDS = 600_000;

const MANAGEMENT = 'PBES2-HS256+A128KW';
const ENCRYPTION = 'A256GCM';

/** For a file that a person keeps: a JWE with PBES2 (RFC 7517, appendix C), which any JOSE library opens with the passphrase. */
export function sealWithPassphrase(text: string, passphrase: string): Promise<string> {
  const encoder = new TextEncoder();
  return new CompactEncrypt(encoder.encode(text))
    .setProtectedHeader({ alg: MANAGEMENT, enc: ENCRYPTION, cty: 'jwk-set+json' })
    .setKeyManagementParameters({ p2c: ROUNDS, p2s: randomBytes(16) })
    .encrypt(encoder.encode(passphrase));
}

/** What was sealed with the passphrase; null where it does not open it, or it is no such file. */
export async function unsealWithPassphrase(sealed: string, passphrase: string): Promise<string | null> {
  try {
    const { plaintext } = await compactDecrypt(sealed.trim(), new TextEncoder().encode(passphrase), {
      keyManagementAlgorithms: [MANAGEMENT],
      contentEncryptionAlgorithms: [ENCRYPTION],
      maxPBES2Count: ROUNDS,
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    // Unreported: what cannot be opened is the answer.
    return null;
  }
}

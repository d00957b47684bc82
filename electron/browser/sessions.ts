/** Who may talk to the loopback server (security 28): a one-time key in the printed address, then a cookie. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const MOST_SESSIONS = 50;

function digest(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Sessions outlive the process, so that a browser that was left open goes on; only their hashes are on disk. */
export class Sessions {
  readonly key = randomBytes(32).toString('base64url');
  readonly #file: string;
  #keyUsed = false;
  #hashes: string[];

  constructor(file: string) {
    this.#file = file;
    this.#hashes = existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => /^[0-9a-f]{64}$/.test(line))
      : [];
  }

  /** Exchanges the printed key for a session; null for a wrong key, and for the right one the second time. */
  exchange(key: string): string | null {
    if (this.#keyUsed || !same(digest(key), digest(this.key))) return null;
    this.#keyUsed = true;
    const session = randomBytes(32).toString('base64url');
    this.#hashes = [...this.#hashes, digest(session)].slice(-MOST_SESSIONS);
    // Whole or not at all: a crash here must not lock the open browsers out.
    writeFileSync(`${this.#file}.new`, `${this.#hashes.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    return session;
  }

  knows(session: string | undefined): boolean {
    if (!session) return false;
    const wanted = digest(session);
    return this.#hashes.some((hash) => same(hash, wanted));
  }
}

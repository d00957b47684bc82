/**
 * Who may talk to the loopback server (security 28, 40). A one-time key in the printed address gives two things: a cookie, and a
 * token for the tab. A cookie knows no ports: whatever else listens on 127.0.0.1 is sent it too, so that it alone opens
 * nothing. The token is kept by the page, for its own origin, and sent in a header.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export const SESSION_SECONDS = 12 * 3600;
/** Of each kind; the oldest go. A browser's tabs that were closed hold theirs until the time is over. */
const MOST = { session: 50, tab: 500 } as const;

type Kind = keyof typeof MOST;
interface Known {
  kind: Kind;
  hash: string;
  /** Milliseconds since 1970. */
  until: number;
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

const secret = () => randomBytes(32).toString('base64url');

function read(file: string): Known[] {
  if (!existsSync(file)) return [];
  // Lines of earlier versions have no end and are passed over: whoever had such a session signs in once more.
  return [...readFileSync(file, 'utf8').matchAll(/^(session|tab) ([0-9a-f]{64}) (\d{1,15})$/gm)].map(
    ([, kind, hash = '', until]) => ({ kind: kind as Kind, hash, until: Number(until) }),
  );
}

/** They outlive the process, so that a tab that was left open goes on; only their hashes are on disk. */
export class Sessions {
  readonly #file: string;
  readonly #now: () => Date;
  #key = secret();
  #known: Known[];

  constructor(file: string, now: () => Date) {
    this.#file = file;
    this.#now = now;
    this.#known = read(file);
  }

  /** The key that opens the console next. Each serves once; then there is another. */
  get key(): string {
    return this.#key;
  }

  /** Exchanges the key for a session and the token of its first tab; null for a wrong key, and for a right one the second time. */
  exchange(key: string): { session: string; tab: string } | null {
    if (!same(digest(key), digest(this.#key))) return null;
    this.#key = secret();
    const until = this.#now().getTime() + SESSION_SECONDS * 1000;
    return { session: this.#add('session', until), tab: this.#add('tab', until) };
  }

  /** A token for another tab, which ends when the asking one's does: nobody stays longer than the key gave. */
  openTab(tab: string | undefined): string | null {
    const asking = this.#find('tab', tab);
    return asking ? this.#add('tab', asking.until) : null;
  }

  /** Whether both are known and not over. */
  admits(session: string | undefined, tab: string | undefined): boolean {
    return this.knows(session) && this.#find('tab', tab) !== undefined;
  }

  knows(session: string | undefined): boolean {
    return this.#find('session', session) !== undefined;
  }

  /** Signs out every browser and tab. */
  end(): void {
    this.#known = [];
    this.#write();
  }

  #find(kind: Kind, value: string | undefined): Known | undefined {
    if (!value) return undefined;
    const [wanted, now] = [digest(value), this.#now().getTime()];
    // A clock that was set back makes none last longer than its hours from now.
    const latest = now + SESSION_SECONDS * 1000;
    return this.#known.find(
      (each) => each.kind === kind && each.until > now && each.until <= latest && same(each.hash, wanted),
    );
  }

  #add(kind: Kind, until: number): string {
    const value = secret();
    const now = this.#now().getTime();
    const known = [...this.#known.filter((each) => each.until > now), { kind, hash: digest(value), until }];
    const surplus = known.filter((each) => each.kind === kind).slice(0, -MOST[kind]);
    this.#known = known.filter((each) => !surplus.includes(each));
    this.#write();
    return value;
  }

  /** Whole or not at all: a crash here must not lock the open tabs out. */
  #write(): void {
    const lines = this.#known.map(({ kind, hash, until }) => `${kind} ${hash} ${until}\n`);
    writeFileSync(`${this.#file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

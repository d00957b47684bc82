/**
 * This tab's right to call the browser shell (security 40): a token that the shell gives with the one-time address, sent in a
 * header beside the cookie. It stays in the tab's own storage, which no other port of this computer sees. A tab that has none,
 * such as one that was just opened, asks the console's other tabs, and one of those has the shell make it one.
 */
import { t } from '@lingui/core/macro';
import { z } from 'zod';

const KEPT = 'console-tab';
const CHANNEL = 'console-tabs';
/** How long a tab without a token waits for another before it says that it is signed out. */
const PATIENCE_MS = 2_000;

const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wanted'), by: z.string() }),
  z.strictObject({ kind: z.literal('given'), to: z.string(), tab: z.string() }),
  z.strictObject({ kind: z.literal('signed-in') }),
  z.strictObject({ kind: z.literal('signed-out') }),
]);

/** The shell does not know this tab any more, and no other tab could help. */
export class SignedOut extends Error {
  constructor() {
    super(t`You are signed out of the console. Start it again on this computer: it opens where you were.`);
  }
}

/** The token in the page as the shell served it; taken out of it, and the used key out of the address. */
function tokenOfPage(): string | null {
  const given = document.querySelector<HTMLMetaElement>('meta[name="console-tab"]');
  if (!given) return null;
  given.remove();
  history.replaceState(null, '', `/${location.hash}`);
  return given.content;
}

export class Tab {
  readonly #id = crypto.randomUUID();
  readonly #channel = new BroadcastChannel(CHANNEL);
  /** Asks the shell for a token for another tab; null where this one is not known either. */
  readonly #open: (tab: string) => Promise<string | null>;
  readonly #told: (signedIn: boolean) => void;
  #token: string | null;
  #asking: Promise<string | null> | null = null;
  #given: ((tab: string) => void) | null = null;

  constructor(open: (tab: string) => Promise<string | null>, told: (signedIn: boolean) => void) {
    this.#open = open;
    this.#told = told;
    this.#channel.onmessage = ({ data }) => {
      const parsed = message.safeParse(data);
      if (parsed.success) void this.#hear(parsed.data);
    };
    const fresh = tokenOfPage();
    this.#token = fresh ?? sessionStorage.getItem(KEPT);
    if (fresh === null) return;
    sessionStorage.setItem(KEPT, fresh);
    this.#say({ kind: 'signed-in' });
  }

  /** @throws SignedOut where there is none and nobody gives one */
  async token(): Promise<string> {
    if (this.#token !== null) return this.#token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    const token = await this.#asking;
    if (token === null) throw new SignedOut();
    return token;
  }

  /** The shell refused this token: the next call asks the other tabs. */
  drop(token: string): void {
    if (this.#token !== token) return;
    this.#token = null;
    sessionStorage.removeItem(KEPT);
  }

  /** The person signed out: so are the console's other tabs. */
  over(): void {
    this.#say({ kind: 'signed-out' });
    this.#end();
  }

  #say(what: z.infer<typeof message>): void {
    this.#channel.postMessage(what);
  }

  #end(): void {
    if (this.#token !== null) this.drop(this.#token);
    this.#told(false);
  }

  async #ask(): Promise<string | null> {
    const token = await new Promise<string | null>((done) => {
      this.#given = done;
      this.#say({ kind: 'wanted', by: this.#id });
      setTimeout(() => done(null), PATIENCE_MS);
    });
    this.#given = null;
    if (token === null) this.#told(false);
    return token;
  }

  /** Another tab's answer; it counts as well where it comes after this one was said to be signed out. */
  #take(token: string): void {
    if (this.#token !== null) return;
    this.#token = token;
    sessionStorage.setItem(KEPT, token);
    this.#told(true);
    this.#given?.(token);
  }

  async #hear(heard: z.infer<typeof message>): Promise<void> {
    if (heard.kind === 'signed-out') return this.#end();
    if (heard.kind === 'given') {
      if (heard.to === this.#id) this.#take(heard.tab);
      return;
    }
    if (heard.kind === 'signed-in') {
      // Whoever asked just before it came was not heard by it, and would be told that nobody answers.
      if (this.#given !== null) this.#say({ kind: 'wanted', by: this.#id });
      // Also one that waits for nothing just now goes on by itself.
      // Unreported: who needs the token asks for it again, and is told then.
      if (this.#token === null) await this.token().catch(() => undefined);
      return;
    }
    const own = this.#token;
    if (own === null) return;
    // One of many tabs answers; the others find its lock held.
    await navigator.locks.request(`${CHANNEL}-${heard.by}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      // Unreported: a tab that cannot give one leaves it to another.
      const tab = await this.#open(own).catch(() => null);
      if (tab === null) return;
      this.#say({ kind: 'given', to: heard.by, tab });
      await new Promise((done) => setTimeout(done, PATIENCE_MS));
    });
  }
}

/** The name and password for the network's proxy: who asked for them, what a person gave, and whether it was refused. */

/** Good for one proxy only, `host:port`: another one that asks, as on a stranger's network, does not get it. */
export interface ProxyLogin {
  proxy: string;
  name: string;
  password: string;
}

/** Keeps a login beyond this run, unreadable to others. */
export interface LoginStore {
  read(): Promise<ProxyLogin | null>;
  /** @returns whether it is kept; false where this computer has no key store for it */
  write(login: ProxyLogin): Promise<boolean>;
  forget(): Promise<void>;
}

export class ProxyLogins {
  readonly #store: LoginStore;
  #login: ProxyLogin | null = null;
  #kept = false;
  /** Companies lock an account after a few wrong passwords: what was refused once is not tried again. */
  #refused = false;
  #asked: string | null = null;

  constructor(store: LoginStore) {
    this.#store = store;
  }

  async open(): Promise<void> {
    this.#login = await this.#store.read();
    this.#kept = this.#login !== null;
  }

  get state(): { asked: string | null; name: string | null; kept: boolean; refused: boolean } {
    return {
      asked: this.#asked,
      name: this.#login?.name ?? null,
      kept: this.#kept,
      refused: this.#refused,
    };
  }

  /** What to answer a proxy that asks; null where a person has to say it first. */
  answerFor(proxy: string): ProxyLogin | null {
    this.#asked = proxy;
    return this.#login?.proxy === proxy && !this.#refused ? this.#login : null;
  }

  /** The proxy did not take what it was given. */
  refuse(): void {
    this.#refused = true;
  }

  /** @returns whether it is kept beyond this run; null where no proxy has asked */
  async give(name: string, password: string): Promise<boolean | null> {
    if (this.#asked === null) return null;
    this.#login = { proxy: this.#asked, name, password };
    this.#refused = false;
    this.#kept = await this.#store.write(this.#login);
    return this.#kept;
  }

  async forget(): Promise<void> {
    this.#login = null;
    this.#kept = false;
    this.#refused = false;
    await this.#store.forget();
  }
}

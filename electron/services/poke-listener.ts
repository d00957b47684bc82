/** Listens to the hub's pokes for as long as the renderer wants, and tells whether the line is up. */
import { createParser } from 'eventsource-parser';
import type { EventPayload } from '../../shared/bridge/contract.ts';
import { poke } from '../../shared/sync/protocol.ts';

const FIRST_WAIT_MS = 1_000;
/** Where the line broke that was up: what is poked meanwhile is not heard, and a device that waits for it stands still. */
const SHORT_WAIT_MS = 200;
const LONGEST_WAIT_MS = 60_000;
/** The hub sends a heartbeat every 15 s: a line that is silent for longer is dead. */
const SILENCE_MS = 40_000;
/** Characters of an event. A poke has a name and a number. */
const MOST_EVENT = 10_000;

export interface PokeTarget {
  poke: (payload: EventPayload<'hub.poke'>) => void;
  link: (payload: EventPayload<'hub.link'>) => void;
}

export class PokeListener {
  readonly #session: () => { url: string; token: string } | null;
  readonly #target: PokeTarget;
  readonly #fetch: typeof fetch;
  #stop: AbortController | null = null;
  #wake: AbortController = new AbortController();

  /** @param request how a request reaches the network */
  constructor(
    session: () => { url: string; token: string } | null,
    target: PokeTarget,
    request: typeof fetch = fetch,
  ) {
    this.#session = session;
    this.#target = target;
    this.#fetch = request;
  }

  /** Starts or stops. Where it listens already but waits for its next try, it tries at once. */
  listen(on: boolean): void {
    this.#wake.abort();
    if (!on) {
      this.#stop?.abort();
      this.#stop = null;
    } else if (!this.#stop) {
      this.#stop = new AbortController();
      void this.#loop(this.#stop.signal);
    }
  }

  /** Opens the line anew: after sleep the old one may be dead without anybody having said so. */
  again(): void {
    if (!this.#stop) return;
    this.listen(false);
    this.listen(true);
  }

  async #loop(stop: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!stop.aborted) {
      const session = this.#session();
      if (session) {
        const up = await this.#stream(session, stop);
        // One that breaks as soon as it is up is opened once a second at the most.
        if (up !== null) wait = Math.max(SHORT_WAIT_MS, FIRST_WAIT_MS - up);
        if (!stop.aborted) this.#target.link({ up: false });
      }
      // Many consoles that lost one hub come back one by one.
      this.#wake = new AbortController();
      await pause(wait * (0.5 + Math.random()), stop, this.#wake.signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  /** @returns for how many milliseconds the line was up; null where it was not */
  async #stream({ url, token }: { url: string; token: string }, stop: AbortSignal): Promise<number | null> {
    // One controller for both reasons to end: Node 18, in older Electrons, has no AbortSignal.any.
    const line = new AbortController();
    const end = () => line.abort();
    stop.addEventListener('abort', end);
    let alarm = setTimeout(end, SILENCE_MS);
    let upSince: number | null = null;
    try {
      const response = await this.#fetch(url, {
        redirect: 'error',
        headers: { authorization: `Bearer ${token}` },
        signal: line.signal,
      });
      if (!response.ok || !response.body) return null;
      upSince = performance.now();
      this.#target.link({ up: true });
      const decoder = new TextDecoder();
      const parser = createParser({
        maxBufferSize: MOST_EVENT,
        // The parser bounds what has not ended; what comes whole at once is bounded here.
        onEvent: ({ data }) => (data.length > MOST_EVENT ? end() : this.#take(data)),
        onError: ({ type }) => {
          if (type === 'max-buffer-size-exceeded') end();
        },
      });
      for await (const chunk of response.body) {
        if (line.signal.aborted) break;
        clearTimeout(alarm);
        alarm = setTimeout(end, SILENCE_MS);
        parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      }
    } catch {
      // Unreported: a line that breaks is what this loop is for.
    } finally {
      clearTimeout(alarm);
      stop.removeEventListener('abort', end);
      // Whatever ended the reading, the connection does not stay open behind it.
      line.abort();
    }
    return upSince === null ? null : performance.now() - upSince;
  }

  #take(data: string): void {
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      // Unreported: what is no poke is passed over; a pull comes by the timer.
      return;
    }
    const parsed = poke.safeParse(value);
    if (parsed.success) this.#target.poke(parsed.data);
  }
}

/** Waits, until one of the signals ends it early. */
function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', end);
      done();
    }
    for (const signal of signals) signal.addEventListener('abort', end);
    if (signals.some((signal) => signal.aborted)) end();
  });
}

/** A line to the hub that a person who tries the console may cut, to see how work goes on without a network. */
import { LineError } from './line-fault.ts';
import type { Network } from './network.ts';

export class CutLine {
  /** By the network behind it, while the line is up. */
  readonly network: Network;
  #up = true;
  /** What ends each request and stream that is under way. */
  readonly #open = new Set<() => void>();

  constructor(behind: Network) {
    this.network = { ...behind, request: (input, init) => this.#request(behind.request, input, init) };
  }

  get up(): boolean {
    return this.#up;
  }

  /** Cut, it breaks what is under way, as a cable that is pulled out does. */
  set(up: boolean): void {
    this.#up = up;
    if (!up) for (const end of [...this.#open]) end();
  }

  async #request(behind: typeof fetch, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const cut = () => new LineError('no-network', 'the line is cut for the try-out');
    if (!this.#up) throw cut();
    // One controller for both reasons to end: Node 18, in older Electrons, has no AbortSignal.any.
    const line = new AbortController();
    const asked = init?.signal;
    const over = () => {
      asked?.removeEventListener('abort', end);
      this.#open.delete(end);
    };
    const end = () => {
      over();
      line.abort(this.#up ? asked?.reason : cut());
    };
    asked?.addEventListener('abort', end);
    this.#open.add(end);
    if (asked?.aborted) end();
    let response: Response;
    try {
      response = await behind(input, { ...init, signal: line.signal });
    } catch (error) {
      over();
      throw this.#up ? error : cut();
    }
    if (!response.body) {
      over();
      return response;
    }
    // A stream of pokes lasts for hours: it can be cut until its end, whatever that is.
    const read = response.body.pipeThrough(new TransformStream({ flush: over }));
    const { status, statusText, headers } = response;
    return new Response(read, { status, statusText, headers });
  }
}

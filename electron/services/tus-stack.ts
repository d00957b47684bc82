/** How tus-js-client sends: by the same `fetch` as every other request of the shell, one piece of a file a request. */
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { beginningOf, MOST_REFUSAL_BYTES } from './bounded-body.ts';

/** A piece that has not arrived by then never will: the line is half open. */
const PATIENCE_MS = 300_000;

class FetchRequest implements HttpRequest {
  readonly #method: string;
  readonly #url: string;
  readonly #request: typeof fetch;
  readonly #headers: Record<string, string> = {};
  readonly #stop = new AbortController();

  constructor(method: string, url: string, request: typeof fetch) {
    this.#method = method;
    this.#url = url;
    this.#request = request;
  }

  getMethod(): string {
    return this.#method;
  }

  getURL(): string {
    return this.#url;
  }

  setHeader(header: string, value: string): void {
    this.#headers[header.toLowerCase()] = String(value);
  }

  getHeader(header: string): string | undefined {
    return this.#headers[header.toLowerCase()];
  }

  setProgressHandler(): void {
    // A piece is sent whole; tus-js-client tells how far it is after each.
  }

  async send(body: unknown): Promise<HttpResponse> {
    const alarm = setTimeout(() => this.#stop.abort(), PATIENCE_MS);
    try {
      const response = await this.#request(this.#url, {
        method: this.#method,
        redirect: 'error',
        headers: this.#headers,
        signal: this.#stop.signal,
        ...(body instanceof Uint8Array ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      });
      const text = await beginningOf(response, MOST_REFUSAL_BYTES);
      return {
        getStatus: () => response.status,
        getHeader: (header) => response.headers.get(header) ?? undefined,
        getBody: () => text,
        getUnderlyingObject: () => response,
      };
    } finally {
      clearTimeout(alarm);
    }
  }

  async abort(): Promise<void> {
    this.#stop.abort();
  }

  getUnderlyingObject(): null {
    return null;
  }
}

/** @param request how a request reaches the network */
export function tusOver(request: typeof fetch): HttpStack {
  return {
    createRequest: (method, url) => new FetchRequest(method, url, request),
    getName: () => 'fetch of the shell',
  };
}

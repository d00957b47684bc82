/** The simulated line as tus-js-client wants one: what it sends goes the way of every other request. */
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

async function bytesOf(body: unknown): Promise<Buffer | undefined> {
  if (body === undefined || body === null) return undefined;
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Buffer> | Buffer[]) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

class LineRequest implements HttpRequest {
  readonly #method: string;
  readonly #url: string;
  readonly #line: typeof fetch;
  readonly #headers: Record<string, string> = {};

  constructor(method: string, url: string, line: typeof fetch) {
    this.#method = method;
    this.#url = url;
    this.#line = line;
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
    // A simulated request is sent at once.
  }

  async send(body: unknown): Promise<HttpResponse> {
    const bytes = Buffer.isBuffer(body) ? body : await bytesOf(body);
    const response = await this.#line(this.#url, {
      method: this.#method,
      headers: this.#headers,
      ...(bytes ? { body: new Uint8Array(bytes) } : {}),
    });
    const text = await response.text();
    return {
      getStatus: () => response.status,
      getHeader: (header) => response.headers.get(header) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  }

  async abort(): Promise<void> {
    // What is on its way arrives or does not; the shell no longer listens.
  }

  getUnderlyingObject(): null {
    return null;
  }
}

/** A stack for tus-js-client over `line`. */
export function tusOver(line: typeof fetch): HttpStack {
  return {
    createRequest: (method, url) => new LineRequest(method, url, line),
    getName: () => 'the simulated line',
  };
}

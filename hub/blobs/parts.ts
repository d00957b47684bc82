/** A part of an upload as it comes over the line: straight from the socket's stream to the store, by tus 1.0.0. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

const malformed = (status: number) =>
  new Refusal(status, 'malformed', 'The request is not what the protocol of uploads says.');

/** Where the part says that it begins. @throws Refusal where it is no part by the protocol */
export function offsetOf({ headers }: IncomingMessage): number {
  if (headers['tus-resumable'] !== '1.0.0') throw malformed(400);
  if (headers['content-type'] !== 'application/offset+octet-stream') throw malformed(403);
  const offset = String(headers['upload-offset'] ?? '');
  if (!/^\d{1,15}$/.test(offset)) throw malformed(403);
  return Number(offset);
}

/**
 * Pieces of a request's body. They end, and do not fail, where the line breaks, where more comes than may, or where whoever reads
 * them is told to let go: what came until then is worth keeping. `why` says afterwards what was wrong.
 */
export class Pieces {
  readonly #request: IncomingMessage;
  readonly #most: number;
  /** Settles when the reader is told to let go. */
  readonly #letGo: Promise<null>;
  #tell: () => void = () => undefined;
  why: 'broken' | 'too-large' | 'let-go' | null = null;

  /** @param most bytes that the upload has left */
  constructor(request: IncomingMessage, most: number) {
    this.#request = request;
    this.#most = most;
    this.#letGo = new Promise((told) => {
      this.#tell = () => told(null);
    });
  }

  /** Ends the pieces: the same console is back over another connection. */
  letGo(): void {
    this.#tell();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    // The connection has the answer to carry: it is not destroyed with the reading.
    const pieces = this.#request.iterator({ destroyOnReturn: false });
    let left = this.#most;
    try {
      for (;;) {
        const next = await Promise.race([pieces.next(), this.#letGo]);
        if (next === null) {
          this.why = 'let-go';
          return;
        }
        if (next.done) return;
        const piece = next.value as Buffer;
        if (piece.length > left) {
          this.why = 'too-large';
          return;
        }
        left -= piece.length;
        yield piece;
      }
    } catch {
      // Unreported: a line that broke is what this says.
      this.why = 'broken';
    }
  }
}

/** Files of the shell's that the person's own browser fetches once, each by an address that nobody guesses. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileHeaders } from '../csp.ts';
import { type Delivered, type Proof, prove } from '../services/save-as.ts';

const MOST_OFFERS = 20;

export class Downloads {
  readonly #offers = new Map<string, { path: string; name: string }>();

  /** @returns the address, on the console's own origin; the oldest of many is forgotten */
  offer(path: string, name: string): string {
    const token = randomBytes(32).toString('base64url');
    const [oldest] = this.#offers.keys();
    if (oldest !== undefined && this.#offers.size >= MOST_OFFERS) this.#offers.delete(oldest);
    this.#offers.set(token, { path, name });
    return `/bridge/download/${token}`;
  }

  /** Offers the file once it has passed its proof: a download that has begun cannot be taken back. */
  async deliver(path: string, name: string, proof?: Proof): Promise<Delivered> {
    if (proof) await prove(path, proof);
    return { kind: 'download', url: this.offer(path, name) };
  }

  /** The file behind a token, which is used up by that. */
  take(token: string): { path: string; name: string } | null {
    const offer = this.#offers.get(token) ?? null;
    this.#offers.delete(token);
    return offer;
  }
}

/** Streams the file as an attachment. @returns false where there is none */
export async function serveDownload(
  downloads: Downloads,
  token: string,
  response: ServerResponse,
): Promise<boolean> {
  const offer = downloads.take(token);
  // Unreported: what is gone is answered with 404.
  const facts = offer ? await stat(offer.path).catch(() => null) : null;
  if (!offer || !facts) return false;
  response.writeHead(200, {
    ...fileHeaders,
    'content-type': offer.name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
    'content-length': facts.size,
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(offer.name)}`,
  });
  // A browser that goes away ends its own download; the file stays with the shell.
  await pipeline(createReadStream(offer.path, { highWaterMark: 1024 * 1024 }), response).catch(
    () => undefined,
  );
  return true;
}

/** Files of the shell's that the person's own browser fetches once, in clear, each by an address that nobody guesses. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { storable } from '../../shared/base/values.ts';
import { fileHeaders } from '../csp.ts';
import { type OpenContent, streamOf } from '../services/content.ts';
import { type Delivered, type Proof, prove } from '../services/save-as.ts';

const MOST_OFFERS = 20;

/** The header by which a browser saves a file under this name (RFC 6266): an apostrophe parts its three pieces and is written out. Half a sign has no bytes. */
export function dispositionOf(name: string): string {
  const written = encodeURIComponent(storable(name)).replaceAll(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${written}`;
}

interface Offer {
  open: OpenContent;
  name: string;
}

export class Downloads {
  readonly #offers = new Map<string, Offer>();

  /** @returns the address, on the console's own origin; the oldest of many is forgotten */
  offer(open: OpenContent, name: string): string {
    const token = randomBytes(32).toString('base64url');
    const [oldest] = this.#offers.keys();
    if (oldest !== undefined && this.#offers.size >= MOST_OFFERS) this.#offers.delete(oldest);
    this.#offers.set(token, { open, name });
    return `/bridge/download/${token}`;
  }

  /** Offers the file once it has passed its proof: a download that has begun cannot be taken back. */
  async deliver(open: OpenContent, name: string, proof?: Proof): Promise<Delivered> {
    if (proof) await prove(open, proof);
    return { kind: 'download', url: this.offer(open, name) };
  }

  /** The file behind a token, which is used up by that. */
  take(token: string): Offer | null {
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
  const content = offer ? await offer.open().catch(() => null) : null;
  if (!offer || !content) return false;
  response.writeHead(200, {
    ...fileHeaders,
    'content-type': offer.name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
    'content-length': content.size,
    'cache-control': 'no-store',
    'content-disposition': dispositionOf(offer.name),
  });
  // Unreported: a browser that goes away ends its own download; the file stays with the shell.
  await pipeline(streamOf(content), response).catch(() => undefined);
  return true;
}

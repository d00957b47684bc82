/** The browser shell: the same services over a server on loopback, for a person's own browser (security 10, 28). */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CHUNK_BYTES,
  type EventName,
  type EventPayload,
  type Handlers,
} from '../../shared/bridge/contract.ts';
import { contentSecurityPolicy, fileHeaders } from '../csp.ts';
import { BridgeRefusal, dispatch, failedCall } from '../services/dispatch.ts';
import type { ShellLog } from '../services/shell-log.ts';
import { findStaticFile, withNonce } from '../static-files.ts';
import { type Downloads, serveDownload } from './downloads.ts';
import { decodeFrame, encodeFrame } from './frames.ts';
import { Sessions } from './sessions.ts';

/** A push of the largest size, as JSON, with room for its escapes. */
const MOST_EDITS_BYTES = 80 * 1024 * 1024;
/** A chunk of a file and its frame. */
const MOST_CHUNK_BYTES = CHUNK_BYTES + 64 * 1024;
const MOST_BODY_BYTES = 64 * 1024;
const MOST_LISTENERS = 100;
const DOWNLOADS = '/bridge/download/';
const YEAR_SECONDS = 31_536_000;

export interface BrowserShell {
  /** With the one-time key. */
  url: string;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  close(): Promise<void>;
}

export interface BrowserShellOptions {
  port: number;
  /** The folder of the built renderer. */
  renderer: string;
  sessionFile: string;
  handlers: Handlers;
  downloads: Downloads;
  log: ShellLog;
}

class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How many bytes a call may bring, by what it carries. */
function mostBytes(name: string): number {
  if (name === 'hub.push' || name === 'journal.append' || name === 'bag.export') return MOST_EDITS_BYTES;
  return name === 'blob.append' ? MOST_CHUNK_BYTES : MOST_BODY_BYTES;
}

async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most)
    throw new HttpRefusal(413, 'The request is too large.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new HttpRefusal(413, 'The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function startBrowserShellServer(options: BrowserShellOptions): Promise<BrowserShell> {
  const { renderer, handlers, downloads, log } = options;
  const sessions = new Sessions(options.sessionFile);
  const listeners = new Set<ServerResponse>();
  let origin = '';
  let cookieName = '';

  const plain = (response: ServerResponse, status: number, message: string) => {
    response.writeHead(status, {
      ...fileHeaders,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(`${message}\n`);
  };

  const hasSession = (request: IncomingMessage) => {
    const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
    const own = cookies.find((each) => each.startsWith(`${cookieName}=`));
    return sessions.knows(own?.slice(cookieName.length + 1));
  };

  async function page(response: ServerResponse): Promise<void> {
    const html = await readFile(`${renderer}/index.html`, 'utf8');
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, {
      ...fileHeaders,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce, "'self'"),
    });
    response.end(withNonce(html, nonce));
  }

  async function get(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const key = url.searchParams.get('key');
    if (url.pathname === '/' && key !== null) {
      const session = sessions.exchange(key);
      // A used key is no harm to a browser that has its session: it goes on.
      if (!session && !hasSession(request))
        throw new HttpRefusal(403, 'This address was used before. Use the one that the last start printed.');
      response.writeHead(303, {
        ...fileHeaders,
        location: '/',
        'cache-control': 'no-store',
        ...(session
          ? {
              'set-cookie': `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${YEAR_SECONDS}`,
            }
          : {}),
      });
      response.end();
      return;
    }
    // Another page on this computer shares the site, and with it the cookie: it may lead here and read nothing.
    const site = request.headers['sec-fetch-site'];
    const foreign =
      (request.headers.origin !== undefined && request.headers.origin !== origin) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign && request.headers['sec-fetch-mode'] !== 'navigate')
      throw new HttpRefusal(403, 'This request does not come from the console.');
    if (!hasSession(request))
      throw new HttpRefusal(403, 'Open the console with the address that its start printed.');
    if (url.pathname === '/bridge/events') return listen(request, response);
    if (url.pathname.startsWith(DOWNLOADS)) {
      if (foreign || !(await serveDownload(downloads, url.pathname.slice(DOWNLOADS.length), response)))
        throw new HttpRefusal(404, 'This download is over. Save the file again.');
      return;
    }
    if (url.pathname === '/') return page(response);
    // As it was asked for: URL has resolved `..` and hidden it.
    const file = await findStaticFile(renderer, (request.url ?? '').replace(/[?#].*$/s, ''));
    if (!file || file.type.startsWith('text/html')) throw new HttpRefusal(404, 'There is no such file.');
    response.writeHead(200, { ...fileHeaders, 'content-type': file.type, 'cache-control': 'no-cache' });
    createReadStream(file.path)
      .once('error', () => response.destroy())
      .pipe(response);
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (listeners.size >= MOST_LISTENERS) throw new HttpRefusal(429, 'Too many windows listen. Close some.');
    response.writeHead(200, {
      ...fileHeaders,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    response.write(': listening\n\n');
    listeners.add(response);
    request.once('close', () => listeners.delete(response));
  }

  async function call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    if (request.headers.origin !== origin)
      throw new HttpRefusal(403, 'This call does not come from the console.');
    if (!hasSession(request))
      throw new HttpRefusal(403, 'Open the console with the address that its start printed.');
    const type = request.headers['content-type'];
    if (type !== 'application/octet-stream')
      throw new HttpRefusal(415, 'The call has another form than the console’s.');
    const input = decodeFrame(await readBody(request, mostBytes(name)));
    if (input === undefined) throw new HttpRefusal(400, 'The call is malformed.');
    const answer = encodeFrame(await dispatch(handlers, name, input));
    response.writeHead(200, {
      ...fileHeaders,
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
    });
    response.end(answer);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Exact: a name that resolves to loopback would let any page of the web in (DNS rebinding).
    if (request.headers.host !== origin.slice('http://'.length))
      throw new HttpRefusal(421, 'This is another host than the console’s.');
    const url = URL.canParse(request.url ?? '/', origin) ? new URL(request.url ?? '/', origin) : null;
    if (!url) throw new HttpRefusal(400, 'The address is malformed.');
    if (request.method === 'GET') return get(request, response, url);
    const name = /^\/bridge\/([a-z]+\.[a-zA-Z]+)$/.exec(url.pathname)?.[1];
    if (request.method === 'POST' && name) return call(request, response, name);
    throw new HttpRefusal(405, 'The console does not do this.');
  }

  const server: Server = createServer(
    { maxHeaderSize: 16_384, requestTimeout: 120_000 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        if (response.headersSent) return response.destroy();
        if (error instanceof HttpRefusal) return plain(response, error.status, error.message);
        if (error instanceof BridgeRefusal) return plain(response, 400, error.message);
        return plain(response, 500, failedCall(log, error));
      });
    },
  );
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen({ port: options.port, host: '127.0.0.1', exclusive: true }, ready);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  cookieName = `partner-console-${port}`;

  return {
    url: `${origin}/?key=${sessions.key}`,
    emit: (name, payload) => {
      for (const listener of listeners) listener.write(`data: ${JSON.stringify({ name, payload })}\n\n`);
    },
    close: async () => {
      for (const listener of listeners) listener.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

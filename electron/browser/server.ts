/** The browser shell: the same services over a server on loopback, for a person's own browser (security 10, 28, 40). */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { answerInTurn } from '../../node/in-turn.ts';
import { joinPieces } from '../../shared/base/json-pieces.ts';
import {
  CHUNK_BYTES,
  type EventName,
  type EventPayload,
  type Handlers,
} from '../../shared/bridge/contract.ts';
import { contentSecurityPolicy, fileHeaders, headersOfFile } from '../csp.ts';
import { BridgeRefusal, dispatch, failedCall } from '../services/dispatch.ts';
import type { ShellLog } from '../services/shell-log.ts';
import { findStaticFile, withNonce } from '../static-files.ts';
import { type Downloads, serveDownload } from './downloads.ts';
import { encodeFrame, readFrame } from './frames.ts';
import { SESSION_SECONDS, Sessions } from './sessions.ts';
import { Strangers } from './strangers.ts';

/** A push of the largest size, as JSON, with room for its escapes. */
const MOST_EDITS_BYTES = 80 * 1024 * 1024;
/** A chunk of a file and its frame. */
const MOST_CHUNK_BYTES = CHUNK_BYTES + 64 * 1024;
const MOST_BODY_BYTES = 64 * 1024;
const MOST_LISTENERS = 100;
/** Bytes of events that a window may leave unread: one that its browser has put to sleep is cut off, and asks anew when it wakes. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** A session as the shell gives it. Any number of cookies by its name can stand before it, as far as headers reach. */
const SESSION = /^[\w-]{43}$/;
const DOWNLOADS = '/bridge/download/';
/** What a frame or a file of another page would say that it is for (Fetch Metadata). */
const FRAMES = ['iframe', 'frame', 'fencedframe', 'object', 'embed'];
const SIGN_IN =
  'You are signed out here. Start the console again on this computer: it opens a fresh address.';

export interface BrowserShell {
  /** With the one-time key that serves next. */
  readonly url: string;
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
  now: () => Date;
  /** Is told the address with each new key, the first before the server is ready. */
  address: (url: string) => void;
}

/** What Node refuses before it is a request, in words: a person can see it in place of the console. */
const UNREADABLE: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The browser sends more cookies than the console reads: other programs on this computer have set them. Remove the cookies of 127.0.0.1 in the browser, then start the console again: it opens a fresh address.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come whole in time.'],
};
const NO_REQUEST = ['400 Bad Request', 'This is no request that the console can read.'] as const;

function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, message] = UNREADABLE[error.code ?? ''] ?? NO_REQUEST;
  const headers = { ...fileHeaders, 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${message}\n`);
}

class HttpRefusal extends Error {
  readonly status: number;
  /** Whether the page has to be signed in again. */
  readonly over: boolean;

  constructor(status: number, message: string, over = false) {
    super(message);
    this.status = status;
    this.over = over;
  }
}

const signedOut = () => new HttpRefusal(403, SIGN_IN, true);

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
  return Buffer.from((await joinPieces(chunks, () => othersTurn())).buffer);
}

export async function startBrowserShellServer(options: BrowserShellOptions): Promise<BrowserShell> {
  const { renderer, handlers, downloads, log } = options;
  const sessions = new Sessions(options.sessionFile, options.now);
  const listeners = new Set<ServerResponse>();
  const strangers = new Strangers();
  let origin = '';
  let cookieName = '';

  const plain = (response: ServerResponse, status: number, message: string, over = false) => {
    response.writeHead(status, {
      ...fileHeaders,
      ...(over ? { 'console-session': 'over' } : {}),
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(`${message}\n`);
  };

  /** Of several cookies by this name the one that is known: whatever else listens on 127.0.0.1 can put another one before it. */
  const sessionOf = (request: IncomingMessage) => {
    const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
    return cookies
      .filter((each) => each.startsWith(`${cookieName}=`))
      .map((each) => each.slice(cookieName.length + 1))
      .find((each) => SESSION.test(each) && sessions.knows(each));
  };
  const tabOf = (request: IncomingMessage) => {
    const tab = request.headers['console-tab'];
    return typeof tab === 'string' ? tab : undefined;
  };
  const cookie = (session: string, seconds: number) =>
    `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
  const url = () => `${origin}/?key=${sessions.key}`;

  /** What the browser says that the answer is for; nothing where it says nothing. */
  function assertFor(request: IncomingMessage, wanted: readonly string[]): void {
    const dest = request.headers['sec-fetch-dest'];
    if (dest !== undefined && !wanted.includes(dest))
      throw new HttpRefusal(403, 'The console is no part of another page.');
  }

  /** Calls and events: the cookie, and the token of the tab beside it. */
  function assertTab(request: IncomingMessage): void {
    assertFor(request, ['empty']);
    if (!sessions.admits(sessionOf(request), tabOf(request))) throw signedOut();
    strangers.known(request.socket);
  }

  /**
   * The page, with nothing of the person's in it.
   * @param signedIn what a key gave: the token goes in the page itself, since all that a redirect could carry it in is
   *   kept by the browser or sent to other ports. The page takes it out, and the key out of its address.
   */
  async function page(
    response: ServerResponse,
    signedIn: { session: string; tab: string } | null,
  ): Promise<void> {
    const built = await readFile(`${renderer}/index.html`, 'utf8');
    const html = signedIn
      ? built.replace(/<head>|$/, (head) => `${head}<meta name="console-tab" content="${signedIn.tab}">`)
      : built;
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, {
      ...fileHeaders,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce, "'self'"),
      ...(signedIn ? { 'set-cookie': cookie(signedIn.session, SESSION_SECONDS) } : {}),
    });
    response.end(withNonce(html, nonce));
  }

  async function get(request: IncomingMessage, response: ServerResponse, asked: URL): Promise<void> {
    const key = asked.searchParams.get('key');
    if (asked.pathname === '/' && key !== null) {
      assertFor(request, ['document']);
      // Fetched ahead, it may never be shown: the key would be spent on nothing.
      if (request.headers['sec-purpose'] !== undefined)
        throw new HttpRefusal(403, 'Open the address itself.');
      const signedIn = sessions.exchange(key);
      if (signedIn) {
        options.address(url());
        return page(response, signedIn);
      }
      // A used key is no harm to a browser that has its session: it goes on.
      if (!sessions.knows(sessionOf(request)))
        throw new HttpRefusal(403, `This address was used before. ${SIGN_IN}`, true);
      response.writeHead(303, { ...fileHeaders, location: '/', 'cache-control': 'no-store' });
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
    if (asked.pathname === '/bridge/events') {
      assertTab(request);
      return listen(request, response);
    }
    if (!sessions.knows(sessionOf(request))) throw signedOut();
    strangers.heard(request.socket);
    if (asked.pathname.startsWith(DOWNLOADS)) {
      // A link of the page's, which carries no header: its address is a secret of its own, and serves once.
      assertFor(request, ['empty', 'document']);
      if (foreign || !(await serveDownload(downloads, asked.pathname.slice(DOWNLOADS.length), response)))
        throw new HttpRefusal(404, 'This download is over. Save the file again.');
      return;
    }
    if (asked.pathname === '/') {
      assertFor(request, ['document']);
      return page(response, null);
    }
    if (FRAMES.includes(String(request.headers['sec-fetch-dest'])))
      throw new HttpRefusal(403, 'The console is no part of another page.');
    // As it was asked for: URL has resolved `..` and hidden it.
    const file = await findStaticFile(renderer, (request.url ?? '').replace(/[?#].*$/s, ''));
    if (!file || file.type.startsWith('text/html')) throw new HttpRefusal(404, 'There is no such file.');
    response.writeHead(200, {
      ...headersOfFile(file.path),
      'content-type': file.type,
      // What is kept in the browser's cache it keeps compiled, too.
      'cache-control': file.namedByContent ? 'private, max-age=31536000, immutable' : 'no-cache',
    });
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

  /** Signs out every tab of every browser; who listens is cut off. */
  function end(): Record<string, never> {
    sessions.end();
    for (const listener of listeners) listener.destroy();
    return {};
  }

  async function call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    if (request.headers.origin !== origin)
      throw new HttpRefusal(403, 'This call does not come from the console.');
    assertTab(request);
    const type = request.headers['content-type'];
    if (type !== 'application/octet-stream')
      throw new HttpRefusal(415, 'The call has another form than the console’s.');
    const input = await readFrame(await readBody(request, mostBytes(name)));
    if (input === undefined) throw new HttpRefusal(400, 'The call is malformed.');
    const output =
      name === 'tab.open'
        ? { tab: sessions.openTab(tabOf(request)) }
        : name === 'session.end'
          ? end()
          : await dispatch(handlers, name, input);
    const answer = encodeFrame(output);
    response.writeHead(200, {
      ...fileHeaders,
      ...(name === 'session.end' ? { 'set-cookie': cookie('', 0) } : {}),
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store',
    });
    response.end(answer);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Exact: a name that resolves to loopback would let any page of the web in (DNS rebinding).
    // A second one counts as well: Node gives the first, and whatever stands before the console might have read the last.
    const hosts = request.headersDistinct.host ?? [];
    if (hosts.length !== 1 || hosts[0] !== origin.slice('http://'.length))
      throw new HttpRefusal(421, 'This is another host than the console’s.');
    const asked = URL.canParse(request.url ?? '/', origin) ? new URL(request.url ?? '/', origin) : null;
    if (!asked) throw new HttpRefusal(400, 'The address is malformed.');
    if (request.method === 'GET') return get(request, response, asked);
    const name = /^\/bridge\/([a-z]+\.[a-zA-Z]+)$/.exec(asked.pathname)?.[1];
    if (request.method === 'POST' && name) return call(request, response, name);
    throw new HttpRefusal(405, 'The console does not do this.');
  }

  const server: Server = createServer(
    { maxHeaderSize: 16_384, requestTimeout: 120_000 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // Who asked is gone, or sent what is no request: told where that is read (`refuseUnreadable`), and no fault of the shell's.
        if (response.headersSent || request.errored) return response.destroy();
        if (error instanceof HttpRefusal) return plain(response, error.status, error.message, error.over);
        if (error instanceof BridgeRefusal) return plain(response, 400, error.message);
        return plain(response, 500, failedCall(log, error));
      });
    },
  );
  answerInTurn(server);
  server.on('connection', (socket) => strangers.add(socket));
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen({ port: options.port, host: '127.0.0.1', exclusive: true }, ready);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  cookieName = `partner-console-${port}`;
  options.address(url());

  return {
    get url() {
      return url();
    },
    emit: (name, payload) => {
      const text = `data: ${JSON.stringify({ name, payload })}\n\n`;
      for (const listener of listeners)
        if (listener.writableLength > MOST_UNREAD_BYTES) listener.destroy();
        else listener.write(text);
    },
    close: async () => {
      for (const listener of listeners) listener.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

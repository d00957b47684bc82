/**
 * The network of a company, on loopback: a certificate authority of its own, hubs behind TLS whose certificates are good, expired
 * or for another name, and a proxy that alone knows where they are and that wants a name and a password.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as sendOn } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** Names that no name server knows: only the proxy leads to them. */
export const hubNames = {
  good: 'hub.corp.example',
  expired: 'expired.corp.example',
  misnamed: 'misnamed.corp.example',
  /** By an authority that nobody trusts. */
  untrusted: 'untrusted.corp.example',
} as const;
type HubKind = keyof typeof hubNames;

export interface CompanyNetwork {
  /** The certificate of the company's authority, PEM. */
  ca: string;
  /** `http://127.0.0.1:PORT` */
  proxy: string;
  /** A script for proxies: this one for the names of the company, none for all others. */
  pac: string;
  login: { name: string; password: string };
  /** What the proxy was asked for and did, in order: `407 hub.corp.example:443`, `200 ...`, `403 ...`. */
  asked: string[];
  /** What came through to the hub, in order: `GET /v1/poke`. */
  arrived: string[];
  /** Ends every connection through the proxy. */
  cut(): void;
  close(): Promise<void>;
}

export const whyNoOpenssl: string | null = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'openssl, which makes the certificates of this test, is not installed';
  }
})();

function openssl(folder: string, ...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] });
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function makeAuthority(folder: string, name: string): void {
  openssl(
    folder,
    ...['req', '-x509', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '30'],
    ...['-subj', `/CN=${name} authority (sample)`, '-addext', 'basicConstraints=critical,CA:TRUE'],
  );
}

/** What `openssl ca` wants to know; unlike `openssl x509` it makes certificates that have ended. */
const AUTHORITY = `[ca]
default_ca = authority
[authority]
database = index.txt
new_certs_dir = .
default_md = sha256
policy = policy
unique_subject = no
rand_serial = yes
[policy]
commonName = supplied
`;

/** `YYMMDDHHMMSSZ`, as openssl reads it. */
const inDays = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`;

/** @param days until it ends; negative for one that has ended */
function makeCertificate(folder: string, of: { file: string; name: string; ca: string; days: number }): void {
  const { file, name, ca, days } = of;
  openssl(folder, 'req', ...KEY, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${name}`);
  writeFileSync(
    join(folder, `${file}.ext`),
    `subjectAltName=DNS:${name}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n`,
  );
  writeFileSync(join(folder, 'authority.cnf'), AUTHORITY);
  writeFileSync(join(folder, 'index.txt'), '', { flag: 'a' });
  openssl(
    folder,
    ...['ca', '-batch', '-config', 'authority.cnf', '-notext', '-extfile', `${file}.ext`],
    ...['-cert', `${ca}.pem`, '-keyfile', `${ca}.key`, '-in', `${file}.csr`, '-out', `${file}.pem`],
    ...['-startdate', inDays(days - 30), '-enddate', inDays(days)],
  );
}

/** Ends TLS before a hub, as its operator's nginx does. */
async function tlsBefore(hub: string, folder: string, file: string, arrived: string[]): Promise<Server> {
  const { hostname, port } = new URL(hub);
  const server = createTlsServer(
    { key: readFileSync(join(folder, `${file}.key`)), cert: readFileSync(join(folder, `${file}.pem`)) },
    (from, to) => {
      arrived.push(`${from.method} ${from.url?.split('?')[0]}`);
      const on = sendOn(
        { hostname, port, path: from.url, method: from.method, headers: from.headers },
        (answer) => {
          to.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(to);
          answer.on('error', () => to.destroy());
        },
      );
      on.on('error', () => to.destroy());
      to.once('close', () => on.destroy());
      from.pipe(on);
    },
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/**
 * @param hub where all of the names lead
 * @param folder for keys and certificates
 */
export async function companyNetwork(hub: string, folder: string): Promise<CompanyNetwork> {
  mkdirSync(folder, { recursive: true });
  makeAuthority(folder, 'company');
  makeAuthority(folder, 'stranger');
  const certificates: Record<HubKind, { name: string; ca: string; days: number }> = {
    good: { name: hubNames.good, ca: 'company', days: 10 },
    expired: { name: hubNames.expired, ca: 'company', days: -5 },
    misnamed: { name: 'another.example', ca: 'company', days: 10 },
    untrusted: { name: hubNames.untrusted, ca: 'stranger', days: 10 },
  };
  const arrived: string[] = [];
  const servers = new Map<string, Server>();
  for (const [kind, of] of Object.entries(certificates) as [HubKind, (typeof certificates)[HubKind]][]) {
    makeCertificate(folder, { file: kind, ...of });
    servers.set(`${hubNames[kind]}:443`, await tlsBefore(hub, folder, kind, arrived));
  }
  const login = { name: 'sample.engineer', password: 'p:ass wörd' };
  const wanted = `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}`;
  const asked: string[] = [];
  const open = new Set<Socket>();
  const hold = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
  };
  const proxy = createServer((from, to) => {
    if (from.url === '/proxy.pac') {
      to.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' });
      to.end(
        `function FindProxyForURL(url, host) { return shExpMatch(host, '*.corp.example') ? 'PROXY 127.0.0.1:${portOf(proxy)}' : 'DIRECT'; }`,
      );
      return;
    }
    asked.push(`plain ${from.url}`);
    to.writeHead(403);
    to.end();
  });
  proxy.on('connect', (from: IncomingMessage, socket: Socket, head: Buffer) => {
    hold(socket);
    const note = (status: number) => asked.push(`${status} ${from.url}`);
    if (from.headers['proxy-authorization'] !== wanted) {
      note(407);
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company", charset="UTF-8"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      );
      return;
    }
    const server = servers.get(from.url ?? '');
    if (!server) {
      note(403);
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    note(200);
    const on = connect(portOf(server), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      on.write(head);
      on.pipe(socket);
      socket.pipe(on);
    });
    hold(on);
    on.once('close', () => socket.destroy());
    socket.once('close', () => on.destroy());
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    ca: readFileSync(join(folder, 'company.pem'), 'utf8'),
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
    pac: `http://127.0.0.1:${portOf(proxy)}/proxy.pac`,
    login,
    asked,
    arrived,
    cut,
    close: async () => {
      cut();
      for (const server of [proxy, ...servers.values()])
        await new Promise<void>((done) => {
          server.close(() => done());
          cut();
        });
    },
  };
}

/**
 * A real nginx or Caddy with the example that docs/operations gives, before hubs on loopback. Only what an operator changes is
 * changed: name, port, certificate and the hubs' addresses.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const fronts = ['nginx', 'caddy'] as const;
export type Front = (typeof fronts)[number];

/** What an operator changes in an example; each must be there. */
function changed(text: string, changes: readonly (readonly [from: RegExp, to: string])[]): string {
  return changes.reduce((all, [from, to]) => {
    if (!from.test(all)) throw new Error(`the example has no ${from}`);
    return all.replace(from, to);
  }, text);
}

/** Why this proxy cannot be tried here; null where it can. */
export function whyNoFront(front: Front): string | null {
  try {
    execFileSync(front, [front === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' });
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return `${front}, or openssl for its certificate, is not installed`;
  }
}

const example = (name: string) =>
  readFileSync(resolve(import.meta.dirname, '../../docs/operations/examples', name), 'utf8');

function nginxFiles(folder: string, port: number, hubs: readonly string[]): string[] {
  writeFileSync(
    join(folder, 'site.conf'),
    changed(example('nginx.conf'), [
      [/listen 443 ssl http2;/, `listen 127.0.0.1:${port} ssl http2;`],
      [/ *listen \[::\]:443 ssl http2;\n/, ''],
      [/server_name hub\.example\.com;/, 'server_name localhost;'],
      [/\/etc\/ssl\/partner-console\/hub\.pem/, join(folder, 'hub.pem')],
      [/\/etc\/ssl\/partner-console\/hub\.key/, join(folder, 'hub.key')],
      [/server 127\.0\.0\.1:4780 max_fails=0;/, hubs.map((hub) => `server ${hub} max_fails=0;`).join('\n')],
    ]),
  );
  const asRoot = process.getuid?.() === 0 ? 'user root;\n' : '';
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${asRoot}daemon off;\nworker_processes 1;\npid ${folder}/pid;\nerror_log ${folder}/error.log;
events {}\nhttp {\naccess_log off;\n${own.join('\n')}\ninclude ${folder}/site.conf;\n}\n`,
  );
  return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
}

function caddyFiles(folder: string, port: number, hubs: readonly string[]): string[] {
  const site = changed(example('Caddyfile'), [
    [/\n\{\n/, `\n{\n\tadmin off\n\tauto_https off\n\tstorage file_system ${folder}\n`],
    [/grace_period 10s/, 'grace_period 1s'],
    [
      /\nhub\.example\.com \{/,
      `\nhttps://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${folder}/hub.pem ${folder}/hub.key`,
    ],
    [/reverse_proxy 127\.0\.0\.1:4780 \{/, `reverse_proxy ${hubs.join(' ')} {`],
  ]);
  writeFileSync(join(folder, 'Caddyfile'), site);
  return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
}

export interface FrontProxy {
  url: string;
  /** The certificate that a client has to trust, PEM. */
  certificate: string;
  stop(): Promise<void>;
}

/** @param hubs their addresses, as `127.0.0.1:4780` */
export async function startFront(front: Front, hubs: readonly string[]): Promise<FrontProxy> {
  const { path: folder, remove } = temporaryFolder();
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', 'hub.key', '-out', 'hub.pem', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost'],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const args = (front === 'nginx' ? nginxFiles : caddyFiles)(folder, port, hubs);
  const child = spawn(front, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    remove();
  };
  const url = `https://localhost:${port}`;
  const certificate = readFileSync(join(folder, 'hub.pem'), 'utf8');
  try {
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error(`${front} ended with ${child.exitCode}: ${said}`);
        // Any answer will do: that the certificate is not trusted yet is one.
        return fetch(url).then(
          () => 'answers',
          (error: { cause?: { code?: string } }) => error.cause?.code ?? 'nothing',
        );
      },
      (answer) => answer !== 'ECONNREFUSED',
      `${front} listens`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, certificate, stop };
}

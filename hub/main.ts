/** The hub as a process. See docs/operations/hub.md. */

import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { printOnly } from '../node/terminal.ts';
import { messageOf } from '../shared/base/fault.ts';
import { asSentence } from '../shared/base/sentence.ts';
import { commands } from './commands.ts';

const USAGE = `npm run hub [-- FLAGS]
npm run hub -- people|organisations|codes|devices|handed-over|files|limits|device-rules|catalogue|contracts|releases --help
npm run hub -- backup|restore|verify|check-blobs|keys --help

  --port N       port (4780)
  --host ADDRESS address to listen on (127.0.0.1)
  --data DIR     folder of the embedded PostgreSQL and the hub's secret
  --sample       add a fictional sample partner and catalogue
  --sample-cases with --sample: three cases of that partner too, where the hub has none
  --help         this text

  DATABASE_URL         use this PostgreSQL and start none
  HUB_SECRET           seals the hub's keys; needed with DATABASE_URL
  HUB_OPERATOR_TOKEN   of 32 characters or more; lets its bearer add people, make enrolment codes, end devices and read metrics
  HUB_METRICS_TOKEN    of 32 characters or more; its bearer reads metrics and nothing else
  HUB_LOG_LEVEL        info (one line a request), warn, error or silent
  OTEL_EXPORTER_OTLP_ENDPOINT  send traces of requests there (OpenTelemetry's own settings; off by default)
  HUB_PUBLIC_URL       where others reach the hub, https and its name: credentials name it, so it is kept from the
                       first start on (http://127.0.0.1 and the port)
  HUB_BLOBS            folder for attachments (blobs, in the data folder)
  HUB_S3_BUCKET        keep attachments in this bucket instead, with HUB_S3_ENDPOINT, HUB_S3_REGION,
                       HUB_S3_KEY_ID and HUB_S3_SECRET
  HUB_WEBHOOK_NETWORKS networks beside the public internet to which ticket events are posted, such as 10.1.0.0/16
  HUB_WEBHOOK_RETRY_MS wait after the first failed post, in milliseconds (5000)
  HUB_TRUSTED_PROXIES  addresses of proxies in front of the hub, with commas
`;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function flags() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '4780' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        sample: { type: 'boolean', default: false },
        'sample-cases': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${asSentence(messageOf(error))} See: npm run hub -- --help`);
  }
}

// All that the hub and its commands write is its user's alone, uploads and backups too, whatever the folder they lie in.
process.umask(0o077);
// Names of people, devices and files are what others called them.
for (const stream of [process.stdout, process.stderr]) printOnly(stream);

const [asked = '', ...rest] = process.argv.slice(2);
const command = commands.get(asked);
if (command) process.exit(await command(rest));
if (asked !== '' && !asked.startsWith('-'))
  fail(
    `There is no command "${asked}". Commands are ${[...commands.keys()].join(', ')}. See: npm run hub -- --help`,
  );
const { port, host, data, sample, 'sample-cases': sampleCases, help } = flags();
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const { blobSettings } = await import('./blobs/open.ts');
const { readPublicUrl } = await import('./issuing/public-url.ts');
const { startHub } = await import('./hub.ts');
const { outsideSettings } = await import('./webhooks/start.ts');
const { logLevelFault } = await import('./log.ts');
if (logLevelFault !== null) fail(logLevelFault);
const portNumber = Number(port);
if (!/^\d+$/.test(port) || portNumber > 65_535)
  fail(`--port ${port} is not a port. Give a number from 0 to 65535.`);

function publicUrl(): string | null {
  const given = process.env.HUB_PUBLIC_URL;
  if (!given) return null;
  try {
    return readPublicUrl(given);
  } catch (error) {
    return fail(`HUB_PUBLIC_URL: ${messageOf(error)}`);
  }
}

/** @returns addresses or networks of proxies, each one that Fastify takes */
function trustedProxies(): string[] {
  const given = (process.env.HUB_TRUSTED_PROXIES ?? '').split(/[\s,]+/).filter((each) => each !== '');
  for (const each of given) {
    // Names that stand for networks.
    if (['loopback', 'linklocal', 'uniquelocal'].includes(each)) continue;
    const [net = '', bits = '0', ...more] = each.split('/');
    const most = { 4: 32, 6: 128 }[isIP(net)];
    const fits = most !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0;
    if (!fits)
      fail(
        `HUB_TRUSTED_PROXIES: ${each} is no IP address. Give the proxy’s address as the hub sees it, such as 127.0.0.1; a name does not serve. Several have commas between them.`,
      );
  }
  return given;
}

function blobs() {
  try {
    return blobSettings(process.env);
  } catch (error) {
    return fail(messageOf(error));
  }
}

function outside() {
  try {
    return outsideSettings(process.env);
  } catch (error) {
    return fail(messageOf(error));
  }
}

const starting = startHub({
  host,
  port: portNumber,
  data: data ?? null,
  databaseUrl: process.env.DATABASE_URL || null,
  secret: process.env.HUB_SECRET || null,
  operatorToken: process.env.HUB_OPERATOR_TOKEN || null,
  metricsToken: process.env.HUB_METRICS_TOKEN || null,
  publicUrl: publicUrl(),
  trustedProxies: trustedProxies(),
  sample,
  sampleCases,
  blobs: blobs(),
  outside: outside(),
});

let ending = false;
/** Stops everything in order, also what is still starting. */
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  try {
    await (await starting).stop();
  } catch {
    // Unreported: what did not start has nothing to stop; what does not stop is left to the next start, which clears it away.
  }
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
// Whoever started the hub with a channel is gone when the channel closes: a hub nobody can stop must not stay.
process.once('disconnect', () => void end(0));
if (process.send && !process.connected) void end(0);
process.once('uncaughtException', (error) => {
  process.stderr.write(`The hub stops because of a fault in it: ${error.stack ?? error}\n`);
  void end(1);
});

try {
  const hub = await starting;
  if (!ending) {
    process.stdout.write(`Partner Console hub is ready: ${hub.url}\n`);
    // The channel may close at this very moment; its end is told by 'disconnect'.
    process.send?.({ ready: true, url: hub.url }, undefined, undefined, () => undefined);
  }
  void hub.databaseLost.then((lastWords) => {
    process.stderr.write(
      `PostgreSQL ended unexpectedly (${lastWords}). What was acknowledged is safe; start the hub again.\n`,
    );
    void end(1);
  });
} catch (error) {
  if (!ending) fail(messageOf(error));
}

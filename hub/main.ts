/** The hub as a process. See docs/operations/hub.md. */
import { parseArgs } from 'node:util';
import { type RunningHub, startHub } from './hub.ts';

const USAGE = `npm run hub [-- FLAGS]

  --port N       port (4780)
  --host ADDRESS address to listen on (127.0.0.1)
  --data DIR     folder of the embedded PostgreSQL and the hub's secret
  --sample       add a fictional sample partner and catalogue
  --help         this text

  DATABASE_URL         use this PostgreSQL and start none
  HUB_SECRET           seals the hub's keys; needed with DATABASE_URL
  HUB_OPERATOR_TOKEN   lets its bearer make enrolment codes and read metrics
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
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error} See --help.`);
  }
}

const { port, host, data, sample, help } = flags();
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const portNumber = Number(port);
if (!Number.isInteger(portNumber) || portNumber < 0 || portNumber > 65_535)
  fail(`--port ${port} is not a port.`);

let hub: RunningHub | undefined;
let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await hub?.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
// Whoever started the hub with a channel is gone when the channel closes: a hub nobody can stop must not stay.
process.once('disconnect', () => void end());

try {
  hub = await startHub({
    host,
    port: portNumber,
    data: data ?? null,
    databaseUrl: process.env.DATABASE_URL ?? null,
    secret: process.env.HUB_SECRET ?? null,
    operatorToken: process.env.HUB_OPERATOR_TOKEN ?? null,
    sample,
  });
  process.stdout.write(`Partner Console hub is ready: ${hub.url}\n`);
  process.send?.({ ready: true, url: hub.url });
  if (ending) await hub.stop();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

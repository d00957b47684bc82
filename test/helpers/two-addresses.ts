/** Loaded before a hub (`--import`): `localhost` is two addresses, as on most computers, whatever this one says. */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const both = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
const { lookup } = dns;
const { lookup: asked } = dns.promises;

dns.lookup = ((host: string, ...rest: unknown[]) => {
  const [options] = rest as [{ all?: boolean }];
  if (host !== 'localhost' || !options?.all) return (lookup as (...all: unknown[]) => void)(host, ...rest);
  const done = rest.at(-1) as (error: null, found: typeof both) => void;
  setImmediate(() => done(null, both));
}) as typeof dns.lookup;
dns.promises.lookup = ((host: string, options: { all?: boolean }) =>
  host === 'localhost' && options?.all
    ? Promise.resolve(both)
    : asked(host, options)) as typeof dns.promises.lookup;
syncBuiltinESMExports();

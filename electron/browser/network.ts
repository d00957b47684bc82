/**
 * The browser shell's way to the hub: Node's, by the proxy that the environment names (HTTPS_PROXY, NO_PROXY), trusting what this
 * computer trusts, and a file of certificates where one is named.
 */

import { readFileSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { messageOf } from '../../shared/base/fault.ts';
import { loopbackHosts } from '../../shared/base/loopback.ts';
import { failed } from '../services/hub-client.ts';
import { faultOf, LineError } from '../services/line-fault.ts';
import type { Network } from '../services/network.ts';

const byEnvironment = failed(
  'refused',
  'environment',
  'In the browser the proxy is set where the console is started: HTTPS_PROXY=http://name:password@proxy.example.com:8080.',
);

/** A setting that cannot be used, in words. */
export class NetworkSettingError extends Error {}

/** @throws NetworkSettingError where the file of --ca cannot be read */
export function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new NetworkSettingError(`The certificates of --ca ${file} cannot be read (${code}).`);
  }
}

function trust(file: string | null): void {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  // One PEM block each: a file of a company often holds several.
  const blocks =
    file === null
      ? []
      : [...readCertificates(file).matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)];
  const own = blocks.map(([block]) => block);
  if (file !== null && own.length === 0)
    throw new NetworkSettingError(`--ca ${file} holds no certificate. It has to be one or more in PEM form.`);
  try {
    setDefaultCACertificates([...known, ...own]);
  } catch (error) {
    throw new NetworkSettingError(`A certificate of --ca ${file} is damaged (${messageOf(error)}).`);
  }
}

export interface EnvironmentProxy {
  address: URL;
  /** The name of its login, as a person reads it; null where none is given. */
  name: string | null;
}

/**
 * The proxy that the environment names for the hub, https always but on this computer itself. A sign of a password that is not
 * percent-encoded ends the address early: such a one would lead to a host that is part of the password.
 * @throws NetworkSettingError; its words hold nothing of what was given, which has a password in it
 */
export function proxyOf(environment: NodeJS.ProcessEnv): EnvironmentProxy | null {
  const named = environment.https_proxy || environment.HTTPS_PROXY;
  if (!named) return null;
  try {
    const address = new URL(named);
    const { protocol, pathname, search, hash, username, password } = address;
    const whole = pathname.replace('/', '') + search + hash === '';
    if (!whole || !/^(https?|socks5?):$/.test(protocol)) throw new TypeError('no address of a proxy');
    decodeURIComponent(password);
    return { address, name: username === '' ? null : decodeURIComponent(username) };
  } catch {
    throw new NetworkSettingError(
      'HTTPS_PROXY is no address of a proxy. It looks like http://proxy.example.com:8080, or http://name:password@proxy.example.com:8080; in name and password every sign but letters and digits is percent-encoded (/ is %2F, @ is %40, # is %23, % is %25).',
    );
  }
}

/**
 * For this whole process, before its first request.
 * @throws NetworkSettingError
 */
export function browserNetwork(environment: NodeJS.ProcessEnv, ca: string | null): Network {
  trust(ca);
  const named = proxyOf(environment);
  const proxy = named?.address ?? null;
  /** Whether the proxy wanted another login than the one in HTTPS_PROXY, when it was last asked. */
  let refused = false;
  const none = (environment.no_proxy || environment.NO_PROXY || '').split(',').map((each) => each.trim());
  // A hub on this computer is reached without the network's proxy.
  const noProxy = [...none.filter((each) => each !== ''), ...loopbackHosts].join(',');
  if (proxy) setGlobalProxyFromEnv({ https_proxy: proxy.href, no_proxy: noProxy });
  const ofProxy = (error: Error): boolean => {
    const { address, port, hostname, cause } = error as NodeJS.ErrnoException & {
      address?: string;
      port?: number;
      hostname?: string;
    };
    if (proxy && hostname === proxy.hostname) return true;
    if (proxy && address !== undefined && String(port) === (proxy.port || '80')) return true;
    return cause instanceof Error && ofProxy(cause);
  };
  const request: typeof fetch = async (input, init) => {
    try {
      const answer = await fetch(input, init);
      refused = false;
      return answer;
    } catch (error) {
      if (named?.name && faultOf(error).fault === 'proxy-login') refused = true;
      if (error instanceof Error && ofProxy(error)) throw new LineError('proxy-away', faultOf(error).detail);
      throw error;
    }
  };
  return {
    request,
    state: async () => ({
      from: 'environment',
      proxy: proxy?.host ?? null,
      asked: null,
      name: named?.name ?? null,
      refused,
      kept: false,
    }),
    signIn: async () => byEnvironment,
    forget: async () => byEnvironment,
  };
}

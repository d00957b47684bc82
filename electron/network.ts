/**
 * The desktop's way to the hub: Chromium's network, in a session of its own that keeps nothing on the disk. So it takes the
 * computer's proxy settings (PAC too) and the certificate authorities that the computer trusts; the name and password of a proxy
 * come from the person.
 */
import type { X509Certificate } from 'node:crypto';
import { type Certificate, net, type ProxyConfig, type Session, session } from 'electron';
import { withoutDictionaries } from './guards.ts';
import { type CompanyVerdict, companyVerdict } from './services/company-trust.ts';
import { ok } from './services/disk-failure.ts';
import { failed } from './services/hub-client.ts';
import { LineError } from './services/line-fault.ts';
import type { MachinePolicy } from './services/machine-policy.ts';
import type { Network } from './services/network.ts';
import { type LoginStore, ProxyLogins } from './services/proxy-logins.ts';

/** HTTP's word for: the proxy wants to know who asks. */
const PROXY_LOGIN = 407;

/** `net::ERR_CERT_AUTHORITY_INVALID`. */
const AUTHORITY_UNKNOWN = -202;
/** What Electron takes for an answer about a certificate: yes, what Chromium said, or one of its errors. */
const AS_CHROMIUM_SAYS = -3;
const answers: Readonly<Record<CompanyVerdict, number>> = {
  trusted: 0,
  // `net::ERR_CERT_COMMON_NAME_INVALID`, `net::ERR_CERT_DATE_INVALID`: a person is told what is wrong, and not that nobody knows it.
  name: -200,
  date: -201,
  unknown: AS_CHROMIUM_SAYS,
};

/** Of `PROXY host:port; DIRECT`, as Chromium answers it, the first. */
function firstProxy(resolved: string): string | null {
  return /^\s*(?:PROXY|HTTPS|SOCKS\d?|QUIC) ([^\s;]+)/.exec(resolved)?.[1] ?? null;
}

/**
 * Lets a proxy that asks have the login that is known for it: Chromium then gives it along with every request of the session.
 * Electron offers the question to a `ClientRequest` only, not to `fetch`.
 * @returns whether it is worth to ask again: the proxy wants nothing more
 */
function signIn(on: Session, url: string, logins: ProxyLogins): Promise<boolean> {
  return new Promise((done) => {
    let given = false;
    const request = net.request({ session: on, url: new URL('/healthz', url).href, redirect: 'error' });
    request.on('login', (asked, answer) => {
      // The hub itself asks nobody for a password: what is for the proxy goes to no other.
      const login = asked.isProxy ? logins.answerFor(`${asked.host}:${asked.port}`) : null;
      if (login && !given) {
        given = true;
        answer(login.name, login.password);
      } else {
        if (given && asked.isProxy) logins.refuse();
        answer();
      }
    });
    request.on('response', (response) => {
      // Read to its end, whatever it is: nothing of it is needed.
      response.on('data', () => undefined);
      response.on('error', () => undefined);
      done(response.statusCode !== PROXY_LOGIN);
    });
    // What is wrong behind the proxy, such as a certificate, the request itself will meet and tell.
    request.on('error', () => done(true));
    request.end();
  });
}

type ProxyPolicy = MachinePolicy['proxy'];

/** As Electron wants it; without a policy, as the computer is set, which is what Chromium does by itself. */
export function proxyConfig(policy: ProxyPolicy): ProxyConfig {
  switch (policy?.mode) {
    case 'direct':
      return { mode: 'direct' };
    case 'fixed':
      return {
        mode: 'fixed_servers',
        proxyRules: policy.server,
        ...(policy.bypass === undefined ? {} : { proxyBypassRules: policy.bypass }),
      };
    case 'pac':
      return { mode: 'pac_script', pacScript: policy.url };
    default:
      return { mode: 'system' };
  }
}

/** As the server sent them, its own first; Chromium hands each over with the one above it. */
function chainOf(certificate: Certificate): string[] {
  const chain: string[] = [];
  for (
    let each: Certificate | undefined = certificate;
    each && !chain.includes(each.data);
    each = each.issuerCert
  )
    chain.push(each.data);
  return chain;
}

/** Chromium's own verdict stands but where it did not know the authority, and the company does. */
function trustCompany(on: Session, authorities: readonly X509Certificate[]): void {
  on.setCertificateVerifyProc(({ errorCode, hostname, certificate }, done) => {
    if (errorCode !== AUTHORITY_UNKNOWN) return done(AS_CHROMIUM_SAYS);
    void companyVerdict(chainOf(certificate), hostname, authorities, new Date()).then((verdict) =>
      done(answers[verdict]),
    );
  });
}

/**
 * After the app is ready.
 * @param store where the login for a proxy is kept between two runs
 * @param policy what who manages this computer says of proxies
 * @param authorities that they name besides those which this computer trusts
 */
export async function desktopNetwork(
  store: LoginStore,
  policy: ProxyPolicy,
  authorities: readonly X509Certificate[],
): Promise<Network> {
  const own = session.fromPartition('hub', { cache: false });
  withoutDictionaries(own);
  if (authorities.length > 0) trustCompany(own, authorities);
  if (policy) await own.setProxy(proxyConfig(policy));
  const logins = new ProxyLogins(store);
  await logins.open();
  let signingIn: Promise<boolean> | null = null;
  const request: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const send = () => own.fetch(url, init);
    const first = await send();
    if (first.status !== PROXY_LOGIN) return first;
    signingIn ??= signIn(own, url, logins).finally(() => {
      signingIn = null;
    });
    const answer = (await signingIn) ? await send() : first;
    if (answer.status !== PROXY_LOGIN) return answer;
    throw new LineError('proxy-login', logins.state.refused ? 'the password was refused' : 'HTTP 407');
  };
  return {
    request,
    state: async (hub) => {
      const resolved = hub ? await own.resolveProxy(hub) : '';
      return { from: policy ? 'policy' : 'computer', proxy: firstProxy(resolved), ...logins.state };
    },
    signIn: async ({ name, password }) => {
      const kept = await logins.give(name, password);
      return kept === null
        ? failed('refused', 'no-proxy', 'No proxy has asked for a name and a password.')
        : ok({ kept });
    },
    forget: async () => {
      await logins.forget();
      await own.clearAuthCache();
      return ok({});
    },
  };
}

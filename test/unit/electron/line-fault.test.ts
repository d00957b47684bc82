import { describe, expect, test } from 'vitest';
import { offline } from '../../../electron/services/hub-client.ts';
import { faultOf, LineError } from '../../../electron/services/line-fault.ts';
import { isLineFault, lineFaults } from '../../../shared/bridge/line.ts';

/** As undici throws it. */
const byNode = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`what ${code} says`), { code }) });
const byChromium = (code: string) => new Error(`net::${code}`);

describe('what kept a request from its answer', () => {
  test.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-untrusted'],
    ['CERT_HAS_EXPIRED', 'certificate-date'],
    ['CERT_NOT_YET_VALID', 'certificate-date'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-name'],
    ['CERT_REVOKED', 'certificate-refused'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'certificate-wanted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ENOTFOUND', 'name-not-found'],
    ['EAI_AGAIN', 'name-not-found'],
    ['ECONNREFUSED', 'connection-refused'],
    ['ENETUNREACH', 'no-network'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['ECONNRESET', 'line'],
  ] as const)('Node’s %s is %s', (code, fault) => {
    expect(faultOf(byNode(code))).toEqual({ fault, detail: code });
  });

  test.each([
    ['ERR_CERT_AUTHORITY_INVALID', 'certificate-untrusted'],
    ['ERR_CERT_DATE_INVALID', 'certificate-date'],
    ['ERR_CERT_COMMON_NAME_INVALID', 'certificate-name'],
    ['ERR_CERT_REVOKED', 'certificate-refused'],
    ['ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'certificate-refused'],
    ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'certificate-wanted'],
    ['ERR_SSL_PROTOCOL_ERROR', 'tls'],
    ['ERR_TUNNEL_CONNECTION_FAILED', 'proxy-refused'],
    ['ERR_PROXY_CONNECTION_FAILED', 'proxy-away'],
    ['ERR_PROXY_AUTH_UNSUPPORTED', 'proxy-login'],
    ['ERR_NAME_NOT_RESOLVED', 'name-not-found'],
    ['ERR_CONNECTION_REFUSED', 'connection-refused'],
    ['ERR_INTERNET_DISCONNECTED', 'no-network'],
    ['ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['ERR_CONNECTION_RESET', 'line'],
  ] as const)('Chromium’s %s is %s', (code, fault) => {
    expect(faultOf(byChromium(code))).toEqual({ fault, detail: code });
  });

  test('a proxy’s answer, a redirect, several addresses and the shell’s own patience have names too', () => {
    const tunnel = (status: number) =>
      new TypeError('fetch failed', {
        cause: new Error('Request was cancelled.', {
          cause: new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`),
        }),
      });
    expect(faultOf(tunnel(407)).fault).toBe('proxy-login');
    expect(faultOf(tunnel(403))).toEqual({ fault: 'proxy-refused', detail: 'HTTP 403' });
    expect(faultOf(new TypeError('fetch failed', { cause: new Error('unexpected redirect') })).fault).toBe(
      'not-a-hub',
    );
    expect(faultOf(new Error("Attempted to redirect, but redirect policy was 'error'")).fault).toBe(
      'not-a-hub',
    );
    const both = new AggregateError([byNode('ECONNREFUSED').cause, byNode('ENETUNREACH').cause]);
    expect(faultOf(new TypeError('fetch failed', { cause: both })).fault).toBe('connection-refused');
    expect(faultOf(new DOMException('too long', 'TimeoutError')).fault).toBe('timeout');
    expect(faultOf(new LineError('proxy-away', 'ENOTFOUND'))).toEqual({
      fault: 'proxy-away',
      detail: 'ENOTFOUND',
    });
    for (const nonsense of [null, undefined, 'a word', 7, {}, new Error('')])
      expect(faultOf(nonsense).fault).toBe('line');
  });

  test('each has words that say what is so, and its code', () => {
    for (const code of Object.keys(lineFaults)) {
      if (!isLineFault(code)) throw new Error(code);
      const { failure } = offline(code);
      expect(failure).toMatchObject({ kind: 'offline', code });
      expect(failure.message).toMatch(
        /^[A-Z].*\. Everything is saved on this computer and will be sent later\.$/,
      );
      // While a computer is being enrolled there is nothing that could have been saved.
      expect(offline(code, false).failure.message).not.toMatch(/saved/);
    }
  });
});

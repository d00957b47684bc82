/** Names what kept a request from its answer, out of what Node (undici, OpenSSL) and Chromium (`net::ERR_...`) say of it. */
import type { LineFault } from '../../shared/bridge/line.ts';

/** A fault that the shell's own network part has named. */
export class LineError extends Error {
  readonly fault: LineFault;

  /** @param detail the system's own word for it, for a help desk */
  constructor(fault: LineFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

const byNodeCode: Readonly<Record<string, LineFault>> = {
  CERT_HAS_EXPIRED: 'certificate-date',
  CERT_NOT_YET_VALID: 'certificate-date',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-refused',
  CERT_REJECTED: 'certificate-refused',
  INVALID_PURPOSE: 'certificate-refused',
  CERT_CHAIN_TOO_LONG: 'certificate-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'no-network',
  EHOSTUNREACH: 'no-network',
  ENETDOWN: 'no-network',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

const byChromiumCode: readonly (readonly [RegExp, LineFault])[] = [
  [/^ERR_CERT_AUTHORITY_INVALID$/, 'certificate-untrusted'],
  [/^ERR_CERT_DATE_INVALID$/, 'certificate-date'],
  [/^ERR_CERT_COMMON_NAME_INVALID$/, 'certificate-name'],
  [/^ERR_PROXY_CERTIFICATE_INVALID$/, 'proxy-refused'],
  [/^ERR_CERT|^ERR_SSL_SERVER_CERT|^ERR_CERTIFICATE/, 'certificate-refused'],
  [/^ERR_SSL_CLIENT_AUTH|^ERR_BAD_SSL_CLIENT_AUTH/, 'certificate-wanted'],
  [/^ERR_SSL|^ERR_TLS|^ERR_ECH/, 'tls'],
  [/^ERR_TUNNEL_CONNECTION_FAILED$/, 'proxy-refused'],
  [/^ERR_PROXY_AUTH|^ERR_UNEXPECTED_PROXY_AUTH$/, 'proxy-login'],
  [/^ERR_PROXY_|^ERR_SOCKS_|^ERR_MANDATORY_PROXY|^ERR_NO_SUPPORTED_PROXIES$|^ERR_PAC_/, 'proxy-away'],
  [/^ERR_NAME_|^ERR_DNS_|^ERR_ICANN_NAME_COLLISION$/, 'name-not-found'],
  [/^ERR_CONNECTION_REFUSED$/, 'connection-refused'],
  [/^ERR_INTERNET_DISCONNECTED$|^ERR_ADDRESS_UNREACHABLE$|^ERR_NETWORK_/, 'no-network'],
  [/TIMED_OUT$/, 'timeout'],
];

/** An error, what caused it, and what was collected in it, outermost first. */
function* chainOf(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 8) return;
  yield error;
  yield* chainOf(error.cause, depth + 1);
  if (error instanceof AggregateError) for (const each of error.errors) yield* chainOf(each, depth + 1);
}

function named(error: Error): { fault: LineFault; detail: string } | null {
  if (error instanceof LineError) return { fault: error.fault, detail: error.message };
  if (error.name === 'TimeoutError') return { fault: 'timeout', detail: error.name };
  const chromium = /net::(ERR_[A-Z0-9_]+)/.exec(error.message)?.[1];
  if (chromium)
    return {
      fault: byChromiumCode.find(([pattern]) => pattern.test(chromium))?.[1] ?? 'line',
      detail: chromium,
    };
  if (/redirect/i.test(error.message)) return { fault: 'not-a-hub', detail: 'redirect' };
  const tunnel = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (tunnel) return { fault: tunnel === '407' ? 'proxy-login' : 'proxy-refused', detail: `HTTP ${tunnel}` };
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') return null;
  const fault = byNodeCode[code];
  if (fault) return { fault, detail: code };
  if (/TLSV?\d*_ALERT_(CERTIFICATE|UNKNOWN_CA)|CERTIFICATE_REQUIRED/.test(code))
    return { fault: 'certificate-wanted', detail: code };
  if (/^ERR_(SSL|TLS)_|^EPROTO$/.test(code)) return { fault: 'tls', detail: code };
  return null;
}

/** @returns the fault, and the system's own word for it; `line` for what has no name of its own */
export function faultOf(error: unknown): { fault: LineFault; detail: string } {
  for (const each of chainOf(error)) {
    const found = named(each);
    if (found) return found;
  }
  const chain = [...chainOf(error)];
  const code = chain
    .map((each) => (each as NodeJS.ErrnoException).code)
    .find((each) => typeof each === 'string');
  return { fault: 'line', detail: code ?? chain[0]?.name ?? 'unknown' };
}

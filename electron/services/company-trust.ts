/**
 * Certificates of a company's own authority, which its policy names: Chromium on Linux has no store for all of a computer's users.
 * Asked only where Chromium itself did not know the authority; everything else about the certificate is proved here once more,
 * because Chromium tells its first objection alone.
 */

import { webcrypto, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Certificate, CertificateChainValidationEngine, CryptoEngine, setEngine } from 'pkijs';

/** A leaf and what leads up to the authority. */
const LONGEST_CHAIN = 6;
const SERVER = '1.3.6.1.5.5.7.3.1';
/** SHA-256, SHA-384, SHA-512 with RSA; the same with ECDSA. */
const SIGNATURES = new Set([
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);
const LEAST_RSA_BITS = 2_048;
const BASIC_CONSTRAINTS = '2.5.29.19';
const NAME_CONSTRAINTS = '2.5.29.30';
/** What is understood here: alternative names, key usage, authority and its depth, extended key usage. */
const UNDERSTOOD = new Set(['2.5.29.17', '2.5.29.15', BASIC_CONSTRAINTS, '2.5.29.37']);

/** Node's own, by the type that the library has for a browser's. */
type EngineCrypto = ConstructorParameters<typeof CryptoEngine>[0]['crypto'];
setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto as unknown as EngineCrypto }));

const parsed = (certificate: X509Certificate) => Certificate.fromBER(new Uint8Array(certificate.raw).buffer);

/** Whether it binds itself to names: nothing here holds an authority to them, so that none of these is trusted. */
const hasNameConstraints = ({ extensions }: Certificate) =>
  (extensions ?? []).some(({ extnID }) => extnID === NAME_CONSTRAINTS);

/** The authorities of a file in PEM form, of which it may hold several. @throws Error in words, where they cannot be used */
export function readAuthorities(file: string): X509Certificate[] {
  const text = readFileSync(file, 'utf8');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const found = blocks.map((block) => new X509Certificate(block));
  if (found.length === 0) throw new Error('it holds no certificate in PEM form');
  for (const each of found)
    if (!each.ca) throw new Error(`${each.subject} is no certificate of an authority`);
    else if (hasNameConstraints(parsed(each)))
      throw new Error(
        `${each.subject} is bound to names, which is not looked at here: give it to the store of the computer`,
      );
  return found;
}

function strongEnough(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS;
  return asymmetricKeyType === 'ec';
}

/** Whether nothing in it is asked for that is not understood here, and what it says of its use allows for servers. */
function isUnderstood(certificate: X509Certificate): boolean {
  const read = parsed(certificate);
  return (
    (read.extensions ?? []).every(({ critical, extnID }) => !critical || UNDERSTOOD.has(extnID)) &&
    !hasNameConstraints(read) &&
    (certificate.keyUsage === undefined || certificate.keyUsage.includes(SERVER))
  );
}

/** Whether each authority allows as many others below it as there are. @param path the server's own first */
function isDeepEnough(path: readonly Certificate[]): boolean {
  return path.every((each, at) => {
    const found = (each.extensions ?? []).find(({ extnID }) => extnID === BASIC_CONSTRAINTS)?.parsedValue as
      | { pathLenConstraint?: unknown }
      | undefined;
    const most = found?.pathLenConstraint;
    return at === 0 || most === undefined || (typeof most === 'number' && at - 1 <= most);
  });
}

/** `trusted`, or what a person is told to stand against it; all of them but the first are refused. */
export type CompanyVerdict = 'trusted' | 'name' | 'date' | 'unknown';

const isInDays = ({ validFrom, validTo }: X509Certificate, now: Date) =>
  Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);

/** Whether signatures lead from it to an authority whose days these are: enough to say what is wrong, and not to trust it. */
function isSignedUp(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: Date,
): boolean {
  let at = leaf;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const below = at;
    const signed = (by: X509Certificate) => below.checkIssued(by) && below.verify(by.publicKey);
    if (authorities.some((by) => signed(by) && isInDays(by, now))) return true;
    const next = between.find(signed);
    if (!next) return false;
    at = next;
  }
  return false;
}

/**
 * Whether a server's certificates lead to one of the company's authorities, for this name, on this day (RFC 5280): signatures,
 * days, authority flags and their depth, use as a server, and no weak key or hash. What binds an authority to names is refused.
 * @param chain as the server sent it, its own first; PEM
 * @param hostname that was asked for
 */
export async function companyVerdict(
  chain: readonly string[],
  hostname: string,
  authorities: readonly X509Certificate[],
  now: Date,
): Promise<CompanyVerdict> {
  if (chain.length === 0 || chain.length > LONGEST_CHAIN) return 'unknown';
  try {
    const given = chain.map((pem) => new X509Certificate(pem));
    const [leaf] = given;
    if (!leaf || leaf.ca) return 'unknown';
    const between = given
      .slice(1)
      .filter((each) => !authorities.some((known) => known.fingerprint256 === each.fingerprint256));
    const asked = [leaf, ...between];
    // What names no use may be used for anything, but for an authority's own certificate of a server, which says so.
    if (!(leaf.keyUsage ?? []).includes(SERVER)) return 'unknown';
    if (![...asked, ...authorities].every((each) => strongEnough(each) && isUnderstood(each)))
      return 'unknown';
    const certificates = asked.map(parsed);
    if (!certificates.every((each) => SIGNATURES.has(each.signatureAlgorithm.algorithmId))) return 'unknown';
    if (!isInDays(leaf, now)) return isSignedUp(leaf, between, authorities, now) ? 'date' : 'unknown';
    const engine = new CertificateChainValidationEngine({
      trustedCerts: authorities.map(parsed),
      // The library wants the server's own last.
      certs: certificates.reverse(),
      checkDate: now,
    });
    const { result, certificatePath } = await engine.verify();
    if (!result || certificatePath === undefined || !isDeepEnough(certificatePath)) return 'unknown';
    const isFor = leaf.checkHost(hostname, { subject: 'never', partialWildcards: false }) !== undefined;
    return isFor ? 'trusted' : 'name';
  } catch {
    // Unreported: a certificate that cannot be read is not trusted.
    return 'unknown';
  }
}

/** Certificates by a company's own authority, which its policy names: one that is not right is no more trusted than before. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { companyVerdict, readAuthorities } from '../../../electron/services/company-trust.ts';
import { whyNoOpenssl } from '../../helpers/company-network.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const { path: folder } = temporaryFolder();
const HUB = 'hub.corp.example';
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const pem = (name: string) => readFileSync(join(folder, `${name}.pem`), 'utf8');

interface Wish {
  by: string;
  name?: string;
  ext?: string;
  key?: string[];
  digest?: string;
  days?: number;
}

/** An authority that signs itself. */
function root(file: string, ext = 'basicConstraints=critical,CA:TRUE'): void {
  openssl(
    'req',
    '-x509',
    ...EC,
    '-keyout',
    `${file}.key`,
    '-out',
    `${file}.pem`,
    '-days',
    '30',
    '-subj',
    `/CN=${file}`,
    '-addext',
    ext,
  );
}

const server = (name: string) =>
  `subjectAltName=DNS:${name}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth`;

function issued(
  file: string,
  { by, name = HUB, ext = server(name), key = EC, digest = 'sha256', days = 20 }: Wish,
): void {
  openssl('req', ...key, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${file}`);
  writeFileSync(join(folder, `${file}.ext`), `${ext}\n`);
  openssl(
    'x509',
    '-req',
    `-${digest}`,
    '-in',
    `${file}.csr`,
    '-CA',
    `${by}.pem`,
    '-CAkey',
    `${by}.key`,
    '-CAcreateserial',
    '-days',
    String(days),
    '-extfile',
    `${file}.ext`,
    '-out',
    `${file}.pem`,
  );
}

beforeAll(() => {
  if (whyNoOpenssl) return;
  root('company');
  root('stranger');
  root('bound', 'nameConstraints=critical,permitted;DNS:corp.example');
  issued('between', {
    by: 'company',
    ext: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign',
  });
});

interface Asked {
  name?: string;
  ca?: string;
  now?: Date;
}
const verdict = (chain: string[], options: Asked = {}) =>
  companyVerdict(
    chain.map(pem),
    options.name ?? HUB,
    readAuthorities(join(folder, `${options.ca ?? 'company'}.pem`)),
    options.now ?? new Date(),
  );
const asks = async (chain: string[], options: Asked = {}) => (await verdict(chain, options)) === 'trusted';

describe.skipIf(whyNoOpenssl !== null)('a certificate by the company’s authority', () => {
  test('is trusted for its name, straight or over an authority between, whether or not the root is sent along', async () => {
    issued('direct', { by: 'company' });
    issued('over', { by: 'between' });
    issued('rsa', { by: 'company', key: ['-newkey', 'rsa:2048', '-nodes'] });
    issued('wild', { by: 'company', ext: server('*.corp.example') });
    expect(await asks(['direct'])).toBe(true);
    expect(await asks(['direct', 'company'])).toBe(true);
    expect(await asks(['over', 'between'])).toBe(true);
    expect(await asks(['over', 'between', 'company'])).toBe(true);
    expect(await asks(['rsa'])).toBe(true);
    expect(await asks(['wild'])).toBe(true);
  });

  test('is not for another name, after its days or before them', async () => {
    issued('other', { by: 'company', name: 'elsewhere.corp.example' });
    issued('common', { by: 'company', ext: 'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth' });
    expect(await asks(['other'])).toBe(false);
    expect(await asks(['common'], { name: 'common' })).toBe(false);
    const day = 86_400_000;
    expect(await asks(['direct'], { now: new Date(Date.now() + 25 * day) })).toBe(false);
    expect(await asks(['direct'], { now: new Date(Date.now() - day) })).toBe(false);
    // The authority's own days count too.
    issued('long', { by: 'company', days: 90 });
    expect(await asks(['long'], { now: new Date(Date.now() + 40 * day) })).toBe(false);
  });

  test('whose name or day alone is wrong is told as that; whatever else is wrong is nobody’s to trust', async () => {
    const day = 86_400_000;
    const later = new Date(Date.now() + 25 * day);
    issued('other', { by: 'company', name: 'elsewhere.corp.example' });
    expect(await verdict(['other'])).toBe('name');
    expect(await verdict(['direct'], { now: later })).toBe('date');
    // The authority’s days have not begun then either.
    expect(await verdict(['direct'], { now: new Date(Date.now() - day) })).toBe('unknown');
    expect(await verdict(['over', 'between'], { now: later })).toBe('date');
    expect(await verdict(['over'], { now: later })).toBe('unknown');
    issued('foreign', { by: 'stranger' });
    expect(await verdict(['foreign'], { now: later })).toBe('unknown');
    expect(await verdict(['foreign'], { name: 'elsewhere.corp.example' })).toBe('unknown');
    // Its own days are right, those of the authority are over.
    issued('long', { by: 'company', days: 90 });
    expect(await verdict(['long'], { now: new Date(Date.now() + 40 * day) })).toBe('unknown');
  });

  test('is not by a stranger, nor where the authority between is missing, is none, or may not sign others', async () => {
    issued('foreign', { by: 'stranger' });
    expect(await asks(['foreign'])).toBe(false);
    expect(await asks(['foreign', 'stranger'])).toBe(false);
    expect(await asks(['over'])).toBe(false);
    // A server's own certificate that signs another.
    issued('forged', { by: 'direct' });
    expect(await asks(['forged', 'direct'])).toBe(false);
    expect(await asks(['forged', 'direct', 'company'])).toBe(false);
    // One more authority than the one between allows.
    issued('deeper', {
      by: 'between',
      ext: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign',
    });
    issued('deep', { by: 'deeper' });
    expect(await asks(['deep', 'deeper', 'between'])).toBe(false);
    // One that may not sign certificates.
    issued('mute', {
      by: 'company',
      ext: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature',
    });
    issued('by-mute', { by: 'mute' });
    expect(await asks(['by-mute', 'mute'])).toBe(false);
    // The same name and another key.
    root('copy');
    issued('by-copy', { by: 'copy' });
    expect(await asks(['by-copy', 'copy'])).toBe(false);
  });

  test('an authority that is bound to names, or to another use, is not trusted: nothing here holds it to them', async () => {
    expect(() => readAuthorities(join(folder, 'bound.pem'))).toThrow('is bound to names');
    const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign';
    for (const [file, more] of [
      ['named', 'nameConstraints=permitted;DNS:corp.example'],
      ['mail', 'extendedKeyUsage=emailProtection'],
      ['strange', '1.2.3.4=critical,ASN1:NULL'],
    ] as const) {
      issued(file, { by: 'company', ext: `${authority}\n${more}` });
      issued(`by-${file}`, { by: file });
      expect(await asks([`by-${file}`, file]), file).toBe(false);
    }
  });

  test('an authority that allows none below it has none', async () => {
    root('flat', 'basicConstraints=critical,CA:TRUE,pathlen:0');
    issued('under-flat', { by: 'flat' });
    issued('below', { by: 'flat', ext: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign' });
    issued('far-below', { by: 'below' });
    expect(await asks(['under-flat'], { ca: 'flat' })).toBe(true);
    expect(await asks(['far-below', 'below'], { ca: 'flat' })).toBe(false);
  });

  test('one for clients, with a weak hash or a short key, is not for a server', async () => {
    issued('client', { by: 'company', ext: `subjectAltName=DNS:${HUB}\nextendedKeyUsage=clientAuth` });
    issued('weak', { by: 'company', digest: 'sha1' });
    issued('short', { by: 'company', key: ['-newkey', 'rsa:1024', '-nodes'] });
    for (const each of ['client', 'weak', 'short']) expect(await asks([each]), each).toBe(false);
  });

  test('what cannot be read is not trusted, and a file without an authority is refused', async () => {
    expect(
      await companyVerdict(['no certificate'], HUB, readAuthorities(join(folder, 'company.pem')), new Date()),
    ).toBe('unknown');
    expect(await companyVerdict([], HUB, readAuthorities(join(folder, 'company.pem')), new Date())).toBe(
      'unknown',
    );
    expect(await asks(Array<string>(7).fill('direct'))).toBe(false);
    writeFileSync(join(folder, 'empty.pem'), 'nothing');
    expect(() => readAuthorities(join(folder, 'empty.pem'))).toThrow('it holds no certificate in PEM form');
    expect(() => readAuthorities(join(folder, 'direct.pem'))).toThrow('is no certificate of an authority');
    expect(() => readAuthorities(join(folder, 'not-there.pem'))).toThrow('ENOENT');
  });
});

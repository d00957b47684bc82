/**
 * What a publisher gives along with an installer for computers that take updates by file (security 23): makes the key once, and
 * signs version, hash and size of each installer. `npm run sign-update -- --help`.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readUpdate, signUpdate, updateKey } from '../electron/services/update-file.ts';
import {
  compareReleases,
  feedFile,
  kindOfInstaller,
  UPDATE_ENDING,
  UPDATE_TYPE,
  type UpdateManifest,
} from '../shared/sync/releases.ts';

const USAGE = `npm run sign-update -- --new-key FILE
    makes the publisher's key and says its public half, for updateKey in electron-builder.yml

npm run sign-update -- INSTALLER --key FILE [--minimum VERSION] [--version VERSION] [--platform linux|win32|darwin] [--arch x64|arm64]
                                [--feed DIR [--percent N]]
    writes INSTALLER${UPDATE_ENDING} beside it, to be given out together with it

  --key FILE          the private key (PEM, PKCS 8). Keep it away from what builds and from every network
  --minimum VERSION   the lowest version over which it may be installed; without it, any
  --version VERSION   of the installer; without it, the project's
  --feed DIR          copies the installer there, too, and its signed text as consoles ask for it: what an address of yours serves. A hub
                      takes the file that lies beside the installer (npm run hub -- releases add)
  --percent N         of a hundred consoles that ask this address, how many take it (1 to 99; without it, all). Sign it anew to widen it
  --platform, --arch  what it is for; without them, as the installer's name says
`;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const bySuffix: Readonly<Record<string, UpdateManifest['platform']>> = {
  deb: 'linux',
  rpm: 'linux',
  AppImage: 'linux',
  exe: 'win32',
  msi: 'win32',
  dmg: 'darwin',
};

function publicText(key: KeyObject): string {
  return String(key.export({ format: 'jwk' }).x);
}

function readKey(file: string): KeyObject {
  const path = resolve(file);
  if (!existsSync(path)) fail(`The key ${path} is not there.`);
  let key: KeyObject | null = null;
  try {
    key = createPrivateKey(readFileSync(path));
  } catch {
    // Unreported: told on the next line.
  }
  return key?.asymmetricKeyType === 'ed25519' ? key : fail(`${path} is no Ed25519 key in PEM form.`);
}

/** The installer first: whoever asks meanwhile is told of what is there. */
function putIntoFeed(folder: string, path: string, text: string, manifest: UpdateManifest): void {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, write: (to: string) => void) => {
    write(join(folder, `${name}.new`));
    renameSync(join(folder, `${name}.new`), join(folder, name));
  };
  put(manifest.file, (to) => copyFileSync(path, to));
  const kind = kindOfInstaller(manifest.file);
  if (kind) put(feedFile({ ...manifest, kind }), (to) => writeFileSync(to, text));
}

function flags() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'new-key': { type: 'string' },
        key: { type: 'string' },
        minimum: { type: 'string', default: '0.0.0' },
        version: { type: 'string' },
        platform: { type: 'string' },
        arch: { type: 'string' },
        feed: { type: 'string' },
        percent: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error} See npm run sign-update -- --help.`);
  }
}

const { values, positionals } = flags();
const [installer] = positionals;
if (values.help) process.stdout.write(USAGE);
else if (values['new-key']) {
  const file = resolve(values['new-key']);
  if (existsSync(file))
    fail(`${file} is there already. Another key would end all updates that know the one in it.`);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  process.stdout.write(
    `The private key is in ${file}. For electron-builder.yml:\n  updateKey: ${publicText(publicKey)}\n`,
  );
} else if (installer && values.key) {
  const key = readKey(values.key);
  const path = resolve(installer);
  if (!existsSync(path)) fail(`${path} is not there.`);
  const file = basename(path);
  const project = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  const manifest = {
    type: UPDATE_TYPE,
    version: values.version ?? project.version,
    minimum: values.minimum,
    platform: values.platform ?? bySuffix[file.split('.').at(-1) ?? ''],
    arch: values.arch ?? (/arm64|aarch64/.test(file) ? 'arm64' : 'x64'),
    file,
    size: statSync(path).size,
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    ...(values.percent === undefined ? {} : { percent: Number(values.percent) }),
  } as UpdateManifest;
  let text = '';
  try {
    text = signUpdate(manifest, key);
  } catch (error) {
    const [issue] = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
    fail(issue ? `${issue.path.join('.')}: ${issue.message}` : `It cannot be signed: ${error}`);
  }
  if ((compareReleases(manifest.minimum, manifest.version) ?? 1) > 0)
    fail(`--minimum ${manifest.minimum} is newer than the installer's own version, ${manifest.version}.`);
  // As a console will read it.
  const known = updateKey(publicText(key));
  if (!known || readUpdate(text, known)?.sha256 !== manifest.sha256)
    fail('What was signed cannot be read back.');
  writeFileSync(`${path}${UPDATE_ENDING}`, text);
  if (values.feed !== undefined) putIntoFeed(resolve(values.feed), path, text, manifest);
  process.stdout.write(
    `${file}${UPDATE_ENDING}: version ${manifest.version}, over ${manifest.minimum} or newer, ${manifest.platform} ${manifest.arch}, SHA-256 ${manifest.sha256}\n`,
  );
} else fail(USAGE);

/** What can be read off the sources alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

function sources(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative('.', path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

const shell = [...sources('electron'), ...sources('node')];
const page = [...sources('renderer'), ...sources('shared')];
const having = (files: readonly { name: string; text: string }[], pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('the sources of both shells', () => {
  test('only the shell’s own thin files import electron', () => {
    const allowed = [
      'context-menu',
      'data-folder',
      'dialogs',
      'guards',
      'installers',
      'life',
      'main',
      'menu',
      'network',
      'notices',
      'preload',
      'printing',
      'protocol',
      'safe-storage',
      'window',
    ].map((name) => `electron/${name}.ts`);
    expect(having(shell, /from 'electron'|require\('electron'\)|import\('electron'\)/).sort()).toEqual(
      allowed,
    );
    expect(having(page, /['"]electron['"]\s*\)?;/)).toEqual([]);
  });

  test('security 9: nothing is loaded from file: or http:', () => {
    expect(having(shell, /loadFile\(/)).toEqual([]);
    const loads = shell.flatMap(({ text }) =>
      [...text.matchAll(/loadURL\(([^)]*)\)/g)].map((match) => match[1]),
    );
    expect(loads).toEqual(['APP_URL']);
    expect(having(page, /(src|href)=\{?["'`](file|http):/)).toEqual([]);
  });

  test('security 15: one place opens addresses outside', () => {
    expect(having(shell, /shell\.openExternal\(/)).toEqual(['electron/main.ts']);
    expect(having(shell, /shell\.openPath\(|shell\.openItem\(/)).toEqual(['electron/installers.ts']);
  });

  test('security 5: no address is judged by how it begins', () => {
    const judging = ['electron/guards.ts', 'electron/ipc.ts', 'electron/origin.ts', 'electron/external.ts'];
    expect(
      having(shell, /\.(startsWith|endsWith|includes)\(/).filter((name) => judging.includes(name)),
    ).toEqual([]);
  });

  test('security 12: the page makes no markup from text and evaluates nothing', () => {
    expect(
      having(page, /dangerouslySetInnerHTML|\.innerHTML\s*=|\.outerHTML\s*=|document\.write|\beval\(/),
    ).toEqual([]);
  });

  test('security 20: the renderer opens no connection but its bridge’s', () => {
    expect(
      having(sources('renderer'), /\bfetch\(|XMLHttpRequest|new WebSocket|new EventSource|sendBeacon/),
    ).toEqual(['renderer/bridge/browser.ts']);
  });

  test('requests, pokes and files have one way to the network, and it is the shell’s', () => {
    // Node's own clients know neither the proxy of the computer nor the authorities that it trusts.
    expect(having(shell, /^import (?!type ).*from 'node:(https?|net|tls)'/m).sort()).toEqual([
      'electron/browser/network.ts',
      'electron/browser/server.ts',
    ]);
    expect(having(shell, /(?<![.\w#])fetch\(/).sort()).toEqual([
      'electron/browser/network.ts',
      // A method of its own name.
      'electron/services/transfers.ts',
    ]);
  });

  test('security 22: secrets at rest go through one file, by the key store’s asynchronous calls alone', () => {
    expect(having(shell, /safeStorage/)).toEqual(['electron/safe-storage.ts']);
    expect(
      having(shell, /\.(encryptString|decryptString|isEncryptionAvailable|setUsePlainTextEncryption)\(/),
    ).toEqual([]);
  });

  test('security 29: what writes to a disk is known, and what of it is in clear holds nothing of a customer’s', () => {
    const writes =
      /writeFile|writeWhole|replaceFile|appendFile|createWriteStream|copyFile|open\([^)]*'(a|wx?|r\+)\+?'/;
    expect(having(shell, writes).sort()).toEqual([
      // The key that opens the console next, for its user alone; it serves once.
      'electron/browser/main.ts',
      // Hashes.
      'electron/browser/sessions.ts',
      // An empty file, to try whether it can.
      'electron/data-folder.ts',
      // Notes beside files that come in: sealed.
      'electron/services/blobs.ts',
      // That the device was ended, and how far it is: ids, times and counts.
      'electron/services/ending.ts',
      // Records, and what was set aside: sealed. How far the hub is, and whose they are: numbers and ids.
      'electron/services/journal.ts',
      // Wrapped keys.
      'electron/services/key-ring.ts',
      // How long it was without the hub, and its last token: sealed.
      'electron/services/lease.ts',
      // Locked by the computer's key store.
      'electron/services/login-file.ts',
      // Zeros.
      'electron/services/overwrite.ts',
      // Where the person says, and nowhere else.
      'electron/services/save-as.ts',
      // That all is sealed: sealed.
      'electron/services/seal-old.ts',
      // Chunks: sealed.
      'electron/services/sealed-file.ts',
      // What happened to the shell; shell-log.test.ts holds it to that.
      'electron/services/shell-log.ts',
      // What was begun to be sent: sealed.
      'electron/services/transfers.ts',
      // Installers of the publisher's, and what they signed.
      'electron/services/update-download.ts',
      'electron/services/updates.ts',
      // What those above that call it write.
      'electron/services/whole-file.ts',
      // Where the window stood: numbers alone.
      'electron/services/window-place.ts',
      // A bag that a command makes, where the person says.
      'node/bag-files.ts',
      // A number of a process.
      'node/folder-lock.ts',
    ]);
    // Chromium's own dumps would hold what its processes hold.
    expect(having(shell, /crashReporter/)).toEqual([]);
    expect(having(shell, /tmpdir\(/)).toEqual(['electron/data-folder.ts']);
  });

  test('security 25: the pinned Electron is a supported major', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    // Electron supports its latest three majors; 45 was the latest when this was pinned.
    expect(Number(devDependencies.electron?.split('.')[0])).toBeGreaterThanOrEqual(43);
  });
});

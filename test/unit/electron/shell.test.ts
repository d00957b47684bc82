/** The desktop shell's own files on a stand-in of Electron: what they ask of it, and in which order. */
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isOwnFrame } from '../../../electron/ipc.ts';
import { isConsoleUrl, isOwnResource } from '../../../electron/origin.ts';
import {
  app,
  defaultSession,
  given,
  log,
  position,
  StandInContents,
  safeStorage,
  settings,
  windows,
} from '../../helpers/electron-stand-in.ts';
import { eventually } from '../../helpers/eventually.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-stand-in.ts')).electron);
// The preload is there once the shell is built; from source it is not.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, existsSync: (path: string) => path.endsWith('preload.cjs') || real.existsSync(path) };
});

const folder = temporaryFolder();
beforeAll(async () => {
  settings.packaged = true;
  settings.userData = folder.path;
  await import('../../../electron/main.ts');
  await eventually(
    async () => windows.length,
    (count) => count === 1,
    'a window',
    10,
  );
});
afterAll(() => {
  app.emit('will-quit', { preventDefault: () => undefined });
  folder.remove();
});

/** Addresses that look like the console's, or like something harmless, and are not the console's. */
const foreign = [
  'https://example.com/',
  'http://localhost/app://console/',
  'https://console/',
  'app://console.example.com/',
  'app://example.com/console/',
  'app://console@example.com/',
  'app://name:word@console/',
  'app://console:81/',
  'app://console./',
  'app://CONSOLE/',
  'app:console',
  'app:///console/',
  'appx://console/',
  'xapp://console/',
  'file:///app://console/',
  'about:blank',
  'about:srcdoc',
  'data:text/html,app://console/',
  'javascript:"app://console/"',
  'blob:app://console/0e3f',
  'chrome://version',
  'devtools://devtools/bundled/inspector.html',
  ' app://console.evil/',
  '',
];

describe('security 5: the console’s origin is compared whole', () => {
  test.each(foreign)('%j is not it', (address) => expect(isConsoleUrl(address)).toBe(false));
  test.each(['app://console/', 'app://console/#/cases', 'app://console/index.html?x=1'])(
    '%j is it',
    (address) => expect(isConsoleUrl(address)).toBe(true),
  );
  test('a blob of the console is its own, one of another page is not', () => {
    expect(isOwnResource('blob:app://console/0e3f')).toBe(true);
    for (const address of [
      'blob:https://example.com/0e3f',
      'blob:app://console.evil/0e3f',
      'blob:null/0',
      'blob:',
    ])
      expect(isOwnResource(address)).toBe(false);
  });
});

describe('the desktop shell at its start', () => {
  test('security 2, 4, 7: sandbox, scheme and guards stand before the app is ready', () => {
    const ready = position('app.whenReady');
    for (const what of [
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.on web-contents-created',
      'app.requestSingleInstanceLock',
    ]) {
      expect(position(what), what).toBeGreaterThanOrEqual(0);
      expect(position(what), what).toBeLessThan(ready);
    }
    expect(ready).toBeLessThan(position('new BrowserWindow'));
    for (const what of [
      'session.setPermissionRequestHandler',
      'webRequest.onBeforeRequest',
      'protocol.handle',
    ])
      expect(position(what), what).toBeLessThan(position('new BrowserWindow'));
  });

  test('security 7: the scheme is standard and secure, and bypasses no policy', () => {
    expect(given('protocol.registerSchemesAsPrivileged')).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
  });

  test('security 1, 3, 25: the one window has exactly these preferences, and no DevTools when packaged', () => {
    const [window] = windows;
    const { webPreferences } = window?.options ?? {};
    expect({ ...webPreferences, preload: 'preload' }).toMatchInlineSnapshot(`
      {
        "allowRunningInsecureContent": false,
        "contextIsolation": true,
        "devTools": false,
        "experimentalFeatures": false,
        "navigateOnDragDrop": false,
        "nodeIntegration": false,
        "nodeIntegrationInSubFrames": false,
        "nodeIntegrationInWorker": false,
        "preload": "preload",
        "sandbox": true,
        "spellcheck": false,
        "webSecurity": true,
        "webviewTag": false,
      }
    `);
    expect(webPreferences?.preload).toBe(resolve('electron/preload.cjs'));
    expect(window?.loaded).toEqual(['app://console/']);
  });

  test('security 20: no session has a language, for which Chromium would fetch a dictionary from Google', () => {
    for (const of of ['session', 'hubSession']) {
      expect(given(`${of}.setSpellCheckerLanguages`)).toEqual([]);
      expect(given(`${of}.setSpellCheckerEnabled`)).toBe(false);
    }
    expect(position('session.setSpellCheckerLanguages')).toBeLessThan(position('new BrowserWindow'));
    // What the hub answers is kept nowhere on the disk: the session has no name that persists, and no cache.
    expect(log.find(({ what }) => what === 'session.fromPartition')?.values).toEqual([
      'hub',
      { cache: false },
    ]);
  });

  test('security 22: the key store by its asynchronous calls; one that protects nothing is none', async () => {
    const { keyStore } = await import('../../../electron/safe-storage.ts');
    expect(await keyStore()).toBeNull();
    const store = {
      isAsyncEncryptionAvailable: async () => true,
      getSelectedStorageBackend: () => 'basic_text',
      encryptStringAsync: async (text: string) => Buffer.from(`locked ${text}`),
      decryptStringAsync: async (bytes: Buffer) => ({
        result: bytes.toString().slice('locked '.length),
        shouldReEncrypt: false,
      }),
    } satisfies Partial<Record<keyof Electron.SafeStorage, unknown>>;
    Object.assign(safeStorage, store);
    if (process.platform === 'linux') expect(await keyStore()).toBeNull();
    Object.assign(safeStorage, { getSelectedStorageBackend: () => 'gnome_libsecret' });
    const keys = await keyStore();
    expect(await keys?.unlock((await keys.lock('a word')) ?? Buffer.alloc(0))).toBe('a word');
    Object.assign(safeStorage, { isAsyncEncryptionAvailable: async () => false });
    expect(await keyStore()).toBeNull();
  });

  test('[S11] a second instance shows the window of the first', () => {
    app.emit('second-instance', {}, ['console', '--hub', 'https://evil.example'], '/');
    expect(position('window.focus')).toBeGreaterThan(0);
    expect(windows).toHaveLength(1);
  });

  test('security 24: a second instance hands over what it was to open, and nothing else of its command line', async () => {
    const call =
      given<(event: object, name: string, input: object) => Promise<{ value: unknown }>>('ipcMain.handle');
    type Taken = { openings: object[] };
    const taken: object[] = [];
    const take = async () => {
      const { value } = await call(
        { senderFrame: { url: 'app://console/', parent: null } },
        'opening.take',
        {},
      );
      taken.push(...(value as Taken).openings);
      return taken;
    };
    const link = 'partner-console://case/C-7K2M-9QXA';
    // As Chromium sorts a command line: an option stands away from its value, and the value looks like a file.
    app.emit(
      'second-instance',
      {},
      ['console', '--hub', '--allow-file-access-from-files', 'https://x.example'],
      '/',
      {
        argv: ['--hub', 'https://evil.example', link, 'not-there.zip'],
      },
    );
    // What the test's own command line names may stand before it.
    await eventually(
      take,
      (all) =>
        all.some((each) => 'link' in each) && all.some((each) => JSON.stringify(each).includes('not-there')),
      'both',
      50,
    );
    expect(taken.slice(-2)).toEqual([
      { kind: 'link', link: { kind: 'case', ref: 'C-7K2M-9QXA' } },
      { kind: 'refused', message: 'not-there.zip cannot be opened (ENOENT). Nothing was read.' },
    ]);
    expect(windows[0]?.webContents.sent.some(([, name]) => name === 'opening.wanted')).toBe(true);
    // Each is handed over once; what a stranger sends along is nothing.
    for (const along of [null, 'x', { argv: 'x' }, { argv: [1] }])
      app.emit('second-instance', {}, [], '/', along);
    const before = taken.length;
    expect(await take()).toHaveLength(before);
  });

  test('a policy’s proxy is Chromium’s own kind of setting; without one it is the computer’s', async () => {
    const { proxyConfig } = await import('../../../electron/network.ts');
    expect(proxyConfig(undefined)).toEqual({ mode: 'system' });
    expect(proxyConfig({ mode: 'direct' })).toEqual({ mode: 'direct' });
    expect(proxyConfig({ mode: 'fixed', server: 'proxy.example.com:8080', bypass: '.example.com' })).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'proxy.example.com:8080',
      proxyBypassRules: '.example.com',
    });
    expect(proxyConfig({ mode: 'pac', url: 'https://example.com/proxy.pac' })).toEqual({
      mode: 'pac_script',
      pacScript: 'https://example.com/proxy.pac',
    });
  });

  test('macOS hands links and files over by events, from the first moment', async () => {
    const call =
      given<(event: object, name: string, input: object) => Promise<{ value: unknown }>>('ipcMain.handle');
    for (const [event, text] of [
      ['open-url', 'partner-console://ticket/T-1042'],
      ['open-file', resolve('package.json')],
    ]) {
      expect(position(`app.on ${event}`)).toBeLessThan(position('app.whenReady'));
      app.emit(event ?? '', { preventDefault: () => undefined }, text);
    }
    const { openings } = await eventually(
      async () =>
        (await call({ senderFrame: { url: 'app://console/', parent: null } }, 'opening.take', {})).value as {
          openings: { kind: string }[];
        },
      (taken) => taken.openings.length === 2,
      'both',
      50,
    );
    expect(openings).toMatchObject([
      { kind: 'link', link: { kind: 'ticket', ref: 'T-1042' } },
      { kind: 'file', name: 'package.json' },
    ]);
  });
});

describe('what no window may do', () => {
  const event = () => ({
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  });

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'security 4, 5: %s leads nowhere but to the console',
    (name) => {
      const contents = new StandInContents();
      app.emit('web-contents-created', {}, contents);
      for (const url of foreign) {
        // The deprecated argument beside the event, which may go, decides nothing.
        const attempt = { ...event(), url };
        contents.emit(name, attempt, 'app://console/');
        expect(attempt.prevented, url).toBe(true);
      }
      const own = { ...event(), url: 'app://console/#/cases' };
      contents.emit(name, own, 'https://example.com/');
      expect(own.prevented).toBe(false);
    },
  );

  test('security 3, 6: no webview, and no new window for any address', () => {
    const contents = new StandInContents();
    app.emit('web-contents-created', {}, contents);
    const attempt = event();
    contents.emit('will-attach-webview', attempt, {}, {});
    expect(attempt.prevented).toBe(true);
    for (const url of [...foreign, 'app://console/', 'https://example.com'])
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });

  const permissions = [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'display-capture',
    'idle-detection',
    'hid',
    'serial',
    'usb',
    'fileSystem',
    'window-management',
    'storage-access',
    'something-new',
  ];

  test.each(permissions)(
    'security 13, 14: %s is denied, asked and checked, even to the console',
    (permission) => {
      const request = given<
        (c: unknown, p: string, answer: (ok: boolean) => void, d: { requestingUrl: string }) => void
      >('session.setPermissionRequestHandler');
      const check = given<(c: unknown, p: string, origin: string, d: object) => boolean>(
        'session.setPermissionCheckHandler',
      );
      const answers: boolean[] = [];
      const contents = { getURL: () => 'app://console/' };
      request(contents, permission, (ok) => answers.push(ok), { requestingUrl: 'app://console/' });
      expect(answers).toEqual([false]);
      expect(check(contents, permission, 'app://console/', {})).toBe(false);
    },
  );

  test('security 14: the camera is there while the QR reader is open or a photo is taken, to the console alone; the microphone never', () => {
    type Page = { getURL(): string } | null;
    const request = given<(c: Page, p: string, answer: (ok: boolean) => void, d: object) => void>(
      'session.setPermissionRequestHandler',
    );
    const check = given<(c: Page, p: string, origin: string, d: object) => boolean>(
      'session.setPermissionCheckHandler',
    );
    const both = (page: string | null, mediaTypes: string[], from = 'app://console/') => {
      const contents = page === null ? null : { getURL: () => page };
      const answers: boolean[] = [];
      if (contents) request(contents, 'media', (ok) => answers.push(ok), { requestingUrl: from, mediaTypes });
      return [
        ...answers,
        mediaTypes.length === 1 && check(contents, 'media', from, { mediaType: mediaTypes[0] }),
      ];
    };
    const reader = 'app://console/#/credentials/check/camera';
    expect(both(reader, ['video'])).toEqual([true, true]);
    const photo = 'app://console/#/cases/01900000-0000-7000-8000-0000000000d1/camera';
    expect(both(photo, ['video'])).toEqual([true, true]);
    expect(both(photo, ['video', 'audio'])).toEqual([false, false]);
    for (const types of [['audio'], ['video', 'audio'], [], ['unknown']])
      expect(both(reader, types), types.join()).toEqual([false, false]);
    for (const page of [
      'app://console/',
      'app://console/#/credentials/check',
      'app://console/#/credentials/check/camera/',
      'app://console/?#/credentials/check/cameras',
      'https://example.com/#/credentials/check/camera',
      'app://console.evil/#/credentials/check/camera',
      'app://console/#/cases/01900000-0000-7000-8000-0000000000d1',
      'app://console/#/cases/01900000-0000-7000-8000-0000000000d1/camera/x',
      'app://console/#/cases/new/camera',
      'https://example.com/#/cases/01900000-0000-7000-8000-0000000000d1/camera',
      '',
    ])
      expect(both(page, ['video']), page).toEqual([false, false]);
    expect(both(null, ['video'])).toEqual([false]);
    for (const origin of foreign) expect(both(reader, ['video'], origin), origin).toEqual([false, false]);
  });

  test('security 13: what is named is allowed to the console and to nobody else', () => {
    const check = given<(c: unknown, p: string, origin: string) => boolean>(
      'session.setPermissionCheckHandler',
    );
    for (const permission of ['clipboard-sanitized-write', 'persistent-storage']) {
      expect(check({}, permission, 'app://console/')).toBe(true);
      for (const origin of foreign) expect(check(null, permission, origin), origin).toBe(false);
    }
  });

  test('security 14: no device, no port, no screen', () => {
    expect(
      given<(details: unknown) => boolean>('session.setDevicePermissionHandler')({ deviceType: 'usb' }),
    ).toBe(false);
    const streams: unknown[] = [];
    given<(request: unknown, answer: (streams: unknown) => void) => void>(
      'session.setDisplayMediaRequestHandler',
    )({}, (answer) => streams.push(answer));
    expect(streams).toEqual([{}]);
    const chosen: unknown[][] = [];
    const choose = (...values: unknown[]) => chosen.push(values);
    const [hid, serial, usb, bluetooth] = [event(), event(), event(), event()];
    defaultSession.emit('select-hid-device', hid, { deviceList: [{ deviceId: 'a' }] }, choose);
    defaultSession.emit('select-serial-port', serial, [{ portId: 'a' }], {}, choose);
    defaultSession.emit('select-usb-device', usb, { deviceList: [{ deviceId: 'a' }] }, choose);
    const contents = new StandInContents();
    app.emit('web-contents-created', {}, contents);
    contents.emit('select-bluetooth-device', bluetooth, [{ deviceId: 'a' }], choose);
    expect(chosen).toEqual([[''], [''], [], ['']]);
    expect([hid, serial, usb, bluetooth].every((each) => each.prevented)).toBe(true);
  });

  test('security 20: a page loads the console’s files and its own blobs, nothing else', () => {
    const ask = given<(details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void>(
      'webRequest.onBeforeRequest',
    );
    const cancelled = (url: string) => {
      let verdict: boolean | null = null;
      ask({ url }, ({ cancel }) => {
        verdict = cancel;
      });
      return verdict;
    };
    for (const url of ['app://console/', 'app://console/assets/a.js', 'blob:app://console/0e3f'])
      expect(cancelled(url), url).toBe(false);
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:4780/v1/pull',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'app://console.evil/',
      'blob:https://example.com/0e3f',
      'devtools://devtools/bundled/inspector.html',
      'data:text/html,x',
    ])
      expect(cancelled(url), url).toBe(true);
  });
});

describe('security 17: who may call', () => {
  const own = { senderFrame: { url: 'app://console/#/cases', parent: null } };

  test('the console’s main frame may; a frame in it, another page, about:blank and a frame that is gone may not', () => {
    expect(isOwnFrame(own)).toBe(true);
    expect(isOwnFrame({ senderFrame: null })).toBe(false);
    expect(isOwnFrame({ senderFrame: { url: 'app://console/', parent: {} } })).toBe(false);
    for (const url of foreign) expect(isOwnFrame({ senderFrame: { url, parent: null } }), url).toBe(false);
  });

  test('security 16: a call from elsewhere, with another name or another shape is answered with a refusal', async () => {
    const handle =
      given<(event: unknown, name: unknown, input: unknown) => Promise<{ ok: boolean }>>('ipcMain.handle');
    expect(log.filter((each) => each.what === 'ipcMain.handle')).toHaveLength(1);
    expect(await handle(own, 'app.info', {})).toMatchObject({ ok: true, value: { shell: 'electron' } });
    expect(await handle({ senderFrame: null }, 'app.info', {})).toEqual({
      ok: false,
      message: 'This call does not come from the console.',
    });
    expect(await handle(own, 'fs.read', {})).toMatchObject({ ok: false });
    expect(await handle(own, 'app.info', { more: 1 })).toMatchObject({ ok: false });
  });

  test('security 15: an address is opened outside only when it is https or mailto', async () => {
    const handle =
      given<(event: unknown, name: unknown, input: unknown) => Promise<unknown>>('ipcMain.handle');
    const open = (url: string) => handle(own, 'app.openExternal', { url });
    expect(await open('file:///etc/passwd')).toMatchObject({ ok: true, value: { ok: false } });
    expect(await open('https://example.com')).toMatchObject({ ok: true, value: { ok: true } });
    const opened = log.filter((each) => each.what === 'shell.openExternal').map((each) => each.values[0]);
    expect(opened).toEqual(['https://example.com/']);
  });
});

describe('security 8, 10: app://console/', () => {
  const answer = (url: string, method = 'GET') =>
    given<(request: { url: string; method: string }) => Promise<Response>>('protocol.handle')({
      url,
      method,
    });

  test('another method is 405, and what is no file of the console is 404', async () => {
    for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS'])
      expect((await answer('app://console/', method)).status, method).toBe(405);
    for (const url of [
      'app://other/',
      'app://console/../main.ts',
      'app://console/%2e%2e/main.ts',
      'app://console/..%5cmain.ts',
      'app://console',
    ])
      expect((await answer(url)).status, url).toBe(404);
  });
});

describe('security 18: what the preload gives to the page', () => {
  test('is a bridge of two functions; a page gets no event and no ipcRenderer', async () => {
    await import('../../../electron/preload.ts');
    const exposed = log.filter((each) => each.what === 'contextBridge.exposeInMainWorld');
    expect(exposed).toHaveLength(1);
    const [name, bridge] = (exposed[0]?.values ?? []) as [
      string,
      {
        call(name: unknown, input: unknown): Promise<unknown>;
        on(name: unknown, listener: (...values: unknown[]) => void): () => void;
      },
    ];
    expect(name).toBe('bridge');
    expect(
      Object.fromEntries(Object.entries(bridge).map(([key, value]) => [key, typeof value])),
    ).toMatchInlineSnapshot(`
      {
        "call": "function",
        "on": "function",
      }
    `);
    expect(await bridge.call('app.info', {})).toBe('an answer');
    expect(given('ipcRenderer.invoke')).toEqual({});
    const heard: unknown[][] = [];
    const stop = bridge.on('hub.link', (...values) => heard.push(values));
    const { ipcRenderer } = await import('../../helpers/electron-stand-in.ts');
    ipcRenderer.emit('bridge:event', { sender: 'an event object' }, 'hub.link', { up: true });
    stop();
    ipcRenderer.emit('bridge:event', { sender: 'an event object' }, 'hub.link', { up: false });
    expect(heard).toEqual([[{ up: true }]]);
  });
});

describe('the menu', () => {
  test('does what the palette does, and has no reload and no DevTools', async () => {
    const { menuTemplate } = await import('../../../electron/menu.ts');
    for (const platform of ['linux', 'win32', 'darwin']) {
      const sent: string[] = [];
      const done: string[] = [];
      const act = (name: string) => async () => {
        done.push(name);
      };
      const entries = menuTemplate((command) => sent.push(command), platform, {
        openFile: act('open'),
        print: act('print'),
        saveLog: act('log'),
      }).flatMap((each) => (Array.isArray(each.submenu) ? each.submenu : []));
      for (const entry of entries) entry.click?.(undefined as never, undefined, undefined as never);
      expect(sent).toEqual(['new-case', 'cases', 'sync-now', 'settings', 'lock', 'palette', 'find', 'help']);
      expect(JSON.stringify(entries)).not.toMatch(/reload|devtools/i);
      expect(done).toEqual(['open', 'print', 'log']);
      // One key does one thing, and none is taken from the page: Ctrl-Shift-C is a case's 'Check all'.
      const keys = entries.flatMap(({ accelerator }) => accelerator ?? []);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain('CmdOrCtrl+Shift+C');
      // Every key that people press for it.
      const zoom = (role: string) =>
        entries.filter((each) => each.role === role).map(({ accelerator }) => accelerator);
      expect(zoom('zoomIn')).toEqual([undefined, 'CmdOrCtrl+=', 'CmdOrCtrl+numadd']);
      expect(zoom('zoomOut')).toEqual([undefined, 'CmdOrCtrl+numsub']);
      expect(zoom('resetZoom')).toEqual([undefined, 'CmdOrCtrl+num0']);
    }
  });
});

/** What no window may do, installed before any window exists (security 2 to 6, 13, 14, 20). */
import { app, type Session, type WebContents } from 'electron';
import { isCameraPage, isConsoleUrl, isOwnResource } from './origin.ts';

/** Permissions that the console's own pages have; everything else is denied. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'persistent-storage']);

function guardContents(contents: WebContents): void {
  // The address that the event itself carries: the argument beside it is deprecated.
  const deny = (event: { preventDefault(): void; url: string }) => {
    if (!isConsoleUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', deny);
  contents.on('will-redirect', deny);
  contents.on('will-frame-navigate', deny);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Guards every web contents that will ever be made in this process. */
export function installGuards(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** The camera, and nothing that hears. */
function isCameraOnly(mediaTypes: readonly string[] | undefined): boolean {
  return mediaTypes?.length === 1 && mediaTypes[0] === 'video';
}

/** Only while the QR reader is open in the window. */
function hasCamera(contents: WebContents | null): boolean {
  return contents !== null && isCameraPage(contents.getURL());
}

/**
 * On Linux and Windows Chromium fetches a dictionary from Google for every session, past all other rules of this file and whether
 * or not spelling is checked; one without languages fetches none (security 20).
 */
export function withoutDictionaries(session: Session): void {
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
}

/** Denies what a page may ask of the system, and every request that is not for the console's own files. */
export function guardSession(session: Session, { devTools }: { devTools: boolean }): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { mediaTypes } = details as { mediaTypes?: readonly string[] };
    const named =
      permission === 'media' ? isCameraOnly(mediaTypes) && hasCamera(contents) : allowed.has(permission);
    answer(named && isConsoleUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) => {
    const named =
      permission === 'media' ? details.mediaType === 'video' && hasCamera(contents) : allowed.has(permission);
    return named && isConsoleUrl(origin);
  });
  withoutDictionaries(session);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  // The shell speaks to the hub from its own process: a page has nothing to load but itself.
  session.webRequest.onBeforeRequest((details, answer) => {
    const ofDevTools = devTools && new URL(details.url).protocol === 'devtools:';
    answer({ cancel: !isOwnResource(details.url) && !ofDevTools });
  });
}

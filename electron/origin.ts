/** The console's one origin in Electron, and the exact test for it (security 5, 17). */
export const APP_SCHEME = 'app';
const APP_HOST = 'console';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Whether an address is a page of the console: parsed and compared whole, never by how it begins. */
export function isConsoleUrl(address: string): boolean {
  try {
    const url = new URL(address);
    return (
      url.protocol === `${APP_SCHEME}:` &&
      url.host === APP_HOST &&
      url.username === '' &&
      url.password === '' &&
      url.port === ''
    );
  } catch {
    // Unreported: what is no address is not the console’s.
    return false;
  }
}

/** Whether a page of the console may load the address: its own files, and blobs that it made itself. */
export function isOwnResource(address: string): boolean {
  return isConsoleUrl(/^blob:(.*)$/s.exec(address)?.[1] ?? address);
}

/** Of the QR reader, and of a photo for a case. */
const CAMERA_PAGE = /^#\/(?:credentials\/check|cases\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/camera$/;

/** Whether the page has the QR reader or the camera of a case open: addresses of their own within the console, at which alone there is a camera. */
export function isCameraPage(address: string): boolean {
  return isConsoleUrl(address) && CAMERA_PAGE.test(new URL(address).hash);
}

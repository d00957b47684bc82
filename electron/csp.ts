/** The Content-Security-Policy of the console, the same in both shells (security 10, 12). */

/**
 * @param nonce base64, fresh for each page
 * @param connect where the page may connect: the browser shell's own bridge; nothing in Electron
 */
export function contentSecurityPolicy(nonce: string, connect: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    // Workers are files of the console's own; 'strict-dynamic' would let any script name one.
    "worker-src 'self'",
    `connect-src ${connect}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** The headers of every answer of the console's own files. */
export const fileHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The camera is for the QR reader and for photos of a case; whether it may be used then, the shell or the browser decides.
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
};

/**
 * The headers of one file of the console. A worker has the policy of its own file and not the page's: it computes, loads nothing
 * and connects to nothing.
 * @param path of the file, as it was found
 */
export function headersOfFile(path: string): Readonly<Record<string, string>> {
  return /\.worker-[\w-]+\.js$/.test(path)
    ? { ...fileHeaders, 'content-security-policy': "default-src 'none'" }
    : fileHeaders;
}

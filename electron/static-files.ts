/** Finds a file of the built renderer for a path (security 8). Everything that is not plainly inside is refused. */
import { realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  path: string;
  type: string;
  /** Its name holds a hash of its content (Vite's), so that another content has another name. */
  namedByContent: boolean;
}

const hashed = /^assets\/[\w.-]+-[\w-]{8}\.\w+$/;

/**
 * @param root the folder of the built renderer, absolute
 * @param pathname as it stands in the request, still percent-encoded
 * @returns null for everything that is not a file of a known type below the root
 */
export async function findStaticFile(root: string, pathname: string): Promise<StaticFile | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // Unreported: what cannot be decoded names no file.
    return null;
  }
  // A second layer of encoding, a backslash or a NUL has no place in a name of ours.
  if (!decoded.startsWith('/') || /[\\%\0:]/.test(decoded)) return null;
  const parts = decoded.slice(1).split('/');
  if (parts.some((part, index) => part === '..' || part === '.' || (part === '' && index < parts.length - 1)))
    return null;
  const wanted = decoded === '/' ? 'index.html' : decoded.slice(1);
  const type = types[extname(wanted)];
  if (!type) return null;
  const path = join(root, wanted);
  if (!isInside(root, path)) return null;
  try {
    // A symbolic link may lead out of the folder: what counts is where it ends.
    const [real, realRoot] = [await realpath(path), await realpath(root)];
    if (!isInside(realRoot, real) || relative(realRoot, real) !== relative(root, path)) return null;
    return (await stat(real)).isFile() ? { path: real, type, namedByContent: hashed.test(wanted) } : null;
  } catch {
    // Unreported: what is not there is answered with 404.
    return null;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The page with its nonce in every place that waits for one. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll('__CSP_NONCE__', nonce);
}

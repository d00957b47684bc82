/** `app://console/`: the built renderer, with the same policy and the same resolver as the browser shell (security 7 to 10). */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentSecurityPolicy, fileHeaders, headersOfFile } from './csp.ts';
import { APP_SCHEME, isConsoleUrl } from './origin.ts';
import { findStaticFile, withNonce } from './static-files.ts';

/** Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Answers one request for a file of the renderer below `root`. */
async function answerRequest(root: string, request: { url: string; method: string }): Promise<Response> {
  const refuse = (status: number) => new Response(null, { status, headers: fileHeaders });
  if (request.method !== 'GET') return refuse(405);
  if (!isConsoleUrl(request.url)) return refuse(404);
  // The path as it was asked for: URL would have resolved `..` and hidden it.
  const path = /^app:\/\/console(\/[^?#]*)/.exec(request.url)?.[1];
  const file = path ? await findStaticFile(root, path) : null;
  if (!file) return refuse(404);
  const bytes = await readFile(file.path);
  if (!file.type.startsWith('text/html'))
    return new Response(bytes, { headers: { ...headersOfFile(file.path), 'content-type': file.type } });
  const nonce = randomBytes(16).toString('base64');
  return new Response(withNonce(bytes.toString('utf8'), nonce), {
    headers: {
      ...fileHeaders,
      'content-type': file.type,
      'content-security-policy': contentSecurityPolicy(nonce, "'none'"),
    },
  });
}

export function serveRenderer(root: string): void {
  protocol.handle(APP_SCHEME, (request) => answerRequest(root, request));
}

/** tus-node-server as the hub uses it: the id that was checked is the one that it takes, and its errors are the hub's. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DataStore, ERRORS, type Locker, Server } from '@tus/server';
import { hubPaths } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';

/** Attachments of which the store can take no more, for the moment: the console keeps the file and tries again. */
export const STORE_FULL = {
  status_code: 507,
  body: 'The hub has no room for attachments. The file stays on this computer and is sent later; whoever runs the hub has to make room.',
};

type Body = string | undefined;
export const outOfStep = () =>
  new Refusal(
    409,
    'offset',
    'The hub counts other bytes of this upload than were said. Ask where it stands, and go on from there.',
  );

/** Parts of tus that the hub does not have: asked for again, the answer is the same. */
export const notTaken = () =>
  new Refusal(
    400,
    'upload-kind',
    'The hub takes each file as one upload that says its length: it puts no parts together and waits for no length.',
  );

/** Another connection of the same console writes it, or one that broke and is not over yet. */
export const stillWritten = () =>
  new Refusal(503, 'busy', 'This upload is being written over another connection.', 2);

/** An error of the protocol in the hub's one form. */
function refusalOf(status: number, body: Body): Refusal {
  if (body === ERRORS.ERR_LOCK_TIMEOUT.body) return stillWritten();
  if (body === ERRORS.ABORTED.body) return outOfStep();
  if (status === 404 || status === 410) return new Refusal(404, 'unknown-upload', 'There is no such upload.');
  if (status === 409) return outOfStep();
  if (status === 412) return new Refusal(412, 'tus-version', 'Uploads go by tus 1.0.0.');
  if (status === 413) return new Refusal(413, 'too-large', 'The upload has more bytes than it announced.');
  if (status === STORE_FULL.status_code) return new Refusal(507, 'store-full', STORE_FULL.body, 60);
  if (status === 501) return notTaken();
  if (status >= 500)
    return new Refusal(503, 'failed', 'The hub cannot do this now; what it has of the file is kept.', 5);
  return new Refusal(status, 'malformed', 'The request is not what the protocol of uploads says.');
}

/** What a store of tus throws, as the hub says it; anything else is no word for a client. */
export function storeRefusal(error: unknown): unknown {
  const { status_code, body } = (error ?? {}) as { status_code?: unknown; body?: unknown };
  return typeof status_code === 'number' ? refusalOf(status_code, String(body)) : error;
}

class OwnErrors extends Server {
  override write(
    ...[context, headers, status, body]: Parameters<Server['write']>
  ): ReturnType<Server['write']> {
    // Rejected, so that it is answered as every other refusal is.
    return status < 400
      ? super.write(context, headers, status, body)
      : Promise.reject(refusalOf(status, body));
  }
}

export class TusServer {
  readonly #server: Server;
  readonly #upload = new AsyncLocalStorage<string>();

  constructor(datastore: DataStore, locker: Locker) {
    const upload = () => this.#upload.getStore() ?? '';
    this.#server = new OwnErrors({
      path: hubPaths.uploads,
      datastore,
      locker,
      // Behind a proxy the hub does not know its own name.
      relativeLocation: true,
      respectForwardedHeaders: false,
      // Consoles send their files from the shell: no page of any site is to read an answer.
      allowedOrigins: [],
      disableTerminationForFinishedUploads: true,
      namingFunction: upload,
      // tus would take it from the address, and there from behind the last slash, wherever that stands.
      getFileIdFromRequest: upload,
      // What is no answer of the protocol is the hub's to log, and not to show.
      onResponseError: (_request, error) => {
        if (error instanceof Error) throw error;
        return undefined;
      },
    });
  }

  /**
   * @param upload its id: of the one that is begun, or that the request is about
   * @throws Refusal for every error, before anything of an answer was written
   */
  handle(upload: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // tus refuses what it does not know of this one, such as the list that proxies behind one another make. Nothing here asks it.
    const raw = request.rawHeaders;
    request.rawHeaders = raw.filter((_, at) => raw[at - (at % 2)]?.toLowerCase() !== 'x-forwarded-proto');
    return this.#upload.run(upload, () => this.#server.handle(request, response));
  }
}

/**
 * Where a console asks for its next version (security 23): its hub, or an address that its publisher named when it was packed. Either
 * only carries what the publisher signed; nothing here is believed.
 */
import type { Answer, Failure } from '../../shared/bridge/contract.ts';
import { isLineFault } from '../../shared/bridge/line.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import {
  feedFile,
  MOST_UPDATE_CHARACTERS,
  releaseQuery,
  type UpdateManifest,
} from '../../shared/sync/releases.ts';
import { beginningOf } from './bounded-body.ts';
import { ok } from './disk-failure.ts';
import { hubOrigin } from './hub-address.ts';
import { failed, type HubClient, offline } from './hub-client.ts';
import { faultOf } from './line-fault.ts';
import { bodyOf } from './transfer-bytes.ts';
import type { Running } from './update-rules.ts';

const LOOK_MS = 30_000;

export interface UpdateFeed {
  /** `hub`, or the address. */
  readonly from: string;
  /** What the publisher signed of the version that this console gets next, as far as the feed knows; null for none. */
  look(): Promise<Answer<string | null>>;
  /** Where an installer lies, and what a request for it carries; a failure where nobody can ask now. */
  source(manifest: UpdateManifest): Answer<{ url: string; headers: Record<string, string> }>;
  /** What an answer other than the bytes means. */
  refusalOf(response: Response, text: string): Failure;
  /** What no answer at all means. @param error what was thrown, or the fault itself */
  unreached(error: unknown): Failure;
  /** Whether the publisher's own percentage counts: a hub has stages of its own. */
  readonly byPublishersPercent: boolean;
}

const askOf = ({ platform, arch, kind, version }: Running) =>
  releaseQuery.safeParse({ platform, arch, kind, version });

/** The hub that this console is enrolled at. */
export function hubFeed(client: HubClient, running: Running): UpdateFeed {
  return {
    from: 'hub',
    byPublishersPercent: false,
    async look() {
      const asked = askOf(running);
      if (!asked.success) return ok(null);
      const answer = await client.release(asked.data);
      return answer.ok ? ok(answer.value.signed) : answer;
    },
    source({ sha256 }) {
      const { access } = client;
      return access
        ? ok({
            url: `${access.hub}${hubPaths.releases}/${sha256}`,
            headers: { authorization: `Bearer ${access.token}` },
          })
        : failed('unauthorised', 'no-token', 'This computer has to say who it is again.');
    },
    unreached: (error) => offline(error, false).failure,
    refusalOf(response, text) {
      const { status, headers } = response;
      const heard = { status, retryAfter: headers.get('retry-after'), date: headers.get('date') };
      return client.refusalOf(heard, bodyOf(text), client.access?.token);
    },
  };
}

/** @returns the address with a slash at its end; null for one that is not https, or says more than a place */
export function feedAddress(text: string): string | null {
  if (hubOrigin(text) === null) return null;
  const url = new URL(text);
  if (url.search || url.hash) return null;
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** A folder of files on a server of the publisher's. @param address as `feedAddress` answers it */
export function addressFeed(address: string, running: Running, request: typeof fetch): UpdateFeed {
  const refusalOf = ({ status }: { status: number }): Failure =>
    failed(
      status === 429 || status >= 500 ? 'busy' : 'refused',
      `http-${status}`,
      `${new URL(address).host} does not give new versions now (${status}). The console goes on as it is.`,
    ).failure;
  const unreached = (error: unknown): Failure => {
    const { fault, detail } =
      typeof error === 'string' && isLineFault(error) ? { fault: error, detail: '' } : faultOf(error);
    return failed(
      'offline',
      fault,
      `${new URL(address).host} was not reached, or the line broke${detail ? ` (${detail})` : ''}. The console goes on as it is.`,
    ).failure;
  };
  return {
    from: address,
    byPublishersPercent: true,
    async look() {
      const asked = askOf(running);
      if (!asked.success) return ok(null);
      try {
        const response = await request(`${address}${feedFile(asked.data)}`, {
          redirect: 'error',
          signal: AbortSignal.timeout(LOOK_MS),
        });
        // A byte more than any has: one that is too long is none, and is not cut to one that could be.
        const text = await beginningOf(response, MOST_UPDATE_CHARACTERS + 1);
        if (response.status === 404) return ok(null);
        return response.ok ? ok(text) : { ok: false, failure: refusalOf(response) };
      } catch (error) {
        return { ok: false, failure: unreached(error) };
      }
    },
    source: ({ file }) => ok({ url: `${address}${encodeURIComponent(file)}`, headers: {} }),
    refusalOf,
    unreached,
  };
}

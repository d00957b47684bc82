/** One post to an outside system: bounded in time, no redirect followed, nothing of the answer kept but its status. */
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Addresses } from './addresses.ts';

const TIMEOUT_MS = 10_000;
/** Of an answer so much is read, so that the other side can end in order; then the line is cut. */
const MOST_ANSWER_BYTES = 16 * 1024;

export type Posted =
  | { ok: true }
  | {
      ok: false /** One line for a person. */;
      problem: string /** As the answer asked. */;
      retryAfterMs: number;
    };

const failed = (problem: string, retryAfterMs = 0): Posted => ({ ok: false, problem, retryAfterMs });

function retryAfter(header: string | undefined): number {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;
}

/** Posts a text. Never throws: whatever goes wrong is a failed try. */
export function post(
  addresses: Addresses,
  address: string,
  headers: Record<string, string>,
  text: string,
  stopped: AbortSignal,
): Promise<Posted> {
  // Judged anew each time: what the operator allows may have changed since it was registered.
  if (addresses.problemOf(address) !== null)
    return Promise.resolve(failed('The address is not one that the hub may post to.'));
  const url = new URL(address);
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((done) => {
    const body = Buffer.from(text);
    const sent = send(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: addresses.lookup,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stopped]),
        headers: {
          ...headers,
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'content-length': String(body.length),
          'user-agent': 'partner-console-hub',
        },
      },
      (answer) => {
        const { statusCode: status = 0, headers: heard } = answer;
        let read = 0;
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_ANSWER_BYTES) answer.destroy();
        });
        answer.on('error', () => undefined);
        if (status >= 200 && status < 300) done({ ok: true });
        else if (status >= 300 && status < 400)
          done(failed(`It answered with a redirect (${status}), which is not followed.`));
        else done(failed(`It answered ${status}.`, retryAfter(heard['retry-after'])));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError' || error.name === 'TimeoutError')
        done(failed(`It did not answer in ${TIMEOUT_MS / 1000} seconds.`));
      else if (error.code === 'EADDRESSREFUSED')
        done(failed('Its name resolves to no address that the hub may connect to.'));
      else if (error.code?.startsWith('HPE_')) done(failed(`What it answered is not HTTP (${error.code}).`));
      else done(failed(`It cannot be reached (${error.code ?? 'no reason given'}).`));
    });
    // An answer that changes to another protocol (101) ends in neither of the two above: without this the try would never be over,
    // its place would be taken for good, and a hub that stops would wait for it.
    sent.on('close', () => done(failed('It closed the connection without an answer.')));
    sent.end(body);
  });
}

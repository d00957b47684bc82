/** What runs in a thread of `Threads`: one piece of work after the other, each with an answer, whatever goes wrong. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { escalateAwaited } from '../handoff/escalate.ts';
import { report } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { unwritableRefusal } from '../routes/failures.ts';
import { takeWhole } from '../routes/push.ts';
import { openDatabase } from '../store/database.ts';
import type { Job, JobAnswer, ThreadData } from './judging-threads.ts';

/** Where others want the processors too, they come first: who sent much waits a little longer. */
const NICE = 15;

const { databaseUrl } = workerData as ThreadData;
// Of this thread alone, which only Linux knows; elsewhere it would be the whole hub's.
if (process.platform === 'linux') setPriority(0, NICE);
const database = openDatabase(databaseUrl, 2);

async function work(job: Job): Promise<JobAnswer> {
  const now = () => new Date(Date.now() + job.shiftMs);
  try {
    switch (job.kind) {
      case 'push':
        return { ok: true, value: await takeWhole(database, job.identity, job.bytes, now) };
      case 'awaited':
        return { ok: true, value: await escalateAwaited(database, now, { of: job.of }) };
    }
  } catch (error) {
    const refused = error instanceof Refusal ? error : unwritableRefusal(error);
    if (refused !== null) {
      const { status, code, message, retryAfterSeconds, detail } = refused;
      return { ok: false, refusal: { status, code, message, retryAfterSeconds, detail } };
    }
    report(error, 'a request failed');
    const message = 'The hub cannot do this now; nothing is lost. Try again in a moment.';
    return { ok: false, refusal: { status: 503, code: 'failed', message, retryAfterSeconds: 5, detail: {} } };
  }
}

parentPort?.on('message', (job: Job) => {
  void work(job).then((answer) => parentPort?.postMessage(answer));
});

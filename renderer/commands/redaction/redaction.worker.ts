/** Redaction in a thread of its own: the screen goes on while megabytes are looked at. It has no connection and no storage. */
import { openFinalScan } from '../../../shared/redaction/final-scan.ts';
import { secretlint } from '../../../shared/redaction/second-detector.ts';
import { openSession, type RedactionSession } from '../../../shared/redaction/session.ts';
import type { Answered, Question, Reply, Request } from './worker-messages.ts';

/** How often progress is told, at the most. */
const TOLD_EVERY_MS = 100;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
};
let session: RedactionSession | null = null;

function opened(): RedactionSession {
  if (!session) throw new Error('nothing is being redacted');
  return session;
}

async function answer(request: Request, progress: (done: number) => void): Promise<Answered[Question]> {
  switch (request.ask) {
    case 'open': {
      const { key, files, texts, options } = request.input;
      session = openSession(key, files, texts, options, progress);
      return session.files();
    }
    case 'redact':
      opened().redact(request.input.options);
      return opened().files();
    case 'lines':
      return opened().lines(request.input.id, request.input.from, request.input.count);
    case 'next':
      return opened().next(request.input.id, request.input.line, request.input.step);
    case 'copy':
      return opened().copy(request.input.id);
    case 'scan': {
      const known = { originals: opened().originals(), tokens: new Set(request.input.tokens) };
      const scan = openFinalScan(known, secretlint);
      const left = [];
      for (const { name, text } of request.input.texts) {
        const look = scan.look(name);
        left.push(...(await look.push(text)), ...(await look.end()));
      }
      return left;
    }
  }
}

scope.onmessage = ({ data }) => {
  let last = 0;
  const progress = (done: number) => {
    const now = performance.now();
    if (now - last < TOLD_EVERY_MS) return;
    last = now;
    scope.postMessage({ id: data.id, kind: 'progress', done });
  };
  answer(data, progress).then(
    (value) => scope.postMessage({ id: data.id, kind: 'answer', value }),
    // Whoever asked reports it, with the screen that it was for.
    (error: Error) => scope.postMessage({ id: data.id, kind: 'fault', message: error.message }),
  );
};

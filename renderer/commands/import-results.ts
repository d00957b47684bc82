/** Sends the rows of a preview that are to be recorded, in requests of a thousand, and goes on where it was stopped. */
import { t } from '@lingui/core/macro';
import type { PreviewRow } from '../../shared/certification/results-csv.ts';
import { type CertificationAct, MAX_RESULTS } from '../../shared/certification/schema.ts';
import type { AppServices } from '../views/app-services.ts';
import { type Asked, certify } from './certify.ts';

type Sent = Extract<CertificationAct, { action: 'record-results' }>['results'];

/** An import: its requests keep their ids, so that one that was sent twice is done once. */
export interface ImportRun {
  requests: readonly (Asked & { size: number })[];
  /** Requests that the hub has answered. */
  done: number;
  recorded: number;
}

export function startImport(
  { newId }: Pick<AppServices, 'newId'>,
  rows: readonly PreviewRow[],
  reason: string,
): ImportRun {
  const results: Sent = rows.flatMap(({ fate }) =>
    fate.kind === 'record'
      ? [
          {
            id: newId(),
            personId: fate.personId,
            examId: fate.examId,
            passedOn: fate.passedOn,
            score: fate.score,
          },
        ]
      : [],
  );
  const requests: (Asked & { size: number })[] = [];
  for (let at = 0; at < results.length; at += MAX_RESULTS) {
    const some = results.slice(at, at + MAX_RESULTS);
    requests.push({
      requestId: newId(),
      reason,
      act: { action: 'record-results', results: some },
      size: some.length,
    });
  }
  return { requests, done: 0, recorded: 0 };
}

/** @param tell how many rows the hub has, of how many */
export async function sendResults(
  app: Pick<AppServices, 'db' | 'bridge' | 'sync' | 'syncNow'>,
  run: ImportRun,
  tell: (sent: number, all: number) => void,
): Promise<{ ok: true; told: string } | { ok: false; message: string }> {
  const sizeOf = (requests: ImportRun['requests']) => requests.reduce((sum, { size }) => sum + size, 0);
  const all = sizeOf(run.requests);
  for (const { size: _, ...request } of run.requests.slice(run.done)) {
    const answer = await certify(app, request);
    if (!answer.ok)
      return {
        ok: false,
        message: t`${answer.message} ${sizeOf(run.requests.slice(0, run.done))} of ${all} rows are with the hub; pressing again goes on from there.`,
      };
    if (answer.result.kind === 'results') run.recorded += answer.result.recorded;
    run.done += 1;
    tell(sizeOf(run.requests.slice(0, run.done)), all);
  }
  const others = all - run.recorded;
  return {
    ok: true,
    told: t`${run.recorded} of ${all} results are recorded.${others > 0 ? t` The other ${others} the hub had already, or no longer knows the person or exam, or holds for not passed.` : ''}`,
  };
}

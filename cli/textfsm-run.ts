/** Running templates so that none holds up the others: those whose patterns have no bound run in a thread, with a limit. */
import { Worker } from 'node:worker_threads';
import { splitLines } from '../shared/collect/textfsm/lines.ts';
import { type Parsed, type RunOptions, runTemplate } from '../shared/collect/textfsm/run.ts';
import type { Template } from '../shared/collect/textfsm/template.ts';

export type RunAnswer =
  | { kind: 'read'; parsed: Parsed }
  /** Stopped while a pattern was matched. `before` is what the lines before it give. */
  | { kind: 'hung'; line: number; text: string; rule: number; before: Parsed };

export interface Task {
  template: string;
  text: string;
  onUnknown: RunOptions['onUnknown'];
  /** Line of the text and line of the rule that is being matched. */
  watch: SharedArrayBuffer;
}

/** How long one text may take, in milliseconds. */
export const LIMIT = 5_000;

/**
 * @param source of the template, for the thread
 * @param limit in milliseconds; only for a template that is not linear
 */
export async function runBounded(
  template: Template,
  source: string,
  text: string,
  onUnknown: RunOptions['onUnknown'],
  limit = LIMIT,
): Promise<RunAnswer> {
  if (template.linear) return { kind: 'read', parsed: runTemplate(template, text, { onUnknown }) };
  const watch = new SharedArrayBuffer(8);
  const task: Task = { template: source, text, onUnknown, watch };
  const parsed = await inThread(task, limit);
  if (parsed) return { kind: 'read', parsed };
  const [line = 0, rule = 0] = new Int32Array(watch);
  const lines = splitLines(text);
  // What stands before the line was read once, in less than the limit.
  const before = await inThread(
    { ...task, text: lines.slice(0, Math.max(0, line - 1)).join('\n'), watch: new SharedArrayBuffer(8) },
    limit * 2,
  );
  return {
    kind: 'hung',
    line,
    text: lines[line - 1] ?? '',
    rule,
    before: before ?? {
      header: template.values.map(({ name }) => name),
      records: [],
      recordLines: [],
      stopped: null,
      skipped: [],
      moreSkipped: 0,
      cut: null,
    },
  };
}

/** Null where the limit came first. */
function inThread(task: Task, limit: number): Promise<Parsed | null> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./textfsm-worker.ts', import.meta.url), { workerData: task });
    const timer = setTimeout(() => {
      void worker.terminate();
      done(null);
    }, limit);
    worker.once('message', (parsed: Parsed) => {
      clearTimeout(timer);
      done(parsed);
    });
    worker.once('error', (error) => {
      clearTimeout(timer);
      fail(error);
    });
  });
}

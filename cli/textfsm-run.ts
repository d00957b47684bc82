/** Running templates so that none holds up the others: those whose patterns have no bound run in a thread, with a limit. */
import { Worker } from 'node:worker_threads';
import { splitLines } from '../shared/collect/textfsm/lines.ts';
import { type Parsed, type RunOptions, runTemplate } from '../shared/collect/textfsm/run.ts';
import type { Template } from '../shared/collect/textfsm/template.ts';

export type RunAnswer =
  | { kind: 'read'; parsed: Parsed }
  /** Stopped while the rule was matched, or, where it is 0, for the time of all. `before` is what the lines before it give. */
  | { kind: 'hung'; line: number; text: string; rule: number; before: Parsed };

/** What a run that was stopped says of its template. */
export function hungWords({ line, rule }: { line: number; rule: number }, template: string): string {
  return rule === 0
    ? `${template} took more than a minute up to line ${line} and was stopped.`
    : `The rule in line ${rule} of ${template} did not come to an end at line ${line}; the template was stopped.`;
}

export interface Task {
  template: string;
  text: string;
  onUnknown: RunOptions['onUnknown'];
  /** Line of the text and line of the rule that is being matched. */
  watch: SharedArrayBuffer;
}

/** How long one line may take, in milliseconds, and how many times that the whole text. */
const LIMIT = 5_000;
const LINES_OVER = 12;
/** How often within the limit it is looked. */
const LOOKS = 5;

/**
 * @param source of the template, for the thread
 * @param limit of a line, in milliseconds; only for a template that is not linear
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
    limit,
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

/** Null where a line, or the whole text, took longer than it may. The time that the thread needs to begin does not count. */
function inThread(task: Task, limit: number): Promise<Parsed | null> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./textfsm-worker.ts', import.meta.url), { workerData: task });
    const place = new Int32Array(task.watch);
    let looks = 0;
    let still = 0;
    let line = -1;
    let timer: NodeJS.Timeout | undefined;
    const look = () => {
      looks++;
      still = place[0] === line ? still + 1 : 0;
      line = place[0] ?? 0;
      if (still < LOOKS && looks < LOOKS * LINES_OVER) return;
      clearInterval(timer);
      void worker.terminate();
      done(null);
    };
    worker.on('message', (message: Parsed | 'begun') => {
      if (message === 'begun') {
        timer = setInterval(look, limit / LOOKS);
        return;
      }
      clearInterval(timer);
      done(message);
    });
    worker.once('error', (error) => {
      clearInterval(timer);
      fail(error);
    });
  });
}

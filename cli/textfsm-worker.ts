/** The thread in which a template runs whose patterns have no bound; `textfsm-run.ts` starts it, and ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import { runTemplate } from '../shared/collect/textfsm/run.ts';
import { readTemplate } from '../shared/collect/textfsm/template.ts';
import type { Task } from './textfsm-run.ts';

const { template, text, onUnknown, watch } = workerData as Task;
const place = new Int32Array(watch);
// Loading and reading the template is not the text's time.
const read = readTemplate(template);
parentPort?.postMessage('begun');
parentPort?.postMessage(
  runTemplate(read, text, {
    onUnknown,
    onLine: (line) => {
      place[0] = line;
      place[1] = 0;
    },
    onUnbounded: (_, rule) => {
      place[1] = rule.line;
    },
  }),
);

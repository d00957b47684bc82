/** `textfsm TEMPLATE FILE`: the records that a template of TextFSM reads out of an output. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { pythonRepr } from '../shared/collect/textfsm/python-text.ts';
import type { Parsed } from '../shared/collect/textfsm/run.ts';
import { entriesOf } from '../shared/collect/textfsm/table.ts';
import {
  MAX_TEMPLATE,
  readTemplate,
  type Template,
  TemplateError,
} from '../shared/collect/textfsm/template.ts';
import { readText, refuse, Unreadable } from './files.ts';
import { readFlags } from './flags.ts';
import { hungWords, runBounded } from './textfsm-run.ts';

/** Of an output that a template is run over. */
const MOST_OUTPUT_BYTES = 256 * 1_048_576;

const options = {
  json: { type: 'boolean', default: false },
  'skip-unknown': { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

/** @returns the exit code: 0 read to the end, 1 a line was unknown, or passed over, 2 not readable */
export async function textfsm(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFlags(args, options);
  if (!given) return 2;
  const [templatePath, path, ...more] = given.positionals;
  if (!templatePath || !path || more.length > 0)
    return refuse('Say which template and which output: textfsm TEMPLATE FILE [--json] [--skip-unknown]');
  try {
    const source = await readText(templatePath, MAX_TEMPLATE * 4);
    let template: Template;
    try {
      template = readTemplate(source);
    } catch (error) {
      if (error instanceof TemplateError) return refuse(`${templatePath}: ${error.message}`);
      throw error;
    }
    const text = await readText(path, MOST_OUTPUT_BYTES);
    const onUnknown = given.values['skip-unknown'] ? 'skip' : 'stop';
    const answer = await runBounded(template, source, text, onUnknown);
    const read = answer.kind === 'read' ? answer.parsed : answer.before;
    process.stdout.write(given.values.json ? `${JSON.stringify(entriesOf(read), null, 2)}\n` : printed(read));
    if (answer.kind === 'hung')
      return say(
        `${hungWords(answer, templatePath)} That line of ${path} is ${shown(answer.text)}.\nWhat stands before it was read and kept. Write the rule without look-around or references, then it cannot hang.`,
      );
    return told(read, path);
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  }
}

function printed({ header, records }: Parsed): string {
  return [header, ...records].map((row) => `[${row.map(pythonRepr).join(', ')}]\n`).join('');
}

const shown = (text: string) => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);

function told(read: Parsed, path: string): 0 | 1 {
  const { stopped, skipped, moreSkipped, cut } = read;
  if (cut) say(`${path}: ${cut}`);
  if (stopped)
    return say(
      `${path}, line ${stopped.line} is unknown to the template (its line ${stopped.rule}): ${shown(stopped.text)}\n${stopped.message}\nThe ${read.records.length} records before it were kept. --skip-unknown leaves such lines out and reads on.`,
    );
  for (const line of skipped)
    say(`${path}, line ${line.line} was left out: ${shown(line.text)} (the template's line ${line.rule})`);
  if (moreSkipped > 0) say(`${moreSkipped} further lines were left out.`);
  return skipped.length > 0 || cut ? 1 : 0;
}

function say(words: string): 1 {
  process.stderr.write(`${words}\n`);
  return 1;
}

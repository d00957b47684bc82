/** `textfsm-check DIR`: every output of a folder in the layout of ntc-templates against the records that are expected of it. */

import { messageOf } from '../shared/base/fault.ts';
import { findRow, readIndex, type TemplateIndex } from '../shared/collect/textfsm/index-file.ts';
import { pairDifference } from '../shared/collect/textfsm/pair.ts';
import { type Entry, entriesOf, extend, keysOf } from '../shared/collect/textfsm/table.ts';
import {
  MAX_TEMPLATE,
  readTemplate,
  type Template,
  TemplateError,
} from '../shared/collect/textfsm/template.ts';
import { parseExpected } from './expected-records.ts';
import { refuse, Unreadable } from './files.ts';
import { openTexts, type TextSource } from './text-source.ts';
import { hungWords, runBounded } from './textfsm-run.ts';

const MOST_PAIR_BYTES = 32 * 1_048_576;

/** A template and its source, or why it cannot be used. */
type Loaded = { template: Template; source: string } | string;

class Templates {
  private readonly loaded = new Map<string, Loaded>();
  private readonly hung = new Map<string, string>();
  private readonly source: TextSource;
  private readonly folder: string;

  constructor(source: TextSource, folder: string) {
    this.source = source;
    this.folder = folder;
  }

  async load(name: string): Promise<Loaded> {
    const known = this.hung.get(name) ?? this.loaded.get(name);
    if (known) return known;
    let answer: Loaded;
    try {
      const source = await readUtf8(this.source, `${this.folder}${name}`, MAX_TEMPLATE * 4);
      answer = { template: readTemplate(source), source };
    } catch (error) {
      if (!(error instanceof TemplateError || error instanceof Unreadable)) throw error;
      answer = `${name}: ${error.message}`;
    }
    this.loaded.set(name, answer);
    return answer;
  }

  disable(name: string, why: string): void {
    this.hung.set(name, why);
  }
}

/** Text with Python's universal line ends, as its files are read. */
async function readUtf8(source: TextSource, path: string, mostBytes: number): Promise<string> {
  const bytes = await source.read(path, mostBytes);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\r\n?/g, '\n');
}

/** @returns the exit code: 0 all pass, 1 some do not, 2 no such folder */
export async function textfsmCheck(args: readonly string[]): Promise<0 | 1 | 2> {
  const [path, ...more] = args;
  if (!path || more.length > 0) return refuse('Say which folder or zip: textfsm-check DIR');
  let source: TextSource;
  try {
    source = await openTexts(path);
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  }
  try {
    return await checkAll(source, path);
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  } finally {
    await source.close();
  }
}

async function checkAll(source: TextSource, path: string): Promise<0 | 1 | 2> {
  // A folder of one's own templates, as `intake --templates` takes it, has its index beside them.
  const indexPath =
    source.paths.find((each) => /(?:^|\/)templates\/index$/.test(each)) ??
    source.paths.find((each) => each === 'index');
  if (!indexPath)
    return refuse(
      `${path} holds neither templates/index nor an index. Name the folder that has the templates and tests in it.`,
    );
  const templates = new Templates(source, indexPath.slice(0, -'index'.length));
  const index = readIndex(await readUtf8(source, indexPath, MOST_PAIR_BYTES));
  for (const { line, message } of index.problems)
    process.stderr.write(`${indexPath}, line ${line}: ${message}\n`);
  const known = new Set(source.paths);
  let passed = 0;
  let total = 0;
  for (const raw of source.paths) {
    const pair = /(?:^|\/)tests\/([^/]+)\/([^/]+)\/[^/]+\.raw$/.exec(raw);
    const expectedPath = raw.replace(/\.raw$/, '.yml');
    if (!pair || !known.has(expectedPath)) continue;
    const [, platform = '', command = ''] = pair;
    total++;
    const fault = await checkPair(source, templates, index, raw, expectedPath, {
      Platform: platform,
      Command: command.replaceAll('_', ' '),
    });
    if (fault === null) passed++;
    else process.stdout.write(`${raw}: ${fault}\n`);
  }
  process.stdout.write(`${passed}/${total}\n`);
  if (total === 0) return refuse(`${path} holds no tests/PLATFORM/COMMAND/*.raw with a .yml beside it.`);
  return passed === total ? 0 : 1;
}

/** What is wrong with a pair, in one line; null where it passes. */
async function checkPair(
  source: TextSource,
  templates: Templates,
  index: TemplateIndex,
  raw: string,
  expectedPath: string,
  attributes: Record<string, string>,
): Promise<string | null> {
  const row = findRow(index, attributes);
  if (!row) return `No row of the index fits ${JSON.stringify(attributes)}.`;
  const text = await readUtf8(source, raw, MOST_PAIR_BYTES);
  let expected: unknown;
  try {
    expected = parseExpected(await readUtf8(source, expectedPath, MOST_PAIR_BYTES));
  } catch (error) {
    return `The expected records are no YAML (${messageOf(error)}).`;
  }
  const sample =
    typeof expected === 'object' && expected !== null && 'parsed_sample' in expected
      ? expected.parsed_sample
      : null;
  let entries: Entry[] | null = null;
  let keys: string[] = [];
  for (const name of row.templates) {
    const loaded = await templates.load(name);
    if (typeof loaded === 'string') return loaded;
    const answer = await runBounded(loaded.template, loaded.source, text, 'stop');
    if (answer.kind === 'hung') {
      const why = `${hungWords(answer, name)} It is disabled.`;
      templates.disable(name, why);
      return why;
    }
    if (answer.parsed.stopped) return answer.parsed.stopped.message;
    if (keys.length === 0) keys = keysOf(loaded.template);
    entries = entries ? extend(entries, answer.parsed, keys) : entriesOf(answer.parsed);
  }
  return pairDifference(entries ?? [], sample);
}

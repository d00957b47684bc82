/** Templates that the user brings: an index with its templates in a folder or zip, run over the outputs that it names. */
import type { CapturedFile, CollectOptions } from '../shared/collect/collect.ts';
import { outputKey, outputsOf } from '../shared/collect/collect.ts';
import { commandWords } from '../shared/collect/commands.ts';
import { decode } from '../shared/collect/decode.ts';
import { findRow, readIndex } from '../shared/collect/textfsm/index-file.ts';
import { readMapping, type TemplateReading } from '../shared/collect/textfsm/mapping.ts';
import {
  MAX_TEMPLATE,
  readTemplate,
  type Template,
  TemplateError,
} from '../shared/collect/textfsm/template.ts';
import { readJson, Unreadable } from './files.ts';
import { openTexts, type TextSource } from './text-source.ts';
import { hungWords, runBounded } from './textfsm-run.ts';

const MOST_MAPPING_BYTES = 4 * 1_048_576;

async function textOf(source: TextSource, path: string): Promise<string> {
  const decoded = decode(await source.read(path, MAX_TEMPLATE * 4));
  if (decoded.kind === 'binary') throw new Unreadable(`${path} is ${decoded.what}, no text.`);
  return decoded.text;
}

interface Loaded {
  template: Template;
  source: string;
}

/** A template that the index names; null, and said, where it cannot be used. */
async function load(source: TextSource, base: string, name: string): Promise<Loaded | null> {
  try {
    const text = await textOf(source, `${base}${name}`);
    return { template: readTemplate(text), source: text };
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof Unreadable)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    return null;
  }
}

/**
 * Runs the templates over the outputs whose command the index names.
 * @throws Unreadable with one line where the folder or the mapping cannot be used
 */
export async function readWithTemplates(
  files: readonly CapturedFile[],
  folder: string,
  mappingPath: string,
  hint: { command?: string | undefined; platform?: string | undefined },
): Promise<NonNullable<CollectOptions['templates']>> {
  const mapping = readMapping(await readJson(mappingPath, MOST_MAPPING_BYTES));
  if (typeof mapping === 'string') throw new Unreadable(`${mappingPath}: ${mapping}`);
  const source = await openTexts(folder);
  try {
    const indexPath = source.paths.find((path) => /(?:^|\/)index$/.test(path));
    if (!indexPath)
      throw new Unreadable(`${folder} holds no file named index, which says what each template reads.`);
    const base = indexPath.slice(0, -'index'.length);
    const index = readIndex(await textOf(source, indexPath));
    for (const { line, message } of index.problems)
      process.stderr.write(`${indexPath}, line ${line}: ${message}\n`);
    const readings = new Map<string, TemplateReading>();
    const disabled = new Set<string>();
    const loaded = new Map<string, Loaded>();
    for (const file of files) {
      for (const { command, line, lines } of outputsOf(file, hint.command)) {
        if (command === null) continue;
        const row = findRow(index, {
          Command: commandWords(command).join(' '),
          ...(hint.platform === undefined ? {} : { Platform: hint.platform }),
        });
        const [name] = row?.templates ?? [];
        if (name === undefined || disabled.has(name)) continue;
        const known = loaded.get(name) ?? (await load(source, base, name));
        if (known === null) {
          disabled.add(name);
          continue;
        }
        loaded.set(name, known);
        const text = lines.map((each) => each.text).join('\n');
        const answer = await runBounded(known.template, known.source, text, 'skip');
        if (answer.kind === 'hung') disabled.add(name);
        readings.set(outputKey(file.name, line), {
          template: name,
          parsed: answer.kind === 'hung' ? answer.before : answer.parsed,
          notes:
            answer.kind === 'hung'
              ? [
                  `${hungWords({ ...answer, line: lines[answer.line - 1]?.number ?? answer.line }, name)} It is not used again. What stands before was kept.`,
                ]
              : [],
        });
      }
    }
    return { readings, mapping };
  } finally {
    await source.close();
  }
}

/** `redact FILE...`: derivatives of files in which what names the customer, and every secret found, is replaced by tokens. */

import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Encoding } from '../shared/redaction/content.ts';
import { type Left, NOT_A_GUARANTEE, openFinalScan } from '../shared/redaction/final-scan.ts';
import { KEY_BYTES } from '../shared/redaction/keyed.ts';
import { type CaseLists, type Kind, kinds, type Replacement } from '../shared/redaction/kinds.ts';
import {
  openRedactor,
  openSurvey,
  type RedactionOptions,
  type Redactor,
} from '../shared/redaction/redact.ts';
import { secretlint } from '../shared/redaction/second-detector.ts';
import { refuse } from './files.ts';
import { readFlags } from './flags.ts';
import { openNames, openTarget, piecesOf, sniff } from './redact-files.ts';

/** Replacements that `--json` lists; more are counted. */
const MOST_LISTED = 100_000;
const FOLDER = 'redacted';

const options = {
  'key-file': { type: 'string' },
  out: { type: 'string', default: FOLDER },
  json: { type: 'boolean', default: false },
  keep: { type: 'string', multiple: true, default: [] },
  add: { type: 'string', multiple: true, default: [] },
  'telephone-digits': { type: 'string', default: '2' },
} satisfies ParseArgsOptionsConfig;

/** One file as it was given, and what becomes of it. */
interface File {
  path: string;
  name: string;
  encoding: Encoding;
}

interface Derivative {
  input: string;
  output: string;
  counts: Partial<Record<Kind, number>>;
}

type Key = { bytes: Uint8Array; said: string };

/** @returns the exit code: 0 nothing found in what was written, 1 something, or a file that was not looked into, 2 not usable */
export async function redact(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFlags(args, options);
  if (!given) return 2;
  const { values, positionals } = given;
  if (positionals.length === 0) return refuse('Say which files to redact: redact FILE...');
  const digits = Number(values['telephone-digits']);
  if (!/^[0-4]$/.test(values['telephone-digits'])) return refuse('--telephone-digits takes 0 to 4.');
  const lists = listsOf(values.keep, values.add);
  if (typeof lists === 'string') return refuse(lists);
  try {
    const key = await keyOf(values['key-file']);
    if (typeof key === 'string') return refuse(key);
    return await redactFiles(positionals, key, values.out, { telephoneDigits: digits, lists }, values.json);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      return refuse(
        `${path} is there already. Nothing is overwritten: remove it, or name another folder with --out.`,
      );
    if (code && path) return refuse(`${path} cannot be read or written (${code}).`);
    throw error;
  }
}

function listsOf(keep: readonly string[], add: readonly string[]): CaseLists | string {
  const added: { text: string; kind: Kind }[] = [];
  for (const each of add) {
    const [name = '', ...rest] = each.split(':');
    const kind = kinds.find((known) => known === name.toUpperCase());
    const text = rest.join(':');
    if (!kind || text.length < 3)
      return `--add ${each}: give a kind (${kinds.join(', ').toLowerCase()}), a colon and at least three characters, such as host:core1.`;
    added.push({ text, kind });
  }
  return { keep, add: added };
}

/** The key of the case from its file, a new one in the file that was named, or one that nobody keeps. */
async function keyOf(path: string | undefined): Promise<Key | string> {
  if (path === undefined)
    return {
      bytes: randomBytes(KEY_BYTES),
      said: 'A key was made for this run and is not kept: the tokens match no others. With --key-file, the same original gets the same token each time.',
    };
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (!/^[0-9a-f]{64}$/i.test(text)) return `${path} holds no key: 64 hexadecimal digits are expected.`;
    return { bytes: Buffer.from(text, 'hex'), said: `The tokens are those of the key in ${path}.` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const bytes = randomBytes(KEY_BYTES);
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${bytes.toString('hex')}\n`);
    await file.close();
    return {
      bytes,
      said: `A new key is in ${path}. Keep it with the case and away from who gets the derivatives: it shows which original a token is.`,
    };
  }
}

async function redactFiles(
  paths: readonly string[],
  key: Key,
  out: string,
  settings: RedactionOptions,
  json: boolean,
): Promise<0 | 1> {
  const skipped: { input: string; what: string }[] = [];
  const files: File[] = [];
  for (const path of paths) {
    const found = await sniff(path);
    if (found.kind !== 'text')
      skipped.push({
        input: path,
        what:
          found.kind === 'archive'
            ? `a ${found.format} archive`
            : found.kind === 'picture'
              ? 'a picture'
              : found.what,
      });
    else files.push({ path, name: basename(path), encoding: found.encoding });
  }
  const survey = openSurvey(settings.lists);
  for (const file of files) await surveyed(survey, file);
  const redactor = openRedactor(key.bytes, survey.originals, settings);

  await mkdir(out, { recursive: true, mode: 0o700 });
  const folder = await realpath(out);
  const nameFor = openNames();
  const derivatives: Derivative[] = [];
  const listed: Omit<Replacement, 'original'>[] = [];
  const tokens = new Set<string>();
  for (const file of files) {
    const output = join(folder, nameFor(redactor.rename(file.name)));
    const counts: Derivative['counts'] = {};
    await written(redactor, file, output, ({ original: _, ...replacement }) => {
      counts[replacement.kind] = (counts[replacement.kind] ?? 0) + 1;
      if (replacement.kind === 'SECRET') tokens.add(replacement.token);
      if (listed.length < MOST_LISTED) listed.push(replacement);
    });
    derivatives.push({ input: file.path, output, counts });
  }
  const scan = openFinalScan({ originals: survey.originals, tokens }, secretlint);
  const left: Left[] = [];
  for (const [at, { output }] of derivatives.entries()) {
    const look = scan.look(basename(output));
    for await (const piece of piecesOf(output, files[at]?.encoding ?? 'utf-8'))
      left.push(...(await look.push(piece)));
    left.push(...(await look.end()));
  }
  process.stdout.write(
    json
      ? `${JSON.stringify({ key: key.said, files: derivatives, replacements: listed, left: left.map(({ text: _, ...rest }) => rest), notLookedInto: skipped, note: NOT_A_GUARANTEE }, null, 2)}\n`
      : printed(derivatives, left, skipped, key.said),
  );
  return left.length > 0 || skipped.length > 0 ? 1 : 0;
}

/** The first phase on one file. Bytes that are not UTF-8 are read as they are, one character each, and written back so. */
async function surveyed(survey: ReturnType<typeof openSurvey>, file: File): Promise<void> {
  const read = async () => {
    const look = survey.look(file.name);
    for await (const piece of piecesOf(file.path, file.encoding)) look.push(piece);
    look.end();
  };
  try {
    await read();
  } catch (error) {
    if (!(error instanceof TypeError) || file.encoding === 'latin1') throw error;
    file.encoding = 'latin1';
    await read();
  }
}

async function written(
  redactor: Redactor,
  file: File,
  output: string,
  told: (replacement: Replacement) => void,
): Promise<void> {
  const target = await openTarget(output, file.encoding);
  const text = redactor.open(file.path, told);
  for await (const piece of piecesOf(file.path, file.encoding)) await target.write(text.push(piece));
  await target.write(text.end());
  await target.close();
}

const words: Record<Kind, string> = {
  SECRET: 'secrets',
  HOST: 'host names',
  DOMAIN: 'domains',
  USER: 'users',
  MAIL: 'mail addresses',
  TEL: 'telephone numbers',
  IPV4: 'IPv4 addresses',
  IPV6: 'IPv6 addresses',
  MAC: 'MAC addresses',
};

function printed(
  derivatives: readonly Derivative[],
  left: readonly Left[],
  skipped: readonly { input: string; what: string }[],
  key: string,
): string {
  const lines = derivatives.map(({ input, output, counts }) => {
    const told = kinds.filter((kind) => counts[kind]).map((kind) => `${counts[kind]} ${words[kind]}`);
    return `${input} -> ${output}\n  ${told.length > 0 ? told.join(', ') : 'nothing replaced'}`;
  });
  for (const { input, what } of skipped) lines.push(`${input} is ${what}: not looked into, nothing written.`);
  for (const { source, line, column, by, in: place } of left)
    lines.push(
      place === 'name'
        ? `${source}: the name itself still holds an original (${by})`
        : `${source}:${line}:${column}: still found by the final scan (${by})`,
    );
  lines.push(
    left.length === 0
      ? 'The final scan found nothing more.'
      : `The final scan still finds ${left.length}. Name them with --add, or say --keep where they may stay, and redact again.`,
  );
  lines.push(NOT_A_GUARANTEE, key);
  return `${lines.join('\n')}\n`;
}

/** `credential verify FILE` and `credential issue CLAIMS.json`: credentials without a console. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { messageOf } from '../shared/base/fault.ts';
import { credentialFacts, signCredential } from '../shared/certification/credential.ts';
import { type IssuerKey, parseJwks } from '../shared/certification/keys.ts';
import { tokenIn } from '../shared/certification/open-badge.ts';
import { MAX_LIST_LENGTH } from '../shared/certification/token.ts';
import {
  checkTitles,
  listAgeInWords,
  sentenceOf,
  type Verdict,
  verdictTitles,
} from '../shared/certification/verdict.ts';
import { openVerifier } from '../shared/certification/verify.ts';
import { readJson, readText, refuse, Unreadable } from './files.ts';
import { readFileFlags } from './flags.ts';
import { instantOf } from './instant-flag.ts';
import { readSigner } from './key-files.ts';

const MOST_BYTES = 256 * 1024;

const marks = { passed: 'ok', warning: 'warning', failed: 'failed', 'not-made': '-' } as const;

function printed(verdict: Verdict): string {
  const lines = [`${verdictTitles[verdict.kind]}. ${sentenceOf(verdict)}`];
  for (const { name, outcome, message } of verdict.checks)
    lines.push(`  ${marks[outcome].padEnd(8)}${checkTitles[name]}: ${message}`);
  const asked = verdict.checks.some(({ name, outcome }) => name === 'status' && outcome !== 'not-made');
  if (asked) lines.push(listAgeInWords(verdict.list));
  return `${lines.join('\n')}\n`;
}

async function keysOf(path: string): Promise<IssuerKey[]> {
  const value = await readJson(path, MOST_BYTES);
  try {
    return parseJwks(value);
  } catch (error) {
    throw new Unreadable(`${path}: ${messageOf(error)}`);
  }
}

const verifyOptions = {
  jwks: { type: 'string' },
  'status-list': { type: 'string', multiple: true, default: [] },
  at: { type: 'string' },
  json: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

async function verify(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFileFlags(
    args,
    verifyOptions,
    'Say which credential: credential verify FILE --jwks FILE',
  );
  if (!given) return 2;
  const { path, values } = given;
  if (values.jwks === undefined) return refuse('Say whose keys are trusted: --jwks FILE.');
  const at = instantOf(values.at);
  if (!at) return 2;
  const keys = await keysOf(values.jwks);
  const lists = await Promise.all(
    values['status-list'].map(async (file) => (await readText(file, MAX_LIST_LENGTH)).trim()),
  );
  const verifier = await openVerifier(keys, lists);
  for (const problem of verifier.problems) process.stderr.write(`${problem}\n`);
  const token = tokenIn(await readText(path, MOST_BYTES));
  const verdict = await verifier.verify(token, { at, unknownStatus: 'warn' });
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ at, ...verdict, sentence: sentenceOf(verdict) }, null, 2)}\n`
      : printed(verdict),
  );
  return verdict.kind === 'unreadable' ? 2 : verdict.accepted ? 0 : 1;
}

async function issue(args: readonly string[]): Promise<0 | 2> {
  const given = readFileFlags(
    args,
    { key: { type: 'string' } },
    'Say what to issue: credential issue CLAIMS.json --key FILE',
  );
  if (!given) return 2;
  const { path, values } = given;
  if (values.key === undefined) return refuse('Say with which key: --key FILE.');
  const parsed = credentialFacts.safeParse(await readJson(path, MOST_BYTES));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      `${path} does not fit at ${issue?.path.map(String).join('.') || 'its top'}: ${issue?.message}.`,
    );
  }
  const signer = await readSigner(values.key, process.env.KEY_PASSPHRASE || null);
  if (!signer.kid.startsWith(`${parsed.data.issuer.id}/`))
    return refuse(`The key is not the issuer’s: its kid does not lie below ${parsed.data.issuer.id}.`);
  process.stdout.write(`${await signCredential(parsed.data, signer, new Date())}\n`);
  return 0;
}

/** @returns the exit code */
export async function credential([command, ...args]: readonly string[]): Promise<0 | 1 | 2> {
  try {
    if (command === 'verify') return await verify(args);
    if (command === 'issue') return await issue(args);
    return refuse('Say what to do: credential verify FILE, or credential issue CLAIMS.json.');
  } catch (error) {
    return refuse(messageOf(error));
  }
}

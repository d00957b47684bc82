/** `intake FILE...`: what captured outputs say about systems, each fact with its file and line. Nothing is written. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { type CapturedFile, type CollectOptions, collect } from '../shared/collect/collect.ts';
import { type Collected, systemFields } from '../shared/collect/collected.ts';
import { startSet } from '../shared/collect/findings/start-set.ts';
import { platformOf } from '../shared/collect/recognise.ts';
import { readCaptures } from './captures.ts';
import { refuse, Unreadable } from './files.ts';
import { readFlags } from './flags.ts';
import { readWithTemplates } from './own-templates.ts';

const options = {
  json: { type: 'boolean', default: false },
  command: { type: 'string' },
  platform: { type: 'string' },
  component: { type: 'string', multiple: true },
  'fault-at': { type: 'string' },
  'captured-at': { type: 'string' },
  templates: { type: 'string' },
  mapping: { type: 'string' },
} satisfies ParseArgsOptionsConfig;

/** @returns the exit code: 0 all was recognised, 1 some of it was not, 2 nothing can be read */
export async function intake(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFlags(args, options);
  if (!given) return 2;
  const { values, positionals } = given;
  if (positionals.length === 0) return refuse('Say which outputs to read: intake FILE...');
  const files: CapturedFile[] = [];
  try {
    for (const path of positionals) files.push(...(await readCaptures(path)));
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  }
  for (const name of ['fault-at', 'captured-at'] as const)
    if (values[name] !== undefined && Number.isNaN(Date.parse(values[name])))
      return refuse(`--${name} ${values[name]} is no time. Give one such as 2026-11-28T13:00:00Z.`);
  if (values.platform !== undefined && platformOf(values.platform) === null && values.templates === undefined)
    return refuse(
      `--platform ${values.platform} is none that is read here. Say cisco_ios, cisco_nxos, cisco_xr, cisco_asa, cisco_cucm, cisco_phone, windows, linux, or another maker's, such as arista_eos or juniper_junos.`,
    );
  const hint = { command: values.command, platform: values.platform };
  let templates: CollectOptions['templates'];
  if (values.templates !== undefined || values.mapping !== undefined) {
    if (values.templates === undefined || values.mapping === undefined)
      return refuse('Own templates need both: --templates DIR with an index in it, and --mapping FILE.json.');
    try {
      templates = await readWithTemplates(files, values.templates, values.mapping, hint);
    } catch (error) {
      if (error instanceof Unreadable) return refuse(error.message);
      throw error;
    }
  }
  const collected = collect(files, {
    ...hint,
    components: values.component ?? [],
    findings: {
      rules: startSet,
      context: {
        now: new Date().toISOString(),
        faultAt: values['fault-at'] ?? null,
        capturedAt: values['captured-at'] ?? null,
      },
    },
    ...(templates ? { templates } : {}),
  });
  process.stdout.write(values.json ? `${JSON.stringify(collected, null, 2)}\n` : printed(collected));
  return collected.provenance.every(({ kind }) => kind !== 'unknown') ? 0 : 1;
}

function printed(collected: Collected): string {
  const out: string[] = [];
  for (const {
    file,
    fromLine,
    toLine,
    command,
    kind,
    certainty,
    alternatives,
    notes,
  } of collected.provenance) {
    const what = kind === 'unknown' ? 'not recognised' : `${kind} (${Math.round(certainty * 100)} % certain)`;
    out.push(`${file}, lines ${fromLine} to ${toLine}${command === null ? '' : `, ${command}`}: ${what}`);
    if (kind === 'unknown' && alternatives.length > 0)
      out.push(
        `  may be ${alternatives.map((each) => each.kind).join(', ')}: say which with --command and --platform`,
      );
    for (const note of notes) out.push(`  ${note}`);
  }
  for (const system of collected.systems) {
    out.push('', system.hostname?.value ?? system.serial?.value ?? system.id);
    for (const field of systemFields) {
      const fact = system[field];
      if (fact) out.push(`  ${field.padEnd(22)}${fact.value}  (${fact.file}:${fact.line})`);
    }
    for (const address of system.addresses)
      out.push(`  ${'address'.padEnd(22)}${address.value}  (${address.file}:${address.line})`);
    for (const part of system.parts)
      out.push(
        `  ${'part'.padEnd(22)}${[part.name, part.model, part.version, part.serial].filter((each) => each !== '').join(', ')}  (${part.file}:${part.line})`,
      );
    const own = collected.revisions.filter((each) => each.system === system.id);
    for (const { component, value, state, file, line } of own)
      out.push(`  revision ${component}: ${value}${state ? `, ${state}` : ''}  (${file}:${line})`);
    for (const { kind, to, value, file, line } of collected.links.filter((each) => each.system === system.id))
      out.push(`  link ${kind} to ${to}${value === '' ? '' : `: ${value}`}  (${file}:${line})`);
    const entries = collected.configuration.filter((each) => each.system === system.id);
    for (const { section, key, value, file, line } of entries)
      out.push(`  ${section}, ${key}: ${value}  (${file}:${line})`);
  }
  for (const { message, todo, clause, evidence } of collected.findings) {
    out.push('', `${message}${clause === null ? '' : ` (${clause})`}`, `  ${todo}`);
    for (const { file, line, text } of evidence) out.push(`  ${file}:${line}: ${text}`);
  }
  return `${out.join('\n')}\n`;
}

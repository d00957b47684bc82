/** Readers of outputs of which each fact stands behind a label of its own: a pattern, and what its first group is. */
import type { SystemField } from '../collected.ts';
import type { Line } from '../lines.ts';
import { byLine, type LineRule, type Platform, type Reader } from '../reader.ts';

/** Nothing is kept from one line to the next. */
export type Rule = LineRule<null>;

/** A field of the system. */
export const says = (pattern: RegExp, field: SystemField): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().set(field, value, line),
];

/** The model: of a stack or a cluster the first is the system's, and each is known. */
export const modelIs = (pattern: RegExp): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().set('model', value, line).add('models', value, line),
];

/** The serial number: of a stack or a cluster the first is the system's, and each is known. */
export const serialIs = (pattern: RegExp): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().set('serial', value, line).add('serials', value, line),
];

/** The version of what runs on it, which is a revision level. */
export const runs = (pattern: RegExp, os: string): Rule => [
  pattern,
  ([, version], line, sink) =>
    sink.system().set('version', version, line).set('os', os, line).revision(os, version, line),
];

/** The version of something else on it. */
export const has = (pattern: RegExp, component: string): Rule => [
  pattern,
  ([, version], line, sink) => sink.system().revision(component, version, line),
];

export const macIs = (pattern: RegExp): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().add('macAddresses', value, line),
];

export const addressIs = (pattern: RegExp): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().add('addresses', value, line),
];

/** The image that it was started with. */
export const imageIs = (pattern: RegExp): Rule => [
  pattern,
  ([, value], line, sink) =>
    sink.system().set('image', value, line).entry('Software', 'Image file', value, line),
];

/** An entry of the configuration. */
export const notes = (pattern: RegExp, section: string, key: string): Rule => [
  pattern,
  ([, value], line, sink) => sink.system().entry(section, key, value, line),
];

export function labelled(
  platform: Platform,
  commands: readonly string[],
  signs: Reader['signs'],
  rules: readonly Rule[],
): Reader {
  return {
    kind: `${platform} ${commands[0] ?? ''}`.trim(),
    platforms: [platform],
    commands,
    signs,
    rare: true,
    read: byLine(() => null, rules),
  };
}

/** Cells of a line of a table whose columns begin where the words of its head do. */
export function cellsAt(text: string, starts: readonly number[]): string[] {
  return starts.map((from, at) => text.slice(from, starts[at + 1]).trim());
}

/** Lines from the one that the pattern fits on, without that one. */
export function linesAfter(lines: readonly Line[], head: RegExp): readonly Line[] {
  const at = lines.findIndex(({ text }) => head.test(text));
  return at < 0 ? [] : lines.slice(at + 1);
}

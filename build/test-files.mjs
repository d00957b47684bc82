/** Which test files a person named to `npm test -- FILE...`, and which of Vitest's projects hold them. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Flags of Vitest whose value stands behind them as a word of its own. */
const WITH_VALUE = new Set(['-t', '--testNamePattern', '--bail', '--retry', '--testTimeout', '--reporter']);

/** Project by the folder that vitest.config.ts gives it. */
const PROJECTS = { 'test/unit/': 'node', 'test/component/': 'chromium', 'test/e2e/': 'journey' };

/** All test files, by their path in the clone with `/`. */
export function testFiles(root) {
  return Object.keys(PROJECTS).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => folder + String(name).split(sep).join('/'))
      .filter((path) => /\.test\.tsx?$/.test(path)),
  );
}

/**
 * Tells the files of a command line from its flags.
 * @param {readonly string[]} args as they were given
 * @param {readonly string[]} files all test files
 * @param {{ root: string, clone: string, from: string }} folders `clone` is where a person sees this clone, `from` where the command was given
 * @returns {{ flags: string[], chosen: string[], projects: string[], unknown: string[] }} `chosen` are the test files whose
 *   path holds one of the words; empty without any word. `unknown` are words that no path holds
 */
export function chooseTests(args, files, { root, clone, from }) {
  const flags = [];
  const words = [];
  for (let at = 0; at < args.length; at++) {
    if (!args[at].startsWith('-')) words.push(args[at]);
    else if (WITH_VALUE.has(args[at])) flags.push(args[at], args[++at] ?? '');
    else flags.push(args[at]);
  }
  const matching = (word) => {
    const plain = word.split(sep).join('/').replace(/^\.\//, '');
    const inClone = [root, clone, from]
      .map((folder) => relative(folder, word).split(sep).join('/'))
      .find((path) => files.includes(path));
    return files.filter((path) => (inClone ? path === inClone : path.includes(plain)));
  };
  const chosen = [...new Set(words.flatMap(matching))];
  return {
    flags,
    chosen,
    projects: [
      ...new Set(
        chosen.map((path) => Object.entries(PROJECTS).find(([folder]) => path.startsWith(folder))?.[1]),
      ),
    ],
    unknown: words.filter((word) => matching(word).length === 0),
  };
}

/** Whether a pattern runs in linear time, told from its tree alone: rows are checked by it where nobody runs one. */
import { asciiClasses } from './code-points.ts';
import { fitsRe2 } from './emit.ts';
import { NO_END, parsePattern } from './parse.ts';
import type { Node } from './syntax.ts';

/** RE2 refuses counts that multiply to more than this, one inside the other. */
const MOST_REPEATS = 1_000;

/**
 * Whether a matcher of it runs by RE2.
 * @throws PatternError where it is no pattern
 */
export function isLinear(source: string): boolean {
  const { root } = parsePattern(source, asciiClasses);
  return fitsRe2(root, true) && repeats(root) <= MOST_REPEATS;
}

/** The largest product of counts that stand one inside the other. */
function repeats(node: Node): number {
  switch (node.kind) {
    case 'sequence':
      return Math.max(1, ...node.items.map(repeats));
    case 'choice':
      return Math.max(1, ...node.options.map(repeats));
    case 'group':
    case 'look':
      return repeats(node.body);
    case 'repeat':
      return Math.max(1, node.most === NO_END ? node.least : node.most) * repeats(node.body);
    default:
      return 1;
  }
}

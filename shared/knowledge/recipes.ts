/** Recipes: which outputs a fault of a product is looked into with, from which node, by which command. See SPEC.md, N5 and N6. */
import { z } from 'zod';
import { later } from '../base/later.ts';
import { instant, line } from '../base/values.ts';
import type { ReadOutput } from '../collect/collected.ts';
import { isCommand } from '../collect/commands.ts';

const recipeItem = later(() =>
  z.strictObject({
    /** From which node, in words: `the publisher`. */
    node: line,
    /** As it is typed, in full. */
    command: line.min(1),
    why: line,
  }),
);

export const recipe = later(() =>
  z.strictObject({
    id: line.min(1),
    title: line.min(1),
    /** A product of the catalogue; null for any. */
    productId: line.nullable(),
    /** What the customer says, in words that are searched for. */
    symptom: line,
    version: z.number().int().min(1).max(100_000),
    items: z.array(recipeItem).min(1).max(50),
    publishedAt: instant,
    sample: z.boolean(),
  }),
);
export type Recipe = z.infer<typeof recipe>;

export interface RecipeState {
  node: string;
  command: string;
  why: string;
  /** Where the output stands; null where it is missing. */
  at: { file: string; line: number } | null;
}

/**
 * Which of a recipe's outputs are there. One output answers one item, and of a system, however often it was captured, one answers those that
 * ask for the same command, so that two nodes need the outputs of two.
 */
export function recipeState({ items }: Recipe, outputs: readonly ReadOutput[]): RecipeState[] {
  // What somebody mailed often says no command: then it is the one whose output it was taken for.
  const left = outputs.flatMap((each) => {
    const typed = each.command ?? each.usual;
    return typed === null || each.kind === 'unknown' ? [] : [{ ...each, typed }];
  });
  const answered = new Set<string>();
  return items.map(({ node, command, why }) => {
    const of = (system: string | null) =>
      system === null ? null : JSON.stringify([system, command.toLowerCase()]);
    const at = left.findIndex(
      ({ typed, system }) => isCommand(typed, command) && !answered.has(of(system) ?? ''),
    );
    const [found] = at < 0 ? [] : left.splice(at, 1);
    const key = of(found?.system ?? null);
    if (key !== null) answered.add(key);
    return { node, command, why, at: found ? { file: found.file, line: found.fromLine } : null };
  });
}

/** `missing: utils dbreplication runtimestate from the publisher`; empty where nothing is. */
export function missingWords(states: readonly RecipeState[]): string[] {
  return states
    .filter(({ at }) => at === null)
    .map(({ command, node }) => `missing: ${command}${node === '' ? '' : ` from ${node}`}`);
}

/** Recipes that fit a case, the closest first: those of its products before those of any. */
export function fittingRecipes(
  recipes: readonly Recipe[],
  about: { productIds: readonly string[]; text: string },
): Recipe[] {
  const words = new Set(
    about.text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 3),
  );
  const score = ({ productId, symptom, title }: Recipe) => {
    const own = `${symptom} ${title}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    const shared = own.filter((word) => words.has(word)).length;
    return (productId !== null && about.productIds.includes(productId) ? 100 : 0) + shared;
  };
  return recipes
    .filter(({ productId }) => productId === null || about.productIds.includes(productId))
    .map((each) => ({ each, points: score(each) }))
    .sort((a, b) => b.points - a.points || (a.each.title < b.each.title ? -1 : 1))
    .map(({ each }) => each);
}

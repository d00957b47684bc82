/** Which question F8 leads to: down the form through all that is due now, then through all that is asked later, and round again. */
import { type Place, samePlace } from '../../../../shared/base/place.ts';
import { formOrder } from '../../../../shared/handoff/outline.ts';

interface Asked {
  where: Place;
}

/**
 * The question after a place, or before it.
 * @param groups what is due now, then what is later, each in the order of the form
 * @param from where the person is, and in which group it was asked; null: from the top
 */
export function nextQuestion<Q extends Asked>(
  contents: Parameters<typeof formOrder>[0],
  groups: readonly (readonly Q[])[],
  from: { where: Place; group: number } | null,
  back: boolean,
): Q | undefined {
  const all = groups.flat();
  const listed = back ? all.toReversed() : all;
  if (from === null) return listed[0];
  const own = groups[from.group] ?? [];
  const ofGroup = back ? own.toReversed() : own;
  if (ofGroup.some(({ where }) => samePlace(where, from.where))) {
    // Still open: it is passed over, by its place in the list, since two places can stand equally far down the form.
    const after = ofGroup.slice(ofGroup.findLastIndex(({ where }) => samePlace(where, from.where)) + 1);
    const others = back ? groups.slice(0, from.group).toReversed() : groups.slice(from.group + 1);
    const beyond = after[0] ?? others.find(({ length }) => length > 0)?.at(back ? -1 : 0);
    return beyond ?? listed[0];
  }
  // It was answered: what is left of its group comes first, also what stands above it.
  const order = formOrder(contents);
  const beyond = ofGroup.find(({ where }) =>
    back ? order(where, from.where) < 0 : order(where, from.where) > 0,
  );
  return beyond ?? ofGroup[0] ?? listed[0];
}

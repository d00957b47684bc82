/** What a form was refused for, and what of it goes once a field was changed. */

/** Words alone, between blanks, so that one text can be looked for in another by whole words. */
const wordsOf = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;

const labelOf = (field: Element): string =>
  'labels' in field && field.labels instanceof NodeList ? (field.labels[0]?.textContent ?? '') : '';

/**
 * Problems that stay on screen when a field was changed: those that name another field of the form by its label, and not this one. What is
 * said of the whole is said of what no longer stands there.
 */
export function stillWrong(
  problems: readonly string[],
  changed: Element,
  fields: Iterable<Element>,
): readonly string[] {
  const own = wordsOf(labelOf(changed));
  const others = [...fields]
    .map((each) => wordsOf(labelOf(each)))
    .filter((each) => each.trim() && each !== own);
  return problems.filter((problem) => {
    const words = wordsOf(problem);
    return others.some((each) => words.includes(each)) && !(own.trim() !== '' && words.includes(own));
  });
}

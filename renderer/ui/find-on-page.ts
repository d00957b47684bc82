/**
 * Finds words on the page that is shown: in its text, and in its fields, which is where a case's words are. What is found is
 * painted by the browser's own highlights, so that no element of a screen is touched.
 */

export type Found = { kind: 'text'; range: Range } | { kind: 'field'; field: HTMLElement };

/** More are of no use, and each costs. */
export const MOST_FOUND = 1_000;

const FOUND = 'found';
const CURRENT = 'found-current';

/** In lower case, one character for each: a text's places stay what they are. */
function folded(text: string): string {
  return [...text]
    .map((each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each))
    .join('');
}

function isShown(element: Element): boolean {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
}

const isField = (node: Node): node is HTMLInputElement | HTMLTextAreaElement =>
  (node instanceof HTMLInputElement &&
    !['hidden', 'password', 'checkbox', 'radio', 'file'].includes(node.type)) ||
  node instanceof HTMLTextAreaElement;

/** @param root but for what is marked `data-find`: the bar that the words are typed into
 * @returns what holds the words, in the order of the page; a field once, however often it does */
export function findIn(root: Element, words: string): Found[] {
  const wanted = folded(words);
  if (wanted.trim() === '') return [];
  const found: Found[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node instanceof Element && (node.tagName === 'STYLE' || node.matches('[data-find]')))
      return NodeFilter.FILTER_REJECT;
    return NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walker.nextNode(); node !== null && found.length < MOST_FOUND; node = walker.nextNode()) {
    if (isField(node)) {
      if (folded(node.value).includes(wanted) && isShown(node)) found.push({ kind: 'field', field: node });
      continue;
    }
    if (!(node instanceof Text) || node.parentElement === null || node.parentElement.tagName === 'TEXTAREA')
      continue;
    const text = folded(node.data);
    let at = text.indexOf(wanted);
    if (at === -1 || !isShown(node.parentElement)) continue;
    for (; at !== -1 && found.length < MOST_FOUND; at = text.indexOf(wanted, at + wanted.length)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      found.push({ kind: 'text', range });
    }
  }
  return found;
}

/** Takes away what was painted. */
export function unpaint(): void {
  CSS.highlights.delete(FOUND);
  CSS.highlights.delete(CURRENT);
  for (const field of document.querySelectorAll('[data-found]')) field.removeAttribute('data-found');
}

/** Paints all of it, and the current one in another colour, which is brought into sight. */
export function paint(found: readonly Found[], current: number): void {
  unpaint();
  const ranges = found.flatMap((each, index) =>
    each.kind === 'text' && index !== current ? [each.range] : [],
  );
  CSS.highlights.set(FOUND, new Highlight(...ranges));
  for (const [index, each] of found.entries())
    if (each.kind === 'field') each.field.setAttribute('data-found', index === current ? 'current' : '');
  const shown = found[current];
  if (!shown) return;
  if (shown.kind === 'text') CSS.highlights.set(CURRENT, new Highlight(shown.range));
  const element = shown.kind === 'text' ? shown.range.startContainer.parentElement : shown.field;
  element?.scrollIntoView({ block: 'center', inline: 'nearest' });
}

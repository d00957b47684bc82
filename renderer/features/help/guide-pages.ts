/** The guide as it lies in docs/guide, built into the console, so that it is read without a network. */
const texts = import.meta.glob<string>('../../../docs/guide/*.md', { query: '?raw', import: 'default' });
const pictures = import.meta.glob<string>('../../../docs/guide/images/*', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The name of the page that is shown where none is asked for. */
export const FIRST_PAGE = 'README';

const FOLDER = '../../../docs/guide/';

/** Pages in the order in which somebody new needs them; those that are not listed stand behind. */
const ORDER = [
  'README',
  'ten-minutes',
  'knowledge',
  'redaction',
  'review',
  'entitlement',
  'clocks',
  'credentials',
  'lock',
  'desk',
  'catalogue',
];
const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

export const guidePages: readonly string[] = Object.keys(texts)
  .map((path) => path.slice(FOLDER.length, -'.md'.length))
  .sort((a, b) => place(a) - place(b) || a.localeCompare(b));

/** @returns null where there is no such page */
export async function guideText(name: string): Promise<string | null> {
  return (await texts[`${FOLDER}${name}.md`]?.()) ?? null;
}

/** @returns the first heading of a page's text */
export function guideTitle(text: string): string {
  return /^#\s+(.+)$/m.exec(text)?.[1] ?? '';
}

/** @param source as the page names it, `images/home.png` */
export function pictureAddress(source: string): string | undefined {
  return pictures[FOLDER + source];
}

export type GuideLink =
  | { kind: 'page'; page: string; place: string }
  | { kind: 'outside' }
  | { kind: 'none' };

/** Where a link of a page leads: to a place of the guide, out of the console, or to a document that is not in it. */
export function guideLink(href: string, page: string): GuideLink {
  if (/^https?:\/\//.test(href)) return { kind: 'outside' };
  const found = /^(?:([\w-]+)\.md)?(?:#([\w-]+))?$/.exec(href);
  const to = found?.[1] ?? page;
  if (!found || !guidePages.includes(to)) return { kind: 'none' };
  return { kind: 'page', page: to, place: found[2] ?? '' };
}

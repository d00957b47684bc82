/** A saved web page as text: what a phone, a server or an appliance shows of itself. See SPEC.md, K19. */
import { withoutEntities } from './entities.ts';

/** How much of the beginning tells whether a text is a page. */
const LOOKED_AT = 4_096;

/** Whether a text is a web page. */
export function isHtml(text: string): boolean {
  return /^[\ufeff\s]*(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html|head)\b/i.test(text.slice(0, LOOKED_AT));
}

/** Its lines as a person sees them: a row of a table is one, its cells parted by tabs; cells and lines without words are none. */
export function htmlText(html: string): string {
  const text = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<\/?t[dh]\b[^<>]*>/gi, '\t')
    .replace(/<(?:br|\/tr|\/p|\/div|\/li|\/h\d|\/title|\/table)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return withoutEntities(text, { nbsp: ' ' })
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.replace(/\s+/g, ' ').trim())
        .filter((cell) => cell !== '')
        .join('\t'),
    )
    .filter((line) => line !== '')
    .join('\n');
}

/** How forms of lines are written down (RD27): a regular expression in which what is secret, and what stands between, has a name. */

export interface LineForm {
  /** In small letters, of three characters and more: one of them stands in every line of the form. */
  near: readonly string[];
  /**
   * A blank stands for blanks, and with `?` for blanks or none; `{word}` for any word, `{secret}` for a secret, `{madeup}` for one that looks made up, `{mixed}` for one of letters with a figure or sign,
   * `{chosen}` for one that is looked at once more, `{hex}` for one in hexadecimal digits. Groups that are caught are secrets as well. Every repetition is bounded.
   */
  form: string;
  /** Whether each secret must look made up by its capitals, too, which the form does not know. */
  chosen?: boolean;
  /** What the members of a list have that the form caught: the secrets are in them. */
  members?: string;
}

/** @param near divided by `|` */
export const line = (near: string, form: string): LineForm => ({ near: near.split('|'), form });
/** A form in which `{chosen}` is a word with a figure, a sign or a capital within. */
export const told = (near: string, form: string): LineForm => ({ ...line(near, form), chosen: true });

/** A form that catches a list, whose members are looked through one by one: a form of several in a row would try all ways to divide a line. */
export const several = (near: string, form: string, members: string): LineForm => ({
  ...told(near, form),
  members,
});

/** What a quote holds; without one, up to a blank, with a `;` in it but not behind it. */
const SECRET =
  '(?:"([^"\\n]{3,300})"|\'([^\'\\n]{3,300})\'|["\'\u201c]?((?:[^\\s"\'<>|;\u201d]|;(?=[^\\s"\';])){3,300}))';
/** With a digit or sign in it: no word of a sentence. */
const MADE_UP =
  '["\'\u201c]?((?=[^\\s"\'<>|]{0,300}[0-9!$%&*+=?^_~#@-])(?:[^\\s"\'<>|;\u201d]|;(?=[^\\s"\';])){4,300})';
/** Letters and a figure or sign, no part of a path, address or number: what stands in a sentence where a secret may. */
const MIXED =
  '["\'`\u201c]?((?=[^\\s"\'`,;:/()]{0,60}[0-9!$%&*+=?^~#])(?=[^\\s"\'`,;:/()]{0,60}[A-Za-z]{2})(?![\\w-]{1,40}\\.\\w|v\\d)[^\\s"\'`,;:/()<>|]{5,60}[^\\s"\'`,;:/()<>|.?])';
/** A word that belongs to no path, address or list. */
const CHOSEN = '["\'`\u201c]?([^\\s"\'`,;:/()<>|]{3,60}[^\\s"\'`,;:/()<>|.?\u201d])';
const HEX = '((?:0x)?[0-9a-f]{16,512})\\b';

export function compiled(form: string): RegExp {
  const source = form
    .replace(/ (\??)/g, (_, optional) => (optional === '' ? '[\\t\\x20]{1,12}' : '[\\t\\x20]{0,12}'))
    .replaceAll('{word}', '[^\\s]{1,120}')
    .replaceAll('{secret}', SECRET)
    .replaceAll('{madeup}', MADE_UP)
    .replaceAll('{mixed}', MIXED)
    .replaceAll('{chosen}', CHOSEN)
    .replaceAll('{hex}', HEX);
  return new RegExp(source, 'dgi');
}

/**
 * Text of others, where a person reads it: nothing in it moves the cursor, colours the window, turns the order of letters around or
 * hides between them. Line ends and tabs stay.
 */

/**
 * Controls, signs of direction, line ends that only some readers know, and what is drawn as nothing. Joiners and variants stay: words
 * of Persian and Hindi, names and pictures are written with them.
 */
const UNREADABLE =
  /(?![\n\t])\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\ufff9-\ufffb]|(?![\u200c\u200d]|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu;

/** For a terminal: each such character as `\u001b`, readable, and in JSON the very character. */
export function printable(text: string): string {
  return text.replaceAll(UNREADABLE, (each) =>
    each
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** For a page: a sign that something stands there, in place of each such character. */
export function legible(text: string): string {
  return text.replaceAll(UNREADABLE, '\u{fffd}');
}

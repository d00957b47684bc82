/** `${NAME}` in a rule, as Python's `string.Template` puts values in. */

const PLACE = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|())/g;

/**
 * The text with the named values put in and `$$` as a dollar; null where a dollar stands alone or names a value that does
 * not exist.
 */
export function substitute(text: string, values: ReadonlyMap<string, string>): string | null {
  let fits = true;
  const out = text.replace(PLACE, (_, dollar?: string, plain?: string, braced?: string) => {
    if (dollar) return dollar;
    const value = values.get(plain ?? braced ?? '');
    if (value === undefined) fits = false;
    return value ?? '';
  });
  return fits ? out : null;
}

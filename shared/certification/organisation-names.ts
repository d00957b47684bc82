/** When two names of organisations are one. */

/**
 * What is compared of a name: compatibility forms, case and blanks make no difference (Unicode NFKC), so that
 * `Example Partner`, `EXAMPLE  partner` and a name typed in full-width letters are the same organisation.
 */
export function organisationNameKey(name: string): string {
  // Upper case first: it writes out what has no single small letter to fold to, such as the sharp s.
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll(/\s+/gu, '');
}

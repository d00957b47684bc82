/** How fields are called where they stand outside their own form: in conflicts, refused changes and sums. */
import { t } from '@lingui/core/macro';
import { descriptions } from '../../shared/cases/contents.ts';
import { labelOf } from '../../shared/cases/words.ts';

/** Fields of tables that are not of a case. */
const fieldWords: Readonly<Record<string, string>> = {
  components: t`Components`,
  releases: t`Releases`,
  required: t`its revision level is needed`,
};

/**
 * The label by which people know the field: that of its own table, else the one that a field of this name has elsewhere in a
 * case (an installed system has a host name as well); its own name where there is none.
 */
export function fieldWord(table: string, field: string): string {
  const own = labelOf(table, field);
  if (own !== null) return own;
  if (Object.hasOwn(fieldWords, field)) return fieldWords[field] ?? field;
  for (const other of Object.keys(descriptions)) {
    const label = labelOf(other, field);
    if (label !== null) return label;
  }
  return field;
}

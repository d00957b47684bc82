import type { Place } from '../../shared/base/place.ts';

/** The element id of a place. A row that is missing has the id of its system, and a field that says what is missing. */
export function placeId({ table, id, field }: Place): string {
  return ['place', table, id ?? 'new', field ?? 'any'].join('-').replaceAll(/[^\w-]+/g, '_');
}

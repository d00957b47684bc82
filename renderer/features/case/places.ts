/** Where a finding leads: the id of the field's element, and the way there. */
import type { Finding } from '../../../shared/handoff/schema.ts';

type Place = Finding['where'];

/** The element id of a place. A row that is missing has the id of its system, and a field that says what is missing. */
export function placeId({ table, id, field }: Place): string {
  return ['place', table, id ?? 'new', field ?? 'any'].join('-').replaceAll(/[^\w-]+/g, '_');
}

/** Scrolls to the field and gives it the focus; where it is not drawn, to the nearest place that is. */
export function goTo(place: Place): void {
  const candidates = [place, { ...place, field: null }, { table: place.table, id: null, field: null }];
  for (const candidate of candidates) {
    const found = document.getElementById(placeId(candidate));
    if (!found) continue;
    found.scrollIntoView({ block: 'center' });
    found.focus({ preventScroll: true });
    return;
  }
}

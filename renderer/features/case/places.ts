/** Where a finding leads: the part of the case, the row that is open beside it, the id of the field's element, and the way there. */
import { flushSync } from 'react-dom';
import type { Place } from '../../../shared/base/place.ts';
import { outlinePartOf } from '../../../shared/handoff/outline.ts';
import { placeId } from '../../views/place-id.ts';
import { caseAddressNow, goToPart } from './case-address.ts';
import { useWorkspace } from './workspace-state.ts';

export { placeId };

/** The rows of these tables open beside the table. */
const opened: readonly string[] = ['systems', 'attachments'];
/** How long a field may take to be drawn, on a busy computer too: what it offers is read first. */
const PATIENCE_MS = 5_000;
/** So long the page itself may put the focus elsewhere, as on a heading that it has just drawn. */
const DRAWING_MS = 800;

/** Opens the part and the row, scrolls to the field and gives it the focus; where it is not drawn, to the nearest place that is. */
export function goTo(place: Place): void {
  const at = caseAddressNow();
  if (at === null) return;
  const part = outlinePartOf(place);
  const row = opened.includes(place.table) ? place.id : null;
  if (at.part !== part || at.row !== row) {
    // What goes off the page with the focus in it is told nothing: it is left first, as by Tab, and saves what it saves then.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    flushSync(() => {
      useWorkspace.getState().setJumpedTo(part);
      goToPart(at.caseId, part, row);
    });
  }
  const since = performance.now();
  const [first, ...nearest] = [
    place,
    { ...place, field: null },
    { table: place.table, id: null, field: null },
  ].map(placeId);
  const arrive = (id: string | undefined) => id !== undefined && focusOn(document.getElementById(id));
  // What has the focus from here: the field, or the nearest to it that is there so far.
  let held = arrive(first) || nearest.some(arrive) ? document.activeElement : null;
  const begun = document.activeElement;
  const step = () => {
    const [now, waited] = [document.activeElement, performance.now() - since];
    // Gone elsewhere meanwhile: nobody is called back. What was drawn anew has lost the focus by itself, the field too.
    const isElsewhere = now !== (held ?? begun) && (now !== document.body || held?.isConnected === true);
    if (isElsewhere && (held !== null || waited > DRAWING_MS)) return;
    const field = first === undefined ? null : document.getElementById(first);
    if (field !== null && field !== now && focusOn(field)) held = field;
    if (waited < PATIENCE_MS) requestAnimationFrame(step);
    else if (held === null) nearest.some(arrive);
  };
  step();
}

/** @returns whether it has the focus: what is not there, or cannot take it yet, has not */
function focusOn(found: HTMLElement | null): boolean {
  if (!found) return false;
  found.scrollIntoView({ block: 'center' });
  found.focus({ preventScroll: true });
  return document.activeElement === found;
}

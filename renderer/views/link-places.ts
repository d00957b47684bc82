/** Where a link into the console leads on this computer: to the very thing, if it is here and this person may see it. */
import { t } from '@lingui/core/macro';
import { caseNumber } from '../../shared/base/ids.ts';
import type { Link } from '../../shared/bridge/links.ts';
import { may } from '../../shared/certification/access.ts';
import type { Viewer } from '../../shared/home/lists.ts';
import { allClauses } from '../../shared/policy/clauses.ts';
import type { Ticket } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';

export type LinkPlace = { kind: 'place'; path: string } | { kind: 'not-here'; message: string };

const notHere = (ref: string): LinkPlace => ({
  kind: 'not-here',
  message: t`${ref} is not on this computer, or not for you to see. If it is new, sync and press the link again.`,
});

const isNumber = (ref: string) => /^[CT]-/.test(ref);

function ticketPlace(ticket: Ticket, viewer: Viewer): string {
  return may(viewer, 'see-tickets') ? `/level3/${ticket.id}` : `/cases/${ticket.caseId}/level3`;
}

async function casePlace(db: ConsoleDatabase, viewer: Viewer, ref: string): Promise<string | null> {
  if (may(viewer, 'read-cases')) {
    const found = isNumber(ref)
      ? await db.summaries.where('number').equals(ref).first()
      : await db.summaries.get(ref);
    return found ? `/cases/${found.id}` : null;
  }
  if (!may(viewer, 'see-tickets')) return null;
  // The desk has a case as its ticket; by the case's number it is looked for among all of them.
  const ticket = isNumber(ref)
    ? await db.tickets.filter(({ caseId }) => caseNumber(caseId) === ref).first()
    : await db.tickets.where('caseId').equals(ref).first();
  return ticket ? ticketPlace(ticket, viewer) : null;
}

async function placeOf(db: ConsoleDatabase, viewer: Viewer, link: Link): Promise<string | null> {
  switch (link.kind) {
    case 'window':
      return null;
    case 'clause':
      return allClauses.some(({ id }) => id === link.ref) ? `/policy/${link.ref}` : null;
    case 'case':
      return casePlace(db, viewer, link.ref);
    case 'ticket': {
      if (!may(viewer, 'see-tickets') && !may(viewer, 'read-cases')) return null;
      const found = isNumber(link.ref)
        ? await db.tickets.filter(({ ticket }) => ticket === link.ref).first()
        : await db.tickets.get(link.ref);
      return found ? ticketPlace(found, viewer) : null;
    }
  }
}

/** @returns null where the link wants the window alone, as it stands */
export async function readLink(db: ConsoleDatabase, viewer: Viewer, link: Link): Promise<LinkPlace | null> {
  if (link.kind === 'window') return null;
  const path = await placeOf(db, viewer, link);
  return path === null ? notHere(link.ref) : { kind: 'place', path };
}

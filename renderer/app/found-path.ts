/** Where something that was found is, and how its place is called. */
import { t } from '@lingui/core/macro';
import { capital } from '../../shared/base/sentence.ts';
import { may, type Permission, type Role } from '../../shared/certification/access.ts';
import type { SearchPart } from '../../shared/search/documents.ts';
import type { Found } from '../../shared/search/search-index.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { fieldWord } from '../ui/field-words.ts';
import type { IconName } from '../ui/icons.tsx';

const idOf = ({ id }: Pick<Found, 'id'>) => id.slice(id.indexOf(':') + 1);

/** The part of a case on which rows of a table stand. */
const partOf: Readonly<Record<string, string>> = {
  systems: 'systems',
  links: 'systems',
  examples: 'request',
  configuration: 'configuration',
  revisions: 'revisions',
  steps: 'steps',
  attachments: 'files',
  tickets: 'level3',
  deskEntries: 'level3',
  deskReplies: 'level3',
};
/** Rows that open by themselves on their part. */
const opens: readonly string[] = ['systems', 'attachments', 'deskEntries'];

export function foundPath(found: Pick<Found, 'id' | 'kind'>, place?: SearchPart): string {
  const id = idOf(found);
  switch (found.kind) {
    case 'case': {
      const part = place && partOf[place.table];
      if (!place || !part) return `/cases/${id}`;
      return opens.includes(place.table) ? `/cases/${id}/${part}/${place.rowId}` : `/cases/${id}/${part}`;
    }
    case 'ticket':
      return `/level3/${id}`;
    case 'customer':
      return `/customers/${id}`;
    case 'contract':
      return '/customers';
    case 'clause':
      return `/policy/${id}`;
    case 'product':
      return `/catalogue/products/${address(id)}`;
    case 'excluded':
      return `/catalogue/excluded/${address(id)}`;
    case 'rates':
    case 'holidays':
      return `/catalogue/${found.kind}/${id}`;
    case 'document':
      return `/catalogue/documents/${id}`;
    case 'problem':
      return `/knowledge/problems/${id}`;
    case 'recipe':
      return `/knowledge/recipes/${address(id)}`;
    case 'rule':
      return `/knowledge/rules/${id}`;
    case 'registered':
      return `/credentials/admin/people/${id}`;
    case 'exam':
      return `/credentials/admin/exams/${id}`;
    case 'person':
      return `/coverage/${id}`;
  }
}

/** Keys that a person gave hold what an address may not. */
const address = encodeURIComponent;

/** Who may open where a kind is shown; of what is not named here, everybody. */
const needed: Readonly<Partial<Record<Found['kind'], Permission>>> = {
  // A customer is a form: whom it is not open to is not led there.
  customer: 'work-cases',
  contract: 'work-cases',
  person: 'read-cases',
  registered: 'certify',
  exam: 'certify',
};

/** Whether the place of what was found is open to the person. */
export function isOpenTo(person: { roles: readonly Role[] }, { kind }: Pick<Found, 'kind'>): boolean {
  const permission = needed[kind];
  return permission === undefined || may(person, permission);
}

export const foundIcons: Readonly<Record<Found['kind'], IconName>> = {
  case: 'cases',
  ticket: 'desk',
  customer: 'customers',
  contract: 'customers',
  clause: 'policy',
  person: 'people',
  registered: 'people',
  exam: 'credentials',
  product: 'catalogue',
  excluded: 'catalogue',
  rates: 'catalogue',
  holidays: 'catalogue',
  document: 'catalogue',
  problem: 'knowledge',
  recipe: 'knowledge',
  rule: 'knowledge',
};

/** `Step, what was done: Captured the trunk`. */
export function placeWords({ table, field, text }: SearchPart): string {
  if (table === 'clauses') return text;
  const label = field === 'number' ? t`Number` : field === 'ticket' ? t`Ticket` : fieldWord(table, field);
  if (table === 'cases' || table === 'customers' || table === 'tickets') return `${label}: ${text}`;
  return `${capital(tableWord(table))}, ${label.charAt(0).toLowerCase()}${label.slice(1)}: ${text}`;
}

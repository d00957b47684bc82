/**
 * Links into the console, `partner-console://case/C-7K2M-9QXA`: what stands in a mail or in an outside ticket system and opens the
 * very thing. One parser for all of them (security 24): it answers for any text, and knows places of the console alone, no act.
 */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';

export const LINK_SCHEME = 'partner-console';
/** A link is a name and a number: one that is longer is none. */
const LONGEST = 300;

const caseRef = z.string().regex(/^C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
const ticketRef = z.string().regex(/^T-\d{1,12}$/);
/** As the policy numbers its clauses, `P-30`. */
const clauseRef = z.string().regex(/^P-\d{2}$/);

export const link = later(() =>
  z.discriminatedUnion('kind', [
    /** By its number as people say it, or by its id. */
    z.strictObject({ kind: z.literal('case'), ref: caseRef.or(uuid) }),
    z.strictObject({ kind: z.literal('ticket'), ref: ticketRef.or(uuid) }),
    z.strictObject({ kind: z.literal('clause'), ref: clauseRef }),
    /** Only the window: `partner-console://`. */
    z.strictObject({ kind: z.literal('window') }),
  ]),
);
export type Link = z.infer<typeof link>;

const kinds = { case: caseRef, ticket: ticketRef, clause: clauseRef };

/** Whether somebody means a link with it, good or not. */
export function isLink(text: string): boolean {
  return text.slice(0, LINK_SCHEME.length + 1).toLowerCase() === `${LINK_SCHEME}:`;
}

/**
 * Reads a link. Browsers and mail programs add a `/`, change the scheme's case or a number's, and escape: all of that is the same
 * link. A question mark or a hash in it, or a third part, makes it none: nothing that a link carries besides is looked at.
 * @returns null where it is no link that the console knows
 */
export function parseLink(text: string): Link | null {
  if (text.length > LONGEST || !isLink(text)) return null;
  const rest = /^:(?:\/\/)?([^?#\\]*?)\/?$/.exec(text.slice(LINK_SCHEME.length))?.[1];
  if (rest === undefined) return null;
  if (rest === '') return { kind: 'window' };
  const [kind = '', name = '', ...more] = rest.split('/');
  if (more.length > 0) return null;
  const known = (Object.keys(kinds) as (keyof typeof kinds)[]).find((each) => each === kind.toLowerCase());
  if (!known) return null;
  const parsed = [name.toUpperCase(), name.toLowerCase()].map((ref) => link.safeParse({ kind: known, ref }));
  return parsed.find(({ success }) => success)?.data ?? null;
}

/** @param ref the number or id */
export function linkTo(kind: keyof typeof kinds, ref: string): string {
  return `${LINK_SCHEME}://${kind}/${ref}`;
}

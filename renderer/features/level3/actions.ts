/** What the desk can do with a ticket: the fields of each entry, what it does, and when it can be made. */
import { t } from '@lingui/core/macro';
import type { PersonRef } from '../../../shared/base/people.ts';
import type { CaseState } from '../../../shared/cases/schema.ts';
import { allClauses, findClause } from '../../../shared/policy/clauses.ts';
import { commitmentWords, termOf } from '../../../shared/policy/commitments.ts';
import { checkMove, stateAfter } from '../../../shared/tickets/rules.ts';
import {
  commitment,
  type DeskEntryKind,
  declineClauses,
  type Ticket,
} from '../../../shared/tickets/schema.ts';
import type { EntryFields } from '../../commands/desk.ts';

export type ActionKind = Exclude<DeskEntryKind, 'outside-status'>;

export interface ActionField {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'choice' | 'date' | 'time';
  required: boolean;
  options?: readonly { value: string; label: string }[];
  /** What it holds before somebody types; `now` for this instant. */
  start?: string;
}

export interface Action {
  kind: ActionKind;
  title: string;
  /** What it does, in a sentence. */
  says: string;
  clauses: readonly string[];
  button: string;
  fields: readonly ActionField[];
}

const asChoice = (value: string) => ({
  value,
  label: `${value} ${findClause(value)?.text.slice(0, 60) ?? ''}`,
});
const clauses = declineClauses.map(asChoice);
const everyClause = allClauses.map(({ id }) => asChoice(id));

const note: ActionField = { name: 'note', label: t`Note`, kind: 'text', required: false };

/** The action for a ticket as it stands. @param executives who can be told of it */
export function actionOf(kind: ActionKind, ticket: Ticket, executives: readonly PersonRef[]): Action {
  return { kind, ...describe(kind, ticket, executives) };
}

function describe(kind: ActionKind, ticket: Ticket, executives: readonly PersonRef[]): Omit<Action, 'kind'> {
  switch (kind) {
    case 'acknowledged':
      return {
        title: t`Acknowledge`,
        says: ticket.called
          ? t`It was called in, and ${ticket.called.to} took the call: the clocks of action plan and patch run since then.`
          : t`The clocks of action plan and patch start when the hub takes this.`,
        clauses: ['P-31'],
        button: t`Acknowledge`,
        fields: [note],
      };
    case 'information-asked':
      return {
        title: t`Ask for information`,
        says: t`Goes to the engineer as a task. It stops no clock.`,
        clauses: ['P-32'],
        button: t`Ask`,
        fields: [{ name: 'question', label: t`What Level 3 needs to know`, kind: 'text', required: true }],
      };
    case 'information-settled':
      return {
        title: t`Mark as answered`,
        says: t`Closes the question. The engineer’s task is done.`,
        clauses: [],
        button: t`Close the question`,
        fields: [note],
      };
    case 'access-refused':
      return {
        title: t`Void the clocks…`,
        says: t`This is for good: the times are void from then on and never resume. What was promised stays in sight.`,
        clauses: ['P-33'],
        button: t`Void the clocks`,
        fields: [
          {
            name: 'how',
            label: t`What the customer did`,
            kind: 'choice',
            required: true,
            options: [
              { value: 'denied', label: t`Denied access` },
              { value: 'delayed', label: t`Delayed access` },
            ],
          },
          {
            name: 'commitment',
            label: t`Which times are void`,
            kind: 'choice',
            required: true,
            start: 'all',
            options: [
              { value: 'all', label: t`All that run` },
              ...commitment.options.map((value) => ({ value, label: commitmentWords[value] })),
            ],
          },
          { name: 'since', label: t`Since when`, kind: 'time', required: true, start: 'now' },
          { name: 'reason', label: t`What happened`, kind: 'text', required: true },
          { name: 'evidence', label: t`Evidence`, kind: 'text', required: false },
        ],
      };
    case 'planned':
      return {
        title: t`Action plan`,
        says: t`A plan has four parts; it goes to the engineer when all are there.`,
        clauses: ['P-34'],
        button: t`Send the plan`,
        fields: [
          { name: 'nature', label: t`Nature of the incident`, kind: 'text', required: true },
          {
            name: 'effect',
            label: t`Effect on the use of the system`,
            kind: 'text',
            required: true,
          },
          {
            name: 'procedures',
            label: t`Procedures to correct it`,
            kind: 'text',
            required: true,
          },
          {
            name: 'estimatedCompletion',
            label: t`Estimated completion`,
            kind: 'date',
            required: true,
          },
          { name: 'estimateNote', label: t`About the estimate`, kind: 'text', required: false },
        ],
      };
    case 'executive-notified':
      return {
        title: t`Executive notified`,
        says:
          executives.length > 0
            ? t`Their console tells the executive, who follows the ticket to its end.`
            : t`No executive is known at the hub yet; its operator adds one.`,
        clauses: ['P-34'],
        button: t`Record it`,
        fields: [
          {
            name: 'executiveId',
            label: t`Which executive`,
            kind: 'choice',
            required: true,
            options: executives.map(({ id, name }) => ({ value: id, label: name })),
          },
          note,
        ],
      };
    case 'release-dated':
      return {
        title: t`Date of the release`,
        says: t`The day on which the next release is expected. It is an expectation and no promise.`,
        clauses: ['P-30'],
        button: t`Enter the date`,
        fields: [
          { name: 'release', label: t`Release`, kind: 'line', required: true },
          { name: 'date', label: t`Expected on`, kind: 'date', required: true },
        ],
      };
    case 'priority-changed':
      return {
        title: t`Change the priority`,
        says: t`It is ${ticket.priority}. The clocks are recounted from their starts; nothing restarts, and what they said before stays.`,
        clauses: ['P-30', 'P-32'],
        button: t`Change the priority`,
        fields: [
          {
            name: 'to',
            label: t`New priority`,
            kind: 'choice',
            required: true,
            options: ['P1', 'P2', 'P3', 'P4']
              .filter((each) => each !== ticket.priority)
              .map((value) => ({ value, label: value })),
          },
          { name: 'reason', label: t`Why`, kind: 'text', required: true },
        ],
      };
    case 'answered':
      return {
        title: t`Answer`,
        says: t`The work-around, patch or fix, what it brings with it, and how it reaches the customer.`,
        clauses: ['P-07', 'P-36'],
        button: t`Send the answer`,
        fields: [
          {
            name: 'answer',
            label: t`What it is`,
            kind: 'choice',
            required: true,
            options: [
              { value: 'work-around', label: t`Work-around` },
              { value: 'patch', label: t`Patch` },
              { value: 'fix', label: t`Fix` },
            ],
          },
          { name: 'description', label: t`What it does`, kind: 'text', required: true },
          { name: 'ramifications', label: t`Ramifications`, kind: 'text', required: true },
          {
            name: 'distribution',
            label: t`How it is distributed`,
            kind: 'text',
            required: true,
          },
        ],
      };
    case 'closed':
      return {
        title: t`Close`,
        says: t`Once the partner has verified the answer, or after ten business days without their word. After it, the ticket takes only notes.`,
        clauses: [],
        button: t`Close the ticket`,
        fields: [
          { name: 'agreedBy', label: t`Who agreed for the customer`, kind: 'line', required: true },
          { name: 'agreedAt', label: t`When`, kind: 'time', required: true, start: 'now' },
          note,
        ],
      };
    case 'returned':
      return {
        title: t`Return`,
        says: t`Goes back to the partner, who hands off the next revision under the same number. Its clocks end as returned.`,
        clauses: ['P-31'],
        button: t`Return the case`,
        fields: [
          {
            name: 'clause',
            label: t`Clause, where one asks for it`,
            kind: 'choice',
            required: false,
            options: everyClause,
          },
          { name: 'reason', label: t`What is missing`, kind: 'text', required: true },
        ],
      };
    case 'declined':
      return {
        title: t`Decline`,
        says: t`Ends the case: it is not Level 3’s, by a clause of the policy. A lead may object once.`,
        clauses: ['P-36'],
        button: t`Decline the case`,
        fields: [
          { name: 'clause', label: t`Clause`, kind: 'choice', required: true, options: clauses },
          { name: 'reason', label: t`Why`, kind: 'text', required: true },
        ],
      };
    case 'fix-priced':
      return {
        title: t`Price the fix`,
        says: t`Without maintenance a fix is priced at resolution, on top of the work. The customer agrees before it is delivered.`,
        clauses: ['P-18'],
        button: t`Enter the price`,
        fields: [
          { name: 'what', label: t`What the fix is`, kind: 'text', required: true },
          { name: 'cents', label: t`Price in cents of a US dollar`, kind: 'line', required: true },
        ],
      };
    case 'note':
      return {
        title: t`Note`,
        says: t`A remark. The partner reads it, too.`,
        clauses: [],
        button: t`Add the note`,
        fields: [{ name: 'text', label: t`Note`, kind: 'text', required: true }],
      };
  }
}

const offered: readonly ActionKind[] = [
  'acknowledged',
  'information-asked',
  'planned',
  'executive-notified',
  'answered',
  'closed',
  'access-refused',
  'priority-changed',
  'release-dated',
  'fix-priced',
  'returned',
  'declined',
  'note',
];

function isPossible(kind: ActionKind, state: CaseState): boolean {
  const to = stateAfter(kind);
  if (to !== null) return checkMove(kind, state, to).ok;
  return kind === 'note' || (state !== 'closed' && state !== 'changes-requested');
}

/** What can be done now, the next move first. @param first what is due before the next move */
export function possibleActions(ticket: Ticket, first: ActionKind | null = null): ActionKind[] {
  const all = first === null ? offered : [first, ...offered.filter((kind) => kind !== first)];
  return all.filter(
    (kind) =>
      isPossible(kind, ticket.state) &&
      (kind !== 'release-dated' || termOf(ticket.priority, 'patch').kind === 'next-release'),
  );
}

export type Filled = { ok: true; fields: EntryFields } | { ok: false; missing: readonly ActionField[] };

/**
 * What was typed as the fields of an entry; times are ISO instants already.
 * @param extra fields that nobody types: the question that is settled
 */
export function fillAction(
  action: Action,
  values: Readonly<Record<string, string>>,
  ticket: Ticket,
  extra: Readonly<Record<string, string>> = {},
): Filled {
  const chosen = action.fields
    .find(({ name }) => name === 'executiveId')
    ?.options?.find(({ value }) => value === values.executiveId);
  const missing = missingFields(action, values);
  if (missing.length > 0) return { ok: false, missing };
  const typed = Object.fromEntries(action.fields.map(({ name }) => [name, (values[name] ?? '').trim()]));
  const from =
    action.kind === 'priority-changed'
      ? { from: ticket.priority }
      : action.kind === 'fix-priced'
        ? { cents: Number(values.cents) }
        : action.kind === 'executive-notified'
          ? { executive: chosen?.label ?? '' }
          : {};
  // The row's schema checks it again when it is written.
  return { ok: true, fields: { kind: action.kind, ...typed, ...from, ...extra } as EntryFields };
}

/** Required fields that hold nothing yet. */
export function missingFields(
  action: Action,
  values: Readonly<Record<string, string>>,
): readonly ActionField[] {
  return action.fields.filter(({ name, required }) => required && (values[name] ?? '').trim() === '');
}

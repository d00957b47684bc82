/** What Level 3 does, as screens and notifications tell it. */

import { dayInWords } from '../../shared/base/day-words.ts';
import { assertNever } from '../../shared/base/values.ts';
import { commitmentWords } from '../../shared/policy/commitments.ts';
import { moneyWords } from '../../shared/policy/rates.ts';
import type { DeskEntry } from '../../shared/tickets/schema.ts';
import { formatLocalTime } from './times.ts';

export interface EntryWords {
  /** `Asks for information`. */
  title: string;
  clause: string | null;
  parts: readonly { name: string; text: string }[];
}

const filled = (parts: readonly { name: string; text: string }[]) =>
  parts.filter(({ text }) => text.trim() !== '');

export function deskEntryWords(entry: DeskEntry): EntryWords {
  switch (entry.kind) {
    case 'acknowledged':
      return { title: 'Acknowledged', clause: 'P-31', parts: filled([{ name: 'Note', text: entry.note }]) };
    case 'information-asked':
      return {
        title: 'Asks for information',
        clause: null,
        parts: [{ name: 'Question', text: entry.question }],
      };
    case 'information-settled':
      return {
        title: 'Answered',
        clause: null,
        parts: filled([{ name: 'Note', text: entry.note }]),
      };
    case 'access-refused':
      return {
        title: `Access was ${entry.how} by the customer`,
        clause: 'P-33',
        parts: filled([
          {
            name: 'Void',
            text: `${entry.commitment === 'all' ? 'All commitments' : commitmentWords[entry.commitment]}, since ${formatLocalTime(entry.since)}`,
          },
          { name: 'Reason', text: entry.reason },
          { name: 'Evidence', text: entry.evidence },
        ]),
      };
    case 'planned':
      return {
        title: 'Action plan',
        clause: 'P-34',
        parts: filled([
          { name: 'Nature of the incident', text: entry.nature },
          { name: 'Effect on the use of the system', text: entry.effect },
          { name: 'Procedures to correct it', text: entry.procedures },
          { name: 'Estimated completion', text: dayInWords(entry.estimatedCompletion) },
          { name: 'About the estimate', text: entry.estimateNote },
        ]),
      };
    case 'executive-notified':
      return {
        title: `Notified ${entry.executive}, who follows to the resolution`,
        clause: 'P-34',
        parts: filled([{ name: 'Note', text: entry.note }]),
      };
    case 'release-dated':
      return {
        title: `Release ${entry.release} is expected on ${dayInWords(entry.date)}`,
        clause: 'P-30',
        parts: [],
      };
    case 'priority-changed':
      return {
        title: `Priority changed from ${entry.from} to ${entry.to}`,
        clause: 'P-32',
        parts: [{ name: 'Reason', text: entry.reason }],
      };
    case 'answered':
      return {
        title: {
          'work-around': 'Answered with a work-around',
          patch: 'Answered with a patch',
          fix: 'Answered with a fix',
        }[entry.answer],
        clause: 'P-36',
        parts: [
          { name: 'Description', text: entry.description },
          { name: 'Ramifications', text: entry.ramifications },
          { name: 'How it reaches the customer', text: entry.distribution },
        ],
      };
    case 'closed':
      return {
        title: 'Closed',
        clause: null,
        parts: filled([
          { name: 'Agreed by', text: `${entry.agreedBy}, ${formatLocalTime(entry.agreedAt)}` },
          { name: 'Note', text: entry.note },
        ]),
      };
    case 'returned':
      return {
        title: 'Returned, to be handed off again',
        clause: entry.clause === '' ? null : entry.clause,
        parts: [{ name: 'Reason', text: entry.reason }],
      };
    case 'declined':
      return {
        title: 'Declined',
        clause: entry.clause,
        parts: [{ name: 'Reason', text: entry.reason }],
      };
    case 'fix-priced':
      return {
        title: `Priced the fix at ${moneyWords(entry.cents)}`,
        clause: 'P-18',
        parts: [{ name: 'What it is', text: entry.what }],
      };
    case 'note':
      return { title: 'Note', clause: null, parts: [{ name: 'Text', text: entry.text }] };
    case 'outside-status':
      return {
        title: `${entry.system} says: ${entry.status}`,
        clause: null,
        parts: filled([
          { name: 'Reference', text: entry.reference },
          { name: 'Note', text: entry.note },
        ]),
      };
    default:
      return assertNever(entry);
  }
}

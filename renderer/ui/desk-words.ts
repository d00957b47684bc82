/** What Level 3 does, as screens and notifications tell it. */

import { t } from '@lingui/core/macro';
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
      return { title: t`Acknowledged`, clause: 'P-31', parts: filled([{ name: t`Note`, text: entry.note }]) };
    case 'information-asked':
      return {
        title: t`Asks for information`,
        clause: null,
        parts: [{ name: t`Question`, text: entry.question }],
      };
    case 'information-settled':
      return {
        title: t`Answered`,
        clause: null,
        parts: filled([{ name: t`Note`, text: entry.note }]),
      };
    case 'access-refused':
      return {
        title: t`Access was ${entry.how} by the customer`,
        clause: 'P-33',
        parts: filled([
          {
            name: t`Void`,
            text: t`${entry.commitment === 'all' ? t`All commitments` : commitmentWords[entry.commitment]}, since ${formatLocalTime(entry.since)}`,
          },
          { name: t`Reason`, text: entry.reason },
          { name: t`Evidence`, text: entry.evidence },
        ]),
      };
    case 'planned':
      return {
        title: t`Action plan`,
        clause: 'P-34',
        parts: filled([
          { name: t`Nature of the incident`, text: entry.nature },
          { name: t`Effect on the use of the system`, text: entry.effect },
          { name: t`Procedures to correct it`, text: entry.procedures },
          { name: t`Estimated completion`, text: dayInWords(entry.estimatedCompletion) },
          { name: t`About the estimate`, text: entry.estimateNote },
        ]),
      };
    case 'executive-notified':
      return {
        title: t`Notified ${entry.executive}, who follows to the resolution`,
        clause: 'P-34',
        parts: filled([{ name: t`Note`, text: entry.note }]),
      };
    case 'release-dated':
      return {
        title: t`Release ${entry.release} is expected on ${dayInWords(entry.date)}`,
        clause: 'P-30',
        parts: [],
      };
    case 'priority-changed':
      return {
        title: t`Priority changed from ${entry.from} to ${entry.to}`,
        clause: 'P-32',
        parts: [{ name: t`Reason`, text: entry.reason }],
      };
    case 'answered':
      return {
        title: {
          'work-around': t`Answered with a work-around`,
          patch: t`Answered with a patch`,
          fix: t`Answered with a fix`,
        }[entry.answer],
        clause: 'P-36',
        parts: [
          { name: t`Description`, text: entry.description },
          { name: t`Ramifications`, text: entry.ramifications },
          { name: t`How it reaches the customer`, text: entry.distribution },
        ],
      };
    case 'closed':
      return {
        title: t`Closed`,
        clause: null,
        parts: filled([
          { name: t`Agreed by`, text: `${entry.agreedBy}, ${formatLocalTime(entry.agreedAt)}` },
          { name: t`Note`, text: entry.note },
        ]),
      };
    case 'returned':
      return {
        title: t`Returned, to be handed off again`,
        clause: entry.clause === '' ? null : entry.clause,
        parts: [{ name: t`Reason`, text: entry.reason }],
      };
    case 'declined':
      return {
        title: t`Declined`,
        clause: entry.clause,
        parts: [{ name: t`Reason`, text: entry.reason }],
      };
    case 'fix-priced':
      return {
        title: t`Priced the fix at ${moneyWords(entry.cents)}`,
        clause: 'P-18',
        parts: [{ name: t`What it is`, text: entry.what }],
      };
    case 'note':
      return { title: t`Note`, clause: null, parts: [{ name: t`Text`, text: entry.text }] };
    case 'outside-status':
      return {
        title: t`${entry.system} says: ${entry.status}`,
        clause: null,
        parts: filled([
          { name: t`Reference`, text: entry.reference },
          { name: t`Note`, text: entry.note },
        ]),
      };
    default:
      return assertNever(entry);
  }
}

/** What may be entered of a clock, and why not: each refusal in words, and what stands stays. See SPEC.md, CLK13 to CLK16. */
import { IANAZone } from 'luxon';
import { assertNever, instant } from '../base/values.ts';
import {
  type ClockEnd,
  type ClockEvent,
  type ClockStart,
  type Commitment,
  commitments,
  type PriorityChange,
  type StartKind,
} from './clock-schema.ts';
import { type ClockStarts, endOf, startOf } from './clocks.ts';
import { commitmentWords } from './commitments.ts';
import { dateFault } from './dates.ts';
import type { Priority } from './priority.ts';

export type ClockAnswer = { ok: true } | { ok: false; message: string };
export type StartAnswer = { ok: true; start: ClockStart } | { ok: false; message: string };

/** How far a time may lie ahead of the clock that it is checked with, as H24 allows it, too. */
const AHEAD_MS = 5 * 60_000;

const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message });

/** Why this is no time that can have been, in words; null where it can. */
function timeFault(what: string, at: string, now: string): string | null {
  if (!instant.safeParse(at).success)
    return `${what} is no time: "${at.slice(0, 40)}". Give one such as 2026-11-23T13:00:00Z.`;
  if (Date.parse(at) > Date.parse(now) + AHEAD_MS)
    return `${what}, ${at}, lies ahead of now, ${now}. Correct the time, or the clock of this computer.`;
  return null;
}

/**
 * The start of a level's clocks (P-31), from how support was notified.
 * @param by a ticket opened on the website starts nothing before it is acknowledged
 */
export function startClock(
  told: { by: StartKind; receivedAt: string; acknowledgedAt: string | null },
  now: string,
): StartAnswer {
  const { by, receivedAt, acknowledgedAt } = told;
  const fault =
    timeFault('The receipt', receivedAt, now) ??
    (acknowledgedAt === null ? null : timeFault('The acknowledgement', acknowledgedAt, now));
  if (fault) return refuse(fault);
  if (acknowledgedAt !== null && Date.parse(acknowledgedAt) < Date.parse(receivedAt))
    return refuse(
      `It cannot have been acknowledged at ${acknowledgedAt}, before it was received at ${receivedAt}. Correct one of the two.`,
    );
  if (by === 'telephone') return { ok: true, start: { at: receivedAt, by, receivedAt, acknowledgedAt } };
  if (acknowledgedAt === null)
    return refuse(
      'A ticket opened on the website starts its clock when support acknowledges it (P-31), which has not happened yet.',
    );
  return { ok: true, start: { at: acknowledgedAt, by, receivedAt, acknowledgedAt } };
}

function endWords(kind: Commitment, end: ClockEnd): string {
  const name = commitmentWords[kind];
  if (end.kind === 'returned')
    return `The clock "${name}" ended at ${end.at}, when ${end.by.name} returned the case.`;
  return end.kind === 'void'
    ? `The clock "${name}" is void since ${end.at}: ${end.by.name} recorded it, and that stands (P-33).`
    : `The clock "${name}" was met at ${end.at}: ${end.by.name} recorded it, and that stands.`;
}

/**
 * Whether an event may be added. Refused: what lies before the start or ahead of now, a second end of a clock (the first
 * stands), a void without a reason, a clock that does not run.
 * @param earlier events that were accepted, in their order
 */
export function checkClockEvent(
  event: ClockEvent,
  situation: { starts: ClockStarts; earlier: readonly ClockEvent[]; now: string },
): ClockAnswer {
  const { starts, earlier, now } = situation;
  const fault = timeFault('The time', event.at, now);
  if (fault) return refuse(fault);
  switch (event.kind) {
    case 'release-date': {
      const wrong = event.date === null ? null : dateFault(event.date);
      return wrong ? refuse(wrong) : { ok: true };
    }
    case 'met':
      return checkEnd(event, event.commitment, starts, earlier);
    case 'returned': {
      const runs = (['action-plan', 'patch'] as const).some((kind) => startOf(starts, kind) !== null);
      return runs ? { ok: true } : refuse('No clock of Level 3 runs yet, so that none can be returned.');
    }
    case 'void': {
      if (event.reason.trim() === '')
        return refuse('A clock is voided with a reason (P-33). Write how access was denied or delayed.');
      if (event.commitment !== 'all') return checkEnd(event, event.commitment, starts, earlier);
      const answers = commitments
        .filter((kind) => startOf(starts, kind) !== null)
        .map((kind) => checkEnd(event, kind, starts, earlier));
      if (answers.length === 0) return refuse('No clock runs yet, so that none can be voided.');
      return answers.find((each) => each.ok) ?? answers[0] ?? { ok: true };
    }
    default:
      return assertNever(event);
  }
}

function checkEnd(
  event: ClockEnd,
  kind: Commitment,
  starts: ClockStarts,
  earlier: readonly ClockEvent[],
): ClockAnswer {
  const start = startOf(starts, kind);
  if (!start) return refuse(`The clock "${commitmentWords[kind]}" has not started.`);
  const end = endOf(kind, start, earlier);
  if (end) return refuse(endWords(kind, end));
  if (Date.parse(event.at) < Date.parse(start.at))
    return refuse(
      `The clock "${commitmentWords[kind]}" started at ${start.at}; it cannot be ${
        event.kind === 'void' ? 'void' : 'met'
      } at ${event.at}, before it.`,
    );
  return { ok: true };
}

/** Whether a priority may follow those that there are. It restarts nothing. */
export function checkPriorityChange(
  change: { priority: Priority; from: string },
  earlier: readonly PriorityChange[],
  now: string,
): ClockAnswer {
  const fault = timeFault('The time', change.from, now);
  if (fault) return refuse(fault);
  const last = earlier.at(-1);
  if (!last) return { ok: true };
  if (last.priority === change.priority)
    return refuse(`The priority is ${last.priority} already, since ${last.from}.`);
  if (Date.parse(change.from) < Date.parse(last.from))
    return refuse(`The priority was changed to ${last.priority} at ${last.from}, which is later.`);
  return { ok: true };
}

/** Whether a time zone is one of the IANA database that this computer knows, `America/Chicago`. */
export function checkZone(zone: string): ClockAnswer {
  return IANAZone.isValidZone(zone)
    ? { ok: true }
    : refuse(`"${zone.slice(0, 60)}" is no time zone. Give one such as America/Chicago or Europe/Berlin.`);
}

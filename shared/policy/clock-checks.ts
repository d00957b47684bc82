/** When a clock starts, and why not: each refusal in words. See SPEC.md, CLK3 and CLK16. */
import { instant } from '../base/values.ts';
import type { ClockStart, StartKind } from './clock-schema.ts';

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

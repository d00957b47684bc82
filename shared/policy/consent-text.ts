/** The text under which a customer agrees to fees (P-18), made from the estimate, so that what is shown is what is signed. */
import type { FeeEstimate } from './documents.ts';
import type { Coverage } from './entitlement.ts';
import { type Effort, estimateFee, moneyWords } from './rates.ts';
import type { Rate } from './schema.ts';

export interface FeeOffer {
  text: string;
  estimate: FeeEstimate;
}

/**
 * What the customer is shown, and the estimate that goes with the signature.
 * @param of `number` and `title` of the case, `customer` as the case names it
 * @param effort what the work is thought to take; nothing estimated is said, too
 */
export function feeOffer(
  of: { number: string; title: string; customer: string },
  rate: Rate,
  effort: Effort,
  coverage: Coverage,
): FeeOffer {
  const { lines, totalCents, note, rateId } = estimateFee(rate, effort);
  const text = [
    'Agreement to fees for support outside maintenance',
    '',
    `Case: ${of.number} ${of.title}`,
    `Customer: ${of.customer}`,
    '',
    'Why fees are due',
    ...coverage.reasons.map(({ words, clause }) => `- ${words} (${clause})`),
    '',
    `Rates in force since ${rate.effectiveFrom}, in US dollars${rate.sample ? ' (sample rates)' : ''}`,
    `- An hour of remote support: ${moneyWords(rate.remoteHourCents)}`,
    `- A day of remote support: ${moneyWords(rate.remoteDayCents)}`,
    `- A day of support on site: ${moneyWords(rate.onSiteDayCents)}`,
    '',
    'Estimate',
    ...(lines.length === 0
      ? ['- No time is estimated. What it takes is charged at the rates above.']
      : lines.map(({ words, cents }) => `- ${words}: ${moneyWords(cents)}`)),
    ...(lines.length === 0 ? [] : [`Estimated total: ${moneyWords(totalCents)}`]),
    '',
    `${note} An estimate is no limit (P-18).`,
    '',
  ].join('\n');
  const { remoteHours, remoteDays, onSiteDays } = effort;
  return { text, estimate: { rateId, remoteHours, remoteDays, onSiteDays, totalCents } };
}

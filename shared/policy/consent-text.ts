/** The text under which a customer agrees to fees (P-18), made from the estimate, so that what is shown is what is signed. */
import type { FeeEstimate } from './documents.ts';
import type { Coverage } from './entitlement.ts';
import { type Effort, estimateFee, moneyWords } from './rates.ts';
import type { Rate } from './schema.ts';

/** One system's price of a major release (P-10), in cents of a US dollar. */
export interface Quote {
  name: string;
  cents: number;
}

/** The text under which a customer orders a major release: release, systems, and the quoted price of each (P-10). */
export function majorReleaseText(
  number: string,
  release: string,
  quotedBy: string,
  quotes: readonly Quote[],
): string {
  return [
    'Order of a major release',
    '',
    `Case: ${number}`,
    `Release: ${release.trim()}`,
    `Quoted by: ${quotedBy.trim()}`,
    '',
    'Price of each system',
    ...quotes.map(({ name, cents }) => `- ${name}: ${moneyWords(cents)}`),
    `Total: ${moneyWords(quotes.reduce((sum, { cents }) => sum + cents, 0))}`,
    '',
    'A major release is fee based by the current system and its list price, for each individual system. It is not part of maintenance (P-10).',
    '',
  ].join('\n');
}

/** The text under which a customer that has no backup says that it knows what that means (P-20). */
export function noBackupText(number: string): string {
  return [
    'No backup',
    '',
    `Case: ${number}`,
    '',
    'The maintenance policy makes it the customer’s responsibility to back up data bases, recorded calls and data before support is engaged (P-20).',
    'There is no such backup. The customer knows that data may be lost for good while support works on this case, and asks that it goes on all the same.',
    '',
  ].join('\n');
}

/** The text of an agreement to fees without the lines that name case and customer, which may be corrected later. */
export function withoutNames(text: string): string {
  return text.replace(/^(Case|Customer): .*$/gm, '$1');
}

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

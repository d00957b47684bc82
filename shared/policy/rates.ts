/** Fees by dated rates (P-18). Money is integer cents of a US dollar. See SPEC.md, E8 to E11. */
import { dateFault } from './dates.ts';
import type { Rate } from './schema.ts';

/** Cents an hour or a day at the most, as the row's schema has it. */
const MOST_CENTS = 100_000_000;

const amounts = [
  ['remoteHourCents', 'The hour of remote support'],
  ['remoteDayCents', 'The day of remote support'],
  ['onSiteDayCents', 'The day of on-site support'],
] as const;

/**
 * What is wrong with rates that an admin wants to publish, in words; empty where nothing is.
 * @param row as it was typed: the currency any text, amounts any number of cents
 * @param others rates that stand: one day has one rate
 */
export function rateFaults(
  row: Pick<Rate, 'id' | 'effectiveFrom' | 'remoteHourCents' | 'remoteDayCents' | 'onSiteDayCents'> & {
    currency: string;
  },
  others: readonly Pick<Rate, 'id' | 'effectiveFrom'>[],
): string[] {
  const faults: string[] = [];
  const fault = dateFault(row.effectiveFrom);
  if (fault) faults.push(fault);
  if (others.some((each) => each.id !== row.id && each.effectiveFrom === row.effectiveFrom))
    faults.push(`There are rates from ${row.effectiveFrom} on already. Choose another day.`);
  if (row.currency !== 'USD')
    faults.push(
      `The currency is ${row.currency.slice(0, 20) || 'missing'}; the policy's rates are in US dollars (P-18).`,
    );
  for (const [field, name] of amounts) {
    const value = row[field];
    if (!Number.isInteger(value))
      faults.push(
        `${name} is missing, or no whole number of cents. Write it in dollars, such as 1,800 or 250.50.`,
      );
    else if (value <= 0) faults.push(`${name} is ${moneyWords(value)}; a rate is more than nothing.`);
    else if (value > MOST_CENTS)
      faults.push(`${name} is ${moneyWords(value)}, more than ${moneyWords(MOST_CENTS)}.`);
  }
  return faults;
}

/** Cents of an amount in dollars as a person types it: `250`, `$1,800.50`; NaN where it is none. A comma parts thousands and nothing else. */
export function centsOfDollars(typed: string): number {
  const found = /^\$?\s?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(\.\d{1,2})?$/.exec(typed.trim());
  return found ? Math.round(Number(`${found[1]?.replaceAll(',', '')}${found[2] ?? ''}`) * 100) : Number.NaN;
}

/** The rate in force on a day, or null where none is yet. */
export function rateAt(rates: readonly Rate[], date: string): Rate | null {
  let found: Rate | null = null;
  for (const each of rates) {
    if (each.effectiveFrom <= date && (found === null || each.effectiveFrom > found.effectiveFrom))
      found = each;
  }
  return found;
}

/** What work is thought to take. Whole hours and days: a begun one is charged. */
export interface Effort {
  remoteHours: number;
  remoteDays: number;
  onSiteDays: number;
}

export interface FeeLine {
  /** `4 hours remote at $650.00`. */
  words: string;
  quantity: number;
  unitCents: number;
  cents: number;
}

export interface Estimate extends Effort {
  rateId: string;
  lines: FeeLine[];
  totalCents: number;
  clauses: readonly string[];
  /** What the total does not hold, in words. */
  note: string;
}

/** The time of the work by a rate. Fixes are priced at resolution, on top (P-18): no estimate holds them. */
export function estimateFee(rate: Rate, effort: Effort): Estimate {
  const lines: FeeLine[] = [];
  const add = (quantity: number, unit: string, where: string, unitCents: number) => {
    if (quantity === 0) return;
    lines.push({
      words: `${quantity} ${unit}${quantity === 1 ? '' : 's'} ${where} at ${moneyWords(unitCents)}`,
      quantity,
      unitCents,
      cents: quantity * unitCents,
    });
  };
  add(effort.remoteHours, 'hour', 'remote', rate.remoteHourCents);
  add(effort.remoteDays, 'day', 'remote', rate.remoteDayCents);
  add(effort.onSiteDays, 'day', 'on site', rate.onSiteDayCents);
  return {
    rateId: rate.id,
    remoteHours: effort.remoteHours,
    remoteDays: effort.remoteDays,
    onSiteDays: effort.onSiteDays,
    lines,
    totalCents: lines.reduce((sum, each) => sum + each.cents, 0),
    clauses: ['P-18'],
    note: 'Due immediately, whatever the result. Work-arounds, patches and fixes are priced at resolution, on top.',
  };
}

/** `$5,000.00`, `-$0.05`. The same on every computer, whatever its language. */
export function moneyWords(cents: number): string {
  const whole = Math.abs(Math.round(cents));
  const dollars = String(Math.floor(whole / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}$${dollars}.${String(whole % 100).padStart(2, '0')}`;
}

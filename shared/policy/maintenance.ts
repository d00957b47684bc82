/** What agreements say about a customer's maintenance on a day (P-16, P-17). See SPEC.md, E1 to E3. */
import { dayInWords } from '../base/day-words.ts';
import { dateFault, dateOfDay, dayNumber } from './dates.ts';
import type { Agreement } from './schema.ts';

export type Maintenance =
  /** `from` and `until` are the first and last day of the agreement. */
  | { kind: 'current'; agreementId: string; from: string; until: string }
  /** `since` is the first day without, the day after `until`. */
  | { kind: 'lapsed'; agreementId: string; until: string; since: string }
  | { kind: 'never' };
export type MaintenanceKind = Maintenance['kind'];

/**
 * The maintenance of a customer on a day.
 * @param agreements of that customer alone, in any order
 * @param date Central day, `2026-11-23`
 */
export function maintenanceAt(agreements: readonly Agreement[], date: string): Maintenance {
  let last: Agreement | null = null;
  for (const each of agreements) {
    if (each.startsOn <= date && date <= each.endsOn)
      return { kind: 'current', agreementId: each.id, from: each.startsOn, until: each.endsOn };
    if (each.endsOn < date && (last === null || each.endsOn > last.endsOn)) last = each;
  }
  if (last === null) return { kind: 'never' };
  return {
    kind: 'lapsed',
    agreementId: last.id,
    until: last.endsOn,
    since: dateOfDay(dayNumber(last.endsOn) + 1),
  };
}

/**
 * What a case says of the maintenance, read on a day: a term that has ended by then has lapsed, whatever was ticked.
 * Null where nobody answered.
 */
export function statedMaintenance(
  stated: { maintenance: MaintenanceKind | null; maintenanceUntil: string | null },
  date: string,
): MaintenanceKind | null {
  const { maintenance, maintenanceUntil } = stated;
  if (maintenance === 'current' && maintenanceUntil !== null && maintenanceUntil < date) return 'lapsed';
  return maintenance;
}

export type AgreementAnswer = { ok: true } | { ok: false; message: string };

/**
 * Whether an agreement may stand beside those of the same customer: its days are in order, and no day is covered twice.
 * @param others any agreements; those of other customers, and the row itself, are passed over
 */
export function checkAgreement(
  row: Pick<Agreement, 'id' | 'customerId' | 'startsOn' | 'endsOn'>,
  others: readonly Agreement[],
): AgreementAnswer {
  const fault = dateFault(row.startsOn) ?? dateFault(row.endsOn);
  if (fault) return { ok: false, message: fault };
  if (row.endsOn < row.startsOn)
    return {
      ok: false,
      message: `The agreement ends on ${dayInWords(row.endsOn)}, before it starts on ${dayInWords(row.startsOn)}. Correct one of the two.`,
    };
  const other = others.find(
    (each) =>
      each.id !== row.id &&
      each.customerId === row.customerId &&
      each.startsOn <= row.endsOn &&
      row.startsOn <= each.endsOn,
  );
  if (!other) return { ok: true };
  const name = other.reference === '' ? 'another agreement' : `agreement ${other.reference}`;
  return {
    ok: false,
    message: `From ${dayInWords(row.startsOn)} to ${dayInWords(row.endsOn)} overlaps ${name}, ${dayInWords(other.startsOn)} to ${dayInWords(other.endsOn)}. Choose days that no other agreement covers.`,
  };
}

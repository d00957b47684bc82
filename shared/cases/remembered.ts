/** What a case takes over of its customer: from the customer's own card, and from the last case that was worked on there. See SPEC.md, CS13. */
import type { CaseRecord } from './case.ts';

/** Answers that hold from one case of a customer to the next; whoever opens the next one sees them and may change them. */
const carried = [
  'contactName',
  'contactPhone',
  'contactEmail',
  'contactAroundTheClock',
  'contactAroundTheClockNote',
  'accessContact',
  'accessHow',
  'contractNumber',
] as const satisfies readonly (keyof CaseRecord)[];

export type Remembered = Partial<Pick<CaseRecord, (typeof carried)[number]>>;

const answered = (value: unknown) => value !== null && value !== '';
const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The newest case of this customer in which at least one of these answers was given; null where there is none. */
export function lastCaseOf(all: readonly CaseRecord[], customer: string): CaseRecord | null {
  if (customer.trim() === '') return null;
  return all
    .filter((each) => sameName(each.customer, customer) && carried.some((field) => answered(each[field])))
    .reduce<CaseRecord | null>(
      (last, each) => (last === null || each.createdAt.at > last.createdAt.at ? each : last),
      null,
    );
}

/** What of an earlier case goes on; only what was answered there. */
export function rememberedOf(record: CaseRecord): Remembered {
  return Object.fromEntries(
    carried.flatMap((field) => (answered(record[field]) ? [[field, record[field]]] : [])),
  );
}

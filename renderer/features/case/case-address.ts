/**
 * Where in a case a person is: the part, and the row that is open beside it. It stands in the address, so that back, forward and
 * reload come to the same place; where the address names only the case, the part of the last visit is shown.
 */

import { navigate, useHashLocation } from 'wouter/use-hash-location';
import { type OutlinePart, outlineParts } from '../../../shared/cases/outline-parts.ts';

/** The parts of the form, and what stands beside them after the handoff. */
export const caseParts = [...outlineParts, 'level3', 'history', 'end'] as const;
export type CasePart = OutlinePart | 'level3' | 'history' | 'end';

export interface CaseAddress {
  caseId: string;
  /** Null where the address names only the case. */
  part: CasePart | null;
  /** The system, file or entry of Level 3 that is open. */
  row: string | null;
}

/** @param location the path behind the hash. @returns null where it is no case's */
function readCaseAddress(location: string): CaseAddress | null {
  const [, place, caseId = '', part = '', row = ''] = location.split('/');
  if (place !== 'cases' || caseId === '' || caseId === 'import') return null;
  const known = caseParts.find((each) => each === part) ?? null;
  return { caseId, part: known, row: known === null || row === '' ? null : row };
}

export function casePath(caseId: string, part: CasePart | null = null, row: string | null = null): string {
  return ['/cases', caseId, part, row].filter((each) => each !== null).join('/');
}

/** Read at once, and not when the frame draws: a jump to a field draws its part first. */
export function useCaseAddress(): CaseAddress | null {
  const [location] = useHashLocation();
  return readCaseAddress(location);
}

export function caseAddressNow(): CaseAddress | null {
  return readCaseAddress(location.hash.replace(/^#/, ''));
}

/** @param replace the place before is not come back to */
export function goToPart(
  caseId: string,
  part: CasePart | null,
  row: string | null = null,
  replace = false,
): void {
  navigate(casePath(caseId, part, row), { replace });
}

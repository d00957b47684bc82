/** IPcelerate's maintenance contracts as the hub distributes them: which one a case falls under, and what it says (P-16). */

import { filled, folded } from '../base/spoken.ts';
import type { Contract } from './schema.ts';

/** The contract that the case names by its number, else the one of a customer of that name; null where none, or more than one, is known. */
export function contractFor(
  contracts: readonly Contract[],
  of: { contractNumber: string; customer: string },
): Contract | null {
  if (filled(of.contractNumber))
    return contracts.find(({ id }) => folded(id) === folded(of.contractNumber)) ?? null;
  const [one, another] = contracts.filter((each) => folded(each.customer) === folded(of.customer));
  return one && !another ? one : null;
}

/** How maintenance stands by the contract. @param day `2026-11-25`, Central. @returns null where it begins later */
export function stateByContract(contract: Contract, day: string): 'current' | 'lapsed' | null {
  if (contract.startsOn <= day && day <= contract.endsOn) return 'current';
  return contract.endsOn < day ? 'lapsed' : null;
}

/** What a case answers that says what its contract says. A contract that begins later leaves the state of maintenance open. */
export function answersByContract(contract: Contract, day: string) {
  const state = stateByContract(contract, day);
  const named = { contractNumber: contract.id, impactMember: contract.impactMember };
  if (state === null) return named;
  return {
    ...named,
    maintenance: state,
    maintenanceFrom: state === 'current' ? contract.startsOn : null,
    maintenanceUntil: contract.endsOn,
  };
}

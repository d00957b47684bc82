/** H26 to H29, H32: what the customer is entitled to, what it has agreed to, and whether the fault is IPcelerate's to look at. */

import type { Consent } from '../../cases/consents.ts';
import type { CaseRecord } from '../../cases/schema.ts';
import { isFeeBased } from '../../policy/entitlement.ts';
import { excludedName } from '../../policy/excluded-names.ts';
import { askSentence, askTime, hasCome } from '../answers.ts';
import { type Ask, type CaseFacts, filled, onCase, type Rule, systemName } from '../rule.ts';
import type { Finding } from '../schema.ts';

/** Whether this customer pays for what is asked for, whatever its maintenance (P-10, P-12, P-15). Null where nobody has said. */
export function isFeeBasedWork(
  record: Pick<CaseRecord, 'workType' | 'maintenance' | 'impactMember'>,
): boolean | null {
  if (record.workType === null) return null;
  if (!isFeeBased(record.workType)) return false;
  return !(record.workType === 'major-release' && paysNothingForMajor(record));
}

/** Impact members with current maintenance pay nothing for major releases (P-12). */
export function paysNothingForMajor(record: Pick<CaseRecord, 'maintenance' | 'impactMember'>): boolean {
  return record.impactMember === 'yes' && record.maintenance === 'current';
}

/** Where a signature is given: the form of its kind. */
function onConsent(kind: Consent['kind']): Finding['where'] {
  return { table: 'consents', id: null, field: kind };
}

/** A signature under fees that are worth signing: some effort at a rate, with its sum. */
function isPriced({ kind, estimate }: Consent): boolean {
  if (kind !== 'fees' || estimate === null) return false;
  return estimate.remoteHours + estimate.remoteDays + estimate.onSiteDays > 0 && estimate.totalCents > 0;
}

/** Whether a signature has its parts (P-35): company, name, title, text, and a day that has come. */
function isSigned(facts: CaseFacts, { company, name, title, textShown, signedOn, at }: Consent): boolean {
  return (
    [company, name, title, textShown].every(filled) &&
    signedOn <= dayOf(facts.now, 1) &&
    hasCome(facts, at.at)
  );
}

/** The newest, where one was asked for anew before the earlier one was withdrawn. */
function feeConsent(facts: CaseFacts): Consent | undefined {
  let newest: Consent | undefined;
  // Ids are UUIDv7.
  for (const each of facts.consents) if (isPriced(each) && isSigned(facts, each)) newest = each;
  return newest;
}

const effortWords = (hours: number, days: number, onSite: number) =>
  `${hours} remote hours, ${days} remote days, ${onSite} days on site`;

/** The customer agreed to another estimate than the one that stands in the case now (P-18). */
function askSameEstimate(facts: CaseFacts, ask: Ask): void {
  const signed = feeConsent(facts)?.estimate;
  const { estimateRemoteHours: hours, estimateRemoteDays: days, estimateOnSiteDays: onSite } = facts.case;
  // A case that estimates nothing itself has only what was signed.
  if (!signed || (hours === null && days === null && onSite === null)) return;
  const now = effortWords(hours ?? 0, days ?? 0, onSite ?? 0);
  const then = effortWords(signed.remoteHours, signed.remoteDays, signed.onSiteDays);
  ask(now === then, {
    message: `The estimate is another than the one that was signed: now ${now}; signed ${then}`,
    fix: 'Ask for a new signature under the present estimate, or set the estimate back to what was signed.',
    where: onConsent('fees'),
    clause: 'P-18',
  });
}

function askFees(facts: CaseFacts, ask: Ask, because: string, clause: string): void {
  const given = facts.consents.filter((each) => each.kind === 'fees');
  const unpriced = given.some((each) => !isPriced(each));
  ask(feeConsent(facts) !== undefined, {
    message: unpriced
      ? `${because}, and the fees that were signed name no rate, no effort or no sum`
      : given.length > 0
        ? `${because}, and the signature under the fees lacks company, name, title, text or a day that has come`
        : `${because}, and the fees are not signed`,
    fix: unpriced
      ? 'Withdraw the signature and have an estimate above zero signed with the rates in force.'
      : 'Show the customer the estimate and have it signed.',
    where: onConsent('fees'),
    clause,
  });
}

/** The day of an instant as UTC has it; a term is judged with a day's grace on either side, because zones differ. */
function dayOf(instant: string, shiftDays: number): string {
  return new Date(Date.parse(instant) + shiftDays * 86_400_000).toISOString().slice(0, 10);
}

export const entitlementRules: readonly Rule[] = [
  {
    id: 'H26',
    title: 'State of maintenance, with its dates',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-16',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { maintenance, maintenanceFrom: from, maintenanceUntil: until } = facts.case;
      ask(maintenance !== null, {
        message: 'The state of maintenance is not said',
        fix: 'Choose current, lapsed or never, by the customer’s agreements.',
        where: onCase(facts, 'maintenance'),
      });
      if (maintenance === null || maintenance === 'never') return;
      ask(until !== null, {
        message: 'Until when maintenance runs or ran is not said',
        fix: 'Give the last day that the agreement covers.',
        where: onCase(facts, 'maintenanceUntil'),
      });
      if (maintenance === 'lapsed') {
        ask(until === null || until < dayOf(facts.now, 1), {
          message: 'Maintenance is called lapsed, but its last day lies ahead',
          fix: 'Look at the agreement: it is current, or its last day is another.',
          where: onCase(facts, 'maintenance'),
        });
        return;
      }
      ask(from !== null, {
        message: 'Since when maintenance runs is not said',
        fix: 'Give the first day that the agreement covers: the day its payment was received.',
        where: onCase(facts, 'maintenanceFrom'),
      });
      const backwards = from !== null && until !== null && from > until;
      ask(!backwards, {
        message: 'Maintenance ends before it begins',
        fix: 'Look at the agreement, and set its two days.',
        where: onCase(facts, 'maintenanceUntil'),
      });
      if (backwards) return;
      ask(
        (from === null || from <= dayOf(facts.now, 1)) && (until === null || until >= dayOf(facts.now, -1)),
        {
          message: 'Maintenance is called current, but today is outside its days',
          fix: 'Look at the agreement: it has lapsed or has not begun, or its days are others.',
          where: onCase(facts, 'maintenance'),
        },
      );
    },
  },
  {
    id: 'H27',
    title: 'Without maintenance: renewal offered, then the fees signed',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-18',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { maintenance, renewalOffered, renewalOfferedAt, renewalOfferedTo, renewalAnswer } = facts.case;
      if (maintenance !== 'lapsed' && maintenance !== 'never') return;
      const clause = maintenance === 'lapsed' ? 'P-16' : 'P-17';
      const offer = maintenance === 'lapsed' ? 'to renew' : 'of a first year of maintenance';
      ask(renewalOffered === 'yes', {
        message: `The offer ${offer} was not made; it comes before any fee`,
        fix: 'Offer it to the customer first, then answer yes.',
        where: onCase(facts, 'renewalOffered'),
      });
      if (renewalOffered === 'yes') {
        askTime(facts, ask, renewalOfferedAt, {
          message: 'When maintenance was offered is not said',
          fix: 'Give the time of the offer.',
          what: 'The offer of maintenance',
          where: onCase(facts, 'renewalOfferedAt'),
        });
        ask(filled(renewalOfferedTo), {
          message: 'To whom maintenance was offered is not said',
          fix: 'Write the name of the person at the customer.',
          where: onCase(facts, 'renewalOfferedTo'),
        });
        ask(renewalAnswer !== null, {
          message: 'What the customer answered to the offer is not said',
          fix: 'Choose renews, declines or undecided.',
          where: onCase(facts, 'renewalAnswer'),
        });
      }
      const because =
        renewalAnswer === 'renews'
          ? 'The new term begins only when its payment is received'
          : maintenance === 'lapsed'
            ? 'Maintenance has lapsed'
            : 'There never was maintenance';
      askFees(facts, ask, because, clause);
      askSameEstimate(facts, ask);
      const signed = feeConsent(facts);
      if (!signed || renewalOfferedAt === null) return;
      ask(Date.parse(signed.at.at) >= Date.parse(renewalOfferedAt.at), {
        message: 'The fees were signed before maintenance was offered',
        fix: 'Correct the time of the offer, or withdraw the signature and have the fees signed again.',
        where: onCase(facts, 'renewalOfferedAt'),
      });
    },
  },
  {
    id: 'H28',
    title: 'What is asked for, and its fees where it is fee based',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-15',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const feeBased = isFeeBasedWork(facts.case);
      ask(feeBased !== null, {
        message: 'What is asked for is not chosen',
        fix: 'Choose a product failure, or the kind of work that is wanted.',
        where: onCase(facts, 'workType'),
      });
      ask(
        facts.case.workType !== 'information' || facts.case.priority === null || facts.case.priority === 'P4',
        {
          message: 'A question of information is a P4',
          fix: 'Choose P4; or choose what has failed, where something has.',
          where: onCase(facts, 'priority'),
          clause: 'P-29',
        },
      );
      if (!feeBased) return;
      askFees(
        facts,
        ask,
        'This work is fee based',
        facts.case.workType === 'major-release' ? 'P-10' : 'P-15',
      );
      // Without maintenance H27 asks it already.
      if (facts.case.maintenance === 'current') askSameEstimate(facts, ask);
    },
  },
  {
    id: 'H29',
    title: 'The fault is thought to lie in what is supported',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-23',
    subject: 'case',
    check: (facts, ask) => {
      const { suspectedExcludedId, suspectedSystemId } = facts.case;
      const said = suspectedExcludedId !== '' || suspectedSystemId !== null;
      ask(said, {
        message: 'Where the fault is thought to lie is not said',
        fix: 'Choose one of the systems of the case, or what it is instead.',
        where: onCase(facts, 'suspectedSystemId'),
      });
      if (!said) return;
      const system = facts.suspectedSystem;
      if (suspectedExcludedId === '' && !system) {
        ask(false, {
          message: 'The system that is suspected is no longer described',
          fix: 'Choose where the fault is thought to lie among the systems that are.',
          where: onCase(facts, 'suspectedSystemId'),
        });
        return;
      }
      const named = system?.productId === null ? excludedName(system.productName) : null;
      const foreign = system?.productId === null && system.suppliedByIpcelerate === 'no';
      if (system?.productId === null && suspectedExcludedId === '')
        ask(system.suppliedByIpcelerate !== null, {
          message: `Whether IPcelerate supplied ${systemName(system)}, where the fault is thought to lie, is not said`,
          fix: 'Answer yes or no; or choose another place for the fault.',
          where: { table: 'systems', id: system.id, field: 'suppliedByIpcelerate' },
        });
      ask(suspectedExcludedId === '' && !foreign && named === null, {
        message:
          suspectedExcludedId === '' && named !== null
            ? `The fault is thought to lie in ${named}, which IPcelerate does not troubleshoot`
            : suspectedExcludedId === ''
              ? 'The fault is thought to lie in equipment that IPcelerate did not provide, which it does not troubleshoot'
              : 'The fault is thought to lie in a system that IPcelerate does not troubleshoot',
        fix: 'Take it to who supports that system, or choose the product where it is shown to lie there.',
        where: onCase(facts, 'suspectedSystemId'),
      });
      askSentence(facts, ask, 'suspectedWhy', {
        message: 'Why the fault is thought to lie there is not said',
        fix: 'Write what points to it.',
        severity: 'warning',
      });
    },
  },
  {
    id: 'H32',
    title: 'The policy is accepted and signed',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-35',
    subject: 'case',
    check: (facts, ask) => {
      const given = facts.consents.filter((each) => each.kind === 'policy' && each.documentId !== null);
      ask(
        given.some((each) => isSigned(facts, each)),
        {
          message:
            given.length === 0
              ? 'The customer has not accepted the maintenance policy'
              : 'The signature under the policy lacks company, name, title, text or a day that has come',
          fix:
            given.length === 0
              ? 'Show the policy to the customer and have it signed.'
              : 'Withdraw the signature and have the policy signed with all of them.',
          where: onConsent('policy'),
        },
      );
    },
  },
];

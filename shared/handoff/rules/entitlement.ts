/** What the customer is entitled to, and what it has agreed to pay. */

import { cut } from '../../base/cut.ts';
import { isWord } from '../../base/spoken.ts';
import type { Consent } from '../../cases/consents.ts';
import type { CaseRecord } from '../../cases/schema.ts';
import { contractFor, stateByContract } from '../../policy/contracts.ts';
import { isFeeBased } from '../../policy/entitlement.ts';
import { isVersion } from '../../policy/versions.ts';
import { askTime, isNamed } from '../answers.ts';
import { type Ask, type CaseFacts, onCase, type Rule } from '../rule.ts';
import { named, type Phrase, phrase, type Sentence, say } from '../sentence.ts';
import { isSigned, onConsent, today, validateFeeSignature } from '../signed.ts';

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

/** A signature under fees that are worth signing: some effort at a rate, with its sum. */
function isPriced({ kind, estimate }: Consent): boolean {
  if (kind !== 'fees' || estimate === null) return false;
  return estimate.remoteHours + estimate.remoteDays + estimate.onSiteDays > 0 && estimate.totalCents > 0;
}

/** The newest, where one was asked for anew before the earlier one was withdrawn. */
function feeConsent(facts: CaseFacts): Consent | undefined {
  let newest: Consent | undefined;
  // Ids are UUIDv7.
  for (const each of facts.consents)
    if (isPriced(each) && isSigned(facts, each) && validateFeeSignature(facts, each) === null) newest = each;
  return newest;
}

/** The customer agreed to another estimate than the one that stands in the case now (P-18). */
function askSameEstimate(facts: CaseFacts, ask: Ask): void {
  const signed = feeConsent(facts)?.estimate;
  const { estimateRemoteHours: hours, estimateRemoteDays: days, estimateOnSiteDays: onSite } = facts.case;
  // A case that estimates nothing itself has only what was signed.
  if (!signed || (hours === null && days === null && onSite === null)) return;
  const now = [hours ?? 0, days ?? 0, onSite ?? 0] as const;
  const then = [signed.remoteHours, signed.remoteDays, signed.onSiteDays] as const;
  ask(
    now.every((each, at) => each === then[at]),
    {
      code: 'estimate-differs',
      message: say`The estimate is another than the one that was signed: now ${{ hours: now[0] }} remote hours, ${{ days: now[1] }} remote days, ${{ onSite: now[2] }} days on site; signed ${{ signedHours: then[0] }} remote hours, ${{ signedDays: then[1] }} remote days, ${{ signedOnSite: then[2] }} days on site`,
      fix: say`Ask for a new signature under the present estimate, or set the estimate back to what was signed.`,
      where: onConsent('fees'),
      clause: 'P-18',
    },
  );
}

const SIGN_ANEW = say`Withdraw the signature and have an estimate above zero signed with the rates in force.`;
const SHOW_ESTIMATE = say`Show the customer the estimate and have it signed.`;

function askFees(facts: CaseFacts, ask: Ask, reason: Phrase, clause: string): void {
  const because = { because: phrase(reason) };
  const given = facts.consents.filter((each) => each.kind === 'fees');
  const unpriced = given.some((each) => !isPriced(each));
  const why = given.map((each) => validateFeeSignature(facts, each)).find((words) => words !== null);
  ask(feeConsent(facts) !== undefined, {
    ...(unpriced
      ? {
          code: 'fees-without-price',
          message: say`${because}, and the fees that were signed name no rate, no effort or no sum`,
          fix: SIGN_ANEW,
        }
      : why
        ? {
            code: 'fees-do-not-hold',
            message: say`${because}, and the fees that were signed do not hold: ${{ why: phrase(why) }}`,
            fix: SIGN_ANEW,
          }
        : given.length > 0
          ? {
              code: 'fees-signature-incomplete',
              message: say`${because}, and the signature under the fees lacks company, name, title, text or a day that has come`,
              fix: SHOW_ESTIMATE,
            }
          : {
              code: 'fees-not-signed',
              message: say`${because}, and the fees are not signed`,
              fix: SHOW_ESTIMATE,
            }),
    where: onConsent('fees'),
    clause,
  });
}

/** What the case says of maintenance against the contract that the hub distributes (P-16). */
function askContract(facts: CaseFacts, ask: Ask): void {
  if (facts.referenceData === null || facts.case.maintenance === null) return;
  const { contracts } = facts.referenceData;
  const contract = contractFor(contracts, facts.case);
  const { maintenance, maintenanceFrom, maintenanceUntil, impactMember, contractNumber, customer } =
    facts.case;
  if (!contract) {
    // Another number may be of a new contract; it is none under which the one that is known goes away.
    const known = contractFor(contracts, { contractNumber: '', customer });
    if (known)
      ask(false, {
        code: 'contract-not-known',
        message: say`Contract ${{ number: cut(contractNumber.trim(), 60) }} is not known here; what is known of this customer is ${{ contract: known.id }}, from ${{ startsOn: known.startsOn }} to ${{ endsOn: known.endsOn }}`,
        fix: say`Give the number ${{ contract: known.id }} where that is the one; where it is a new contract, have IPcelerate publish it.`,
        where: onCase(facts, 'contractNumber'),
        severity: 'warning',
      });
    ask(maintenance === 'never', {
      code: 'maintenance-not-confirmed',
      message: say`The state of maintenance is not confirmed: no contract of this customer is known here`,
      fix: say`Give the number of the contract where there is one. Otherwise Level 3 confirms it, or the work is time and materials.`,
      where: onCase(facts, 'contractNumber'),
      severity: 'note',
    });
    return;
  }
  const outside = facts.certifiedFor.find(
    ({ productId }) =>
      productId !== null && contract.products.length > 0 && !contract.products.includes(productId),
  );
  if (outside) {
    ask(maintenance !== 'current', {
      code: 'product-not-covered',
      message: say`Contract ${{ contract: contract.id }} says otherwise: ${{ product: outside.name }} is none of the products that it covers`,
      fix: say`Give the number of the contract that covers it; where there is none, answer lapsed or never. Where the contract is wrong, have IPcelerate correct it.`,
      where: onCase(facts, 'maintenance'),
    });
    return;
  }
  const state = stateByContract(contract, today(facts));
  const agrees = (
    satisfied: boolean,
    code: string,
    says: Sentence,
    field: 'maintenance' | 'maintenanceFrom' | 'maintenanceUntil',
  ) =>
    ask(satisfied, {
      code,
      message: say`Contract ${{ contract: contract.id }} says otherwise: ${says}`,
      fix: say`Answer as the contract says; where the contract is wrong, have IPcelerate correct it.`,
      where: onCase(facts, field),
    });
  agrees(
    state === null ? maintenance !== 'current' : maintenance === state,
    'state-other-than-contract',
    say`it runs from ${{ startsOn: contract.startsOn }} to ${{ endsOn: contract.endsOn }}`,
    'maintenance',
  );
  if (maintenance !== state) return;
  if (maintenance === 'current')
    agrees(
      maintenanceFrom === contract.startsOn,
      'first-day-other-than-contract',
      say`it begins on ${{ startsOn: contract.startsOn }}`,
      'maintenanceFrom',
    );
  agrees(
    maintenanceUntil === contract.endsOn,
    'last-day-other-than-contract',
    say`it ends on ${{ endsOn: contract.endsOn }}`,
    'maintenanceUntil',
  );
  ask(impactMember === null || impactMember === contract.impactMember, {
    ...(contract.impactMember === 'yes'
      ? {
          code: 'impact-member-by-contract',
          message: say`Contract ${{ contract: contract.id }} says otherwise: the customer is an Impact member`,
        }
      : {
          code: 'no-impact-member-by-contract',
          message: say`Contract ${{ contract: contract.id }} says otherwise: the customer is no Impact member`,
        }),
    fix: say`Answer as the contract says; where the contract is wrong, have IPcelerate correct it.`,
    where: onCase(facts, 'impactMember'),
    clause: 'P-12',
  });
}

/** Whether a release is named: by its number, be it one digit, or by a name. */
function isRelease(text: string): boolean {
  return isVersion(text) || isWord(text);
}

/** A major release has its own paper: release, systems, and the quoted price of each; no hourly rates (P-10). */
function askMajorRelease(facts: CaseFacts, ask: Ask): void {
  const clause = 'P-10';
  ask(isRelease(facts.case.majorRelease), {
    code: 'release-missing',
    message: say`Which major release is asked for is not said`,
    fix: say`Write its number.`,
    where: onCase(facts, 'majorRelease'),
    clause,
  });
  ask(isNamed(facts, 'cases', 'majorReleaseQuotedBy', facts.case.majorReleaseQuotedBy), {
    code: 'quoted-by-missing',
    message: say`By whom the major release is quoted is not said`,
    fix: say`Write who quoted the price.`,
    where: onCase(facts, 'majorReleaseQuotedBy'),
    clause,
  });
  const priced = new Set(facts.quotes.filter(({ cents }) => cents > 0).map(({ id }) => id));
  for (const { id, name } of facts.askedSystems)
    ask(priced.has(id), {
      code: 'price-missing',
      message: say`${{ system: named(name) }}: the quoted price of the major release is missing`,
      fix: say`Write the price that was quoted for this system.`,
      where: { table: 'systems', id, field: 'quotedCents' },
      clause,
    });
  ask(
    facts.consents.some((each) => each.kind === 'major-release' && isSigned(facts, each)),
    {
      code: 'release-not-signed',
      message: say`The major release is not signed with the release, systems and prices that stand now`,
      fix: say`Show the customer the order and have it signed; withdraw an earlier one.`,
      where: onConsent('major-release'),
      clause,
    },
  );
}

/** Other work outside maintenance is by separate agreement with whoever provides it: no rates of IPcelerate's (P-15, P-39). */
function askSeparateAgreement(facts: CaseFacts, ask: Ask): void {
  const clause = facts.case.workType === 'modification' ? 'P-39' : 'P-15';
  ask(isNamed(facts, 'cases', 'workProvider', facts.case.workProvider), {
    code: 'provider-missing',
    message: say`Who provides this work is not said`,
    fix: say`Write the partner, or whoever it is.`,
    where: onCase(facts, 'workProvider'),
    clause,
  });
  ask(isNamed(facts, 'cases', 'workAgreement', facts.case.workAgreement), {
    code: 'agreement-missing',
    message: say`The agreement under which this work is done is not named`,
    fix: say`Write its reference.`,
    where: onCase(facts, 'workAgreement'),
    clause,
  });
  ask(false, {
    code: 'separate-agreement',
    message: say`Work by a separate agreement is by default not for Level 3`,
    fix: say`End the case as not ours; or say in what is asked of Level 3 why it is.`,
    where: onCase(facts, 'workType'),
    clause,
    severity: 'note',
  });
}

export const entitlementRules: readonly Rule[] = [
  {
    id: 'H26',
    title: 'State of maintenance, with its dates',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-16',
    asOf: '2026.11.11',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { maintenance, maintenanceFrom: from, maintenanceUntil: until } = facts.case;
      ask(maintenance !== null, {
        code: 'maintenance-not-said',
        message: say`The state of maintenance is not said`,
        fix: say`Choose Current, Lapsed or Never, by the customer’s agreements.`,
        where: onCase(facts, 'maintenance'),
      });
      askContract(facts, ask);
      if (maintenance === null || maintenance === 'never') return;
      ask(until !== null, {
        code: 'last-day-missing',
        message: say`The last day of maintenance is not given`,
        fix: say`Give the last day that the agreement covers.`,
        where: onCase(facts, 'maintenanceUntil'),
      });
      if (maintenance === 'lapsed') {
        ask(until === null || until < today(facts), {
          code: 'lapsed-but-ahead',
          message: say`Maintenance is called lapsed, but its last day, ${{ until: until ?? '' }}, lies ahead`,
          fix: say`Look at the agreement: it is current, or its last day is another.`,
          where: onCase(facts, 'maintenance'),
        });
        return;
      }
      ask(from !== null, {
        code: 'first-day-missing',
        message: say`The first day of maintenance is not given`,
        fix: say`Give the first day that the agreement covers: the day its payment was received.`,
        where: onCase(facts, 'maintenanceFrom'),
      });
      const backwards = from !== null && until !== null && from > until;
      ask(!backwards, {
        code: 'days-reversed',
        message: say`Maintenance ends before it begins: from ${{ from: from ?? '' }}, until ${{ until: until ?? '' }}`,
        fix: say`Look at the agreement, and set its two days.`,
        where: onCase(facts, 'maintenanceUntil'),
      });
      if (backwards) return;
      ask((from === null || from <= today(facts)) && (until === null || until >= today(facts)), {
        code: 'current-but-outside',
        message: say`Maintenance is called current, but today, ${{ today: today(facts) }} in Central time, is outside its days`,
        fix: say`Look at the agreement: it has lapsed or has not begun, or its days are others.`,
        where: onCase(facts, 'maintenance'),
      });
    },
  },
  {
    id: 'H27',
    title: 'Without maintenance: renewal offered, then the fees signed',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-18',
    asOf: '2026.11.11',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { maintenance, renewalOffered, renewalOfferedAt, renewalOfferedTo, renewalAnswer } = facts.case;
      if (maintenance !== 'lapsed' && maintenance !== 'never') return;
      const clause = maintenance === 'lapsed' ? 'P-16' : 'P-17';
      ask(renewalOffered === 'yes', {
        ...(maintenance === 'lapsed'
          ? {
              code: 'renewal-not-offered',
              message: say`The offer to renew was not made; it comes before any fee`,
            }
          : {
              code: 'first-year-not-offered',
              message: say`The offer of a first year of maintenance was not made; it comes before any fee`,
            }),
        fix: say`Offer it to the customer first, then answer yes.`,
        where: onCase(facts, 'renewalOffered'),
      });
      if (renewalOffered === 'yes') {
        askTime(facts, ask, renewalOfferedAt, {
          code: 'offer-time-missing',
          message: say`When maintenance was offered is not said`,
          fix: say`Give the time of the offer.`,
          what: say`The offer of maintenance`,
          of: 'offer',
          where: onCase(facts, 'renewalOfferedAt'),
        });
        ask(isNamed(facts, 'cases', 'renewalOfferedTo', renewalOfferedTo), {
          code: 'offered-to-missing',
          message: say`To whom maintenance was offered is not said`,
          fix: say`Write the name of the person at the customer.`,
          where: onCase(facts, 'renewalOfferedTo'),
        });
        ask(renewalAnswer !== null, {
          code: 'offer-answer-missing',
          message: say`What the customer answered to the offer is not said`,
          fix: say`Choose Signs or renews, Declines or Undecided.`,
          where: onCase(facts, 'renewalAnswer'),
        });
      }
      const because =
        renewalAnswer === 'renews'
          ? 'renewal-not-paid'
          : maintenance === 'lapsed'
            ? 'maintenance-lapsed'
            : 'never-maintained';
      askFees(facts, ask, because, clause);
      askSameEstimate(facts, ask);
      const signed = feeConsent(facts);
      if (!signed || renewalOfferedAt === null) return;
      ask(Date.parse(signed.at.at) >= Date.parse(renewalOfferedAt.at), {
        code: 'signed-before-offer',
        message: say`The fees were signed before maintenance was offered: signed ${{ signedAt: signed.at }}; offered ${{ offeredAt: renewalOfferedAt }}`,
        fix: say`Correct the time of the offer, or withdraw the signature and have the fees signed again.`,
        where: onCase(facts, 'renewalOfferedAt'),
      });
    },
  },
  {
    id: 'H28',
    title: 'What is asked for, and its fees where it is fee based',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-15',
    asOf: '2026.11.8',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const feeBased = isFeeBasedWork(facts.case);
      ask(feeBased !== null, {
        code: 'work-not-chosen',
        message: say`What is asked for is not chosen`,
        fix: say`Choose a product failure, or the kind of work that is wanted.`,
        where: onCase(facts, 'workType'),
      });
      ask(
        facts.case.workType !== 'information' || facts.case.priority === null || facts.case.priority === 'P4',
        {
          code: 'information-is-p4',
          message: say`A question of information is a P4`,
          fix: say`Choose P4; or choose what has failed, where something has.`,
          where: onCase(facts, 'priority'),
          clause: 'P-29',
        },
      );
      ask(facts.case.workType !== 'minor-upgrade', {
        code: 'minor-upgrade-covers',
        message: say`A minor upgrade covers software and documents; engineering help with it is fee based`,
        fix: say`Nothing to do where software and documents are asked for; for help choose live help with a release.`,
        where: onCase(facts, 'workType'),
        clause: 'P-11',
        severity: 'note',
      });
      // Fees of a customer without maintenance are H27's.
      if (!feeBased) return;
      if (facts.case.workType === 'major-release') askMajorRelease(facts, ask);
      else askSeparateAgreement(facts, ask);
    },
  },
];

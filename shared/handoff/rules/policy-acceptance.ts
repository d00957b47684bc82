/** The customer's signature under the policy, and what of any signature a lead should look at. */
import { documentInForce } from '../../policy/documents.ts';
import type { Rule } from '../rule.ts';
import { doubtfulParts, isSigned, onConsent, today, validatePolicySignature } from '../signed.ts';

export const policyAcceptanceRules: readonly Rule[] = [
  {
    id: 'H32',
    title: 'The policy is accepted and signed',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-35',
    asOf: '2026.11.8',
    subject: 'case',
    check: (facts, ask) => {
      const given = facts.consents.filter((each) => each.kind === 'policy' && each.documentId !== null);
      // Nobody can sign what was not published: the handoff waits for the customer, not for us.
      if (given.length === 0 && facts.referenceData?.documents.length === 0) {
        ask(false, {
          message: 'No policy document is published, so that the customer could not accept it',
          fix: 'Tell the administrator of the hub; the case can go as it is.',
          where: onConsent('policy'),
          severity: 'note',
        });
        return;
      }
      const why = given.map((each) => validatePolicySignature(facts, each)).find((words) => words !== null);
      ask(
        given.some((each) => isSigned(facts, each) && validatePolicySignature(facts, each) === null),
        {
          message:
            given.length === 0
              ? 'The customer has not accepted the maintenance policy'
              : why
                ? `The signature under the policy does not hold: ${why}`
                : 'The signature under the policy lacks company, name, title, text or a day that has come',
          fix:
            given.length === 0
              ? 'Show the policy to the customer and have it signed.'
              : 'Withdraw the signature and have the policy signed with all of them.',
          where: onConsent('policy'),
        },
      );
      // Whatever was signed, be it fees, an order or that there is no backup.
      for (const each of facts.consents) {
        const doubtful = doubtfulParts(each);
        ask(doubtful === null, {
          message: doubtful ?? '',
          fix: 'Withdraw it and have it signed with company, name and title; where they are so, leave it, and the lead decides.',
          where: onConsent(each.kind),
          severity: 'warning',
        });
        ask(each.method !== 'file' || facts.filesById.has(each.fileId ?? ''), {
          message: `The signed paper “${each.reference.trim().slice(0, 60)}” is not among the files of the case`,
          fix: 'Attach it, withdraw the signature, and enter it again with the file.',
          where: onConsent(each.kind),
          severity: 'warning',
        });
      }
      const newest = documentInForce(facts.referenceData?.documents ?? [], today(facts));
      if (given.length > 0 && newest)
        ask(
          given.some(({ documentId }) => documentId === newest.id),
          {
            message: `The customer accepted an earlier policy; version ${newest.version} is in force since ${newest.effectiveFrom}`,
            fix: 'Have the newer one signed when it is convenient; the earlier one holds.',
            where: onConsent('policy'),
            severity: 'warning',
          },
        );
    },
  },
];

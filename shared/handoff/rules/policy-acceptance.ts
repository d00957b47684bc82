/** The customer's signature under the policy, and what of any signature a lead should look at. */
import { cut } from '../../base/cut.ts';
import { documentInForce } from '../../policy/documents.ts';
import type { Rule } from '../rule.ts';
import { phrase, say } from '../sentence.ts';
import { doubtfulParts, isSigned, onConsent, today, validatePolicySignature } from '../signed.ts';

const SIGN_ANEW = say`Withdraw the signature and have the policy signed with all of them.`;

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
          code: 'no-document-published',
          message: say`No policy document is published, so that the customer could not accept it`,
          fix: say`Tell the administrator of the hub; the case can go as it is.`,
          where: onConsent('policy'),
          severity: 'note',
        });
        return;
      }
      const why = given.map((each) => validatePolicySignature(facts, each)).find((words) => words !== null);
      ask(
        given.some((each) => isSigned(facts, each) && validatePolicySignature(facts, each) === null),
        {
          ...(given.length === 0
            ? {
                code: 'policy-not-accepted',
                message: say`The customer has not accepted the maintenance policy`,
                fix: say`Show the policy to the customer and have it signed.`,
              }
            : why
              ? {
                  code: 'signature-does-not-hold',
                  message: say`The signature under the policy does not hold: ${{ why: phrase(why) }}`,
                  fix: SIGN_ANEW,
                }
              : {
                  code: 'signature-incomplete',
                  message: say`The signature under the policy lacks company, name, title, text or a day that has come`,
                  fix: SIGN_ANEW,
                }),
          where: onConsent('policy'),
        },
      );
      // Whatever was signed, be it fees, an order or that there is no backup.
      for (const each of facts.consents) {
        const doubtful = doubtfulParts(each);
        if (doubtful)
          ask(false, {
            ...doubtful,
            fix: say`Withdraw it and have it signed with company, name and title; where they are so, leave it, and the lead decides.`,
            where: onConsent(each.kind),
            severity: 'warning',
          });
        ask(each.method !== 'file' || facts.filesById.has(each.fileId ?? ''), {
          code: 'paper-not-attached',
          message: say`The signed paper “${{ paper: cut(each.reference.trim(), 60) }}” is not among the files of the case`,
          fix: say`Attach it, withdraw the signature, and enter it again with the file.`,
          where: onConsent(each.kind),
          severity: 'warning',
        });
      }
      const newest = documentInForce(facts.referenceData?.documents ?? [], today(facts));
      if (given.length > 0 && newest)
        ask(
          given.some(({ documentId }) => documentId === newest.id),
          {
            code: 'earlier-policy',
            message: say`The customer accepted an earlier policy; version ${{ version: newest.version }} is in force since ${{ since: newest.effectiveFrom }}`,
            fix: say`Have the newer one signed when it is convenient; the earlier one holds.`,
            where: onConsent('policy'),
            severity: 'warning',
          },
        );
    },
  },
];

/** Whether what a customer signed holds: its parts (P-35), its text, and the rows that it names. See SPEC.md, H27, H28, H31, H32. */
import { cut } from '../base/cut.ts';
import { sha256OfText } from '../base/hash.ts';
import { caseNumber } from '../base/ids.ts';
import { filled, gist, isName, isPlaceholder } from '../base/spoken.ts';
import { type Consent, isHandwriting } from '../cases/consents.ts';
import { centralDate } from '../policy/central-time.ts';
import {
  feeOffer,
  majorReleaseText,
  noBackupText,
  type Quote,
  withoutNames,
} from '../policy/consent-text.ts';
import { coverage } from '../policy/entitlement.ts';
import { estimateFee } from '../policy/rates.ts';
import { hasCome } from './answers.ts';
import type { CaseFacts, Words } from './rule.ts';
import type { Finding } from './schema.ts';
import { type Phrase, say } from './sentence.ts';

const DAY_MS = 86_400_000;
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Whether a signature has its parts (P-35): company, name, title, text, a line where it is drawn, and a day that has come. The day is the signer's own,
 * which may be a day ahead of Central time or behind it; it lies near the instant at which it was recorded, but for papers
 * that were signed before and only brought in.
 */
export function isSigned(facts: CaseFacts, consent: Consent): boolean {
  const { company, name, title, textShown, signedOn, at, method } = consent;
  const here = method === 'typed' || method === 'drawn';
  const recorded = Date.parse(at.at);
  return (
    [company, name, title, textShown].every((part) => filled(part) && !isPlaceholder(part)) &&
    signedOn <= centralDate(Date.parse(facts.now) + DAY_MS) &&
    hasCome(facts, at.at) &&
    signedOn <= centralDate(recorded + DAY_MS) &&
    (!here || signedOn >= centralDate(recorded - DAY_MS)) &&
    (method !== 'drawn' || isHandwriting(consent.drawing)) &&
    (here || isName(consent.reference)) &&
    saysWhatItMust(facts, consent)
  );
}

/** What a lead looks at in the parts of a signature: one too short to name anybody, or three that say one thing. */
export function doubtfulParts({ company, name, title }: Consent): Pick<Words, 'code' | 'message'> | null {
  const parts = [company, name, title];
  const short = parts.find((part) => filled(part) && !isName(part));
  if (short !== undefined)
    return {
      code: 'signature-part-too-short',
      message: say`A signature names “${{ part: short.trim() }}”, which is too short for a company, a name or a title`,
    };
  return new Set(parts.map(gist)).size === 1
    ? {
        code: 'signature-parts-are-one',
        message: say`A signature has “${{ part: cut(name.trim(), 60) }}” for its company, its name and its title`,
      }
    : null;
}

/** Of texts that are made from the case alone, that it is that text. */
function saysWhatItMust(facts: CaseFacts, { kind, textShown }: Consent): boolean {
  const number = caseNumber(facts.case.id);
  if (kind === 'no-backup') return textShown === noBackupText(number);
  if (kind === 'major-release') {
    const { majorRelease, majorReleaseQuotedBy } = facts.case;
    return textShown === majorReleaseText(number, majorRelease, majorReleaseQuotedBy, facts.quotes);
  }
  return true;
}

export type { Quote };

/** Why the fees that were signed do not hold by the rates that are known; null where they do, or no rates are known. */
export function validateFeeSignature(
  facts: CaseFacts,
  { estimate, textShown, signedOn }: Consent,
): Phrase | null {
  if (facts.referenceData === null || estimate === null) return null;
  const rate = facts.referenceData.rates.find(({ id }) => id === estimate.rateId);
  if (!rate) return 'rates-not-known';
  if (rate.effectiveFrom > signedOn) return 'rates-not-in-force';
  if (estimateFee(rate, estimate).totalCents !== estimate.totalCents) return 'sum-is-another';
  const { maintenance, impactMember, workType, title, customer, id } = facts.case;
  const covered = coverage({
    maintenance,
    impactMember: impactMember === null ? null : impactMember === 'yes',
    workType,
    releaseStep: 'none',
  });
  const offer = feeOffer({ number: caseNumber(id), title, customer }, rate, estimate, covered);
  return withoutNames(offer.text) === withoutNames(textShown) ? null : 'text-is-another';
}

/** Why the policy that was signed does not hold by the documents that are known; null where it does, or none are known. */
export function validatePolicySignature(facts: CaseFacts, consent: Consent): Phrase | null {
  if (facts.referenceData === null || facts.referenceData.documents.length === 0) return null;
  const document = facts.referenceData.documents.find(({ id }) => id === consent.documentId);
  if (!document) return 'document-not-published';
  if (document.effectiveFrom > consent.signedOn) return 'document-not-in-force';
  // On paper or with the contract it can have been signed before a hub published it.
  const here = consent.method === 'typed' || consent.method === 'drawn';
  if (here && Date.parse(document.publishedAt) > Date.parse(consent.at.at) + CLOCKS_DIFFER_MS)
    return 'signed-too-early';
  // Signed on paper or in the contract, the text is that of the document all the same.
  return sha256OfText(consent.textShown) === document.sha256 ? null : 'text-not-of-document';
}

/** Where a signature is given: the form of its kind. */
export function onConsent(kind: Consent['kind']): Finding['where'] {
  return { table: 'consents', id: null, field: kind };
}

/** The Central day for which the rules are asked: terms are judged by it, at console, hub and command line alike. */
export function today(facts: CaseFacts): string {
  return centralDate(Date.parse(facts.now));
}

/** Credentials: W3C Verifiable Credentials 2.0 in the form of Open Badges 3.0, signed as `vc+jwt`. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { instant, line, text } from '../base/values.ts';
import { address, type Signer } from './keys.ts';
import { signToken } from './token.ts';

const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  // For `coverage`, which no published vocabulary has: the context by which the W3C lets an issuer name terms of its own.
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
] as const;

/** Level 1 or Level 2 (P-02, P-05). */
export const supportLevel = later(() => z.union([z.literal(1), z.literal(2)]));
export type SupportLevel = z.infer<typeof supportLevel>;

/** What a certification covers: a product of the catalogue, and the levels at which one may work on it. */
const coverage = later(() =>
  z.strictObject({
    product: z.string().min(1).max(100),
    levels: z.array(supportLevel).min(1).max(2),
  }),
);
export type Coverage = z.infer<typeof coverage>;
export const coverages = z.array(coverage).max(100);

/** Whether product and level are among what is covered; `null` asks for the level on any product. */
export function covers(covered: readonly Coverage[], product: string | null, level: SupportLevel): boolean {
  return covered.some(
    (each) => (product === null || each.product === product) && each.levels.includes(level),
  );
}

/** What a credential says, as values. */
export const credentialFacts = later(() =>
  z.strictObject({
    id: uuid,
    issuer: z.strictObject({ id: address, name: line }),
    person: z.strictObject({ id: uuid, name: line }),
    achievement: z.strictObject({ id: uuid, name: line, description: text, criteria: text }),
    coverage: coverages.min(1),
    validFrom: instant,
    validUntil: instant,
    /** One place for the credential in both lists: its bit there says revoked, or suspended. */
    status: z.strictObject({
      index: z.number().int().min(0),
      revocationList: address,
      suspensionList: address,
    }),
  }),
);
export type CredentialFacts = z.infer<typeof credentialFacts>;

const urn = (id: string) => `urn:uuid:${id}`;

/** The claims of a credential; the instant at which it is signed is beside them, as `iat`. */
export function claimsOf(facts: CredentialFacts): Record<string, unknown> {
  const { issuer, person, achievement, status } = facts;
  const entry = (purpose: 'revocation' | 'suspension', list: string) => ({
    // Open Badges asks for an id, which the W3C leaves open.
    id: `${list}#${status.index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(status.index),
    statusListCredential: list,
  });
  return {
    '@context': CONTEXTS,
    id: urn(facts.id),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuer.id, type: ['Profile'], name: issuer.name },
    name: achievement.name,
    validFrom: facts.validFrom,
    validUntil: facts.validUntil,
    credentialSubject: {
      id: urn(person.id),
      type: ['AchievementSubject'],
      identifier: [
        { type: 'IdentityObject', hashed: false, identityHash: person.name, identityType: 'name' },
      ],
      achievement: {
        id: urn(achievement.id),
        type: ['Achievement'],
        achievementType: 'Certification',
        name: achievement.name,
        description: achievement.description,
        criteria: { narrative: achievement.criteria },
        coverage: facts.coverage,
      },
    },
    credentialStatus: [
      entry('revocation', status.revocationList),
      entry('suspension', status.suspensionList),
    ],
  };
}

/** Signs a credential. @param at when it is signed; it dates the signature and not the validity */
export function signCredential(facts: CredentialFacts, signer: Signer, at: Date): Promise<string> {
  return signToken({ ...claimsOf(facts), iat: Math.floor(at.getTime() / 1000) }, signer);
}

const stamp = z.iso.datetime({ offset: true });
// Of each union what issuers mostly write stands first: what does not fit costs as much as what does.
const types = (needed: string) =>
  z.union([
    z
      .array(z.string().max(200))
      .max(20)
      .refine((all) => all.includes(needed), `is no ${needed}`),
    z.literal(needed).transform((only) => [only]),
  ]);
const identified = later(() => z.union([z.object({ id: address, name: line.optional() }), address]));
const seconds = z.number().min(0).max(253_402_300_799);

const statusEntry = z.looseObject({
  type: z.string().max(100),
  statusPurpose: z.string().max(100).optional(),
});
/** An entry that can be looked up (section 4.1 of Bitstring Status List 1.0). */
export const bitstringEntry = z.looseObject({
  type: z.literal('BitstringStatusListEntry'),
  statusPurpose: z.enum(['revocation', 'suspension']),
  statusListIndex: z.string().regex(/^(0|[1-9]\d{0,9})$/),
  statusListCredential: address,
  statusSize: z.literal(1).optional(),
});
export type BitstringEntry = z.infer<typeof bitstringEntry>;

/**
 * The claims that are looked at; what else a credential says is left alone, as the data model wants.
 * `vc` and `vp` are of version 1.1, where `exp` meant the validity: they are refused.
 */
export const credentialClaims = later(() =>
  z.object({
    '@context': z
      .array(z.union([z.string(), z.looseObject({})]))
      .min(1)
      .max(20)
      .refine(([first]) => first === CONTEXTS[0], 'is no credential of version 2'),
    id: z.string().max(300).optional(),
    type: types('VerifiableCredential'),
    issuer: identified.transform((who) => (typeof who === 'string' ? { id: who } : who)),
    name: line.optional(),
    validFrom: stamp,
    validUntil: stamp.optional(),
    credentialSubject: z.object({
      id: z.string().max(300).optional(),
      identifier: z
        .array(z.object({ identityHash: line.optional(), identityType: z.string().max(100).optional() }))
        .max(20)
        .optional(),
      achievement: z.object({ name: line, coverage: coverages.optional() }).optional(),
    }),
    credentialStatus: z
      .union([z.array(statusEntry).max(8), statusEntry.transform((only) => [only])])
      .optional(),
    iss: z.string().max(300).optional(),
    iat: seconds.optional(),
    exp: seconds.optional(),
    nbf: seconds.optional(),
    vc: z.undefined().optional(),
    vp: z.undefined().optional(),
  }),
);
export type CredentialClaims = z.infer<typeof credentialClaims>;

/** The id of the person whose credential it is, and the name by which it calls them; null where it says none. */
export function holderOf(claims: CredentialClaims): { id: string | null; name: string } {
  const { id, identifier = [] } = claims.credentialSubject;
  const [, person] = /^urn:uuid:([0-9a-f-]{36})$/.exec(id ?? '') ?? [];
  const name = identifier.find((each) => each.identityType === 'name')?.identityHash;
  return { id: person ?? null, name: name ?? '' };
}

/** Rows of certification, and what an admin's console asks of the hub. See SPEC.md. */
import { z } from 'zod';
import { dataChoice } from '../base/data-choice.ts';
import { handshake } from '../base/handshake.ts';
import { uuid } from '../base/ids.ts';
import { json } from '../base/json.ts';
import { later } from '../base/later.ts';
import { instant, line, text } from '../base/values.ts';
import { role } from './access.ts';
import { coverages } from './credential.ts';
import { address, issuerKey } from './keys.ts';
import { statusPurpose } from './status-list.ts';
import { MAX_CREDENTIAL_LENGTH, MAX_LIST_LENGTH } from './token.ts';

/** A calendar day, `2026-11-25`. */
export const day = z.iso.date();
/** P-13: 12 months, unless the exam says otherwise. */
export const DEFAULT_VALID_MONTHS = 12;

/** An exam, with what passing it certifies. Scope `registry`. */
export const examRecord = later(() =>
  z.strictObject({
    id: uuid,
    name: line.min(1),
    description: text,
    /** What one has to do to pass, for the credential. */
    criteria: text,
    coverage: coverages.min(1),
    /** How long a credential lasts. */
    validMonths: z.number().int().min(1).max(120),
    /** The lowest score with which it is passed, in the unit of its scores; not there where scores do not decide. */
    passMark: z.number().min(0).max(100_000).optional(),
    /** False: no longer taken; what was issued stays. */
    active: z.boolean(),
  }),
);
export type ExamRecord = z.infer<typeof examRecord>;

/** A person as the registry knows them. Scope `registry`. */
export const personRecord = later(() =>
  z.strictObject({
    id: uuid,
    organisationId: uuid,
    organisationName: line,
    name: line.min(1),
    email: z.email().max(300),
    roles: z.array(role).min(1).max(8),
    /** When they left; not there for whoever works. */
    endedAt: instant.optional(),
  }),
);
export type PersonRecord = z.infer<typeof personRecord>;

/** A person as their organisation knows them, so that screens can name them. Scope of the organisation. */
export const memberRecord = later(() =>
  z.strictObject({
    id: uuid,
    name: line,
    roles: z.array(role).max(8),
  }),
);
export type MemberRecord = z.infer<typeof memberRecord>;

/** That a person passed an exam. Only ever added. Scope `registry`. */
export const resultRecord = later(() =>
  z.strictObject({
    id: uuid,
    personId: uuid,
    examId: uuid,
    passedOn: day,
    /** As the exam writes it, `87 %`; empty where it was not given. */
    score: z.string().max(40),
    recordedAt: instant,
    recordedBy: uuid,
  }),
);
export type ResultRecord = z.infer<typeof resultRecord>;

const credentialState = z.enum(['valid', 'suspended', 'revoked']);
export type CredentialState = z.infer<typeof credentialState>;

const issued = {
  id: uuid,
  personId: uuid,
  token: z.string().min(20).max(MAX_CREDENTIAL_LENGTH),
  /** What the hub last said of it. Whether it counts is for the token and the status lists to say, not for this. */
  state: credentialState,
  /** Why and when the state last changed; for people. */
  stateReason: line,
  stateSince: instant,
};
/** A credential in the scope of its holder's organisation. */
export const credentialRecord = later(() => z.strictObject(issued));

/** A credential in the registry. Scope `registry`. */
export const registryCredential = later(() =>
  z.strictObject({
    ...issued,
    organisationId: uuid,
    examId: uuid,
    issuedAt: instant,
    validFrom: instant,
    validUntil: instant,
    /** The credential that was made in its place, by renewing; null where none was. */
    renewedBy: uuid.nullable(),
  }),
);
export type RegistryCredential = z.infer<typeof registryCredential>;

/** An entry of the audit trail, as the registry shows it. Only ever added. Scope `registry`. */
export const auditRecord = later(() =>
  z.strictObject({
    /** The hub's number of the entry. */
    id: z.string().regex(/^\d{1,16}$/),
    at: instant,
    /** Who did it; null for the hub and its operator. */
    by: z.strictObject({ id: uuid, name: line }).nullable(),
    action: line,
    subject: line,
    reason: line,
    detail: z.record(z.string().max(60), json),
  }),
);
export type AuditRecord = z.infer<typeof auditRecord>;

/** The trusted keys. Scope `catalogue`: everybody verifies. */
export const issuerKeyRecord = issuerKey;

/** The newest of each status list. Scope `catalogue`. `id` is the last part of its address: `revocation-1`. */
export const statusListRecord = later(() =>
  z.strictObject({
    id: z.string().regex(/^(revocation|suspension)-\d{1,6}$/),
    url: address,
    purpose: statusPurpose,
    token: z.string().min(20).max(MAX_LIST_LENGTH),
  }),
);

/** Results in one request; a longer import is sent in several. */
export const MAX_RESULTS = 1_000;

/** What a certification admin does, one entry an action. Ids of what is new are made by the console. */
export const certificationAct = later(() =>
  z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('save-exam'), exam: examRecord }),
    z.strictObject({
      action: z.literal('record-results'),
      results: z
        .array(resultRecord.unwrap().omit({ recordedAt: true, recordedBy: true }))
        .min(1)
        .max(MAX_RESULTS),
    }),
    /** Of a person who passed the exam. `validFrom` null is now; the end is the exam's months later. */
    z.strictObject({
      action: z.literal('issue'),
      credentialId: uuid,
      personId: uuid,
      examId: uuid,
      validFrom: instant.nullable(),
    }),
    /** Makes a new credential from today; the old one lasts until its own end. */
    z.strictObject({ action: z.literal('renew'), credentialId: uuid, newCredentialId: uuid }),
    z.strictObject({ action: z.literal('revoke'), credentialId: uuid }),
    z.strictObject({ action: z.literal('suspend'), credentialId: uuid }),
    z.strictObject({ action: z.literal('reinstate'), credentialId: uuid }),
    /** An admin sees any organisation's, a lead their own. */
    z.strictObject({ action: z.literal('list-devices'), organisationId: uuid }),
    z.strictObject({ action: z.literal('name-device'), deviceId: uuid, name: z.string().min(1).max(100) }),
    /** Ends it at once, for good. */
    z.strictObject({ action: z.literal('revoke-device'), deviceId: uuid, data: dataChoice.optional() }),
    /** What opens a protected console when its person cannot. Its person is told who was shown it. */
    z.strictObject({ action: z.literal('show-recovery-code'), deviceId: uuid }),
    /** Adds or changes a person; an organisation of that id is made where there is none. */
    z.strictObject({
      action: z.literal('save-person'),
      person: personRecord.unwrap().omit({ endedAt: true }),
    }),
    z.strictObject({ action: z.literal('make-code'), personId: uuid }),
  ]),
);
export type CertificationAct = z.infer<typeof certificationAct>;

/** One act, with its reason. The same `requestId` again gets the answer it got, and does nothing more. */
export const certificationRequest = later(() =>
  z.strictObject({
    ...handshake,
    requestId: uuid,
    reason: line.min(1),
    act: certificationAct,
  }),
);
export type CertificationRequest = z.infer<typeof certificationRequest>;

const deviceEntry = later(() =>
  z.strictObject({
    id: uuid,
    personId: uuid,
    personName: line,
    name: line,
    enrolledAt: instant,
    revokedAt: instant.nullable(),
  }),
);
export type DeviceEntry = z.infer<typeof deviceEntry>;

/** What came of an act. Rows that it changed reach every console by sync. */
export const certificationResult = later(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('done') }),
    /** One fate a result, in the order of the request. */
    z.strictObject({
      kind: z.literal('results'),
      recorded: z.number().int().min(0),
      fates: z
        .array(
          z.enum([
            'recorded',
            'already-recorded',
            'unknown-person',
            'unknown-exam',
            'in-the-future',
            /** By the score, or by the exam's pass mark. */
            'not-passed',
          ]),
        )
        .max(MAX_RESULTS),
    }),
    z.strictObject({
      kind: z.literal('credential'),
      credentialId: uuid,
      token: z.string().max(MAX_CREDENTIAL_LENGTH),
    }),
    z.strictObject({ kind: z.literal('devices'), devices: z.array(deviceEntry).max(1_000) }),
    /** Given once: it is not kept, and a repeated request gets `code` null. */
    z.strictObject({ kind: z.literal('code'), code: line.nullable(), expiresAt: instant }),
    /** Since when the device's code is here. It is shown once: a repeated request gets `code` null, as does one for a device that gave none. */
    z.strictObject({ kind: z.literal('recovery-code'), code: line.nullable(), givenAt: instant.nullable() }),
  ]),
);
export type CertificationResult = z.infer<typeof certificationResult>;

export const certificationResponse = later(() =>
  z.strictObject({ result: certificationResult, hubTime: instant }),
);
export type CertificationResponse = z.infer<typeof certificationResponse>;

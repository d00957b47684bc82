/** Cases for tests, built by what a test is about; everything else is complete. Deterministic: ids and times are counted. */

import { sha256OfText } from '../../shared/base/hash.ts';
import { attachments } from '../../shared/cases/attachments.ts';
import { newCase } from '../../shared/cases/case.ts';
import { configuration } from '../../shared/cases/configuration.ts';
import type { Consent } from '../../shared/cases/consents.ts';
import { consents } from '../../shared/cases/consents.ts';
import { type CaseContents, noRows } from '../../shared/cases/contents.ts';
import { examples } from '../../shared/cases/examples.ts';
import type {
  AttachmentRecord,
  ConfigurationRecord,
  ExampleRecord,
  RevisionRecord,
  StepKind,
  StepRecord,
  SystemRecord,
} from '../../shared/cases/records.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { Redaction } from '../../shared/cases/statements.ts';
import { redactions } from '../../shared/cases/statements.ts';
import { steps } from '../../shared/cases/steps.ts';
import { systems } from '../../shared/cases/systems.ts';
import type { Trust } from '../../shared/certification/trust.ts';
import type { Verdict } from '../../shared/certification/verdict.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../shared/policy/sample-policy.ts';

/** Monday 23 November 2026, noon in Chicago. */
export const NOW = '2026-11-23T18:00:00.000Z';
const zone = 'America/Chicago';
const by = { id: '01900000-0000-7000-8000-00000000e001', name: 'Sample Engineer One' };

export function zoned(at: string): { at: string; zone: string } {
  return { at, zone };
}

/** The nth id, in order. */
export function idOf(n: number): string {
  return `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** What the rules are told of an engineer whose credential is valid for the sample products (H33). */
export function trusted(person = by): Trust {
  const verdict: Verdict = {
    kind: 'valid',
    accepted: true,
    checks: [],
    list: { asOf: '2026-11-23T00:00:00.000Z', freshUntil: '2026-11-30T00:00:00.000Z', days: 0, stale: false },
    said: {
      id: `urn:uuid:${idOf(0xc1)}`,
      person,
      issuer: { id: 'https://certification.example.com', name: 'Example Certification' },
      name: 'Sample products, Level 1 and Level 2',
      coverage: sampleProducts.map(({ id }) => ({ product: id, levels: [1, 2] })),
      validFrom: '2026-11-01T00:00:00.000Z',
      validUntil: '2027-11-01T00:00:00.000Z',
    },
  };
  return { person, verdicts: [verdict], reasons: {} };
}

export class CaseBuilder {
  #next = 1;
  readonly contents: CaseContents;

  constructor() {
    const id = idOf(this.#next++);
    const start = {
      id,
      organisationId: idOf(0xa),
      engineer: by,
      createdAt: zoned('2026-11-23T10:00:00.000Z'),
    };
    const record = newCase({
      ...start,
      title: 'Recorder stops',
      customer: 'Example Hospital (sample)',
      site: 'Room 1',
    });
    this.contents = {
      case: record,
      ...noRows(),
    };
  }

  id(): string {
    return idOf(this.#next++);
  }

  with(fields: Partial<CaseRecord>): this {
    Object.assign(this.contents.case, fields);
    return this;
  }

  withSystem(fields: Partial<SystemRecord> = {}): this {
    this.contents.systems.push(
      systems.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        role: 'affected',
        productId: 'sample-call-recorder',
        hostname: 'sample-recorder',
        site: 'Room 1',
        platform: 'virtual',
        os: 'Example Linux 12',
        approvedPlatform: 'yes',
        suppliedByIpcelerate: 'yes',
        telephonyPlatform: 'Example PBX',
        telephonyVersion: '12.5',
        networkAttachment: 'eth0',
        capturedAt: '2026-11-23T11:00:00.000Z',
        provenance: { kind: 'typed', by, at: '2026-11-23T11:00:00.000Z' },
        ...fields,
      }),
    );
    return this;
  }

  /** The fault is thought to lie in the system that was added last. */
  withSuspicion(): this {
    return this.with({ suspectedSystemId: this.contents.systems.at(-1)?.id ?? null });
  }

  withConfiguration(fields: Partial<ConfigurationRecord> = {}): this {
    this.contents.configuration.push(
      configuration.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        systemId: this.contents.systems.at(-1)?.id ?? idOf(0),
        kind: 'entry',
        section: 'recording',
        key: 'retention',
        value: '30',
        capturedAt: '2026-11-23T17:00:00.000Z',
        provenance: { kind: 'typed', by, at: '2026-11-23T17:00:00.000Z' },
        ...fields,
      }),
    );
    return this;
  }

  withRevision(component: string, version: string, fields: Partial<RevisionRecord> = {}): this {
    this.contents.revisions.push(
      revisions.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        systemId: this.contents.systems.at(-1)?.id ?? idOf(0),
        component,
        version,
        capturedAt: '2026-11-23T11:00:00.000Z',
        provenance: { kind: 'typed', by, at: '2026-11-23T11:00:00.000Z' },
        ...fields,
      }),
    );
    return this;
  }

  withStep(kind: StepKind, fields: Partial<StepRecord> = {}): this {
    const level = fields.level ?? 1;
    this.contents.steps.push(
      steps.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        at: zoned(level === 1 ? '2026-11-23T12:00:00.000Z' : '2026-11-23T15:00:00.000Z'),
        by,
        level,
        kind,
        did: `Did ${kind} on the recorder`,
        showed: `Nothing new came of ${kind} at level ${level}`,
        sources:
          kind === 'search-documentation' ? ['manuals', 'technical-bulletins', 'support-bulletins'] : [],
        notAvailable: kind === 'search-documentation' ? ['problem-report-lists'] : [],
        ramifications: kind === 'fix' || kind === 'work-around' ? 'None that we know of' : '',
        recordedAt: '2026-11-23T15:00:00.000Z',
        ...fields,
      }),
    );
    return this;
  }

  withAttachment(fields: Partial<AttachmentRecord> = {}): this {
    this.contents.attachments.push(
      attachments.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        name: 'recorder.log',
        mediaType: 'text/plain',
        size: 1_000,
        sha256: 'ab'.repeat(32),
        category: 'log',
        coversFrom: zoned('2026-11-22T00:00:00.000Z'),
        coversTo: zoned('2026-11-23T00:00:00.000Z'),
        readable: true,
        addedAt: '2026-11-23T15:30:00.000Z',
        provenance: { kind: 'typed', by, at: '2026-11-23T15:30:00.000Z' },
        ...fields,
      }),
    );
    return this;
  }

  /** One call that the fault touched. */
  withExample(fields: Partial<ExampleRecord> = {}): this {
    this.contents.examples.push(
      examples.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        at: zoned('2026-11-22T06:10:00.000Z'),
        what: 'The call was not found afterwards.',
        calling: '2001',
        called: '2050',
        ...fields,
      }),
    );
    return this;
  }

  /** Level 2 examined the log that was attached last. */
  withExaminedLog(): this {
    return this.withStep('examine-logs', {
      level: 2,
      evidence: [this.contents.attachments.at(-1)?.id ?? idOf(0)],
    });
  }

  /** A signature of the customer; of the fees for four remote hours, or of the sample policy. */
  withConsent(kind: Consent['kind'], fields: Partial<Consent> = {}): this {
    const [rate] = sampleRates;
    const [policy] = samplePolicyDocuments;
    if (!rate || !policy) throw new Error('no sample policy');
    const textShown = kind === 'policy' ? policy.text : 'Four hours remote at $650.00: $2,600.00';
    this.contents.consents.push(
      consents.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        kind,
        company: 'Example Hospital (sample)',
        name: 'Sample Contact',
        title: 'Head of telephony',
        signedOn: '2026-11-23',
        method: 'typed',
        documentId: kind === 'policy' ? policy.id : null,
        textShown,
        textSha256: sha256OfText(textShown),
        estimate:
          kind === 'fees'
            ? {
                rateId: rate.id,
                remoteHours: 4,
                remoteDays: 0,
                onSiteDays: 0,
                totalCents: 4 * rate.remoteHourCents,
              }
            : null,
        at: zoned('2026-11-23T16:00:00.000Z'),
        by,
        ...fields,
      }),
    );
    return this;
  }

  /** What the engineer says of the last attachment (H12). */
  withRedaction(fields: Partial<Redaction> = {}): this {
    const file = this.contents.attachments.at(-1);
    this.contents.redactions.push(
      redactions.empty({
        id: this.id(),
        caseId: this.contents.case.id,
        attachmentId: file?.id ?? idOf(0),
        sha256: file?.sha256 ?? 'ab'.repeat(32),
        state: 'redacted',
        at: zoned('2026-11-23T15:40:00.000Z'),
        by,
        ...fields,
      }),
    );
    return this;
  }

  build(): CaseContents {
    return structuredClone(this.contents);
  }
}

export function aCase(): CaseBuilder {
  return new CaseBuilder();
}

/** A case on which nothing is missing and no warning stands. */
export function aCompleteCase(): CaseBuilder {
  return aCase()
    .with({
      state: 'level2',
      specified: 'Records every call.',
      observed: 'Calls after midnight are missing.',
      firstSeen: zoned('2026-11-22T06:00:00.000Z'),
      lastWorked: zoned('2026-11-21T06:00:00.000Z'),
      frequency: 'constant',
      reproduced: 'yes',
      reproduction: 'Call after midnight.',
      unmodified: 'yes',
      errorShown: 'yes',
      errorText: 'E-417 index not writable',
      errorReadFrom: 'recorder.log',
      scopeExtent: 'some',
      scopeIs: 'Twelve phones of the night desk',
      scopeIsNot: 'All other phones of the site',
      seenBefore: 'no',
      modified: 'no',
      addedApplications: 'no',
      impact: 'Calls are lost.',
      affectedUsers: 40,
      priority: 'P2',
      priorityReason: 'A significant part of the business is affected.',
      networkChanged: 'no',
      ucChanged: 'no',
      productChanged: 'no',
      noWorkAroundWhy: 'Nothing that was found gets round it.',
      level1Outcome: 'not-solved',
      level1Summary: 'Restart did not help.',
      level1EndedAt: zoned('2026-11-23T14:00:00.000Z'),
      escalationReason: 'technical-nature',
      escalationExplanation: 'The index format is not documented.',
      oneProblem: 'yes',
      ask: 'Say why the index is not written.',
      contactName: 'Sample Contact',
      contactPhone: '555 0100',
      backupConfirmed: 'yes',
      backupBy: 'Sample Contact',
      backupWhat: 'Data base and recordings',
      backupWhere: 'Backup server of the customer',
      backupAt: zoned('2026-11-23T08:00:00.000Z'),
      accessHow: 'By the partner’s jump host',
      accessContact: 'Sample Contact, 555 0100',
      accessTriedAt: zoned('2026-11-23T13:00:00.000Z'),
      damage: 'no',
      notifiedBy: 'telephone',
      notifiedAt: zoned('2026-11-22T08:00:00.000Z'),
      customerDelays: 'no',
      maintenance: 'current',
      maintenanceFrom: '2026-01-01',
      maintenanceUntil: '2026-12-31',
      impactMember: 'no',
      workType: 'defect',
      suspectedWhy: 'The index is not written after midnight.',
    })
    .withSystem()
    .withSuspicion()
    .withConsent('policy')
    .withConfiguration()
    .withExample()
    .withRevision('Call Recorder', '5.4.1')
    .withRevision('Operating system', '12.1')
    .withStep('gather')
    .withStep('investigate')
    .withStep('isolate')
    .withStep('test')
    .withStep('search-documentation')
    .withStep('correlate')
    .withAttachment()
    .withRedaction()
    .withExaminedLog();
}

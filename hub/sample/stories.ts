/** What the sample cases tell: three invented faults, of which one lacks a few answers, so that a newcomer can finish it. */
import type { PersonRef } from '../../shared/base/people.ts';
import type { ZonedInstant } from '../../shared/base/values.ts';
import { attachments } from '../../shared/cases/attachments.ts';
import { newCase } from '../../shared/cases/case.ts';
import { configuration } from '../../shared/cases/configuration.ts';
import { consents } from '../../shared/cases/consents.ts';
import { type CaseContents, noRows } from '../../shared/cases/contents.ts';
import { examples } from '../../shared/cases/examples.ts';
import type { StepKind, StepRecord } from '../../shared/cases/records.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { redactions } from '../../shared/cases/statements.ts';
import { steps } from '../../shared/cases/steps.ts';
import { systems } from '../../shared/cases/systems.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments } from '../../shared/policy/sample-policy.ts';

const ZONE = 'America/Chicago';
const HOUR_MS = 3_600_000;
const CONTACT = 'Sample Contact';

/** A case in words; what every one of them has stands in `contentsOf`. */
export interface Story {
  /** The same in every sample, so that it is made once. */
  id: string;
  title: string;
  customer: string;
  site: string;
  product: (typeof sampleProducts)[number]['id'];
  host: string;
  os: string;
  facts: Pick<
    CaseRecord,
    'specified' | 'observed' | 'reproduction' | 'impact' | 'affectedUsers' | 'priority' | 'priorityReason'
  > &
    Partial<CaseRecord>;
  /** Configuration as section, key and value. */
  configuration: readonly (readonly [string, string, string])[];
  steps: readonly {
    kind: StepKind;
    level: 1 | 2;
    /** Hours before now. */
    ago: number;
    did: string;
    showed: string;
  }[];
  /** One occurrence of the fault. */
  example: { ago: number; what: string };
  log: { name: string; lines: readonly string[] };
}

export const nearlyComplete: Story = {
  id: '01900000-0000-7000-8000-0000000c0001',
  title: 'Recorder stops at night',
  customer: 'Example Hospital (sample)',
  site: 'Sample building, server room',
  product: 'sample-call-recorder',
  host: 'sample-recorder-1',
  os: 'Example Linux 12',
  facts: {
    specified: 'The recorder records every call of the emergency desk, around the clock (manual, chapter 3).',
    observed: 'From about 02:00 until it is restarted no call is recorded. Its page says that all is well.',
    reproduction:
      '1. Leave the recorder running past 02:00. 2. Call the emergency desk. 3. No recording is listed.',
    impact: 'Calls of the emergency desk are missing in the evidence that the hospital has to keep.',
    affectedUsers: 12,
    priority: 'P2',
    priorityReason:
      'A main function is lost for hours each night, and the way around it is a person who restarts it.',
    scopeIs: 'The recorder of the emergency desk',
    scopeIsNot: 'The recorder of the other building',
    level1Summary: 'The fault comes with the nightly rotation of the recorder’s store.',
    escalationExplanation:
      'What the rotation does to the open stream is in no manual; only its source explains it.',
    ask: 'Say why the stream is not opened again after the rotation, and how to have it opened.',
    suspectedWhy: 'The rotation at 02:00 closes the stream, and nothing opens it again.',
  },
  configuration: [
    ['store', 'rotate-at', '02:00'],
    ['store', 'keep-days', '90'],
    ['stream', 'reopen', 'auto'],
  ],
  steps: [
    {
      kind: 'gather',
      level: 1,
      ago: 27,
      did: 'Asked the night shift when calls were missing.',
      showed: 'Each night from about 02:00, since the update of the store.',
    },
    {
      kind: 'investigate',
      level: 1,
      ago: 26,
      did: 'Read the recorder’s status page at 02:30.',
      showed: 'All green, and no stream in the list.',
    },
    {
      kind: 'isolate',
      level: 1,
      ago: 25,
      did: 'Turned the rotation off for a night.',
      showed: 'Every call was recorded.',
    },
    {
      kind: 'test',
      level: 1,
      ago: 24,
      did: 'Started the rotation by hand at noon.',
      showed: 'Recording stopped at once.',
    },
    {
      kind: 'search-documentation',
      level: 1,
      ago: 23,
      did: 'Looked for rotation and stream.',
      showed: 'Nothing on a stream that stays closed.',
    },
    {
      kind: 'correlate',
      level: 1,
      ago: 22,
      did: 'Compared with the recorder of the other building.',
      showed: 'Same version, no rotation, no fault.',
    },
    {
      kind: 'reproduce',
      level: 2,
      ago: 5,
      did: 'Started the rotation three times.',
      showed: 'Recording stopped three times.',
    },
  ],
  example: {
    ago: 29,
    what: 'A call of 02:17 to the emergency desk is in the bill and not in the list of recordings.',
  },
  log: {
    name: 'call-recorder.log',
    lines: [
      'INFO  store: rotation begins',
      'INFO  stream: closed for rotation',
      'INFO  store: rotation done',
      'WARN  stream: not open',
      'WARN  stream: not open',
    ],
  },
};

export const inReview: Story = {
  id: '01900000-0000-7000-8000-0000000c0002',
  title: 'Pages reach the warehouse late',
  customer: 'Example Logistics (sample)',
  site: 'Sample warehouse, hall 2',
  product: 'sample-paging-server',
  host: 'sample-paging-1',
  os: 'Example Linux 12',
  facts: {
    specified: 'A page reaches every speaker of its group within two seconds (manual, chapter 5).',
    observed: 'In hall 2 one page in ten comes 20 to 40 seconds late.',
    reproduction: '1. Page group 2 ten times, a minute apart. 2. Listen in hall 2. 3. One comes late.',
    impact: 'Trucks wait at the gates; safety calls are repeated by radio.',
    affectedUsers: 40,
    priority: 'P3',
    priorityReason:
      'Part of the function is slow; the radio is a way around it and most halls are not affected.',
    scopeIs: 'Speakers of hall 2',
    scopeIsNot: 'Speakers of halls 1 and 3',
    level1Summary: 'The page leaves the server in time and waits at the multicast querier of hall 2.',
    escalationExplanation: 'How the server joins multicast groups again after a query is not documented.',
    ask: 'Say when the server joins a group again after a query, and whether that can be set.',
    suspectedWhy: 'It joins the group again only at the second query.',
  },
  configuration: [
    ['multicast', 'ttl', '4'],
    ['multicast', 'join-interval', '30'],
    ['group 2', 'address', '239.10.2.1'],
  ],
  steps: [
    {
      kind: 'gather',
      level: 1,
      ago: 30,
      did: 'Collected times of late pages from the gate’s book.',
      showed: 'Hall 2 only, at any hour.',
    },
    {
      kind: 'investigate',
      level: 1,
      ago: 29,
      did: 'Captured the traffic at the server and in the hall.',
      showed: 'It leaves in time and arrives late.',
    },
    {
      kind: 'isolate',
      level: 1,
      ago: 28,
      did: 'Moved a speaker of hall 2 to hall 1.',
      showed: 'It is in time there.',
    },
    {
      kind: 'test',
      level: 1,
      ago: 27,
      did: 'Paged group 2 from another console.',
      showed: 'A late page there too, one in ten.',
    },
    {
      kind: 'search-documentation',
      level: 1,
      ago: 26,
      did: 'Looked for joins, queries and delay.',
      showed: 'The join interval is named and not explained.',
    },
    {
      kind: 'correlate',
      level: 1,
      ago: 25,
      did: 'Compared with the querier’s log.',
      showed: 'Late pages follow a query within a minute.',
    },
    {
      kind: 'reproduce',
      level: 2,
      ago: 9,
      did: 'Paged ten times right after a query.',
      showed: 'Four came late.',
    },
    {
      kind: 'examine-logs',
      level: 2,
      ago: 8,
      did: 'Read the server’s log around two late pages.',
      showed: 'Membership is reported 30 s after the query.',
    },
  ],
  example: { ago: 33, what: 'A page of 07:40 to hall 2 came 31 seconds late; hall 1 had it at once.' },
  log: {
    name: 'paging-server.log',
    lines: [
      'INFO  group 2: page accepted, 14 receivers',
      'INFO  group 2: membership query heard',
      'WARN  group 2: membership not reported yet',
      'INFO  group 2: membership reported after 30.0 s',
      'INFO  group 2: page delivered, 14 receivers',
    ],
  },
};

export const answered: Story = {
  id: '01900000-0000-7000-8000-0000000c0003',
  title: 'Moved extensions are listed twice',
  customer: 'Example University (sample)',
  site: 'Sample campus, data centre',
  product: 'sample-directory-service',
  host: 'sample-directory-1',
  os: 'Example Server 2022',
  facts: {
    specified: 'An extension that moves to another room stands once in the directory (manual, chapter 2).',
    observed: 'After a move the extension is listed with the old and with the new room until the next night.',
    reproduction:
      '1. Move extension 555 0142 to another room. 2. Search it in the directory. 3. It is listed twice.',
    impact: 'Callers reach empty rooms in the weeks in which departments move.',
    affectedUsers: 300,
    priority: 'P3',
    priorityReason: 'Part of the function is wrong for a day; searching by name is a way around it.',
    scopeIs: 'Extensions that were moved on the same day',
    scopeIsNot: 'New extensions, and those that were removed',
    level1Summary: 'The index keeps the old entry until the nightly run.',
    escalationExplanation:
      'Why the index is not told of a move lies in the product’s own queue, which is not documented.',
    ask: 'Say why the index keeps the old entry, and how it is told of a move at once.',
    suspectedWhy: 'The index is not told of the removal.',
  },
  configuration: [
    ['index', 'rebuild-at', '03:00'],
    ['index', 'incremental', 'on'],
  ],
  steps: [
    {
      kind: 'gather',
      level: 1,
      ago: 52,
      did: 'Collected five moves of the last week.',
      showed: 'All five were listed twice for a day.',
    },
    {
      kind: 'investigate',
      level: 1,
      ago: 51,
      did: 'Watched the index during a move.',
      showed: 'The new entry is added; the old one stays.',
    },
    {
      kind: 'isolate',
      level: 1,
      ago: 50,
      did: 'Moved an extension with the search page closed.',
      showed: 'The same: it is not the page’s cache.',
    },
    {
      kind: 'test',
      level: 1,
      ago: 49,
      did: 'Rebuilt the index by hand.',
      showed: 'The old entry is gone at once.',
    },
    {
      kind: 'search-documentation',
      level: 1,
      ago: 48,
      did: 'Looked for index and move.',
      showed: 'Only the nightly run is described.',
    },
    {
      kind: 'correlate',
      level: 1,
      ago: 47,
      did: 'Compared with the test system.',
      showed: 'The same there, on the same version.',
    },
    {
      kind: 'reproduce',
      level: 2,
      ago: 18,
      did: 'Moved an extension on the test system.',
      showed: 'Listed twice at once.',
    },
    {
      kind: 'examine-logs',
      level: 2,
      ago: 17,
      did: 'Read the index’s log of the move.',
      showed: 'It has the addition and no removal.',
    },
  ],
  example: {
    ago: 34,
    what: 'Extension 555 0142 was listed in room 12 and in room 31 from 10:05 to the next night.',
  },
  log: {
    name: 'directory-index.log',
    lines: [
      'INFO  move: extension 555 0142, room 12 to room 31',
      'INFO  index: entry added, room 31',
      'INFO  index: queue empty',
    ],
  },
};

export function logBytes({ log }: Story, start: number): Buffer {
  const lines = log.lines.map(
    (line, index) => `${new Date(start - 9 * HOUR_MS + index * 30_000).toISOString()} ${line}\n`,
  );
  return Buffer.from(lines.join(''));
}

interface Making {
  by: PersonRef;
  organisationId: string;
  /** Milliseconds since 1970 from which the hours of the story count back. */
  start: number;
  newId: () => string;
  /** The story’s log at the hub. */
  file: { sha256: string; size: number };
}

/** The case as an engineer wrote it: every question that the rules ask is answered, but for what the story leaves out. */
export function contentsOf(story: Story, { by, organisationId, start, newId, file }: Making): CaseContents {
  const ago = (hours: number): ZonedInstant => ({
    at: new Date(start - hours * HOUR_MS).toISOString(),
    zone: ZONE,
  });
  const day = (shift: number) => new Date(start + shift * 24 * HOUR_MS).toISOString().slice(0, 10);
  const first = Math.max(...story.steps.map((step) => step.ago));
  const level2 = Math.max(...story.steps.filter(({ level }) => level === 2).map((step) => step.ago));
  const typed = { kind: 'typed', by, at: ago(3).at } as const;
  const caseId = story.id;
  const own = () => ({ id: newId(), caseId });
  const product = sampleProducts.find(({ id }) => id === story.product);
  if (!product) throw new Error(`no sample product ${story.product}`);
  const system = systems.empty({
    ...own(),
    ...{ role: 'affected', productId: product.id, hostname: story.host, site: story.site },
    ...{ platform: 'virtual', os: story.os, approvedPlatform: 'yes', suppliedByIpcelerate: 'yes' },
    ...{ telephonyPlatform: 'Example PBX', telephonyVersion: '12.5' },
    ...{ networkAttachment: 'eth0, VLAN 20, switch port 14', capturedAt: ago(6).at, provenance: typed },
  });
  const started = newCase({
    ...{ id: caseId, organisationId, engineer: by, createdAt: ago(first + 0.5) },
    ...{ title: story.title, customer: story.customer, site: story.site },
  });
  const record: CaseRecord = {
    ...started,
    ...{ state: 'level2', firstSeen: ago(first + 4), lastWorked: ago(first + 30), frequency: 'intermittent' },
    ...{ modified: 'no', addedApplications: 'no', errorShown: 'no', seenBefore: 'no', workAroundInUse: 'no' },
    ...{ noWorkAroundWhy: 'None that the customer can use in daily work.', damage: 'no' },
    ...{ backupWhat: 'Configuration and database', backupWhere: 'The customer’s backup server' },
    ...{ accessTriedAt: ago(8), scopeExtent: 'some' },
    ...{ reproduced: 'yes', unmodified: 'yes', networkChanged: 'no', ucChanged: 'no', productChanged: 'no' },
    ...{ level1Outcome: 'not-solved', level1EndedAt: ago(level2 + 1), escalationReason: 'technical-nature' },
    ...{ oneProblem: 'yes', suspectedSystemId: system.id, workType: 'defect' },
    ...{ contactName: CONTACT, contactPhone: '+1 555 0100', contactEmail: 'contact@example.com' },
    ...{ contactAroundTheClock: 'yes', backupConfirmed: 'yes', backupBy: CONTACT, backupAt: ago(7) },
    ...{ accessHow: 'Remote session on request', accessContact: CONTACT, customerDelays: 'no' },
    ...{ notifiedBy: 'web-ticket', notifiedAt: ago(first + 1), impactMember: 'no' },
    ...{ maintenance: 'current', maintenanceFrom: day(-100), maintenanceUntil: day(200) },
    ...story.facts,
  };
  const [policy] = samplePolicyDocuments;
  if (!policy) throw new Error('no sample policy');
  const attachment = attachments.empty({
    ...own(),
    ...{ name: story.log.name, mediaType: 'text/plain', ...file, category: 'log' },
    ...{ systemId: system.id, coversFrom: ago(60), coversTo: ago(4), readable: true },
    ...{ addedAt: ago(4).at, provenance: { ...typed, at: ago(4).at } },
  });
  return {
    case: record,
    ...noRows(),
    systems: [system],
    configuration: story.configuration.map(([section, key, value]) =>
      configuration.empty({
        ...{ ...own(), systemId: system.id, kind: 'entry', section, key, value },
        ...{ capturedAt: ago(6).at, provenance: typed },
      }),
    ),
    revisions: product.components.map(({ name, latestMinor }) =>
      revisions.empty({
        ...{ ...own(), systemId: system.id, component: name, version: latestMinor ?? '12.1' },
        ...{ capturedAt: ago(6).at, provenance: typed },
      }),
    ),
    steps: story.steps.map(
      ({ ago: hours, ...step }): StepRecord =>
        steps.empty({
          ...{ ...own(), systemId: system.id, at: ago(hours), by, ...step },
          ...{ recordedAt: ago(hours).at },
          ...(step.kind === 'search-documentation'
            ? { sources: ['manuals', 'technical-bulletins', 'support-bulletins', 'problem-report-lists'] }
            : {}),
          ...(step.kind === 'examine-logs' ? { evidence: [attachment.id] } : {}),
        }),
    ),
    attachments: [attachment],
    consents: [
      consents.empty({
        ...{ ...own(), kind: 'policy', company: story.customer, name: CONTACT, title: 'Head of telephony' },
        ...{ signedOn: ago(6).at.slice(0, 10), method: 'typed', documentId: policy.id },
        ...{ textShown: policy.text, textSha256: policy.sha256, at: ago(6), by },
      }),
    ],
    redactions: [
      redactions.empty({
        ...{ ...own(), attachmentId: attachment.id, sha256: attachment.sha256, state: 'not-needed' },
        ...{ reason: 'The log is invented; it names nobody.', by, at: ago(4) },
      }),
    ],
    examples: [examples.empty({ ...own(), at: ago(story.example.ago), what: story.example.what })],
  };
}

/** What the nearly complete case leaves for the newcomer to fill in: each is found by its own rule. */
export function leaveOut(contents: CaseContents): CaseContents {
  const { id, organisationId, engineer, createdAt, title, customer, site } = contents.case;
  const blank = newCase({ id, organisationId, engineer, createdAt, title, customer, site });
  return {
    ...contents,
    case: {
      ...contents.case,
      ask: blank.ask,
      backupConfirmed: blank.backupConfirmed,
      backupBy: blank.backupBy,
      backupAt: blank.backupAt,
    },
    revisions: contents.revisions.filter(({ component }) => component !== 'Operating system'),
  };
}

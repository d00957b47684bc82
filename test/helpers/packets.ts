/** A case that lacks nothing, and the packet that hands it off, as a device sends them. */

import { configuration } from '../../shared/cases/configuration.ts';
import type { Consent } from '../../shared/cases/consents.ts';
import { consents } from '../../shared/cases/consents.ts';
import { type CaseContents, noRows } from '../../shared/cases/contents.ts';
import type { StepKind, StepRecord } from '../../shared/cases/records.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { steps } from '../../shared/cases/steps.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { type PacketSignature, signPacket } from '../../shared/handoff/signature.ts';
import { samplePolicyDocuments } from '../../shared/policy/sample-policy.ts';
import type { PushResult } from '../../shared/sync/protocol.ts';
import { caseOf, type Maker, systemOf } from './hub-rows.ts';
import { sample } from './sample.ts';
import { type Edit, type EnrolmentHub, insertOf, newId, TestDevice } from './test-device.ts';

const ZONE = 'America/Chicago';
const HOUR = 3_600_000;

/**
 * Every question that the handoff rules ask is answered; made up, and marked so. Its times count back from now, because the
 * hub judges a packet by its own clock; its ids are new each time, because tests share a hub.
 */
export function completeContents(device: Maker, start = Date.now(), makeId = newId): CaseContents {
  const ago = (hours: number) => ({ at: new Date(start - hours * HOUR).toISOString(), zone: ZONE });
  const day = (shift: number) => new Date(start + shift * 24 * HOUR).toISOString().slice(0, 10);
  const provenance = { kind: 'typed', by: device.person, at: ago(3).at } as const;
  const record: CaseRecord = {
    ...caseOf(device, { id: makeId(), createdAt: ago(50) }),
    state: 'ready',
    specified: 'A page reaches every phone of the group within two seconds.',
    observed: 'One phone in ten stays silent.',
    firstSeen: ago(30),
    lastWorked: ago(40),
    frequency: 'intermittent',
    reproduced: 'yes',
    reproduction: 'Page the group ten times; listen at each phone.',
    unmodified: 'yes',
    modified: 'no',
    addedApplications: 'no',
    impact: 'Pages are missed in the warehouse.',
    affectedUsers: 40,
    priority: 'P3',
    priorityReason: 'Part of the function is lost; a way around it is there and most users are not affected.',
    networkChanged: 'no',
    ucChanged: 'no',
    productChanged: 'no',
    level1Outcome: 'not-solved',
    level1Summary: 'Isolated to the paging server.',
    level1EndedAt: ago(10),
    escalationReason: 'technical-nature',
    escalationExplanation:
      'The fault lies in how the server joins multicast groups, which only its source explains.',
    oneProblem: 'yes',
    ask: 'Say why the server leaves the group, and how to keep it in.',
    contactName: 'Sample Contact',
    contactPhone: '+1 555 0100',
    contactEmail: 'contact@example.com',
    contactAroundTheClock: 'no',
    backupConfirmed: 'yes',
    backupBy: 'Sample Engineer One',
    backupAt: ago(6),
    accessHow: 'Remote session on request.',
    accessContact: 'Sample Contact',
    notifiedBy: 'web-ticket',
    notifiedAt: ago(20),
    customerDelays: 'no',
    maintenance: 'current',
    maintenanceFrom: day(-100),
    maintenanceUntil: day(100),
    impactMember: 'no',
    workType: 'defect',
    suspectedWhy: 'It leaves the multicast group.',
  };
  const system = systemOf(device, record.id, {
    id: makeId(),
    productId: 'sample-paging-server',
    platform: 'virtual',
    os: 'Sample OS 12',
    approvedPlatform: 'yes',
    suppliedByIpcelerate: 'yes',
    telephonyPlatform: 'Sample call manager',
    telephonyVersion: '14.0',
    networkAttachment: 'One port, VLAN 20, multicast routed.',
    capturedAt: ago(3).at,
  });
  const step = (kind: StepKind, level: 1 | 2, hours: number, change: Partial<StepRecord> = {}): StepRecord =>
    steps.empty({
      id: makeId(),
      caseId: record.id,
      systemId: system.id,
      at: ago(hours),
      by: device.person,
      level,
      kind,
      did: `Did the ${kind}.`,
      showed: `What the ${kind} showed is written here.`,
      recordedAt: ago(hours).at,
      ...change,
    });
  const revision = (component: string, version: string) =>
    revisions.empty({
      id: makeId(),
      caseId: record.id,
      systemId: system.id,
      component,
      version,
      capturedAt: ago(3).at,
      provenance,
    });
  return {
    case: { ...record, suspectedSystemId: system.id },
    ...noRows(),
    systems: [system],
    configuration: [
      configuration.empty({
        id: makeId(),
        caseId: record.id,
        systemId: system.id,
        kind: 'entry',
        section: 'multicast',
        key: 'ttl',
        value: '4',
        capturedAt: ago(3).at,
        provenance,
      }),
    ],
    revisions: [
      revision('Paging Server', '6.4.2'),
      revision('Operating system', '12.1'),
      revision('Telephony connector', '6.4.0'),
    ],
    steps: [
      step('gather', 1, 18),
      step('investigate', 1, 17),
      step('isolate', 1, 16),
      step('test', 1, 15),
      step('search-documentation', 1, 14, {
        sources: ['manuals', 'technical-bulletins', 'support-bulletins', 'problem-report-lists'],
      }),
      step('correlate', 1, 13),
      step('reproduce', 2, 9),
      step('examine-logs', 2, 8, { noEvidenceWhy: 'The trace was read on the screen of the server.' }),
    ],
    consents: [policyConsent(device, record.id, makeId(), ago(5))],
  };
}

/** The customer's signature under the sample policy. */
function policyConsent(device: Maker, caseId: string, id: string, at: Consent['at']): Consent {
  const [policy] = samplePolicyDocuments;
  if (!policy) throw new Error('no sample policy');
  return consents.empty({
    id,
    caseId,
    kind: 'policy',
    company: 'Example Customer (sample)',
    name: 'Sample Contact',
    title: 'Head of telephony',
    signedOn: at.at.slice(0, 10),
    method: 'typed',
    documentId: policy.id,
    textShown: policy.text,
    textSha256: policy.sha256,
    at,
    by: device.person,
  });
}

/** The same as a P1, which goes to Level 3 at once. */
export function urgentContents(device: Maker): CaseContents {
  const contents = completeContents(device);
  return { ...contents, case: { ...contents.case, priority: 'P1' } };
}

export function packetOf(device: TestDevice, contents: CaseContents, revision = 1): Packet {
  return makePacket({
    id: newId(),
    revision,
    createdAt: { at: new Date().toISOString(), zone: ZONE },
    by: device.person,
    contents,
    findings: [],
  });
}

/** The edits by which a case came to stand as it is, up to `ready`. */
export function editsOf(contents: CaseContents): Edit[] {
  const { case: record, ...tables } = contents;
  const start = { ...record, state: 'level1' };
  const move = (from: string, to: string): Edit => ({
    table: 'cases',
    key: record.id,
    op: 'patch',
    patch: { state: to },
    base: { state: from },
  });
  return [
    insertOf('cases', start),
    ...Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => insertOf(table, row))),
    move('level1', 'level2'),
    move('level2', 'ready'),
  ];
}

export function handoffOf(packet: Packet): Edit {
  return insertOf('packets', packet);
}

/** A signature by the device's own key; `change` is what a test forges. */
export function signatureOf(
  device: TestDevice,
  packet: Packet,
  kind: PacketSignature['kind'] = 'engineer',
  change: Partial<Parameters<typeof signPacket>[1]> = {},
): Promise<PacketSignature> {
  const readBack = kind === 'approval' ? { wrong: 'Some phones stay silent.', asked: 'Say why.' } : null;
  const start = {
    id: newId(),
    kind,
    deviceId: device.identity.deviceId,
    certificate: device.certificate,
    by: device.person,
    at: { at: new Date().toISOString(), zone: ZONE },
    readBack,
    ...change,
  };
  return signPacket(packet, start, async (input) => {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    return new Uint8Array(await crypto.subtle.sign(algorithm, device.privateKey, input));
  });
}

/** Pushes the engineer's signature: the hub asks for it when the packet comes (H36). */
export async function sign(device: TestDevice, packet: Packet): Promise<Packet> {
  await device.insert('signatures', await signatureOf(device, packet));
  return packet;
}

const approvers = new WeakMap<EnrolmentHub, Map<string, Promise<TestDevice>>>();

/** A device of a lead of the same organisation, one a hub. */
export function approverOf(device: TestDevice): Promise<TestDevice> {
  const { hub, identity } = device;
  const ofHub = approvers.get(hub) ?? new Map<string, Promise<TestDevice>>();
  approvers.set(hub, ofHub);
  const { id } = identity.organisation;
  const { lead, otherLead } = sample.people;
  const own = id === sample.organisations[0].id ? lead : otherLead;
  const known = ofHub.get(id) ?? TestDevice.enrol(hub, own.id, 'Device of the lead');
  ofHub.set(id, known);
  return known;
}

/** A lead approves the packet; answers what the hub made of it. */
export async function approve(
  lead: TestDevice,
  packet: Packet,
  change: Parameters<typeof signatureOf>[3] = {},
): Promise<PushResult> {
  const [result] = (await lead.insert('signatures', await signatureOf(lead, packet, 'approval', change)))
    .results;
  if (!result) throw new Error('the hub answered nothing');
  return result;
}

/** Pushes the case, then its signed packet, and answers what the hub made of the packet. */
export async function submit(
  device: TestDevice,
  contents: CaseContents,
): Promise<{ packet: Packet; result: PushResult }> {
  await device.push(...editsOf(contents));
  const packet = await sign(device, packetOf(device, contents));
  const [result] = (await device.push(handoffOf(packet))).results;
  if (!result) throw new Error('the hub answered nothing');
  return { packet, result };
}

/** The whole way to Level 3: the engineer submits, a lead approves. Answers the hub's last word. */
export async function handOff(
  device: TestDevice,
  contents: CaseContents,
): Promise<{ packet: Packet; result: PushResult }> {
  const submitted = await submit(device, contents);
  const { packet, result } = submitted;
  if (result.outcome !== 'applied' || result.receipt) return submitted;
  const lead = await approverOf(device);
  lead.url = device.url;
  return { packet, result: await approve(lead, packet) };
}

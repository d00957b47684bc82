/** Packets as files: out to a stick where there is no network, and in from a colleague's (ADR 14). */

import { plural, t } from '@lingui/core/macro';
import type { Check } from '../../shared/bag/report.ts';
import { isValid } from '../../shared/bag/report.ts';
import { caseNumber } from '../../shared/base/ids.ts';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import type { CaseState } from '../../shared/cases/schema.ts';
import { may } from '../../shared/certification/access.ts';
import { credentialChecks } from '../../shared/handoff/credential-checks.ts';
import { travellingFiles } from '../../shared/handoff/packet-bag.ts';
import { verifyPacket } from '../../shared/handoff/packet-checks.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { refusalWords } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import { heldOriginals } from '../sync/held-originals.ts';
import { readEndedDevices, readHubKeys } from '../sync/hub-keys.ts';
import type { AppServices } from '../views/app-services.ts';
import { readVerifier } from '../views/trust.ts';
import { type RowByFile, showRows } from './by-file.ts';
import { bringIn } from './files.ts';
import type { ReadableFile } from './handed-file.ts';

/** As many credentials as a bag takes. */
const MOST_CREDENTIALS = 50;

type BagConsole = Pick<AppServices, 'db' | 'bridge' | 'changes' | 'now' | 'newId' | 'write'>;

/** How far it is, in bytes; `total` 0 where that is not known yet. */
export interface BagProgress {
  step: 'copying' | 'verifying' | 'writing';
  done: number;
  total: number;
}

export interface BagOptions {
  onProgress?: (progress: BagProgress) => void;
  signal?: AbortSignal;
}

/** Listens to a job's progress, and cancels it when the person says so, for as long as `work` runs. */
async function asJob<T>(
  { bridge }: Pick<AppServices, 'bridge'>,
  step: BagProgress['step'],
  { onProgress, signal }: BagOptions,
  work: (job: string) => Promise<T>,
): Promise<T> {
  const job = crypto.randomUUID();
  const end = bridge.on('bag.progress', (told) => {
    if (told.job === job) onProgress?.({ step, done: told.done, total: told.total });
  });
  const stop = () => void bridge.call('bag.cancel', { job });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work(job);
  } finally {
    end();
    signal?.removeEventListener('abort', stop);
  }
}

export type ExportOutcome =
  | { kind: 'saved'; name: string; url: string | null }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

/**
 * Writes a packet with its signatures, the engineer's credentials and all files as one file, and hands it to the person. `url`:
 * where the browser fetches it, once; null where the desktop has saved it.
 */
export async function exportPacket(
  app: BagConsole,
  packetId: string,
  options: BagOptions = {},
): Promise<ExportOutcome> {
  const { db, bridge } = app;
  const packet = await db.packets.get(packetId);
  if (!packet) return { kind: 'failed', message: t`The packet is no longer on this computer.` };
  const originals = await heldOriginals(db);
  const kept = travellingFiles(packet).find(({ sha256 }) => originals.has(sha256));
  if (kept)
    return {
      kind: 'failed',
      message: t`${kept.name} is held on this computer and may hold secrets. Redact it, or say in the case why it needs no redaction; then hand off again. Nothing was written.`,
    };
  const signatures = await db.signatures.where({ packetId }).toArray();
  const held = await db.credentials.where({ personId: packet.by.id }).toArray();
  const credentials = held.slice(0, MOST_CREDENTIALS).map(({ token }) => token);
  return asJob(app, 'writing', options, async (job): Promise<ExportOutcome> => {
    const written = await bridge.call('bag.export', { job, packet, signatures, credentials });
    if (!written.ok)
      return written.failure.code === 'cancelled'
        ? { kind: 'cancelled' }
        : { kind: 'failed', message: written.failure.message };
    const { name } = written.value;
    const saved = await bridge.call('bag.save', { job });
    if (!saved.ok) return { kind: 'failed', message: saved.failure.message };
    if (saved.value.kind === 'cancelled') {
      await bridge.call('bag.cancel', { job });
      return { kind: 'cancelled' };
    }
    return { kind: 'saved', name, url: saved.value.kind === 'download' ? saved.value.url : null };
  });
}

/** Whether an opened packet can be imported here, and if not, why. */
export type Standing =
  | { kind: 'importable' }
  /** A check failed. */
  | { kind: 'invalid' }
  /** This computer does not know the hub's keys yet. */
  | { kind: 'unknown-hub' }
  | { kind: 'other-organisation' }
  /** The packet is on this computer already. */
  | { kind: 'here' }
  | { kind: 'older'; newest: number }
  /** The case has gone on to Level 3, or is closed. */
  | { kind: 'too-late'; state: CaseState }
  /** Whoever works here wrote it. */
  | { kind: 'own' }
  | { kind: 'no-lead' };

export interface OpenedPacket {
  checks: readonly Check[];
  packet: Packet | null;
  signatures: readonly PacketSignature[];
  standing: Standing;
}

export type OpenOutcome =
  | { kind: 'opened'; opened: OpenedPacket }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

/** Where a file lies in the bag's folder: without the folder's own name. */
const nameInFolder = (file: File) => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;

/** A zip, chosen or handed over by the system; or all files of a folder. */
export type ChosenPacket = ReadableFile | readonly File[];
const isFolder = (chosen: ChosenPacket): chosen is readonly File[] => Array.isArray(chosen);

/** Hands the files to the shell. @returns what `bag.open` reads; or what stopped it */
async function bringAll(
  { bridge }: BagConsole,
  job: string,
  chosen: ChosenPacket,
  { onProgress, signal }: BagOptions,
): Promise<{ kind: 'in'; upload: string | null } | Exclude<OpenOutcome, { kind: 'opened' }>> {
  const bring = (file: ReadableFile, before: number, total: number) =>
    bringIn(bridge, file, {
      onBytes: (done) => onProgress?.({ step: 'copying', done: before + done, total }),
      ...(signal ? { signal } : {}),
    });
  if (!isFolder(chosen)) return bring(chosen, 0, chosen.size);
  const total = chosen.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of chosen) {
    const brought = await bring(file, before, total);
    if (brought.kind !== 'in') return brought;
    const added = await bridge.call('bag.add', { job, name: nameInFolder(file), upload: brought.upload });
    if (!added.ok) return { kind: 'failed', message: added.failure.message };
    if (signal?.aborted) return { kind: 'cancelled' };
    before += file.size;
  }
  return { kind: 'in', upload: null };
}

/**
 * Opens a packet that somebody brought, and asks everything that can be asked without a network. Nothing is imported.
 */
export async function openPacket(
  app: BagConsole,
  chosen: ChosenPacket,
  options: BagOptions = {},
): Promise<OpenOutcome> {
  const { bridge } = app;
  if (isFolder(chosen) && !chosen.some((file) => nameInFolder(file) === 'bagit.txt'))
    return {
      kind: 'failed',
      message: t`There is no bagit.txt in this folder, so it is no packet. Choose the folder that holds bagit.txt.`,
    };
  return asJob(app, 'verifying', options, async (job): Promise<OpenOutcome> => {
    const brought = await bringAll(app, job, chosen, options);
    if (brought.kind !== 'in') {
      await bridge.call('bag.cancel', { job });
      return brought;
    }
    const answer = await bridge.call('bag.open', { job, upload: brought.upload });
    if (!answer.ok)
      return answer.failure.code === 'cancelled'
        ? { kind: 'cancelled' }
        : { kind: 'failed', message: answer.failure.message };
    return { kind: 'opened', opened: await judge(app, answer.value) };
  });
}

type Read = Extract<CallOutput<'bag.open'>, { ok: true }>['value'];

/**
 * The checks of a packet and its signatures with what this computer knows.
 * @param credentials of its engineer, as they came with it or lie here
 * @param ended the computers that were; left out for a packet that the hub took, which judged it by when it came
 */
export async function packetChecks(
  { db, now }: Pick<AppServices, 'db' | 'now'>,
  packet: Packet,
  signatures: readonly PacketSignature[],
  credentials: readonly string[],
  ended: readonly string[] | null = null,
): Promise<Check[]> {
  const keys = [...(await readHubKeys(db))];
  const at = now().toISOString();
  const members = await db.members.toArray();
  const organisationId = (await db.device.get('device'))?.identity.organisation.id ?? '';
  const people = members.map(({ id, roles }) => ({ id, organisationId, roles, revoked: false }));
  const newestRevision = await newestHere(db, packet.caseId);
  const asked =
    keys.length === 0
      ? [{ check: 'signatures', ok: null, words: t`The hub’s keys are not on this computer yet.` }]
      : await verifyPacket(packet, signatures, {
          trust: { hub: { keys }, people, revokedDevices: ended },
          now: at,
          newestRevision,
          forReview: true,
        });
  const issuers = await db.issuerKeys.count();
  const verifier = issuers === 0 ? null : await readVerifier(db);
  return [...asked, ...(await credentialChecks(packet, credentials, { verifier, now: at }))];
}

async function newestHere(db: ConsoleDatabase, caseId: string): Promise<number | null> {
  const packets = await db.packets.where({ caseId }).toArray();
  return packets.length === 0 ? null : Math.max(...packets.map(({ revision }) => revision));
}

async function judge(app: BagConsole, read: Read): Promise<OpenedPacket> {
  const { packet, signatures, credentials } = read;
  if (read.verdict !== 'valid' || !packet)
    return { checks: read.checks, packet: null, signatures: [], standing: { kind: 'invalid' } };
  const { db } = app;
  const identity = (await db.device.get('device'))?.identity;
  const organisation = whichOrganisation(packet, identity);
  const checks = [
    ...read.checks,
    organisation,
    ...(await packetChecks(app, packet, signatures, credentials, await readEndedDevices(db))),
  ];
  return { checks, packet, signatures, standing: await standingOf(app, packet, checks, identity) };
}

function whichOrganisation(packet: Packet, identity: Identity | undefined): Check {
  const own = packet.contents.case.organisationId === identity?.organisation.id;
  return {
    check: t`your organisation`,
    ok: own,
    words: own
      ? t`It is of ${identity.organisation.name}.`
      : t`The packet is of another organisation. Its own leads review it.`,
  };
}

async function standingOf(
  { db }: BagConsole,
  packet: Packet,
  checks: readonly Check[],
  identity: Identity | undefined,
): Promise<Standing> {
  if (packet.contents.case.organisationId !== identity?.organisation.id)
    return { kind: 'other-organisation' };
  const newest = await newestHere(db, packet.caseId);
  if (await db.packets.get(packet.id)) return { kind: 'here' };
  if (newest !== null && newest > packet.revision) return { kind: 'older', newest };
  const state = (await db.cases.get(packet.caseId))?.state;
  if (state && !open.includes(state)) return { kind: 'too-late', state };
  if (!isValid(checks)) return { kind: 'invalid' };
  if ((await readHubKeys(db)).length === 0) return { kind: 'unknown-hub' };
  if (packet.by.id === identity.person.id) return { kind: 'own' };
  return may(identity, 'review-packets') ? { kind: 'importable' } : { kind: 'no-lead' };
}

/** States in which the hub takes in another revision. */
const open: readonly CaseState[] = ['level1', 'level2', 'ready', 'in-review', 'changes-requested'];

/** The case that a packet holds, as rows. Waivers are the hub's to bring: they were given there. */
function rowsOf({ contents }: Packet): RowByFile[] {
  const { case: record, waivers: _waivers, ...tables } = contents;
  const others = Object.entries(tables).flatMap(([table, rows]) =>
    (rows as readonly { id: string }[]).map((row) => ({ table, row }) as unknown as RowByFile),
  );
  return [{ table: 'cases', row: { ...record, state: 'in-review' } }, ...others];
}

export type ImportOutcome =
  | { kind: 'imported'; caseId: string; words: string }
  | { kind: 'refused'; message: string };

/** Imports an opened packet: the case to be read here at once, the engineer's signature and the packet to be sent to the hub. */
export async function importPacket(app: BagConsole, opened: OpenedPacket): Promise<ImportOutcome> {
  const { packet, signatures, standing } = opened;
  if (!packet || standing.kind !== 'importable')
    return { kind: 'refused', message: t`This packet cannot be imported here. Nothing was changed.` };
  const { db } = app;
  const known = new Set(await db.signatures.where({ packetId: packet.id }).primaryKeys());
  // An approval is its lead's own to send.
  const engineers = signatures.filter(({ id, kind }) => kind === 'engineer' && !known.has(id));
  await showRows(app, rowsOf(packet), {
    caseId: packet.caseId,
    from: open,
    to: 'in-review',
  });
  const result = await app.write([
    ...engineers.map((row): Edit => ({ op: 'insert', table: 'signatures', row })),
    { op: 'insert', table: 'packets', row: packet },
  ]);
  if (result.kind === 'refused') return { kind: 'refused', message: refusalWords(result) };
  const files = travellingFiles(packet).length;
  return {
    kind: 'imported',
    caseId: packet.caseId,
    words: t`${caseNumber(packet.caseId)}, revision ${packet.revision}, ${plural(files, { one: '# file', other: '# files' })}`,
  };
}

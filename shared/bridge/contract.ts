/**
 * All that the renderer knows of the outside: one entry a call, with the shape of what goes in and what comes out.
 * Both shells build their transport from this table, and refuse what is not in it or does not fit.
 */
import { z } from 'zod';
import { check } from '../bag/report.ts';
import { fault } from '../base/fault.ts';
import { uuid } from '../base/ids.ts';
import { madeWhenAsked } from '../base/made-when-asked.ts';
import { publicJwk } from '../base/public-key.ts';
import { instant, line, sha256Hex } from '../base/values.ts';
import { role } from '../certification/access.ts';
import { certificationRequest, certificationResponse } from '../certification/schema.ts';
import { hostSystems, offeredCollector } from '../collect/host-collectors.ts';
import { hostFact } from '../collect/host-facts.ts';
import { credentialList, packetAsWritten, signatureList } from '../handoff/packet-bag.ts';
import { hubKeys } from '../handoff/trust.ts';
import { handOverResponse } from '../sync/device-end.ts';
import { deviceRules } from '../sync/device-rules.ts';
import {
  blobStateResponse,
  compareRequest,
  compareResponse,
  deleteFileResponse,
  identity,
  mutation,
  ownDevicesResponse,
  poke,
  pullRequest,
  pullResponse,
  pushRequest,
  pushResponse,
  recoveryRequest,
  recoveryResponse,
  rowsRequest,
  rowsResponse,
} from '../sync/protocol.ts';
import { deliveriesQuery, deliveriesResponse, resendRequest, resendResponse } from '../webhooks/schema.ts';
import { endingState, handInput, wipeInput } from './ending.ts';
import {
  changeInput,
  confirmInput,
  offerInput,
  pageKeys,
  ringCopy,
  ringOutcome,
  ringState,
  ringStatus,
  unlockBy,
} from './keys.ts';
import { link } from './links.ts';

/** The most bytes of a file that one call carries. */
export const CHUNK_BYTES = 1024 * 1024;
/** The most bytes of a case file that the console reads or writes. */
export const MAX_CASE_FILE_BYTES = 64 * 1024 * 1024;

/** Characters of the shell's log, which has two files of 512 KiB at the most and a line. */
const MOST_LOG = 2 * 1024 * 1024;

/** A place of the console's own, as it stands behind the hash of the address. */
const place = z
  .string()
  .max(300)
  .regex(/^\/[A-Za-z0-9/_-]*$/);

const nothing = z.strictObject({});
/** In bytes. */
const sealing = z.strictObject({ done: z.number().int().min(0), total: z.number().int().min(0) });
const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= CHUNK_BYTES,
  'bytes, at most one chunk',
);

/**
 * An answer that depends on the network or the disk: a failure is a value, because the person can act on it.
 * `offline`: no answer came; the code says what stood between, by line.ts. `unauthorised`: the hub wants a fresh assertion. `refused`: it answered no. `busy`: try later.
 * `disk`: this computer's disk refused.
 */
const failure = z.strictObject({
  kind: z.enum(['offline', 'unauthorised', 'refused', 'busy', 'disk', 'not-enrolled', 'outdated']),
  /** The hub's or the system's code, for a log: `ENOSPC`, `gap`. */
  code: z.string().max(60),
  /** What happened, what is safe, what to do. */
  message: z.string().max(2_000),
  /** Where `busy` says when to come back. */
  retryAfterSeconds: z.number().min(0).max(86_400).optional(),
  /** Where the hub has fewer of this device's edits than the device knows (`gap`): up to which. */
  lastN: z.number().int().min(0).optional(),
});
export type Failure = z.infer<typeof failure>;

const answer = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), failure }),
  ]);
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What became of a file that was handed to the person; `download`: an address of the console's own, good for once. */
const delivered = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('saved') }),
  z.strictObject({ kind: z.literal('cancelled') }),
  z.strictObject({
    kind: z.literal('download'),
    url: z.string().regex(/^\/bridge\/download\/[A-Za-z0-9_-]{43}$/),
  }),
]);

/** One line of the journal: an edit as it was committed. The shell adds sequence and checksum. */
export const journalEntry = mutation;

export const calls = madeWhenAsked({
  'app.info': () => ({
    input: nothing,
    output: z.strictObject({
      shell: z.enum(['electron', 'browser']),
      version: line,
      platform: line,
      /** Electron's, or null in a browser. */
      electron: line.nullable(),
      chromium: line.nullable(),
      /** Whether the hub can hand out sample people, so that the first run may offer them. */
      sample: z.boolean(),
      hub: line.nullable(),
    }),
  }),
  /** The packages that the console is made of beside its own code, with the words of their licences. */
  'app.licences': () => ({
    input: nothing,
    output: z.strictObject({
      licences: z
        .array(
          z.strictObject({
            name: line,
            version: line,
            /** SPDX; null where the package names none. */
            identifier: line.nullable(),
            text: z.string().max(100_000).nullable(),
          }),
        )
        .max(1_000),
    }),
  }),
  /** Whether a new version can be installed from a file here, and which one was proved. */
  'update.state': () => ({
    input: nothing,
    output: z.discriminatedUnion('kind', [
      /** The publisher set no key, or this shell is not installed by an installer. */
      z.strictObject({ kind: z.literal('none') }),
      /** Who manages this computer installs them. */
      z.strictObject({ kind: z.literal('managed') }),
      z.strictObject({
        kind: z.literal('on'),
        /** Whether the person may choose a file. */
        byFile: z.boolean(),
        /** Where the console looks for new versions: `hub`, or an address of the publisher's; null where it does not. */
        feed: line.nullable(),
        /** What was found there, signed and newer, and how many of its bytes are here. */
        found: z
          .strictObject({
            version: line,
            size: z.number().int().min(1),
            here: z.number().int().min(0),
          })
          .nullable(),
        fetching: z.boolean(),
        /** What may be installed. */
        proved: z.strictObject({ version: line, file: line, from: z.enum(['file', 'feed']) }).nullable(),
      }),
    ]),
  }),
  /** Asks the feed for a newer version; null where it has none for this console. */
  'update.look': () => ({ input: nothing, output: answer(z.strictObject({ version: line.nullable() })) }),
  /** Fetches what was found, from where it was left, and proves it; `update.progress` follows. */
  'update.fetch': () => ({ input: nothing, output: answer(z.strictObject({ version: line, file: line })) }),
  /** Ends a fetch; what came so far stays. */
  'update.stop': () => ({ input: nothing, output: answer(nothing) }),
  /** Asks the person for the publisher's file, and proves it and the installer beside it; `update.progress` follows. */
  'update.choose': () => ({
    input: nothing,
    output: answer(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('cancelled') }),
        z.strictObject({ kind: z.literal('proved'), version: line, file: line }),
      ]),
    ),
  }),
  /** Hands the installer that was proved to the system. */
  'update.install': () => ({ input: nothing, output: answer(nothing) }),
  /** What the person has to know of the last run or of a page that died; each is told once. */
  'app.notices': () => ({ input: nothing, output: z.strictObject({ notices: z.array(line).max(20) }) }),
  /** What the system asked the console to open while nobody took it; each is handed over once. `opening.wanted` tells of more. */
  'opening.take': () => ({
    input: nothing,
    output: z.strictObject({
      openings: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('link'), link }),
            z.strictObject({ kind: z.literal('place'), path: place }),
            /** A file that was opened with the console; `file` is what `opening.read` knows it by. */
            z.strictObject({
              kind: z.literal('file'),
              file: uuid,
              name: line,
              size: z.number().int().min(0),
            }),
            z.strictObject({ kind: z.literal('refused'), message: line }),
          ]),
        )
        .max(20),
    }),
  }),
  /** A piece of a file that was opened with the console; fewer bytes at its end. */
  'opening.read': () => ({
    input: z.strictObject({
      file: uuid,
      offset: z.number().int().min(0),
      length: z.number().int().min(1).max(CHUNK_BYTES),
    }),
    output: answer(z.strictObject({ bytes })),
  }),
  /**
   * Tells the person by the system's own notification, where the window is not before their eyes: no customer's words in it.
   * Pressing it shows the window at `to`. `shown` is false where the window is looked at, or this computer shows none.
   */
  'window.notify': () => ({
    input: z.strictObject({ title: line, body: line, to: place }),
    output: z.strictObject({ shown: z.boolean() }),
  }),
  /** A fault of the page's, for the shell's log. */
  'log.report': () => ({ input: fault, output: answer(nothing) }),
  /** The shell's whole log as text, for a person to send to support: bounded, and nothing of a customer's in it. */
  'log.read': () => ({ input: nothing, output: z.strictObject({ text: z.string().max(MOST_LOG) }) }),
  /** The answer to `window.save`: what could not be saved, and which files are still being copied in. */
  'window.saved': () => ({
    input: z.strictObject({ unsaved: z.boolean(), copying: z.array(z.string().max(300)).max(200) }),
    output: answer(nothing),
  }),
  /** Whether the console is protected and open, and how it opens. */
  'keys.state': () => ({ input: nothing, output: ringStatus }),
  /** The page's own keys; refused with `locked`. */
  'keys.rows': () => ({ input: nothing, output: answer(pageKeys) }),
  /** Forgets the keys, here and in every window. False where nobody has protected the console: it would open by itself. */
  'keys.lock': () => ({ input: nothing, output: z.strictObject({ locked: z.boolean() }) }),
  'keys.unlock': () => ({ input: unlockBy, output: answer(ringOutcome) }),
  /** A recovery code to write down. Nothing changes until `keys.confirm`. */
  'keys.offer': () => ({ input: offerInput, output: answer(ringOutcome) }),
  /** The groups that were asked for, typed back: from now on the console is protected as it was offered. */
  'keys.confirm': () => ({ input: confirmInput, output: answer(ringOutcome) }),
  'keys.change': () => ({ input: changeInput, output: answer(ringOutcome) }),
  /** The wrapped keys, for the page to keep beside what it sealed; null while nothing wraps them. */
  'keys.copy': () => ({ input: nothing, output: ringCopy }),
  /** Whether this device was ended, and how far its wiping is. */
  'ending.state': () => ({ input: nothing, output: endingState }),
  /** Gives the hub a piece of what was not sent; the last one with what stays behind. */
  'ending.hand': () => ({ input: handInput, output: answer(handOverResponse) }),
  /** Destroys the keys, then all that they sealed: once all was handed over, or by an explicit word. */
  'ending.wipe': () => ({ input: wipeInput, output: answer(nothing) }),
  /** The page has deleted what it had. */
  'ending.cleared': () => ({ input: nothing, output: answer(nothing) }),
  /** What was wiped is told no more: this computer may be enrolled anew. */
  'ending.forget': () => ({ input: nothing, output: answer(nothing) }),
  /** People of the sample partner, for the first run. */
  'sample.people': () => ({
    input: nothing,
    output: answer(
      z
        .array(z.strictObject({ personId: uuid, name: line, organisation: line, roles: z.array(role) }))
        .max(50),
    ),
  }),
  /** The line to the hub, which a try-out may cut to see how work goes on without a network. Null only asks. */
  'sample.line': () => ({
    input: z.strictObject({ up: z.boolean().nullable() }),
    output: answer(z.strictObject({ up: z.boolean() })),
  }),
  /** A fresh one-time code for a sample person. */
  'sample.code': () => ({
    input: z.strictObject({ personId: uuid }),
    output: answer(z.strictObject({ code: line })),
  }),
  'device.enrol': () => ({
    input: z.strictObject({
      code: z.string().min(1).max(40),
      deviceName: z.string().min(1).max(100),
      publicKey: publicJwk,
      /** That this computer holds the key, signed by it. */
      proof: z.string().min(20).max(4_000),
      /** Null keeps the hub that the shell was started with. */
      hub: z.string().max(300).nullable(),
    }),
    output: answer(
      z.strictObject({ identity, certificate: z.string().max(8_000), hub: line, hubTime: instant }),
    ),
  }),
  /** Hands a signed assertion to the shell, which keeps the token that it gets for it. */
  'device.authenticate': () => ({
    input: z.strictObject({ assertion: z.string().min(20).max(8_000), hub: z.string().max(300) }),
    output: answer(z.strictObject({ identity, hubTime: instant, rules: deviceRules })),
  }),
  /** The page works as this device from now on: the token of another is forgotten, and what runs in its name ends. */
  'device.use': () => ({ input: z.strictObject({ deviceId: uuid }), output: answer(nothing) }),
  /** The computers that are enrolled in the name of who works here. */
  'device.own': () => ({ input: nothing, output: answer(ownDevicesResponse) }),
  /** Gives the hub this device's recovery code, for the leads of the organisation; null only asks whom codes were shown to. */
  'device.recovery': () => ({ input: recoveryRequest, output: answer(recoveryResponse) }),
  /** The keys that the hub signs device certificates with, so that signatures can be checked without it. Public, no token. */
  'hub.keys': () => ({ input: nothing, output: answer(hubKeys) }),
  'hub.push': () => ({ input: pushRequest, output: answer(pushResponse) }),
  'hub.pull': () => ({
    input: pullRequest,
    output: answer(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('page'), page: pullResponse }),
        /** 410: the cursor's epoch or history is gone; start from a snapshot. */
        /** The hub's history began anew. It has this device's edits up to `lastN`. */
        z.strictObject({ kind: z.literal('expired'), lastN: z.number().int().min(0) }),
      ]),
    ),
  }),
  /** Which rows the hub has of a scope, and some of them: where count or hash differ (S8). */
  'hub.compare': () => ({ input: compareRequest, output: answer(compareResponse) }),
  'hub.rows': () => ({ input: rowsRequest, output: answer(rowsResponse) }),
  /** What outside ticket systems were not told yet, and dead letters again. For the desk, while the hub answers. */
  'hub.deliveries': () => ({ input: deliveriesQuery, output: answer(deliveriesResponse) }),
  'hub.resend': () => ({ input: resendRequest, output: answer(resendResponse) }),
  /** One act of certification: issue, revoke, devices, people. Only with the hub: what it decides comes back by sync. */
  'hub.certify': () => ({ input: certificationRequest, output: answer(certificationResponse) }),
  /** What deleting a file at the hub would take away; `confirmed`, its deletion. For leads, while the hub answers. */
  'hub.deleteFile': () => ({
    input: z.strictObject({ sha256: sha256Hex, confirmed: z.boolean(), reason: line }),
    output: answer(deleteFileResponse),
  }),
  /** Asks the hub whether it is there, without a token: for 'try now'. */
  'hub.reach': () => ({
    input: z.strictObject({ hub: z.string().max(300).nullable() }),
    output: answer(z.strictObject({ hubTime: instant })),
  }),
  /** By what way the shell reaches the hub, and whether a proxy on it asks for a name and a password. */
  'network.state': () => ({
    input: nothing,
    output: z.strictObject({
      /** Who says which proxy is used: the settings of the computer, the environment that the shell was started in, or who manages it. */
      from: z.enum(['computer', 'environment', 'policy']),
      /** The proxy by whose way the hub is reached, `host:port`; null for none. */
      proxy: line.nullable(),
      /** The proxy that asked for a name and a password; null where none did. */
      asked: line.nullable(),
      /** The name that it is given, or was. */
      name: line.nullable(),
      /** Whether it refused them. */
      refused: z.boolean(),
      /** Whether they are kept beyond this run, in the key store of the computer. */
      kept: z.boolean(),
    }),
  }),
  /** The name and password for the proxy that asked. They stay in the shell. */
  'network.signIn': () => ({
    input: z.strictObject({ name: z.string().min(1).max(300), password: z.string().max(300) }),
    output: answer(z.strictObject({ kept: z.boolean() })),
  }),
  'network.forget': () => ({ input: nothing, output: answer(nothing) }),
  /** Starts or stops listening for pokes with the token of the session; events follow as `hub.poke` and `hub.link`. */
  'hub.listen': () => ({ input: z.strictObject({ on: z.boolean() }), output: answer(nothing) }),
  /** Appends and fsyncs. Answers only when the disk has it. */
  'journal.append': () => ({
    input: z.strictObject({
      deviceId: uuid,
      /** Whose edits they are: who else works on this computer is not offered them. */
      personId: uuid,
      entries: z.array(journalEntry).min(1).max(1_000),
    }),
    output: answer(z.strictObject({ bytes: z.number().int() })),
  }),
  /**
   * Edits up to `n` are at the hub: the journal may forget them, but for those that the hub refused and a person has not
   * dealt with yet: all of them in `keep`, each time.
   */
  'journal.acknowledge': () => ({
    input: z.strictObject({
      deviceId: uuid,
      n: z.number().int().min(0),
      keep: z.array(z.number().int().min(1)).max(10_000),
    }),
    output: answer(nothing),
  }),
  /** The hub was restored from a backup and has this device's edits up to `n` only: what came after is unsent again. */
  'journal.reopen': () => ({
    input: z.strictObject({ deviceId: uuid, n: z.number().int().min(0) }),
    output: answer(nothing),
  }),
  /** What the journal holds beyond the acknowledged edits, for a database that was lost. `torn` bytes at the end were cut. */
  'journal.read': () => ({
    input: z.strictObject({ deviceId: uuid.nullable() }),
    output: answer(
      z.strictObject({
        devices: z
          .array(
            z.strictObject({
              deviceId: uuid,
              /** Who wrote it; null for a journal of before that was noted. */
              personId: uuid.nullable(),
              entries: z.array(journalEntry).max(100_000),
              torn: z.number().int(),
            }),
          )
          .max(20),
      }),
    ),
  }),
  /** A file enters in chunks, in order, and is never whole in memory. */
  'blob.begin': () => ({
    input: z.strictObject({ name: z.string().max(1_000), size: z.number().int().min(0) }),
    output: answer(z.strictObject({ upload: uuid })),
  }),
  'blob.append': () => ({
    input: z.strictObject({ upload: uuid, offset: z.number().int().min(0), bytes }),
    output: answer(z.strictObject({ received: z.number().int() })),
  }),
  'blob.finish': () => ({
    input: z.strictObject({ upload: uuid }),
    output: answer(z.strictObject({ sha256: sha256Hex, size: z.number().int(), name: line })),
  }),
  'blob.cancel': () => ({ input: z.strictObject({ upload: uuid }), output: answer(nothing) }),
  'blob.read': () => ({
    input: z.strictObject({
      sha256: sha256Hex,
      offset: z.number().int().min(0),
      length: z.number().int().min(0).max(CHUNK_BYTES),
    }),
    output: answer(z.strictObject({ bytes, size: z.number().int() })),
  }),
  /** Which of these files are on this computer. */
  'blob.here': () => ({
    input: z.strictObject({ hashes: z.array(sha256Hex).max(500) }),
    output: answer(z.strictObject({ here: z.array(sha256Hex).max(500) })),
  }),
  /** Takes these files off this computer: the caller knows that the hub has them, or that nobody wants them. */
  'blob.remove': () => ({
    input: z.strictObject({ hashes: z.array(sha256Hex).max(500) }),
    output: answer(nothing),
  }),
  /** Which of these files the hub has, whole. */
  'blob.state': () => ({
    input: z.strictObject({ device: uuid, hashes: z.array(sha256Hex).min(1).max(500) }),
    output: answer(blobStateResponse),
  }),
  /** Sends a file to the hub, from where it left off; answers once the hub has hashed it again. `blob.progress` tells. */
  'blob.send': () => ({
    input: z.strictObject({ device: uuid, sha256: sha256Hex }),
    output: answer(nothing),
  }),
  /**
   * Fetches a file of `size` bytes from the hub, from where it left off. The desk says for which ticket, as whose part it may
   * read a partner's file.
   */
  'blob.fetch': () => ({
    input: z.strictObject({ sha256: sha256Hex, size: z.number().int().min(0), ticketId: uuid.optional() }),
    output: answer(nothing),
  }),
  /** Stops a transfer; what was transferred is kept. */
  'blob.stop': () => ({ input: z.strictObject({ sha256: sha256Hex }), output: answer(nothing) }),
  /**
   * Hands a file of this computer to the person under its name, which the shell makes safe; `blob.saving` tells, and `job` is
   * the caller's. Refused with `not-here`, or with `damaged` where it no longer fits its hash: then it is not here either.
   */
  'blob.save': () => ({
    input: z.strictObject({ job: uuid, sha256: sha256Hex, name: z.string().max(1_000) }),
    output: answer(delivered),
  }),
  /** Ends a copy that is being made; nothing of it stays. */
  'blob.stopSaving': () => ({ input: z.strictObject({ job: uuid }), output: answer(nothing) }),
  /**
   * Writes a packet and its files as a bag into a zip of the shell's own. `bag.progress` tells; `job` is the caller's. Refused
   * with `missing-files` where an attachment is not on this computer, with `damaged` where one no longer fits its hash.
   */
  'bag.export': () => ({
    input: z.strictObject({
      job: uuid,
      packet: packetAsWritten,
      signatures: signatureList,
      credentials: credentialList,
    }),
    output: answer(z.strictObject({ name: line, size: z.number().int() })),
  }),
  /** How far the sealing is of what lay in clear since before; null where nothing is being sealed. */
  'store.sealing': () => ({ input: nothing, output: z.strictObject({ sealing: sealing.nullable() }) }),
  /**
   * Prints the console's window as it is to a PDF with page numbers, and hands it to the person. In a browser it is refused
   * (`no-printer`): the browser prints by itself.
   */
  'page.pdf': () => ({ input: z.strictObject({ name: line }), output: answer(delivered) }),
  /** Hands a written bag to the person. */
  'bag.save': () => ({ input: z.strictObject({ job: uuid }), output: answer(delivered) }),
  /** Gives a file of a folder, by its name in there, to a job that `bag.open` will read; it came in by `blob.begin` and `blob.append`. */
  'bag.add': () => ({
    input: z.strictObject({ job: uuid, name: z.string().min(1).max(1_000), upload: uuid }),
    output: answer(nothing),
  }),
  /**
   * Verifies a zip that came in by `blob.begin` and `blob.append` (and no `blob.finish`), or the files that `bag.add` gave (null),
   * and reads the packet in it. The attachments of a valid bag are on this computer afterwards; of an invalid one nothing is
   * kept. One that was stopped keeps what was verified for the next try. Signatures are the caller's to ask.
   */
  'bag.open': () => ({
    input: z.strictObject({ job: uuid, upload: uuid.nullable() }),
    output: answer(
      z.strictObject({
        verdict: z.enum(['valid', 'invalid', 'unreadable']),
        checks: z.array(check).max(50),
        packet: packetAsWritten.nullable(),
        signatures: signatureList,
        credentials: credentialList,
      }),
    ),
  }),
  /** Stops an export or import, and drops what an export wrote. */
  'bag.cancel': () => ({ input: z.strictObject({ job: uuid }), output: answer(nothing) }),
  'host.facts': () => ({
    input: nothing,
    output: answer(
      z.strictObject({
        host: line,
        at: instant,
        facts: z.array(hostFact).max(500),
        /** Questions that the computer did not answer, in words. */
        missed: z.array(line).max(50),
      }),
    ),
  }),
  /** What could be run on this computer to be read, and whether it is there; nothing is run. */
  'host.collectors': () => ({
    input: nothing,
    output: answer(
      z.strictObject({
        system: z.enum(hostSystems).nullable(),
        host: line,
        collectors: z.array(offeredCollector).max(100),
      }),
    ),
  }),
  /** Runs one of them by its id. */
  'host.collect': () => ({
    input: z.strictObject({ id: line }),
    output: answer(
      z.strictObject({
        output: bytes,
        /** Whether there was more than is taken. */
        cut: z.boolean(),
        /** Why there is no output, in words; empty where there is one. */
        failure: line,
      }),
    ),
  }),
  /** https and mailto only; the shell opens it outside. */
  'app.openExternal': () => ({
    input: z.strictObject({ url: z.string().max(2_000) }),
    output: answer(nothing),
  }),
} satisfies Record<string, () => { input: z.ZodType; output: z.ZodType }>);

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]['output']>;

/** What the shell tells the renderer unasked. */
export const events = madeWhenAsked({
  'hub.poke': () => poke,
  /** The line to the hub opened or broke. */
  'hub.link': () => z.strictObject({ up: z.boolean() }),
  /** The try-out's line to the hub was cut, or is there again. */
  'sample.line': () => z.strictObject({ up: z.boolean() }),
  /** How far a file is on its way, in bytes. */
  'blob.progress': () =>
    z.strictObject({
      sha256: sha256Hex,
      done: z.number().int().min(0),
      size: z.number().int().min(0),
    }),
  /** How far a file is that is being saved for the person, in bytes. */
  'blob.saving': () =>
    z.strictObject({
      job: uuid,
      done: z.number().int().min(0),
      size: z.number().int().min(0),
    }),
  /** How far the installer of an update is proved, in bytes. */
  'update.progress': () => z.strictObject({ done: z.number().int().min(0), size: z.number().int().min(1) }),
  /** How far the sealing is of what lay in clear since before, in bytes. */
  'store.sealing': () => sealing,
  /** How far a bag's export or import is, in bytes. */
  'bag.progress': () =>
    z.strictObject({
      job: uuid,
      done: z.number().int().min(0),
      total: z.number().int().min(0),
    }),
  /** The window is about to close, or the computer to sleep: what is typed and not saved is saved now, and `window.saved` tells. */
  'window.save': () => nothing,
  /** The console was locked, opened or protected, by whichever window. */
  'keys.changed': () => z.strictObject({ state: ringState }),
  /** The device was ended, or its wiping went on: `ending.state` has it. */
  'ending.changed': () => nothing,
  /** The computer sleeps or was locked: the page saves what is typed, and locks. */
  'keys.wanted': () => nothing,
  /** The system asks the console to open something: `opening.take` has it. */
  'opening.wanted': () => nothing,
  /** The person chose a menu entry: the renderer does what the palette would. */
  'menu.command': () =>
    z.strictObject({
      command: z.enum(['new-case', 'palette', 'settings', 'cases', 'sync-now', 'help', 'find', 'lock']),
    }),
});
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

/** The bridge as the renderer uses it; on `window.bridge`, frozen. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Calls `listener` for each event until the answered function is called. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Where the page has to be signed in: in a browser. A window of the desktop has none. */
  readonly session?: BridgeSession;
}

export interface BridgeSession {
  /** Ends every tab of every browser that shows this console; nothing that is saved goes. */
  signOut(): Promise<void>;
  /** Calls `listener` at once and with each change, until the answered function is called. */
  onChange(listener: (signedIn: boolean) => void): () => void;
}

/** The handlers' side: one function a call. */
export type Handlers = { [N in CallName]: (input: CallInput<N>) => Promise<CallOutput<N>> };

/** All that a shell does for the renderer, in one place for both shells. */

import { join } from 'node:path';
import { cut } from '../../shared/base/cut.ts';
import type {
  CallInput,
  CallOutput,
  EventName,
  EventPayload,
  Handlers,
} from '../../shared/bridge/contract.ts';
import { Bags } from './bags.ts';
import { Blobs } from './blobs.ts';
import { CutLine } from './cut-line.ts';
import { ok } from './disk-failure.ts';
import { Endings } from './ending.ts';
import { FileCopies } from './file-copies.ts';
import { offerCollectors, runCollector } from './host-collectors.ts';
import { readHostFacts } from './host-facts.ts';
import { HubClient } from './hub-client.ts';
import { Journal } from './journal.ts';
import { closedWhileLocked, keyHandlers } from './key-calls.ts';
import { KeyRing, Locked } from './key-ring.ts';
import type { WrapStore } from './key-wraps.ts';
import { Lease } from './lease.ts';
import { readLicences } from './licences.ts';
import type { Network } from './network.ts';
import { Openings } from './openings.ts';
import { savePdf } from './pdf.ts';
import { PokeListener } from './poke-listener.ts';
import { Sample } from './sample.ts';
import type { Deliver } from './save-as.ts';
import { holdsOwn, holdsSealed, OldFiles } from './seal-old.ts';
import { SealedFiles } from './sealed-files.ts';
import type { ShellLog } from './shell-log.ts';
import { Transfers } from './transfers.ts';
import { addressFeed, hubFeed } from './update-feed.ts';
import type { Running } from './update-rules.ts';
import { type UpdateParts, Updates } from './updates.ts';

/** For what is typed to be saved before the console is locked by its computer. */
const LOCK_MS = 3_000;

export interface ShellParts {
  /** The shell's folder: journal and blobs lie below it. */
  data: string;
  hub: string | null;
  /** Whether who manages this computer allows no other hub. */
  onlyHub?: boolean;
  /** After how many days without the hub who manages this computer has it lock; null where they said nothing. */
  managedLeaseDays?: number | null;
  network: Network;
  /** The computer's key store; null where there is none that protects. */
  keyStore: WrapStore | null;
  /** A file that holds the embedded hub's operator token; null where there is no sample partner. */
  operatorTokenFile: string | null;
  shell: 'electron' | 'browser';
  version: string;
  electron: string | null;
  chromium: string | null;
  now: () => Date;
  log: ShellLog;
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  /** Opens an address outside, after the shell checked it; answers false where it was refused. */
  openExternal: (url: string) => Promise<boolean>;
  /** Hands a file of the shell's to the person. */
  deliver: Deliver;
  /** The files that list what is bundled, `licences.json` of each bundle. */
  licences: readonly string[];
  /** What the page has to be told; empty once it was. */
  takeNotices: () => string[];
  /** The page answered `window.save`. */
  pageSaved: (told: CallInput<'window.saved'>) => void;
  /** The system's own notification, where the window is not looked at. @returns whether it was shown */
  notify: (input: CallInput<'window.notify'>) => boolean;
  /**
   * New versions; null where the console is not installed by an installer. `feed` is `hub`, or an address as `feedAddress` answers it;
   * `installed` is the kind of installer that it came by.
   */
  updates: (Omit<UpdateParts, 'feed'> & { feed: string | null; installed: Running['kind'] }) | null;
  /** The window as a PDF; null where the person's own browser prints. */
  printPdf: (() => Promise<Uint8Array>) | null;
}

export interface Shell {
  handlers: Handlers;
  keys: KeyRing;
  /** What the system asks the console to open. */
  openings: Openings;
  /** The computer sleeps or was locked: the page saves what is typed, then the console is locked; without an answer too. */
  lockSoon: () => void;
  /** The computer slept, or its network changed: lines are opened anew. */
  woke: () => void;
  /** The page died: what it was handing over cannot go on. */
  pageGone: () => Promise<void>;
  close: () => Promise<void>;
}

/** For the first screen, before what lay in clear is sealed. */
const SEAL_AFTER_MS = 3_000;

export function createHandlers(parts: ShellParts): Shell {
  // Only a try-out can cut its line: in any other console nothing stands between.
  const line = parts.operatorTokenFile === null ? null : new CutLine(parts.network);
  const { network } = line ?? parts;
  const isSample = parts.operatorTokenFile !== null;
  const endings: Endings = new Endings({
    folder: parts.data,
    client: { handOver: (piece) => client.handOver(piece) },
    now: parts.now,
    letGo: async () => {
      keys.destroyed();
      await lease.destroy();
      await closeStores();
    },
    beginAnew: () => keys.beginAnew(),
    changed: () => parts.emit('ending.changed', {}),
  });
  const lease: Lease = new Lease({
    folder: parts.data,
    managedDays: parts.managedLeaseDays ?? null,
    now: () => parts.now().getTime(),
    monotonic: () => performance.now(),
    ask: (hub, token) => client.standing(hub, token),
    changed: () => parts.emit('keys.changed', { state: keys.state }),
    over: () => lockFor(() => keys.endLease()),
    ended: ({ data }, deviceId, hub) => endings.ended({ data }, deviceId, hub),
    report: (error) => parts.log.report(error, 'the lease'),
  });
  const keys: KeyRing = new KeyRing({
    folder: parts.data,
    store: parts.keyStore,
    // What was wiped leaves nothing behind that keys could open, and no keys are made before somebody begins anew.
    holdsSealed: async () => endings.isWiping || (await holdsSealed(parts.data)),
    holdsOwn: (opened) => holdsOwn(parts.data, opened),
    now: () => performance.now(),
    ...(!isSample ? { mayOpen: (opened, way) => lease.mayOpen(opened, way) } : {}),
  });
  const files = new SealedFiles(keys);
  const readsClear = () => !old.isOver;
  const journal = new Journal(join(parts.data, 'journal'), keys, undefined, undefined, readsClear);
  const blobs = new Blobs(join(parts.data, 'blobs'), files, () => parts.now().getTime(), readsClear);
  const client = new HubClient(parts.hub, network.request, parts.onlyHub, {
    get extended() {
      return lease.extended;
    },
    // Who tries the sample has its hub on this computer, and several people's devices in one console.
    contact: (contact) => {
      if (!isSample) lease.contact(contact);
    },
    ended: async (...of) => {
      if (!isSample) await endings.ended(...of);
    },
  });
  const transfers = new Transfers(
    blobs,
    client,
    join(parts.data, 'transfers'),
    (payload) => parts.emit('blob.progress', payload),
    { request: network.request },
  );
  const bags = new Bags({
    folder: join(parts.data, 'bags'),
    blobs,
    agent: `Partner Console ${parts.version}`,
    now: parts.now,
    progress: (payload) => parts.emit('bag.progress', payload),
    deliver: parts.deliver,
  });
  const old: OldFiles = new OldFiles({
    ...{ data: parts.data, files, blobs, journal },
    tidyBags: () => bags.prepare(),
    tell: (payload) => parts.emit('store.sealing', payload),
  });
  const copies = new FileCopies(blobs, parts.deliver, (payload) => parts.emit('blob.saving', payload));
  // The try-out's own machinery is there without the line that it cuts.
  const sample = new Sample(new HubClient(parts.hub, parts.network.request), parts.operatorTokenFile, line);
  const pokes = new PokeListener(
    () => client.session,
    {
      poke: (payload) => parts.emit('hub.poke', payload),
      link: (payload) => parts.emit('hub.link', payload),
    },
    network.request,
  );
  const running: Running = {
    version: parts.version,
    platform: process.platform,
    arch: process.arch,
    kind: parts.updates?.installed ?? null,
  };
  const feedOf = (feed: string | null) => {
    if (feed === null || running.kind === null) return null;
    return feed === 'hub' ? hubFeed(client, running) : addressFeed(feed, running, network.request);
  };
  const updates = new Updates(
    parts.updates
      ? { ...parts.updates, feed: feedOf(parts.updates.feed) }
      : { key: null, allowed: false, feed: null, choose: async () => null, handOver: async () => null },
    join(parts.data, 'updates'),
    running,
    (payload) => parts.emit('update.progress', payload),
    { request: network.request, device: () => client.device },
  );
  void updates.tidy().catch((error: unknown) => parts.log.report(error, 'the folder for updates'));
  const sealOld = () => {
    // A full disk, say: the next start goes on, and until then it is read where it lies.
    old.run().catch((error: unknown) => {
      if (!(error instanceof Locked)) parts.log.report(error, 'sealing what lay in clear');
      // Nothing goes on for now.
      parts.emit('store.sealing', { done: 0, total: 0 });
    });
  };
  /** Locked, all that reads or writes what is sealed ends where it is; what was whole stays. */
  const letGo = async () => {
    pokes.listen(false);
    updates.stop();
    transfers.close();
    copies.close();
    await old.stop();
    await bags.close();
    await blobs.abandon();
  };
  const closeStores = async () => {
    await letGo();
    await journal.close();
    await blobs.close();
  };
  // A wiping that was killed goes on.
  void endings.removeAll().catch((error: unknown) => parts.log.report(error, 'wiping what was ended'));
  const first = setTimeout(() => {
    // Unreported: what needs the ring tells what is wrong with it.
    keys.ready().then(sealOld, () => undefined);
  }, SEAL_AFTER_MS);
  first.unref();
  const openings = new Openings(() => parts.emit('opening.wanted', {}));
  const handlers: Handlers = {
    'app.info': async () => ({
      shell: parts.shell,
      version: parts.version,
      platform: `${process.platform} ${process.arch}`,
      electron: parts.electron,
      chromium: parts.chromium,
      sample: sample.available,
      hub: client.preset,
    }),
    'update.state': async () => updates.state(),
    'update.look': () => updates.look(),
    'update.fetch': () => updates.get(),
    'update.stop': async () => updates.stop(),
    'update.choose': () => updates.choose(),
    'update.install': () => updates.install(),
    'app.licences': () => readLicences(parts.licences),
    'app.notices': async () => {
      await keys.ready();
      const left = (await blobs.takeLeft()).map(
        (name) => `${cut(name, 100)} was still being added when the console ended. Add it again.`,
      );
      return { notices: [...parts.takeNotices(), ...left].slice(0, 20) };
    },
    'opening.take': () => openings.take(),
    'opening.read': (input) => openings.read(input),
    'window.notify': async (input) => ({ shown: parts.notify(input) }),
    'log.report': async (input) => {
      parts.log.fault(input);
      return ok({});
    },
    'log.read': async () => ({ text: parts.log.read() }),
    'window.saved': async (input) => {
      parts.pageSaved(input);
      return ok({});
    },
    ...keyHandlers(keys, lease),
    ...endings.handlers(),
    'sample.people': () => sample.people(),
    'sample.code': (input) => sample.code(input),
    'sample.line': async ({ up }) => {
      const answer = sample.line(up);
      if (up !== null && answer.ok) {
        parts.emit('sample.line', { up });
        pokes.again();
      }
      return answer;
    },
    'device.enrol': (input) => client.enrol(input),
    'device.authenticate': (input) => client.authenticate(input),
    'device.use': async ({ deviceId }) => {
      if (client.use(deviceId)) {
        transfers.close();
        pokes.again();
      }
      return ok({});
    },
    'device.own': () => client.ownDevices(),
    'device.recovery': (input) => client.recovery(input),
    'hub.keys': () => client.keys(),
    'hub.push': (input) => client.push(input),
    'hub.pull': (input) => client.pull(input),
    'hub.compare': (input) => client.compare(input),
    'hub.rows': (input) => client.rows(input),
    'hub.deliveries': (input) => client.deliveries(input),
    'hub.resend': (input) => client.resend(input),
    'hub.deleteFile': (input) => client.deleteFile(input),
    'hub.certify': (input) => client.certify(input),
    'hub.reach': (input) => client.reach(input),
    'network.state': () => network.state(client.preset ?? client.access?.hub ?? null),
    'network.signIn': (input) => network.signIn(input),
    'network.forget': () => network.forget(),
    'hub.listen': async ({ on }) => {
      pokes.listen(on);
      return ok({});
    },
    'journal.append': (input) => journal.append(input),
    'journal.acknowledge': (input) => journal.acknowledge(input),
    'journal.reopen': (input) => journal.reopen(input),
    'journal.read': (input) => journal.read(input),
    'blob.begin': (input) => blobs.begin(input),
    'blob.append': (input) => blobs.append(input),
    'blob.finish': (input) => blobs.finish(input),
    'blob.cancel': (input) => blobs.cancel(input),
    'blob.read': (input) => blobs.read(input),
    'blob.here': (input) => blobs.here(input),
    'blob.remove': (input) => blobs.remove(input),
    'blob.state': (input) => client.blobState(input),
    'blob.send': (input) => transfers.send(input),
    'blob.fetch': (input) => transfers.fetch(input),
    'blob.stop': async (input) => transfers.stop(input),
    'blob.save': (input) => copies.save(input),
    'blob.stopSaving': async (input) => copies.stop(input),
    'bag.export': (input) => bags.export(input),
    'bag.save': (input) => bags.save(input),
    'bag.add': (input) => bags.add(input),
    'bag.open': (input) => bags.open(input),
    'bag.cancel': (input) => bags.cancel(input),
    'page.pdf': ({ name }) => savePdf(parts, name),
    'store.sealing': async () => ({ sealing: old.sealing }),
    'host.facts': () => readHostFacts(parts.now),
    'host.collectors': async () => offerCollectors(),
    'host.collect': (input) => runCollector(input),
    'app.openExternal': async ({ url }): Promise<CallOutput<'app.openExternal'>> =>
      (await parts.openExternal(url))
        ? ok({})
        : {
            ok: false,
            failure: {
              kind: 'refused',
              code: 'address',
              message: 'The console opens https and e-mail addresses only.',
            },
          },
  };
  let locking: ReturnType<typeof setTimeout> | undefined;
  /** What is typed is saved first. */
  const lockFor = (lock: () => void) => {
    parts.emit('keys.wanted', {});
    clearTimeout(locking);
    locking = setTimeout(lock, LOCK_MS);
  };
  keys.ready().then(
    () => keys.state !== 'locked' && lease.opened(keys),
    // Unreported: what needs the ring tells what is wrong with it.
    () => undefined,
  );
  keys.onChange((state) => {
    // Locked already: whoever opens it again within that time is not locked out once more.
    clearTimeout(locking);
    if (state === 'locked') {
      lease.locked();
      letGo().catch((error: unknown) => parts.log.report(error, 'locking'));
    } else {
      lease.opened(keys);
      sealOld();
    }
    parts.emit('keys.changed', { state });
  });
  return {
    handlers: endings.closed(closedWhileLocked(handlers, keys)),
    keys,
    lockSoon: () => {
      if (keys.state === 'open') lockFor(() => keys.lock());
    },
    openings,
    woke: () => pokes.again(),
    pageGone: () => blobs.abandon(),
    close: async () => {
      clearTimeout(first);
      clearTimeout(locking);
      pokes.listen(false);
      await lease.close();
      updates.stop();
      await old.stop();
      transfers.close();
      copies.close();
      await journal.close();
      await bags.close();
      await blobs.close();
    },
  };
}

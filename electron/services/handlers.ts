/** All that a shell does for the renderer, in one place for both shells. */
import { join } from 'node:path';
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
import { FileCopies } from './file-copies.ts';
import { readHostFacts } from './host-facts.ts';
import { HubClient } from './hub-client.ts';
import { Journal } from './journal.ts';
import { readLicences } from './licences.ts';
import type { Network } from './network.ts';
import { Openings } from './openings.ts';
import { savePdf } from './pdf.ts';
import { PokeListener } from './poke-listener.ts';
import { Sample } from './sample.ts';
import type { Deliver } from './save-as.ts';
import type { ShellLog } from './shell-log.ts';
import { Transfers } from './transfers.ts';

export interface ShellParts {
  /** The shell's folder: journal and blobs lie below it. */
  data: string;
  hub: string | null;
  /** Whether who manages this computer allows no other hub. */
  onlyHub?: boolean;
  network: Network;
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
  /** The window as a PDF; null where the person's own browser prints. */
  printPdf: (() => Promise<Uint8Array>) | null;
}

export interface Shell {
  handlers: Handlers;
  /** What the system asks the console to open. */
  openings: Openings;
  /** The computer slept, or its network changed: lines are opened anew. */
  woke: () => void;
  /** The page died: what it was handing over cannot go on. */
  pageGone: () => Promise<void>;
  close: () => Promise<void>;
}

export function createHandlers(parts: ShellParts): Shell {
  // Only a try-out can cut its line: in any other console nothing stands between.
  const line = parts.operatorTokenFile === null ? null : new CutLine(parts.network);
  const { network } = line ?? parts;
  const journal = new Journal(join(parts.data, 'journal'));
  const blobs = new Blobs(join(parts.data, 'blobs'), () => parts.now().getTime());
  const client = new HubClient(parts.hub, network.request, parts.onlyHub);
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
    'app.licences': () => readLicences(parts.licences),
    'app.notices': async () => {
      const left = (await blobs.takeLeft()).map(
        (name) => `${name.slice(0, 100)} was still being added when the console ended. Add it again.`,
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
    'host.facts': () => readHostFacts(parts.now),
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
  return {
    handlers,
    openings,
    woke: () => pokes.again(),
    pageGone: () => blobs.abandon(),
    close: async () => {
      pokes.listen(false);
      transfers.close();
      copies.close();
      await journal.close();
      await bags.close();
      await blobs.close();
    },
  };
}

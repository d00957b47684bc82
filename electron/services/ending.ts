/**
 * A device that was ended (security 29): from the moment the hub says so the console does nothing but hand over what waits, where that is
 * taken, and wipe. The note in `ended.json` is there before anything is done and says how far it came, so that a console that is killed
 * at any moment goes on with it. Wiped are the keys first; then what they sealed is bytes, whoever keeps a copy of it.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import type { CallInput, CallOutput, Handlers } from '../../shared/bridge/contract.ts';
import { type Ending, ending as endingShape } from '../../shared/bridge/ending.ts';
import type { DeviceEnd } from '../../shared/sync/device-end.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { failed, type HubClient } from './hub-client.ts';
import { OPEN_GROUPS } from './key-calls.ts';
import { removeClear } from './overwrite.ts';
import { replaceFile, syncFolder } from './whole-file.ts';

const FILE = 'ended.json';
/** What holds keys, or says how long they serve. */
const holdsKeys = (name: string) => /^(keys(\.[\w-]+)?\.json|lease\.json)(\.new)?$/.test(name);
/** What they sealed. */
const CONTENT = ['journal', 'blobs', 'transfers', 'bags', 'printed', 'all-sealed', 'all-sealed.new'];

const noteShape = endingShape
  .unwrap()
  .extend({ format: z.literal(1), deviceId: uuid, hub: z.string().max(300) });
type Note = z.infer<typeof noteShape>;

export interface EndingParts {
  /** The console's data folder. */
  folder: string;
  client: Pick<HubClient, 'handOver'>;
  now: () => Date;
  /** All that reads or writes what is sealed ends, and the keys leave the memory. */
  letGo: () => Promise<void>;
  /** Keys are made anew: somebody uses this computer again. */
  beginAnew: () => Promise<void>;
  changed: () => void;
}

type EndingHandlers = Pick<
  Handlers,
  'ending.state' | 'ending.hand' | 'ending.wipe' | 'ending.cleared' | 'ending.forget'
>;

export class Endings {
  readonly #parts: EndingParts;
  #note: Note | null;
  /** Edits that the hub said it has. */
  #taken = 0;

  /** Reads what is noted; keys that a wiping left behind when it was killed are gone before anybody can open them. */
  constructor(parts: EndingParts) {
    this.#parts = parts;
    this.#note = this.#read();
    if (this.#note?.stage === 'wiping')
      for (const name of readdirSync(parts.folder).filter(holdsKeys))
        rmSync(join(parts.folder, name), { force: true });
  }

  #read(): Note | null {
    try {
      return noteShape.parse(JSON.parse(readFileSync(join(this.#parts.folder, FILE), 'utf8')));
    } catch {
      // Unreported: none, or none of ours: a console that was ended hears it again at its next contact.
      return null;
    }
  }

  get ending(): Ending | null {
    if (!this.#note) return null;
    const { stage, data, at, handedOver, lost, by } = this.#note;
    return { stage, data, at, handedOver, lost, by };
  }

  /** Whether the keys are gone or going: none are made. */
  get isWiping(): boolean {
    return this.#note !== null && this.#note.stage !== 'ended';
  }

  /** The hub said that this device was ended. A later word of the hub's counts, until the wiping began. */
  async ended({ data }: Pick<DeviceEnd, 'data'>, deviceId: string, hub: string): Promise<void> {
    const before = this.#note;
    if (before && (before.stage !== 'ended' || (before.data === data && before.deviceId === deviceId)))
      return;
    await this.#keep({
      ...{ format: 1, deviceId, hub, stage: 'ended', data, at: this.#parts.now().toISOString() },
      ...{ handedOver: before?.handedOver ?? null, lost: null, by: null },
    });
    this.#parts.changed();
  }

  async #keep(note: Note): Promise<void> {
    await replaceFile(join(this.#parts.folder, FILE), Buffer.from(JSON.stringify(note)));
    this.#note = note;
  }

  async #hand(input: CallInput<'ending.hand'>): Promise<CallOutput<'ending.hand'>> {
    const note = this.#note;
    if (note?.stage !== 'ended' || note.data !== 'hand-over')
      return failed('refused', 'not-ended', 'Nothing is handed over from this computer.');
    const answer = await this.#parts.client.handOver(input);
    if (answer.ok) this.#taken = answer.value.kept;
    // The answer to the last piece was lost, and the hub had it.
    const hasAll = answer.ok ? input.done !== null : answer.failure.code === 'handed-over';
    try {
      if (hasAll) await this.#keep({ ...note, handedOver: this.#taken });
      return answer;
    } catch (error) {
      return diskFailure(error, 'The hub has what was handed over. Free some space, then go on.');
    }
  }

  /** Why it may not be wiped; null where it may. */
  #refusal(by: CallInput<'ending.wipe'>['by']): string | null {
    const note = this.#note;
    if (!note) return 'This computer was not ended, so that nothing is wiped.';
    if (note.stage !== 'ended' || by === 'person') return null;
    if (by === 'revoker') return note.data === 'wipe' ? null : 'Who ended this computer did not say that.';
    return note.handedOver === null ? 'Not all was handed over yet.' : null;
  }

  async #wipe({ by, lost }: CallInput<'ending.wipe'>): Promise<CallOutput<'ending.wipe'>> {
    const refusal = this.#refusal(by);
    if (refusal !== null) return failed('refused', 'not-wiped', refusal);
    try {
      if (this.#note?.stage === 'ended') await this.#keep({ ...this.#note, stage: 'wiping', by, lost });
      await this.removeAll();
      this.#parts.changed();
      return ok({});
    } catch (error) {
      return diskFailure(error, 'The wiping goes on at the next start.');
    }
  }

  /** The keys first, then what they sealed. Again after a kill: what is gone is gone. */
  async removeAll(): Promise<void> {
    if (!this.isWiping) return;
    const { folder, letGo } = this.#parts;
    const keyFiles = (await readdir(folder)).filter(holdsKeys);
    for (const name of keyFiles) await removeClear(join(folder, name));
    await syncFolder(folder);
    await letGo();
    for (const name of CONTENT) await rm(join(folder, name), { recursive: true, force: true });
  }

  async #cleared(): Promise<CallOutput<'ending.cleared'>> {
    if (this.#note?.stage !== 'wiping') return failed('refused', 'not-wiping', 'Nothing is being wiped.');
    try {
      await this.removeAll();
      await this.#keep({ ...this.#note, stage: 'wiped' });
      this.#parts.changed();
      return ok({});
    } catch (error) {
      return diskFailure(error, 'The wiping goes on at the next start.');
    }
  }

  async #forget(): Promise<CallOutput<'ending.forget'>> {
    if (this.#note?.stage !== 'wiped') return failed('refused', 'not-wiped', 'It was not wiped yet.');
    try {
      await rm(join(this.#parts.folder, FILE), { force: true });
      await syncFolder(this.#parts.folder);
      this.#note = null;
      await this.#parts.beginAnew();
      this.#parts.changed();
      return ok({});
    } catch (error) {
      return diskFailure(error, 'Nothing was changed. Free some space, then try again.');
    }
  }

  handlers(): EndingHandlers {
    return {
      'ending.state': async () => ({ ending: this.ending }),
      'ending.hand': (input) => this.#hand(input),
      'ending.wipe': (input) => this.#wipe(input),
      'ending.cleared': () => this.#cleared(),
      'ending.forget': () => this.#forget(),
    };
  }

  /** Once the device was ended nothing else is answered but what opens it, hands over, and saves files that stay behind. */
  closed(handlers: Handlers): Handlers {
    const closed = Object.entries(handlers)
      .filter(
        ([name]) => !OPEN_GROUPS.includes(name.slice(0, name.indexOf('.'))) && !OPEN_CALLS.includes(name),
      )
      .map(([name, handler]) => [
        name,
        async (input: never) =>
          this.#note
            ? failed('refused', 'device-ended', 'This computer was ended by its organisation.')
            : (handler as (input: never) => unknown)(input),
      ]);
    return { ...handlers, ...(Object.fromEntries(closed) as Partial<Handlers>) };
  }
}

const OPEN_CALLS: readonly string[] = [
  ...['opening.take', 'device.authenticate', 'device.use', 'hub.reach', 'hub.listen'],
  ...['blob.here', 'blob.save', 'blob.stopSaving'],
];

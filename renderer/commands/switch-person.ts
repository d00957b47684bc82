/** Another person of the sample partner in the same window: each with a device and a database of their own. */

import { t } from '@lingui/core/macro';
import { chooseDatabase, databaseOfPerson } from '../store/chosen-database.ts';
import { openDatabase } from '../store/database.ts';
import { syncStateOf } from '../sync/sync-state.ts';
import type { AppServices } from '../views/app-services.ts';
import { enrol } from './enrol.ts';

/** By which the other windows of this console hear that somebody else works here now. */
const CHANNEL = 'partner-console-person';

export interface SamplePersonRef {
  personId: string;
  name: string;
}

/** Of this window, over its reload: that somebody else was switched to in another one. */
const FOLLOWED = 'partner-console-followed-switch';

/** Reads the console anew from its beginning, as whoever is chosen. */
function openAgain(): void {
  window.location.hash = '#/';
  window.location.reload();
}

/** The same at the place where this window is: whether the other person may be there is known once they are. */
function openAgainHere(): void {
  window.sessionStorage.setItem(FOLLOWED, 'true');
  window.location.reload();
}

/** The window that switches hears itself, and goes to Home by itself. */
let isSwitching = false;

/** Whether this window was opened anew because another one switched to somebody else. Said once. */
export function hasFollowedSwitch(): boolean {
  const isSo = window.sessionStorage.getItem(FOLLOWED) !== null;
  window.sessionStorage.removeItem(FOLLOWED);
  return isSo;
}

/** How long what waits may hold a switch up while the hub takes it. */
const SENDING_MS = 20_000;
const LOOK_AGAIN_MS = 100;

/**
 * Lets edits go that wait for the hub: they belong to whoever made them, and would stay here until that person is back.
 * Files are not waited for, nor is anything without a line.
 */
async function sendWaiting({ db, syncNow }: Pick<AppServices, 'db' | 'syncNow'>): Promise<void> {
  const until = performance.now() + SENDING_MS;
  syncNow();
  while (performance.now() < until && (await db.outbox.count()) > 0) {
    const { link } = await syncStateOf(db);
    if (link !== 'online' && link !== 'unknown') return;
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
}

/** Saves what is typed in this window. @returns what could not be, and the files that are being added */
type Save = () => Promise<{ unsaved: boolean; copying: readonly string[] }>;

/** @returns why not, in words; null where it is done, and the page opens as that person */
export async function switchPerson(
  app: Pick<AppServices, 'bridge' | 'db' | 'now' | 'syncNow'>,
  person: SamplePersonRef,
  save: Save,
): Promise<string | null> {
  const { unsaved, copying } = await save();
  if (unsaved)
    return t`Something that you typed is not saved yet. The field says why; then switch to the other person.`;
  if (copying.length > 0) return t`${copying.join(', ')} is still being added. Switch once it is there.`;
  await sendWaiting(app);
  const sealing = app.db.sealing?.another() ?? null;
  const name = await databaseOfPerson(person.personId, sealing);
  const opened = await openDatabase(name, sealing);
  if (opened.kind === 'newer') {
    opened.reader.close();
    return t`The data of ${person.name} was made by a newer console. Start that one.`;
  }
  if (opened.kind === 'other-key')
    return t`The data of ${person.name} on this computer was sealed with another key. Nothing was changed.`;
  if (opened.kind === 'failed') return opened.message;
  const { db } = opened;
  try {
    if (!(await db.device.get('device'))) {
      const problem = await enrolSample(
        { bridge: app.bridge, db, now: app.now, startSync: () => undefined },
        person,
      );
      if (problem) return problem.message;
    }
  } finally {
    db.close();
  }
  chooseDatabase(name);
  isSwitching = true;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(name);
  channel.close();
  openAgain();
  return null;
}

/** Enrols this computer for a sample person, with a code that the embedded hub makes. @returns what stopped it; null where nothing did */
export async function enrolSample(
  app: Parameters<typeof enrol>[0],
  { personId, name }: SamplePersonRef,
): Promise<{ message: string; code: string } | null> {
  const line = await app.bridge.call('sample.line', { up: null });
  if (line.ok && !line.value.up)
    return {
      code: 'no-network',
      message: t`The network is off. ${name} has not worked on this computer yet, which needs the hub once: turn the network on, then switch.`,
    };
  const code = await app.bridge.call('sample.code', { personId });
  if (!code.ok) return code.failure;
  const done = await enrol(app, { code: code.value.code, deviceName: `Try-out of ${name}`, hub: null });
  return done.ok ? null : done.failure;
}

/** Follows a switch that another window made, as soon as what is typed here is saved, and stays where it is. @returns stops listening */
export function followSwitch(save: Save): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => {
    if (!isSwitching) void save().then(openAgainHere);
  };
  return () => channel.close();
}

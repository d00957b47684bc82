/**
 * A working day on a computer that is then lost: whoever reads its disk finds nothing of what a person typed, added or imported
 * (security 29, 30). Searched are the console's data folder and all that the browser keeps for itself, for every planted value, as UTF-8 and
 * as UTF-16, and for its keys.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { press } from '../../helpers/journey.ts';
import { dataKeyIn, filesOf, findKeys, findPlanted, Planted } from '../../helpers/planted.ts';
import { plantADay, protect } from '../../helpers/planted-day.ts';
import { newId } from '../../helpers/test-device.ts';

const ENOUGH = 1_000;

let hub: TestHub;
let desk: Desk;
const planted = new Planted();
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'A laptop that is lost');
  cleanups.push(() => desk.browser.close());
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

/** Whether the browser has written down by itself where it was. */
function browserWrote(what: string): boolean {
  for (const { name, bytes } of filesOf(desk.profile))
    if (name.endsWith(what)) return bytes.includes(desk.shell.origin);
  return false;
}

describe('[security 29] [security 30] a computer that is lost after a day’s work', () => {
  test(`0 of ${ENOUGH} values are on its disk in clear, nor any key`, async () => {
    const { page, shell, profile, browser } = desk;
    const { engineer: person } = hub.sample.people;
    const goTo = (place: string) => page.goto(`${shell.origin}/#${place}`);
    const key = dataKeyIn(shell.data);
    expect(findKeys(key, shell.data)).toEqual(['keys.copy.json', 'keys.json']);
    await goTo('/settings');
    await protect(page, `four plain words ${planted.value('passphrase')}`);
    await plantADay(
      page,
      planted,
      { person: { id: person.id, name: person.name }, identity: { organisation: { id: newId() } } } as never,
      hub,
      goTo,
      async (button) => {
        const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'button', button)]);
        // What the person saves is theirs, in clear.
        expect(planted.in(readFileSync(await download.path())).length).toBeGreaterThan(100);
        await download.delete();
      },
    );
    expect(planted.size).toBeGreaterThanOrEqual(ENOUGH);
    // The browser writes its history late; what it writes of the day has to be there to be searched.
    await eventually(async () => browserWrote('History'), Boolean, 'the browser wrote its history');
    await browser.kill();
    await shell.kill();
    process.stdout.write(
      `Planted: ${Object.entries(planted.kinds)
        .map(([as, count]) => `${count} × ${as}`)
        .join(', ')}\n`,
    );

    // The search finds what is there.
    const control = planted.value('control');
    for (const folder of [shell.data, profile]) {
      writeFileSync(
        join(folder, 'control'),
        Buffer.concat([Buffer.from(`x${control}`), Buffer.from(control, 'utf16le')]),
      );
      expect(findPlanted(planted, folder).filter((found) => found.includes(control))).toHaveLength(1);
      rmSync(join(folder, 'control'));
    }
    for (const folder of [shell.data, profile]) {
      expect(findPlanted(planted, folder)).toEqual([]);
      expect(findKeys(key, folder)).toEqual([]);
    }
  }, 600_000);
});

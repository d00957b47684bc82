/** The same working day as in test/e2e/journey/at-rest.test.ts in a real Electron, whose profile is the console's own (security 29, 30). */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import { sharedFolder, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import type { TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, press, syncWords } from '../../helpers/journey.ts';
import { dataKeyIn, filesOf, findKeys, findPlanted, Planted } from '../../helpers/planted.ts';
import { plantADay, protect } from '../../helpers/planted-day.ts';
import { newId } from '../../helpers/test-device.ts';

const ENOUGH = 1_000;

const cleanups: (() => unknown)[] = [];
let desktop: Desktop;
let hub: TestHub;

beforeAll(async () => {
  if (!testRuntime) return;
  desktop = await startDesktop(cleanups);
  hub = desktop.hub;
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

describe('[security 29] [security 30] a desktop that is lost after a day’s work', () => {
  test(`0 of ${ENOUGH} values are on its disk in clear, nor any key, and no dump of its memory`, async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const folder = sharedFolder();
    const data = join(folder, 'data');
    const saved = join(folder, 'saved');
    for (const each of [data, saved]) {
      mkdirSync(each);
      chmodSync(each, 0o777);
    }
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const { app, page, kill } = await desktop.launch(data);
    const { engineer: person } = hub.sample.people;
    await enrolByKeyboard(page, await hub.enrolmentCode(person.id), 'A desktop that is lost');
    await syncWords(page, 'Up to date');
    const planted = new Planted();
    const bag = join(saved, 'packet.zip');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, bag);
    // Its key store is none that protects here: the person does.
    const key = dataKeyIn(join(data, 'shell'));
    await page.goto('app://console/#/settings');
    await protect(page, `four plain words ${planted.value('passphrase')}`);
    await plantADay(
      page,
      planted,
      { person: { id: person.id, name: person.name }, identity: { organisation: { id: newId() } } } as never,
      hub,
      (place) => page.goto(`app://console/#${place}`),
      async (button) => {
        await press(page, 'button', button);
        // It takes its name when it is whole.
        await eventually(async () => existsSync(bag), Boolean, 'the packet is saved');
        // What the person saves is theirs, in clear.
        expect(planted.in(readFileSync(bag)).length).toBeGreaterThan(100);
      },
    );
    expect(planted.size).toBeGreaterThanOrEqual(ENOUGH);
    await kill();
    // The search finds what is there.
    const control = planted.value('control');
    writeFileSync(join(data, 'control'), Buffer.from(control, 'utf16le'));
    expect(findPlanted(planted, data)).toEqual([`control: control ${control}`]);
    expect(findKeys(key, data)).toEqual([]);
    expect([...filesOf(data)].map(({ name }) => name).filter((name) => /\.(dmp|core)$/.test(name))).toEqual(
      [],
    );
  }, 600_000);
});

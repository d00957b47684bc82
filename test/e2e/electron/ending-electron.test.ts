/** The desktop that was without the hub for too long, and the one that was ended (security 29). */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import { dataFolder, type RunningElectron, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import type { TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { enrolByKeyboard, openCase, press, syncWords } from '../../helpers/journey.ts';

const DAY = 86_400_000;
const TITLE = 'Recorder stops at night';
const cleanups: (() => unknown)[] = [];
let desktop: Desktop;
let hub: TestHub;
let data = '';

beforeAll(async () => {
  if (!testRuntime) return;
  desktop = await startDesktop(cleanups);
  hub = desktop.hub;
  data = dataFolder();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

const launch = () => desktop.launch(data);
const titled = ({ page }: RunningElectron, name: string) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const operator = async (...args: string[]) => {
  const { code, output } = await hubCommand(args, { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret });
  expect(code, output).toBe(0);
  return output;
};

describe('a desktop', () => {
  test('security 29: locks without the hub, opens with it, and once it was ended hands over and wipes itself', async (context) => {
    if (!testRuntime) return context.skip(whyNoElectron);
    let running = await launch();
    await enrolByKeyboard(
      running.page,
      await hub.enrolmentCode(hub.sample.people.engineer.id),
      'Desktop that ends',
    );
    await openCase(running.page, TITLE);
    await syncWords(running.page, 'Up to date');
    // The computer's clock goes on by 15 days while it runs; what was used is kept when it is closed.
    await running.app.evaluate((_electron, shift) => {
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given: unknown[]) {
          if (given.length === 0) super(Real.now() + shift);
          else super(...(given as [number]));
        }
        static override now = () => Real.now() + shift;
      } as DateConstructor;
    }, 15 * DAY);
    await hub.kill();
    await running.app.close();

    // The clock is right again, and the lease is over all the same.
    running = await launch();
    await titled(running, 'The console is locked');
    expect(await running.page.content()).not.toContain(TITLE);
    await press(running.page, 'button', 'Reach the hub and unlock');
    await running.page.getByRole('button', { name: 'Go on for one day' }).waitFor();
    await hub.restart();
    await press(running.page, 'button', 'Reach the hub and unlock');
    await syncWords(running.page, 'Up to date');

    await hub.kill();
    await openCase(running.page, 'Silence in the ambulance bay');
    await running.app.close();
    await hub.restart();
    const devices = JSON.parse(await operator('devices', 'list', '--json')) as { id: string; name: string }[];
    const deviceId = devices.find(({ name }) => name === 'Desktop that ends')?.id ?? '';
    await operator('devices', 'end', deviceId, '--reason', 'Left');
    running = await launch();
    await titled(running, 'This computer’s data was wiped');
    await running.page.getByText(/not sent before (was|were) handed over/).waitFor();
    const folder = join(data, 'shell');
    const left = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
    expect(left.filter((path) => /^(keys|lease)|^(journal|blobs)\b/.test(path))).toEqual([]);
    expect(await operator('handed-over', 'show', deviceId)).toContain('changes of 1 case');
    await running.app.close();
  });
});

/** Every screen of the console's own list, for each role that may open it: axe in light and dark, no policy violation, nothing sideways. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, openScreens } from '../../../renderer/app/screens.tsx';
import { type Role, roles } from '../../../shared/certification/access.ts';
import { newProfile, openBrowser, startTestShell } from '../../helpers/browser-shell.ts';
import { expectAccessible, expectFits, openDesk, WIDE } from '../../helpers/desk.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';

const samplePeople: readonly { id: string; roles: readonly Role[] }[] = sample.organisations.flatMap(
  ({ people }) => [...people],
);
/** The first person of each role. */
const people = Object.fromEntries(
  roles.map((role): [Role, { id: string; roles: readonly Role[] }] => {
    const found = samplePeople.find((each) => each.roles.includes(role));
    if (!found) throw new Error(`the sample (hub/store/sample.ts) has nobody with the role ${role}`);
    return [role, found];
  }),
);

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
/** Screens that are the same for everybody were looked at with the first. */
const looked = new Set<string>();
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

describe('every screen', () => {
  test('security 11: the first run passes axe in light and dark', async () => {
    const shell = await startTestShell(hub.url);
    const profile = newProfile();
    cleanups.push(profile.remove, () => shell.stop());
    const browser = await openBrowser(profile.path);
    cleanups.push(() => browser.close());
    await browser.page.goto(shell.url());
    await browser.page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    await expectAccessible(browser.page, 'first run');
    expect(browser.complaints).toEqual([]);
  });

  test.each(Object.entries(people))('security 11: of the role %s', async (role, person) => {
    const { page, shell, browser } = await openDesk(hub, cleanups, person.id, `Laptop of ${role}`);
    cleanups.push(() => browser.close());
    const own = openScreens(person).filter((entry) => {
      const address = addressOf(entry);
      if (address === null) return false;
      const isSame = entry.permissions.length === 0 && entry.path !== '/';
      return !(isSame && looked.has(address)) && looked.add(address);
    });
    expect(own.length).toBeGreaterThan(0);
    for (const entry of own) {
      const path = addressOf(entry) ?? '';
      await page.setViewportSize({ width: WIDE, height: 900 });
      await page.goto(`${shell.origin}/#${path}`);
      await page.getByRole('heading', { level: 1, name: entry.heading }).waitFor();
      await expectAccessible(page, `${path} for ${role}`);
      await expectFits(page, `${path} for ${role}`);
      await page.setViewportSize({ width: 640, height: 900 });
      if (entry.rail) await expectAccessible(page, `${path} for ${role}, narrow`);
    }
    await page.setViewportSize({ width: WIDE, height: 900 });
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, `palette of ${role}`);
    expect(browser.complaints).toEqual([]);
  });
});

/** A hub that is lost and restored from yesterday's backup, with two real consoles that know more than the backup. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  newProfile,
  openAgain,
  openBrowser,
  startTestShell,
  type TestShell,
} from '../../helpers/browser-shell.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { enrolByKeyboard, openCase, press, syncWords } from '../../helpers/journey.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function deskOf(
  personId: string,
): Promise<{ shell: TestShell; profile: string; page: Page; close(): Promise<void> }> {
  const shell = await startTestShell(hub.url);
  const profile = newProfile();
  cleanups.push(profile.remove, () => shell.stop());
  const browser = await openBrowser(profile.path);
  await browser.page.goto(shell.url());
  await enrolByKeyboard(browser.page, await hub.enrolmentCode(personId), 'A laptop');
  return { shell, profile: profile.path, page: browser.page, close: () => browser.close() };
}

async function typed(page: Page, caseId: string, label: string, text: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/cases/${caseId}/problem`);
  await page.getByLabel(label).fill(text);
  await page.locator('[data-save-state="saved"]').first().waitFor();
}

async function synced(page: Page, words: string | RegExp): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, words);
}

describe('a hub restored from a backup', () => {
  test('[S3][S7] edits acknowledged after the backup and edits not sent yet all reach it, and the consoles agree with it', async () => {
    const { engineer, secondEngineer, lead } = hub.sample.people;
    const first = await deskOf(engineer.id);
    const second = await deskOf(secondEngineer.id);
    const caseId = await openCase(first.page, 'Older than the backup');
    await typed(first.page, caseId, 'Actual', 'before the backup');
    await synced(first.page, 'Up to date');

    const backup = temporaryFolder();
    cleanups.push(backup.remove);
    const env = { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret };
    const from = `${backup.path}/nightly`;
    expect(await hubCommand(['backup', '--to', from, '--without-blobs'], env)).toMatchObject({ code: 0 });

    // All of this the hub acknowledges, and then loses.
    await typed(first.page, caseId, 'Actual', 'after the backup');
    await press(first.page, 'link', 'Home');
    const ownCase = await openCase(first.page, 'Made after the backup');
    await synced(first.page, 'Up to date');
    await press(second.page, 'link', 'Home');
    const theirCase = await openCase(second.page, 'Made after the backup, elsewhere');
    await synced(second.page, 'Up to date');
    // 'Up to date' may still be what it knew before: only the row itself says that it has come.
    await synced(first.page, 'Up to date');
    await first.page.goto(`${first.shell.origin}/#/cases/${theirCase}`);
    await first.page.getByRole('heading', { level: 1, name: 'Made after the backup, elsewhere' }).waitFor();
    await second.close();

    await hub.kill();
    await expect
      .poll(() => hubCommand(['restore', '--from', from, '--replace'], env).then((end) => end.code), {
        timeout: 30_000,
      })
      .toBe(0);
    await typed(first.page, caseId, 'Actual', 'typed while there was no hub');
    await hub.restart();

    // The row of the console that is not back yet is kept, and said to be missing at the hub.
    await synced(first.page, /needs? attention$/);
    const witness = await TestDevice.enrol(hub, lead.id);
    // What needs attention is told while the rest is still on its way.
    await eventually(
      async () => (await witness.row('cases', caseId))?.data as { observed?: string } | undefined,
      (row) => row?.observed === 'typed while there was no hub',
      'what was typed while there was no hub is there',
    );
    expect((await witness.row('cases', ownCase))?.data).toMatchObject({ title: 'Made after the backup' });
    expect(await witness.row('cases', theirCase)).toBeUndefined();

    const back = await openBrowser(second.profile);
    cleanups.push(() => back.close());
    await openAgain(back.page, second.shell);
    await synced(back.page, 'Up to date');
    // The state of its last run stands on the screen at first: only the hub says when it is there.
    await expect
      .poll(async () => (await witness.row('cases', theirCase))?.data, { timeout: 30_000 })
      .toMatchObject({ title: 'Made after the backup, elsewhere' });
    await synced(first.page, 'Up to date');
    const { rows } = await witness.pullAll();
    expect(rows.filter((row) => row.table === 'conflicts')).toEqual([]);
    expect(rows.filter((row) => row.table === 'cases')).toHaveLength(3);
    await first.close();
  });
});

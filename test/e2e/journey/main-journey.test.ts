import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAgain, openBrowser } from '../../helpers/browser-shell.ts';
import { expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  acceptThisComputer,
  approveAsLead,
  completeByKeyboard,
  openCase,
  openPart,
  press,
  syncWords,
} from '../../helpers/journey.ts';

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const deskOf = (personId: string, name: string) => openDesk(hub, cleanups, personId, name);

describe('the main job, end to end', () => {
  test('[S1][S3][S10][S13] offline capture, hand-off, kill -9, ticket; colleagues see it, other partners do not', async () => {
    const { engineer, secondEngineer, otherEngineer } = hub.sample.people;
    const desk = await deskOf(engineer.id, 'First laptop');
    let { page } = desk;

    await hub.kill();
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await syncWords(page, /^Offline/);
    await press(page, 'link', 'Home');

    const title = 'Phones of floor 2 do not ring';
    const caseId = await openCase(page, title);
    await acceptThisComputer(page);
    await expectAccessible(page, 'case, incomplete');
    await completeByKeyboard(page);
    await syncWords(page, /^Offline\. \d+ changes wait; all are saved on this computer$/);
    await press(page, 'button', 'Hand off to Level 3');
    await page.getByText('Queued: waits for the hub').waitFor();
    await expectAccessible(page, 'case, queued');
    expect(desk.browser.complaints).toEqual([]);

    await desk.browser.kill();
    const again = await openBrowser(desk.profile);
    cleanups.push(() => again.close());
    page = again.page;
    await openAgain(page, desk.shell);
    await page.goto(`${desk.shell.origin}/#/cases/${caseId}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('Queued: waits for the hub').waitFor();
    // What was handed off is read, not edited.
    await openPart(page, 'Problem');
    await page.getByTestId('case-sheet').getByText('no route to group').waitFor();
    expect(await page.getByTestId('case-sheet').getByRole('textbox').count()).toBe(0);
    await syncWords(page, /^Offline\. \d+ changes wait/);

    await hub.restart();
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await syncWords(page, 'Up to date');
    await page.goto(`${desk.shell.origin}/#/cases/${caseId}`);
    await page.getByTestId('case-state').getByText('In review: waits for a lead').waitFor();
    await approveAsLead(hub, caseId);
    await page
      .getByTestId('case-state')
      .getByText(/Received by Level 3 as T-\d+/)
      .waitFor();
    const ticket = /T-\d+/.exec((await page.getByTestId('case-state').textContent()) ?? '')?.[0] ?? '';

    const colleague = await deskOf(secondEngineer.id, 'Second laptop');
    cleanups.push(() => colleague.browser.close());
    await colleague.page.goto(`${colleague.shell.origin}/#/cases/${caseId}`);
    await colleague.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await colleague.page.getByTestId('case-state').getByText(`Received by Level 3 as ${ticket}`).waitFor();

    const stranger = await deskOf(otherEngineer.id, 'Laptop of another partner');
    cleanups.push(() => stranger.browser.close());
    await stranger.page.goto(`${stranger.shell.origin}/#/cases/${caseId}`);
    await stranger.page.getByText('This case is not on this computer.').waitFor();
    await press(stranger.page, 'link', 'Cases');
    await stranger.page.getByText('No case yet').waitFor();
    // One way to begin is enough, also while the first case is being opened.
    const ways = () => stranger.page.getByRole('button', { name: /^(New|Open the) case$/ }).count();
    expect(await ways()).toBe(1);
    await press(stranger.page, 'button', 'New case');
    await stranger.page.getByLabel('What it is about').waitFor();
    expect(await ways()).toBe(1);
    expect([...again.complaints, ...colleague.browser.complaints, ...stranger.browser.complaints]).toEqual(
      [],
    );
  });
});

/** A voice site from what somebody captured there, by keyboard, until the case is checked for its handoff. */
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { openPart, press, pressOn, typeInto } from './journey.ts';
import { Counted, type OpenConsole, openCounted } from './support-journeys.ts';
import { recorderLog, voiceSite } from './voice-site.ts';

const TITLE = 'Night calls of the ward are missing';
/** In the middle of the recorder's log, as the clock on the wall of the site shows it. */
const FAULT = '20 Nov 2026, 08:15';

export interface SiteEntered {
  caseId: string;
  counted: Counted;
  facts: number;
}

/** @returns the case, and what it took */
export async function siteFromOutputs({ page }: OpenConsole): Promise<SiteEntered> {
  const counted = new Counted();
  const act = async (role: 'button' | 'link', name: string | RegExp) => {
    counted.acts += 1;
    await press(page, role, name);
  };
  const type = async (label: string | RegExp, text: string) => {
    counted.acts += 1;
    counted.fields += 1;
    counted.keys += text.length;
    await typeInto(page, label, text);
  };
  const caseId = await openCounted(page, counted, TITLE);
  await type(/^Began/, FAULT);
  await page.keyboard.press('Tab');

  await act('link', 'Collect from files');
  await page.getByRole('heading', { level: 1, name: 'Collect' }).waitFor();
  counted.acts += 1;
  await page.getByLabel('Files to read').setInputFiles([...voiceSite(), recorderLog()]);
  await page.getByRole('button', { name: /^Accept [1-9]/ }).waitFor({ timeout: 60_000 });
  await act('button', /^Accept [1-9]/);
  const saved = page.getByText(/^\d+ facts and 13 files saved on this computer\./).first();
  await saved.waitFor({ timeout: 60_000 });
  const facts = Number(/^\d+/.exec((await saved.textContent()) ?? '')?.[0]);

  // Back to the case in between: an engineer need not know that something has to come first.
  await act('link', 'Compare');
  await page.getByText(/^Two systems: [1-9]\d* differences?, \d+ the same/).waitFor({ timeout: 60_000 });
  // The node that the upgrade left behind stands beside another one without being looked for.
  await page
    .getByRole('table', { name: 'Differences', exact: true })
    .getByText('12.5.1.13900-152')
    .first()
    .waitFor();
  expect(
    await page
      .getByLabel(/^Left/)
      .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text),
  ).toMatch(/^cucm-sub2\b/);
  await act('button', /^Write \d+ into the case/);
  await page.getByText('Written into the case, saved on this computer.').waitFor();

  await act('link', 'collect');
  await act('button', 'Look into recorder.log');
  await page.getByText(/3,000 lines, UTF-8/).waitFor({ timeout: 60_000 });
  await act('button', /^No redaction needed/);
  await type('Why recorder.log needs no redaction', 'It names neither people nor secrets');
  await act('button', 'Attach recorder.log as it is');
  // Attached, it goes on as a file of the case.
  await page.getByRole('button', { name: 'Say that the file covers this time' }).waitFor();
  await page.getByText(/3,000 lines, UTF-8/).waitFor();
  await act('button', /^Go to the fault/);
  await page.getByText('recorder: no route to group 2').first().waitFor();
  await act('button', /^Keep these \d+ lines as evidence/);
  await page.getByText(/kept as a step, with the file as its evidence/).waitFor();

  counted.acts += 1;
  await pressOn(page.getByRole('link', { name: new RegExp(TITLE) }).first());
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  // Its rules are asked in a second turn: before that nobody listens to the key.
  await page
    .getByText(/\d+ of \d+ answered/)
    .first()
    .waitFor();
  counted.acts += 1;
  await page.keyboard.press('Control+Shift+C');
  await page
    .getByText(/is missing\. Write /)
    .first()
    .waitFor();
  return { caseId, counted, facts };
}

/** What the case holds then: each system, its links, levels and configuration, both steps, and the log as a file of it. */
export async function expectSite({ page }: OpenConsole): Promise<void> {
  await openPart(page, 'Systems');
  const systems = page.getByRole('link', { name: /^Open / });
  await eventually(
    () => systems.count(),
    (count) => count === 13,
    'thirteen systems: five nodes, two gateways, four models of phones, two servers',
  );
  const map = page.getByRole('group', { name: 'Map of the systems and their links' });
  await map.getByText(/× 200/).first().waitFor();
  for (const gateway of ['vg-site-1', 'vg-site-2'])
    await map.getByText(new RegExp(gateway)).first().waitFor();
  await openPart(page, 'Steps');
  await page.getByText('no route to group 2').first().waitFor();
  await page.getByText('12.5.1.13900-152').first().waitFor();
}

/** A working day in which all that a person types, adds and imports is planted: the same in a browser and in Electron. */
import type { Page } from 'playwright-core';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { TestHub } from './hub.ts';
import type { Maker } from './hub-rows.ts';
import { attachAsItIs, openCase, openPart, press, syncWords, typeInto } from './journey.ts';
import { completeContents } from './packets.ts';
import type { Planted } from './planted.ts';

const LOG_LINES = 300;
const SECRETS = 300;
const CASES = 4;

/** A case file whose every text is planted; it lacks nothing for a handoff. */
function caseFile(planted: Planted, maker: Maker): { text: string; title: string } {
  const contents = completeContents(maker);
  const title = `Case ${planted.value('title')}`;
  // With words of a language around them: values alone say nothing, and the rules do not take them for an answer.
  const words = (as: string, count: number) =>
    `The recorder shows ${planted.values(as, count).join(' ')} at night`;
  const record: CaseContents['case'] = {
    ...contents.case,
    title,
    customer: `Customer ${planted.value('customer')}`,
    site: `Site ${planted.value('site')}`,
    specified: words('text of a packet', 60),
    observed: words('text of a packet', 60),
    reproduction: words('text of a packet', 60),
    impact: words('text of a packet', 40),
    level1Summary: words('text of a packet', 40),
    ask: words('text of a packet', 20),
    contactName: `Person ${planted.value('name')}`,
    accessHow: words('text of a packet', 10),
  };
  const steps = contents.steps.map((step) => ({ ...step, showed: words('step', 8) }));
  const configuration = contents.configuration.map((row) => ({ ...row, value: words('configuration', 60) }));
  const systems = contents.systems.map((row) => ({ ...row, hostname: `host-${planted.value('host')}` }));
  const file = { format: 'partner-console-case', version: 1, exportedAt: new Date().toISOString() };
  return {
    title,
    text: JSON.stringify({
      ...file,
      contents: { ...contents, case: record, steps, configuration, systems },
      products: [],
    }),
  };
}

/** Protects the console by a passphrase and a recovery code, parts of which are typed back; on the screen of settings. */
export async function protect(page: Page, passphrase: string): Promise<void> {
  await press(page, 'button', 'Protect this computer');
  await page.getByLabel('New passphrase').fill(passphrase);
  await typeInto(page, 'The same again', passphrase);
  await page.keyboard.press('Enter');
  const groups = page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem');
  await groups.first().waitFor();
  const parts = (await groups.allTextContents()).map((each) => each.slice(1));
  await press(page, 'button', 'It is written down');
  const fields = page.getByLabel(/^Group \d$/);
  await fields.first().waitFor();
  for (const field of await fields.all()) {
    const label = await field.evaluate((each) => (each as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(parts[Number(/\d$/.exec(label)) - 1] ?? '');
  }
  await press(page, 'button', 'Protect with it');
  await page.getByText(/^Protected: it opens by a passphrase or a recovery code/).waitFor();
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/**
 * @param goTo opens a place of the console, such as `/cases`
 * @param hub of the computer: it is away for a while
 * @param save presses a button that saves a file, and takes the file
 */
export async function plantADay(
  page: Page,
  planted: Planted,
  maker: Maker,
  hub: Pick<TestHub, 'kill' | 'restart'>,
  goTo: (place: string) => Promise<unknown>,
  save: (button: string) => Promise<void>,
): Promise<void> {
  // Cases that are typed.
  for (let each = 0; each < CASES; each++) {
    await goTo('/');
    await press(page, 'button', 'New case');
    await page.getByLabel('What it is about').waitFor();
    await typeInto(page, 'What it is about', `Typed ${planted.value('title')}`);
    await typeInto(page, 'Customer', `Typed ${planted.value('customer')}`);
    await typeInto(page, 'Site', `Typed ${planted.value('site')}`);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Parts of the case' }).waitFor();
    await openPart(page, 'Problem');
    await typeInto(page, /^Expected/, `It should ${planted.value('typed text')}`);
    await page.keyboard.press('Tab');
    await typeInto(page, /^Actual/, `But ${planted.value('typed text')}`);
    await page.keyboard.press('Tab');
  }

  // Files: a log that is attached as it is, and a configuration whose original is held.
  await openPart(page, 'Files');
  const hosts = planted.values('log line', LOG_LINES);
  const log = hosts.map((host, n) => `2026-11-29 08:${n % 60}:00 ${host}.example error ${n}`).join('\n');
  const logName = `${planted.value('file name')}.log`;
  await page.getByLabel('Files to attach').setInputFiles(file(logName, log));
  await attachAsItIs(page, logName);
  const secrets = planted.values('secret of a held original', SECRETS);
  const lines = secrets.map((secret, n) => `username user${n} password 0 ${secret}`);
  const configName = `${planted.value('file name')}.cfg`;
  await page
    .getByLabel('Files to attach')
    .setInputFiles(file(configName, `hostname core\n${lines.join('\n')}\n`));
  await page.getByText('Held on this computer: not redacted yet').waitFor();
  await press(page, 'link', `Redact ${configName}`);
  await page.getByRole('heading', { name: 'Redacted copy' }).waitFor({ timeout: 120_000 });
  await page.keyboard.press('F7');

  // A case file, handed off, and its packet saved.
  await goTo('/cases');
  const imported = caseFile(planted, maker);
  await page.getByLabel('Case file').setInputFiles(file('case.json', imported.text));
  await page.getByRole('heading', { level: 1, name: imported.title }).waitFor();
  // A packet is offered as a file while it waits for the hub: the hub is away for that long.
  await hub.kill();
  await press(page, 'button', 'Hand off to Level 3');
  await save('Export the packet');
  await hub.restart();
  await goTo('/cases');
  await page.getByText(imported.title).first().waitFor();

  // What is looked for, and what is typed and not sent: the computer is cut off in the middle of it.
  await goTo('/sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, /^Up to date/);
  await goTo('/');
  await openCase(page, `Last ${planted.value('title')}`);
  await openPart(page, 'Problem');
  await typeInto(page, /^Expected/, `Half a sentence ${planted.value('unsent text')}`);
}

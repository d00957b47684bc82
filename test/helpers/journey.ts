/** What an engineer does, by keyboard alone: the same steps in a browser and in Electron. */
import type { Locator, Page } from 'playwright-core';
import type { Packet } from '../../shared/handoff/schema.ts';
import { eventually } from './eventually.ts';
import type { TestHub } from './hub.ts';
import { approve } from './packets.ts';
import { TestDevice } from './test-device.ts';

/** How often a key goes again that no control got. */
const MOST_PRESSES = 20;

/** Puts the focus on a control of this name, as Tab would, and presses Enter. Waits until the control can be used. */
export async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  // A button that is off takes no key and says nothing: what turns it on may still be on its way.
  await pressOn(page.getByRole(role, { name, disabled: false }).first());
}

/**
 * Puts the focus on a control and presses Enter.
 * @throws where the key never came to a control
 */
export async function pressOn(control: Locator): Promise<void> {
  const page = control.page();
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    const ready = await page
      .evaluate(() => {
        const noted = window as { keyCame?: boolean };
        noted.keyCame = false;
        const note = ({ target }: Event) => {
          noted.keyCame = target instanceof Element && target.matches('button, a, [role="button"]');
        };
        document.addEventListener('keydown', note, { once: true, capture: true });
        return true;
      })
      .catch((error: unknown) => {
        // The page is just being loaded anew: the key is for the one that comes.
        if (!/Execution context was destroyed/.test(String(error))) throw error;
        return false;
      });
    if (!ready) {
      await page.waitForLoadState();
      continue;
    }
    await control.press('Enter');
    // A screen that is drawn between focus and key takes the focus to its heading: the key did nothing there, and goes again.
    // A page that was left by the key has nothing noted.
    const came = await page.evaluate(() => (window as { keyCame?: boolean }).keyCame).catch(() => undefined);
    if (came !== false) return;
  }
  throw new Error(`the key never came to ${control}`);
}

/**
 * Types what a person types. The first letters come key by key and the rest of a long text in one go, as from an input
 * method: each key would draw the whole case again, and says no more than the first ones did.
 */
async function typeText(page: Page, text: string): Promise<void> {
  const keys = text.length > 24 ? 8 : text.length;
  await page.keyboard.type(text.slice(0, keys));
  if (keys < text.length) await page.keyboard.insertText(text.slice(keys));
}

/** @param within a part of the page, where the label stands in others, too */
export async function typeInto(within: Page | Locator, label: string | RegExp, text: string): Promise<void> {
  const page = 'keyboard' in within ? within : within.page();
  await within.getByLabel(label).first().focus();
  await typeText(page, text);
}

/** Chooses one of a few that stand beside each other. */
export async function choose(within: Page | Locator, label: string | RegExp, option: string): Promise<void> {
  await within
    .getByRole('radiogroup', { name: label })
    .getByRole('radio', { name: option, exact: true })
    .check();
}

/** Enrols with a one-time code, on the first screen. */
export async function enrolByKeyboard(page: Page, code: string, deviceName: string): Promise<void> {
  await typeInto(page, 'One-time code', code);
  await typeInto(page, 'Name of this computer', deviceName);
  await page.keyboard.press('Enter');
  await putOffProtection(page);
  await page.getByRole('heading', { name: 'Home' }).waitFor();
}

/** The offer to protect this computer, which stands before Home once it was enrolled by a code; a sample has none. */
export async function putOffProtection(page: Page): Promise<void> {
  const offer = page.getByRole('button', { name: 'Not now' });
  await offer
    .or(page.getByRole('heading', { name: 'Home' }))
    .first()
    .waitFor();
  if (await offer.isVisible()) await pressOn(offer);
}

export async function syncWords(page: Page, words: string | RegExp): Promise<void> {
  const fits = (sentence: string | null) =>
    sentence !== null && (typeof words === 'string' ? sentence === words : words.test(sentence));
  await eventually(() => page.getByTestId('sync-state').textContent(), fits, `sync says ${words}`);
}

/** Opens a new case and answers its id. */
export async function openCase(page: Page, title: string): Promise<string> {
  await press(page, 'button', 'New case');
  await page.getByLabel('What it is about').waitFor();
  await typeInto(page, 'What it is about', title);
  await typeInto(page, 'Customer', 'Example Hospital (sample)');
  await typeInto(page, 'Site', 'Sample building, room 1');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return new URL(page.url()).hash.split('/').at(-1) ?? '';
}

/** Goes to a part of the open case by its name in the outline. */
export async function openPart(page: Page, name: string): Promise<void> {
  const outline = page.getByRole('navigation', { name: 'Parts of the case' });
  await outline.getByRole('link', { name: new RegExp(`^${name}\\b`) }).focus();
  await page.keyboard.press('Enter');
  await outline.locator('[aria-current="true"]').filter({ hasText: name }).waitFor();
  // Until then the part before is still there to be read, and pressed.
  await page.locator('[data-testid="case-sheet"][aria-busy="false"]').waitFor();
}

/** Opens a row of the part in view beside its table: a system by its name, a file by its own. */
export async function openRow(page: Page, name: string): Promise<void> {
  await press(page, 'link', `Open ${name}`);
  await page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
}

/** Says of a file that was just added, and is held, that it needs no redaction: it is attached as it is (H12). */
export async function attachAsItIs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `No redaction needed: ${name}` }).click({ timeout: 60_000 });
  await page.getByLabel(`Why ${name} needs no redaction`).fill('Made for the test, it names nobody');
  await page.getByRole('button', { name: `Attach ${name} as it is` }).click();
}

/** Reads this computer and accepts all that it says. */
export async function acceptThisComputer(page: Page): Promise<void> {
  await openPart(page, 'Systems');
  await press(page, 'button', 'Add from this computer');
  await page.getByText('Nothing is saved until you accept it.').waitFor({ timeout: 60_000 });
  await press(page, 'button', /^Accept all/);
  await page.getByText('Nothing is saved until you accept it.').waitFor({ state: 'detached' });
  // The button went with its list: the focus is on what is left, and not on nothing.
  await page.waitForFunction(() => document.activeElement !== document.body);
}

/** What is typed into the field that has the focus, by the field's label. */
const answers: readonly [RegExp, string][] = [
  [/^Expected/, 'Calls ring on all phones of the group within two seconds (manual, chapter 4).'],
  [/^Actual/, 'Phones of the second floor do not ring; the log says "no route to group".'],
  [/^Priority$/, 'P2'],
  [/^Why this priority/, 'A whole floor cannot be paged.'],
  [/^Effect on the business/, 'Nurses of the second floor miss pages.'],
  [/^Reproduced/, 'Yes'],
  [/^Steps that reproduce/, '1. Page group 2. 2. Phones of floor 2 stay silent.'],
  [/^Same in the unmodified/, 'Yes'],
  [/^Product$/, 'Sample Call Recorder'],
  [/^Host name/, 'sample-host'],
  [/^Site$/, 'Sample building'],
  [/^Platform$/, 'Virtual'],
  [/^Operating system$/, 'Example Linux 12'],
  [/^Approved platform/, 'Yes'],
  [/^Telephony platform$/, 'Example PBX 12.5'],
  [/^Network attachment/, 'eth0, switch port 14'],
  [/^Did the network change/, 'No'],
  [/^Did Cisco/, 'No'],
  [/: Call Recorder$/, '5.4.1'],
  [/: Operating system$/, '12.1'],
  [/^What Level 1 came to/, 'Restart and re-registration did not help.'],
  [/^Why Level 3/, 'Proprietary'],
  [/^Request, in one sentence/, 'Say why group 2 loses its route, and how it keeps it.'],
  [/^Version of the telephony platform/, '12.5'],
  [/^Product modified/, 'No'],
  [/^Added applications/, 'No'],
  [/^Did the product, its server/, 'No'],
  [/^How Level 3 reaches/, 'By the jump host of the partner'],
  [/^Whom Level 3 asks/, 'Sample Contact, 555 0100'],
  [/^Why Level 2 cannot go on/, 'The routing table is in a format that is not documented.'],
  [/^Authorized Contact/, 'Sample Contact'],
  [/^Telephone of the contact/, '555 0100'],
  [/^Has the customer backed up/, 'Yes'],
  [/^Who confirmed the backup/, 'Sample Contact'],
  [/^Reported by/, 'Telephone'],
  [/^State of maintenance$/, 'Current'],
  [/^Maintenance from$/, `1 Jan ${new Date().getFullYear()}`],
  [/^Maintenance until$/, `31 Dec ${new Date().getFullYear() + 1}`],
  [/^What is asked for$/, 'Failure'],
  [/^Suspected system$/, 'System'],
  [/^(Began|When the backup was made|Reported at)/, '20 Nov 2026, 08:15'],
];

/** The label of what has the focus, and what it is. */
async function whereAmI(page: Page): Promise<{ label: string; tag: string }> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | null;
    // One of a few is asked for by the words of all of them.
    const group = at?.closest('[role="radiogroup"]')?.getAttribute('aria-labelledby');
    const grouped = group ? document.getElementById(group) : null;
    const label =
      (grouped ?? at?.labels?.[0])?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
    return { label: label.trim(), tag: at?.tagName ?? '' };
  });
}

async function counts(page: Page): Promise<string> {
  return (await page.getByTestId('handoff-counts').textContent()) ?? '';
}

/** What a person's input comes to. */
export interface Effort {
  acts: number;
  keys: number;
}

/** What is done where the console leads, beside typing an answer. */
const acts: readonly [RegExp, (page: Page) => Promise<void>][] = [
  [/^Not solved: go to Level 2/, goOnWithoutLevel1],
  [/^Add a system/, (page) => page.keyboard.press('Enter')],
  [/^Section$/, enterConfiguration],
  [/^What was done/, writeStep],
  [/^Have the policy signed/, signByTyping],
];

/** Leaves Level 1 by the button that has the focus; where something of it is missing, after that was said. */
export async function goOnWithoutLevel1(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Not solved: go to Level 2/ });
  await page.keyboard.press('Enter');
  const answer = await eventually(
    // In one go: between a count and a look at the button it may be gone.
    async () => (await button.allTextContents())[0] ?? 'left',
    (words) => words === 'left' || words.endsWith('all the same'),
    'Level 1 is left, or it is said what is missing',
  );
  if (answer === 'left') return;
  await page.keyboard.press('Enter');
  await eventually(
    () => button.count(),
    (count) => count === 0,
    'Level 1 is left all the same',
  );
}

/** Goes to the next open question, and waits until the focus is where something can be done: some fields are read first. */
async function nextQuestion(page: Page): Promise<{ label: string; tag: string }> {
  await page.keyboard.press('F8');
  const known = [...answers.map(([pattern]) => pattern), ...acts.map(([pattern]) => pattern)];
  const found = await eventually(
    () => whereAmI(page),
    ({ label }) => known.some((pattern) => pattern.test(label)),
    'the console asks for something that is known',
    20,
  ).catch(() => null);
  if (found) return found;
  const { label, tag } = await whereAmI(page);
  throw new Error(
    `the console asks for "${label}" (${tag}), after ${await counts(page)}: add its answer to \`answers\` (test/helpers/journey.ts)`,
  );
}

/**
 * Meets every rule by typing: F8 goes to the next open question, what is asked is typed there, until all is answered.
 * Throws where a field is met that the console asks for and nobody has an answer to.
 */
export async function completeByKeyboard(page: Page, effort?: Effort): Promise<void> {
  for (let asked = 0; asked < 80; asked++) {
    const before = await counts(page);
    if (/^(\d+) of \1 answered/.test(before)) return;
    const { label } = await nextQuestion(page);
    const act = acts.find(([pattern]) => pattern.test(label))?.[1];
    const text = answers.find(([pattern]) => pattern.test(label))?.[1] ?? '';
    if (effort) {
      // The key that leads there, and what is done there; a step is written in three fields, and configuration too.
      effort.acts += act && /^(Section|What was done)/.test(label) ? 5 : 2;
      effort.keys += act ? (/^What was done/.test(label) ? 110 : 20) : text.length;
    }
    if (act) await act(page);
    else {
      await typeText(page, text);
      // Who leaves a field does not wait for the pause after which it saves by itself.
      await page.keyboard.press(/: (Call Recorder|Operating system)$/.test(label) ? 'Enter' : 'Tab');
    }
    await eventually(
      () => counts(page),
      (now) => now !== before,
      `after "${label}"`,
      20,
    );
  }
  throw new Error(`still not complete: ${await counts(page)}`);
}

/** Opens the form and signs by typing; company and day are filled in already. */
export async function signByTyping(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of the person who signs').waitFor();
  await typeInto(page, 'Name of the person who signs', 'Sample Contact');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Head of telephony');
  await page.keyboard.press('Enter');
}

async function enterConfiguration(page: Page): Promise<void> {
  await page.keyboard.type('routing');
  await page.keyboard.press('Tab');
  await page.keyboard.type('group2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('floor-2');
  await page.keyboard.press('Enter');
}

/** Writes the step that is asked for; its kind is chosen already. */
async function writeStep(page: Page): Promise<void> {
  // Each step says something of its own, as those of a person do.
  const kind = await page
    .getByLabel(/^Kind \(Alt/)
    .first()
    .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.textContent ?? '');
  await typeText(page, `${kind} the group's registration on the server`);
  await page.keyboard.press('Tab');
  await typeText(page, `${kind}: group 2 has no route there`);
  const documentation = page.getByLabel('Manuals');
  if (await documentation.count()) {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
  }
  if (await page.getByLabel(/^Why there is no file of it/).count()) {
    await page.keyboard.press('Tab');
    await typeText(page, 'The log was read on the screen of the server');
  }
  await page.keyboard.press('Control+Enter');
}

/** A lead approves the newest packet of a case by the hub's API: for journeys that are about something else. */
export async function approveAsLead(hub: TestHub, caseId: string): Promise<void> {
  const lead = await TestDevice.enrol(hub, hub.sample.people.lead.id, 'Device of the lead');
  const { rows } = await lead.pullAll();
  const packets = rows.flatMap(({ table, data }) => (table === 'packets' ? [data as unknown as Packet] : []));
  const [packet] = packets.filter((each) => each.caseId === caseId).sort((a, b) => b.revision - a.revision);
  if (!packet) throw new Error('the hub has no packet of the case');
  const result = await approve(lead, packet);
  if (result.outcome !== 'applied') throw new Error(`not approved: ${JSON.stringify(result)}`);
}

/** A running console of a desktop shell, however it was started. */
export interface Desktop {
  page: Page;
  close(): Promise<unknown>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/**
 * The main job on one computer: enrol, go offline, capture by keyboard, hand off, `kill -9`, start again, all is there,
 * go online, the ticket arrives.
 * @param start starts the console on the same data each time
 */
export async function offlineJourney(
  start: () => Promise<Desktop>,
  hub: TestHub,
  title: string,
): Promise<void> {
  const first = await start();
  const { page } = first;
  await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop of the test');
  await syncWords(page, 'Up to date');
  await hub.kill();
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, /^Offline/);
  await press(page, 'link', 'Home');
  const caseId = await openCase(page, title);
  await acceptThisComputer(page);
  await completeByKeyboard(page);
  await press(page, 'button', 'Hand off to Level 3');
  await page.getByText('Queued: waits for the hub').waitFor();
  await first.kill();

  const second = await start();
  const again = second.page;
  await again.goto(`app://console/#/cases/${caseId}`);
  await again.getByRole('heading', { level: 1, name: title }).waitFor();
  await again.getByText('Queued: waits for the hub').waitFor();
  await hub.restart();
  await press(again, 'link', 'Sync');
  await press(again, 'button', 'Sync now');
  await syncWords(again, 'Up to date');
  await approveAsLead(hub, caseId);
  await again.goto(`app://console/#/cases/${caseId}`);
  await again
    .getByTestId('case-state')
    .getByText(/Received by Level 3 as T-\d+/)
    .waitFor();
  await second.close();
}

/** What a person at the Level 3 desk does by keyboard, and what its clocks have to say at a given time. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { clockWords } from '../../shared/policy/clock-words.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { caseClocks } from '../../shared/tickets/case-clocks.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import { undoneAnswers } from '../../shared/tickets/talk.ts';
import { eventually } from './eventually.ts';
import { press, typeInto } from './journey.ts';
import type { TestDevice } from './test-device.ts';

/** Chooses an action beside the ticket, fills its fields in, and enters it. Choices are typed, as selects take them. */
export async function doAtDesk(
  page: Page,
  action: string,
  fields: readonly (readonly [label: string, text: string])[],
  button: string,
): Promise<void> {
  await press(page, 'button', action);
  await page.getByRole('heading', { level: 2, name: action, exact: true }).waitFor();
  for (const [label, text] of fields) await typeInto(page.getByRole('complementary'), label, text);
  await press(page, 'button', button);
  await page.getByTestId('entered').getByText(`${action}: saved on this computer`).waitFor();
}

/** Ticket and entries as the hub holds them for the partner. */
export async function atHub(
  device: TestDevice,
  caseId: string,
): Promise<{ ticket: Ticket; entries: DeskEntry[]; undone: string[] }> {
  const { rows } = await device.pullAll();
  const ofCase = rows.filter(({ data }) => (data as { caseId?: string } | null)?.caseId === caseId);
  const ticket = ofCase.find(({ table }) => table === 'tickets')?.data as Ticket | undefined;
  if (!ticket) throw new Error('the hub has no ticket of the case');
  const entries = ofCase.flatMap(({ table, data }) => (table === 'deskEntries' ? [data as DeskEntry] : []));
  // Rows come in the order in which the hub took them.
  const talk = ofCase.flatMap(({ table, data }) =>
    table === 'deskEntries' || table === 'deskReplies' ? [data as DeskEntry | DeskReply] : [],
  );
  return { ticket, entries, undone: undoneAnswers(talk) };
}

/** The clocks in words for an instant, evaluated from what the hub holds: what each console has to show. */
export async function clockTexts(
  device: TestDevice,
  contents: CaseContents,
  now: string,
): Promise<Map<string, string>> {
  const { ticket, entries, undone } = await atHub(device, contents.case.id);
  const facts = {
    case: contents.case,
    steps: contents.steps,
    ticket,
    entries,
    undone,
    holidayLists: [],
    products: sampleProducts,
    now,
  };
  return new Map(
    caseClocks(facts).map((clock) => [clock.kind, clockWords(clock, { viewerZone: 'UTC', now }).text]),
  );
}

/**
 * The ticket's clocks say at these instants what they have to. The page's time is set, not waited for.
 * @param path where the ticket is shown
 */
export async function expectClocksAt(
  page: Page,
  path: string,
  instants: readonly string[],
  expected: (now: string) => Promise<Map<string, string>>,
): Promise<void> {
  const { origin } = new URL(page.url());
  for (const now of instants) {
    await page.goto(`${origin}/#/policy`);
    await page.getByRole('heading', { level: 1, name: 'Policy' }).waitFor();
    await page.clock.setFixedTime(now);
    await page.goto(`${origin}/#${path}`);
    for (const [kind, text] of await expected(now)) {
      const shown = await eventually(
        () => page.getByTestId(`clock-${kind}`).textContent(),
        (words) => words === text,
        `${kind} at ${now} says "${text}"`,
        15,
      );
      expect(shown).toBe(text);
    }
  }
  await page.clock.setSystemTime(new Date());
}

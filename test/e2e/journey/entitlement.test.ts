/** Customers, entitlement, signatures and what Level 3 says, in a real browser against a real hub. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import type { Consent } from '../../../shared/cases/consents.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { choose, openCase, openPart, press, syncWords, typeInto } from '../../helpers/journey.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let desk: Desk;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop of the engineer');
  cleanups.push(() => desk.browser.close());
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function expectFits(what: string): Promise<void> {
  for (const width of [1024, 640, 1280]) {
    await desk.page.setViewportSize({ width, height: 900 });
    const sideways = await desk.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, `${what} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

describe('entitlement and the answers of Level 3', () => {
  test('a lapsed customer: agreements, offer, fees typed, policy drawn; the hub has text and hash as they were shown', async () => {
    const { page } = desk;
    await press(page, 'link', 'Customers');
    await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
    await typeInto(page, 'New customer', 'Example Hospital (sample)');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Example Hospital (sample)' }).waitFor();
    for (const [first, last] of [
      ['2024-01-01', '2024-12-31'],
      ['2024-12-31', '2025-06-30'],
    ] as const) {
      await page.getByLabel('First day').fill(first);
      await page.getByLabel('Last day').fill(last);
      await press(page, 'button', 'Add the agreement');
      if (first !== '2024-01-01') continue;
      await page.getByText('1 Jan 2024 to 31 Dec 2024').waitFor();
      // Saved, and the form is for the next one: until then its button is that of the first.
      await expect.poll(() => page.getByLabel('First day').inputValue()).toBe('');
    }
    await page.getByText(/overlaps another agreement, 1 Jan 2024 to 31 Dec 2024/).waitFor();
    await press(page, 'button', 'Add a site');
    await press(page, 'button', 'Add a system');
    await page.getByLabel('Revision level').waitFor();
    await expectAccessible(page, 'customer');
    await expectFits('customer');

    await press(page, 'link', 'Home');
    const caseId = await openCase(page, 'Recorder stops at night');
    await openPart(page, 'Cover');
    await page.getByLabel('Customer in your list').selectOption({ label: 'Example Hospital (sample)' });
    await eventually(
      () =>
        page
          .getByRole('radiogroup', { name: 'State of maintenance' })
          .getByRole('radio', { name: 'Lapsed' })
          .isChecked(),
      (lapsed) => lapsed,
      'maintenance is taken over',
    );
    expect(await page.getByLabel('Maintenance until').inputValue()).toBe('31 Dec 2024');
    await page.getByLabel('What is asked for').selectOption({ label: 'Failure or defect of a product' });
    await page.getByText('Maintenance has lapsed: time and materials').first().waitFor();
    await choose(page, 'Was the customer offered to renew, or to sign for a first year?', 'Yes');
    await press(page, 'button', 'When it was offered: now');
    await typeInto(page, 'To whom it was offered', 'Sample Contact');
    await page.getByLabel('What the customer answered').selectOption('declines');
    await typeInto(page, 'Estimated remote hours', '4');
    await page.getByText('Estimated total $2,600.00').waitFor();

    await press(page, 'button', 'Have the fees signed');
    await page.getByLabel('Name of the person who signs').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Write the name of the person who signs.').waitFor();
    await page.keyboard.type('Sample Contact');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Head of telephony');
    await page.keyboard.press('Enter');
    await page.getByText(/with an estimate of \$2,600\.00/).waitFor();

    await press(page, 'button', 'Have the policy signed');
    await typeInto(page, 'Name of the person who signs', 'Sample Contact');
    await typeInto(page, 'Title of the person who signs', 'Head of telephony');
    await page.getByLabel('How it is signed').selectOption('drawn');
    const pad = page.getByRole('img', { name: 'Box for the signature, empty' });
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('the box for the signature is not drawn');
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    for (let n = 1; n <= 8; n++) await page.mouse.move(box.x + 40 + n * 20, box.y + 60 + (n % 2) * 30);
    await page.mouse.up();
    await page.getByRole('img', { name: 'Box for the signature, signed' }).waitFor();
    await expectAccessible(page, 'signing');
    await press(page, 'button', /^Sign$/);
    await page.getByRole('img', { name: 'Signature of Sample Contact' }).waitFor();
    await expectFits('entitlement, signed');

    // An estimate that grows after it was signed is told, and signed anew: only then the earlier signature goes.
    await page.getByLabel('Estimated remote hours').fill('6');
    await page.getByLabel('Estimated remote hours').press('Tab');
    await page
      .getByText(/The estimate is another than the one that was signed: now 6 remote hours/)
      .first()
      .waitFor();
    await press(page, 'button', 'Ask for a new signature');
    await page.getByLabel('Name of the person who signs').fill('Sample Contact');
    await page.getByLabel('Title of the person who signs').fill('Head of telephony');
    await page.keyboard.press('Enter');
    await page.getByText(/with an estimate of \$3,900\.00/).waitFor();
    expect(await page.getByText(/The estimate is another than/).count()).toBe(0);

    await syncWords(page, 'Up to date');
    const engineer = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const { rows } = await engineer.pullAll();
    const consents = rows.flatMap(({ table, data }) =>
      table === 'consents' && (data as Consent).caseId === caseId ? [data as Consent] : [],
    );
    expect(
      consents
        .map(({ kind, method, withdraws }) => `${withdraws ? 'withdrawn: ' : ''}${kind} ${method}`)
        .sort(),
    ).toEqual(['fees typed', 'fees typed', 'policy drawn', 'withdrawn: fees typed']);
    for (const { textShown, textSha256 } of consents) expect(textSha256).toBe(sha256OfText(textShown));
    expect(consents.find(({ kind }) => kind === 'fees')).toMatchObject({
      textShown: expect.stringContaining('Estimated total: $2,600.00'),
      estimate: { remoteHours: 4, totalCents: 260_000 },
    });
    await press(page, 'button', /^Withdraw this signature of Sample Contact/);
    // The one that the new signature replaced, and this one.
    await eventually(
      () => page.getByText(/A signature of Sample Contact was withdrawn by Sample Engineer One/).count(),
      (count) => count === 2,
      'two signatures are withdrawn',
    );
    expect(desk.browser.complaints).toEqual([]);
  });

  test('Level 3 asks, plans and answers: told when it arrives, read offline, replied to; the clocks follow', async () => {
    const { page, shell } = desk;
    const { people } = hub.sample;
    const [engineer, level3] = [
      await TestDevice.enrol(hub, people.engineer.id),
      await TestDevice.enrol(hub, people.desk.id),
    ];
    const contents = completeContents(engineer);
    const { result } = await handOff(engineer, contents);
    expect(result).toMatchObject({ outcome: 'applied' });
    const caseId = contents.case.id;
    const tickets = (await level3.pullAll('level3')).rows.filter(({ table }) => table === 'tickets');
    const ticket = tickets
      .map(({ data }) => data as { id: string; caseId: string; organisationId: string; ticket: string })
      .find((each) => each.caseId === caseId);
    if (!ticket) throw new Error('no ticket');
    const enter = async (fields: { kind: string } & Record<string, unknown>) => {
      const entry = {
        id: newId(),
        ticketId: ticket.id,
        caseId,
        organisationId: ticket.organisationId,
        at: { at: new Date().toISOString(), zone: 'America/Chicago' },
        by: level3.person,
        ...fields,
      };
      expect((await level3.insert('deskEntries', entry)).results).toMatchObject([{ outcome: 'applied' }]);
      return entry;
    };
    await enter({ kind: 'acknowledged', note: '' });
    const question = await enter({ kind: 'information-asked', question: 'Which switch is it on?' });
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await page
      .getByRole('status', { name: 'Message' })
      .getByText(/^T-\d+: .*(Which switch is it on\?|, and \d+ more$)/)
      .waitFor();
    await press(page, 'link', 'Home');
    await page.getByRole('heading', { name: 'Needs you' }).waitFor();
    await page.getByRole('link', { name: 'Answer: Which switch is it on?' }).waitFor();
    await expectAccessible(page, 'Home with a question');

    await hub.kill();
    await page.goto(`${shell.origin}/#/cases/${caseId}`);
    await page.getByLabel('Your reply').waitFor();
    await typeInto(page, 'Your reply', 'On switch 14, port 3.');
    await press(page, 'button', 'Send the reply');
    await page.getByText('Replied, waits for Level 3').waitFor();
    await page
      .getByText(/Action plan due/)
      .first()
      .waitFor();

    await hub.restart();
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await syncWords(page, 'Up to date');
    const replies = (await level3.pullAll('level3')).rows.filter(({ table }) => table === 'deskReplies');
    expect(replies.map(({ data }) => data)).toMatchObject([
      { entryId: question.id, text: 'On switch 14, port 3.' },
    ]);
    await enter({ kind: 'information-settled', entryId: question.id, note: '' });
    await enter({
      kind: 'planned',
      nature: 'A route is lost',
      effect: 'One floor cannot be paged',
      procedures: 'Set the route by hand',
      estimatedCompletion: '2026-12-04',
      estimateNote: '',
    });
    await enter({
      kind: 'access-refused',
      how: 'delayed',
      commitment: 'patch',
      since: new Date().toISOString(),
      reason: 'Nobody opened the room',
      evidence: '',
    });
    await press(page, 'button', 'Sync now');
    await page.goto(`${shell.origin}/#/cases/${caseId}`);
    await page.getByText('Procedures to correct it').waitFor();
    await page
      .getByText(/Action plan met/)
      .first()
      .waitFor();
    await page
      .getByText(/Patch or work-around void since/)
      .first()
      .waitFor();
    expect(await page.getByText('Settled').count()).toBe(1);
    await expectAccessible(page, 'case with answers of Level 3');
    await expectFits('case with answers of Level 3');
    expect(desk.browser.complaints).toEqual([]);
  });
});

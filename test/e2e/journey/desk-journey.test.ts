/** Issue 4's journey: an engineer's, a lead's and the desk's computer, from the escalation to the close. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, openDesk } from '../../helpers/desk.ts';
import { atHub, clockTexts, doAtDesk, expectClocksAt } from '../../helpers/desk-journey.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { attachmentOf, fileAtHub, sayRedacted } from '../../helpers/hub-files.ts';
import { attachAsItIs, press, syncWords, typeInto } from '../../helpers/journey.ts';
import { openLine } from '../../helpers/line.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';
import { loopbackEnv, ticketSystem } from '../../helpers/ticket-system.ts';

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub({ env: loopbackEnv });
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const MINUTE = 60_000;
const DAY = 86_400_000;
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

describe('the Level 3 desk, end to end', () => {
  test('[I3][I5][I7] escalated, acknowledged, asked while the engineer is offline, answered, planned, executive notified, patched, closed', async () => {
    const { people } = hub.sample;
    const line = await openLine(hub.port);
    cleanups.push(() => line.close());
    const [engineer, lead, desk, maker] = await Promise.all([
      openDesk(hub, cleanups, people.engineer.id, 'Laptop on site', line.url),
      openDesk(hub, cleanups, people.lead.id, 'Laptop of the lead'),
      openDesk(hub, cleanups, people.desk.id, 'Computer of the desk'),
      TestDevice.enrol(hub, people.engineer.id),
    ]);
    for (const { browser } of [engineer, lead, desk]) cleanups.push(() => browser.close());
    const { page } = desk;

    // The desk has no cases of its own: what a role cannot use is not there.
    expect(await page.getByRole('link', { name: 'Cases' }).count()).toBe(0);
    await press(page, 'link', 'Level 3');
    await page.getByText('No ticket has come in yet.').waitFor();

    const outside = await ticketSystem(hub);
    cleanups.push(() => outside.close());
    outside.answers.push(503, 503, 503);
    const contents = completeContents(maker);
    Object.assign(contents.case, { priority: 'P2', title: 'Pages do not reach the warehouse' });
    const log = Buffer.from('19:02:11 left group 2\n'.repeat(1_000));
    const sha256 = await fileAtHub(hub, maker, log);
    contents.attachments.push(
      attachmentOf(maker, contents.case.id, { sha256, size: log.length, name: 'paging.log' }),
    );
    sayRedacted(maker, contents);
    expect((await handOff(maker, contents)).result).toMatchObject({ outcome: 'applied' });
    const { ticket } = await atHub(maker, contents.case.id);
    const expected = (now: string) => clockTexts(maker, contents, now);

    const queue = page.getByRole('grid', { name: 'Tickets, nearest due first' });
    await queue.getByText('To be acknowledged: the clocks start then').waitFor();
    await page.getByRole('link', { name: 'Outside ticket systems' }).waitFor();
    await expectAccessible(page, 'queue');
    await queue.focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', {
      level: 1,
      name: `${ticket.ticket} ${contents.case.title}`,
    });
    await heading.waitFor();
    // T takes the ticket that nobody has acknowledged, from the queue as from Home.
    await page.goBack();
    await page.getByRole('button', { name: /^Take next/ }).waitFor();
    await page.keyboard.press('t');
    await heading.waitFor();
    await page.getByText('One phone in ten stays silent.').waitFor();

    // A file of the packet comes by the ticket, and goes to the person's own disk.
    const saved = async (name: string) => {
      await press(page, 'button', `Fetch ${name}`);
      await page.getByRole('button', { name: `Save as... ${name}` }).waitFor();
      const offered = page.waitForEvent('download');
      await press(page, 'button', `Save as... ${name}`);
      const got = await offered;
      expect(got.suggestedFilename()).toBe(name);
      return readFileSync(await got.path());
    };
    expect((await saved('paging.log')).equals(log)).toBe(true);

    await doAtDesk(page, 'Acknowledge', [], 'Acknowledge');
    await page.getByTestId('ticket-state').getByText('acknowledged by Level 3').waitFor();
    await syncWords(page, 'Up to date');
    const { acknowledgedAt } = (await atHub(maker, contents.case.id)).ticket;
    if (!acknowledgedAt) throw new Error('the hub has no time of the acknowledgement');
    // P2: five business days for the plan; nothing is promised for the patch but that it takes twenty or more.
    await expectClocksAt(
      page,
      `/level3/${ticket.id}`,
      [later(acknowledgedAt, MINUTE), later(acknowledgedAt, 6 * DAY), later(acknowledgedAt, 12 * DAY)],
      expected,
    );
    await expectAccessible(page, 'ticket');
    const beside = page.getByRole('region', { name: 'Packet beside the conversation' });
    await page.keyboard.press('Control+\\');
    await beside.getByRole('heading', { name: 'Signatures and approval' }).waitFor();
    await expectAccessible(page, 'ticket with its packet beside the conversation');
    await page.keyboard.press('Control+\\');
    await beside.waitFor({ state: 'detached' });

    // Leads see the same clock on their board.
    await press(lead.page, 'link', 'Clocks');
    const board = lead.page.getByRole('grid', { name: 'Running clocks, nearest due first' });
    const now = await lead.page.evaluate(() => new Date().toISOString());
    await board.getByText((await expected(now)).get('action-plan') ?? '-').waitFor();

    line.cut();
    await press(engineer.page, 'link', 'Sync');
    await press(engineer.page, 'button', 'Sync now');
    await syncWords(engineer.page, /^Offline/);
    const question = 'Which build of the paging server is it?';
    await doAtDesk(page, 'Ask for information', [['What Level 3 needs to know', question]], 'Ask');
    await page.getByText('Waiting for Sample Engineer One').waitFor();
    await syncWords(page, 'Up to date');
    line.mend();
    await press(engineer.page, 'button', 'Sync now');
    await syncWords(engineer.page, 'Up to date');
    // The question came; it is answered without a network again.
    await engineer.page.goto(`${engineer.shell.origin}/#/cases/${contents.case.id}`);
    await engineer.page.getByLabel('Your reply').waitFor();
    line.cut();
    await typeInto(engineer.page, 'Your reply', 'Build 6.4.2-1187, as its about page says.');
    const about = { name: 'about.txt', mimeType: 'text/plain', buffer: Buffer.from('6.4.2-1187') };
    await engineer.page.getByLabel('Files to add to the reply').setInputFiles(about);
    await attachAsItIs(engineer.page, 'about.txt');
    await engineer.page.getByRole('checkbox', { name: 'about.txt (10 B)', checked: true }).waitFor();
    await press(engineer.page, 'button', 'Send the reply');
    await syncWords(engineer.page, /4 changes wait/);
    line.mend();
    await press(engineer.page, 'link', 'Sync');
    await press(engineer.page, 'button', 'Sync now');
    await page.getByText('Build 6.4.2-1187, as its about page says.').waitFor();
    await syncWords(engineer.page, 'Up to date');
    // Its file goes by itself, behind it.
    const aboutSha256 = createHash('sha256').update(about.buffer).digest('hex');
    await eventually(
      () => sql(hub.databaseUrl, 'SELECT 1 FROM blobs WHERE sha256 = $1', [aboutSha256]),
      (rows) => rows.length > 0,
      'the file of the reply is at the hub',
    );
    expect((await saved('about.txt')).toString()).toBe('6.4.2-1187');
    await doAtDesk(page, 'Mark as answered', [], 'Close the question');
    await page.getByText('Settled').waitFor();

    // A plan goes when its four parts are there, and not before.
    await press(page, 'button', 'Action plan');
    const panel = page.getByRole('complementary');
    await typeInto(panel, 'Nature of the incident', 'The server leaves its multicast group');
    await typeInto(panel, 'Effect on the use of the system', 'Pages are missed in the warehouse');
    await typeInto(panel, 'Procedures to correct it', 'Join the group again on a timer');
    await press(page, 'button', 'Send the plan');
    await page.getByText('Missing: Estimated completion.').waitFor();
    await page.getByText('3 of 4 parts').waitFor();
    await expectAccessible(page, 'action plan');
    await typeInto(panel, 'Estimated completion', '30 Dec 2026');
    await press(page, 'button', 'Send the plan');
    await page.getByTestId('ticket-state').getByText('planned by Level 3').waitFor();
    await doAtDesk(page, 'Executive notified', [['Which executive', 'Sample Executive']], 'Record it');
    await doAtDesk(
      page,
      'Answer',
      [
        ['What it is', 'Patch'],
        ['What it does', 'Build 6.4.3 joins the group again when it was left'],
        ['Ramifications', 'The server restarts once'],
        ['How it is distributed', 'By download from the support site'],
      ],
      'Send the answer',
    );
    await page.getByTestId('ticket-state').getByText('answered by Level 3').waitFor();
    await syncWords(page, 'Up to date');
    // Both clocks are met, and stay so whatever the time.
    await expectClocksAt(page, `/level3/${ticket.id}`, [later(acknowledgedAt, 40 * DAY)], expected);
    expect([...(await expected(later(acknowledgedAt, 40 * DAY))).values()].slice(-2)).toEqual([
      expect.stringMatching(/^Action plan met /),
      expect.stringMatching(/^Patch or work-around met /),
    ]);

    // What was typed and not entered is there after a reload.
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('The build is on its way');
    await page.reload();
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('The build is on its way');
    await page.getByRole('button', { name: 'Cancel' }).click();

    // Nobody closes what the partner has not verified (I23): they read until when, and say with whom it was.
    await engineer.page.goto(`${engineer.shell.origin}/#/cases/${contents.case.id}/level3`);
    await engineer.page.getByText('Without a word from you, Level 3 may close the ticket from').waitFor();
    await engineer.page.getByLabel('Tell Level 3').selectOption('verified');
    await engineer.page.getByLabel('With whom at the customer').fill('Sample Contact');
    await engineer.page.getByLabel('What was seen, and why').fill('No page was missed since noon.');
    await engineer.page.getByRole('button', { name: 'Send to Level 3' }).click();
    await page.getByTestId('ticket-state').getByText('verified').waitFor();
    await page.getByTestId('ticket-owed').getByText('Nothing is due: verified, ready to be closed').waitFor();
    await doAtDesk(page, 'Close', [['Who agreed for the customer', 'Sample Contact']], 'Close the ticket');
    await page.getByTestId('ticket-state').getByText('closed').waitFor();
    await page.getByTestId('ticket-owed').getByText('Closed: nothing is due').waitFor();
    await syncWords(page, 'Up to date');
    await lead.page.getByText('Nothing is due').waitFor();
    await engineer.page.goto(`${engineer.shell.origin}/#/cases/${contents.case.id}`);
    await engineer.page.getByRole('heading', { level: 1, name: contents.case.title }).waitFor();
    const story = (await atHub(maker, contents.case.id)).entries.map(({ kind }) => kind);
    expect(story).toEqual([
      'acknowledged',
      'information-asked',
      'information-settled',
      'planned',
      'executive-notified',
      'answered',
      'closed',
    ]);
    // The outside ticket system failed three times, and has all of it: each once, in order.
    const told = await eventually(
      async () => outside.of(ticket.ticket).map(({ type }) => type),
      (types) => types.length >= 1 + story.length + 1,
      'the outside ticket system has the whole story',
    );
    expect(outside.posts.slice(0, 3).map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(new Set(outside.of(ticket.ticket).map(({ id }) => id)).size).toBe(told.length);
    expect(told.at(0)).toMatch(/received/);
    expect([engineer, lead, desk].flatMap(({ browser }) => browser.complaints)).toEqual([]);
  });

  test('the catalogue admin’s forms and what an executive follows: by keyboard, light and dark', async () => {
    const { people } = hub.sample;
    const [admin, executive, maker] = await Promise.all([
      openDesk(hub, cleanups, people.catalogueAdmin.id, 'Computer of the admin'),
      openDesk(hub, cleanups, people.executive.id, 'Computer of the executive'),
      TestDevice.enrol(hub, people.engineer.id),
    ]);
    for (const { browser } of [admin, executive]) cleanups.push(() => browser.close());
    const { page } = admin;
    const forms = [
      ['products', 'Change Sample Paging Server'],
      ['excluded', 'New excluded system'],
      ['holidays', 'New version'],
      ['documents', 'New version'],
      ['rates', 'New rates'],
    ] as const;
    const form = page.getByRole('form');
    for (const [part, button] of forms) {
      await page.goto(`${admin.shell.origin}/#/catalogue/${part}`);
      await press(page, 'button', button);
      await form.waitFor();
      await expectAccessible(page, `form of ${part}`);
    }
    // From its first field on, which has the focus, Tab reaches every control of a form, and its last is the way out of it.
    const controls = form.locator('input, select, textarea, button');
    const count = await controls.evaluateAll((all) => {
      const left = new Set<EventTarget>(all.filter((each) => each !== document.activeElement));
      document.addEventListener('focusin', ({ target }) => target && left.delete(target));
      Object.assign(globalThis, { left });
      return all.length;
    });
    const left = () => page.evaluate(() => (globalThis as unknown as { left: Set<Element> }).left.size);
    // A day has a stop for each of its parts.
    for (let at = 0; at < count + 4 && (await left()) > 0; at++) await page.keyboard.press('Tab');
    expect(await left(), 'controls that Tab does not reach').toBe(0);
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });

    const contents = completeContents(maker);
    sayRedacted(maker, contents);
    expect((await handOff(maker, contents)).result).toMatchObject({ outcome: 'applied' });
    const { ticket } = await atHub(maker, contents.case.id);
    await executive.page.goto(`${executive.shell.origin}/#/level3/${ticket.id}`);
    await executive.page.getByText('You follow this ticket and enter nothing.').waitFor();
    await executive.page.getByText('One phone in ten stays silent.').waitFor();
    await expectAccessible(executive.page, 'what an executive follows');
    expect(await executive.page.getByRole('complementary').count()).toBe(0);
    await executive.page.goto(`${executive.shell.origin}/#/level3`);
    await executive.page.getByRole('grid').waitFor();
    expect(await executive.page.getByRole('link', { name: 'Outside ticket systems' }).count()).toBe(0);
    expect([admin, executive].flatMap(({ browser }) => browser.complaints)).toEqual([]);
  });

  test('[I2][I13] two desks acknowledge, one of them offline: the first stands, the second is told and keeps its entry', async () => {
    const { people } = hub.sample;
    const line = await openLine(hub.port);
    cleanups.push(() => line.close());
    const [desk, maker, second] = await Promise.all([
      openDesk(hub, cleanups, people.desk.id, 'Second computer of the desk', line.url),
      TestDevice.enrol(hub, people.engineer.id),
      TestDevice.enrol(hub, people.secondDesk.id),
    ]);
    cleanups.push(() => desk.browser.close());
    const { page } = desk;
    const contents = completeContents(maker);
    sayRedacted(maker, contents);
    expect((await handOff(maker, contents)).result).toMatchObject({ outcome: 'applied' });
    const { ticket } = await atHub(maker, contents.case.id);
    await page.goto(`${desk.shell.origin}/#/level3/${ticket.id}`);
    await page.getByRole('heading', { level: 1, name: ticket.ticket }).waitFor();

    line.cut();
    await doAtDesk(page, 'Acknowledge', [], 'Acknowledge');
    await page.getByText('1 entry waits for the hub').waitFor();
    await page.getByTestId('ticket-state').getByText('acknowledged by Level 3').waitFor();
    const { caseId, organisationId } = ticket;
    const at = { at: new Date().toISOString(), zone: 'UTC' };
    const common = { ticketId: ticket.id, caseId, organisationId, at, by: second.person };
    await second.insert('deskEntries', { id: newId(), ...common, kind: 'acknowledged', note: '' } as {
      id: string;
    });
    line.mend();
    await eventually(
      async () => {
        await page.keyboard.press('Control+K');
        await page.keyboard.type('Sync now');
        await page.keyboard.press('Enter');
        return page.getByText(`${second.person.name} entered this first, and that stands.`).count();
      },
      (count) => count === 1,
      'the ticket says whose entry stands',
    );
    await expectAccessible(page, 'refused entry');
    await page.getByRole('listitem').getByText(second.person.name).waitFor();
    expect(await page.getByText('waits for the hub').count()).toBe(0);
    expect(desk.browser.complaints).toEqual([]);
  });
});

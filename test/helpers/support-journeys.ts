/**
 * Four ways of a case to Level 3 and back, as an engineer goes them by keyboard: the same in a browser and in Electron. The desk
 * and the lead act by the hub's API where their screens are not the subject.
 */
import { DateTime } from 'luxon';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import type { DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import { eventually } from './eventually.ts';
import {
  choose,
  completeByKeyboard,
  type Effort,
  goOnWithoutLevel1,
  openPart,
  press,
  pressOn,
  syncWords,
  typeInto,
} from './journey.ts';
import { approve, editsOf } from './packets.ts';
import { newId, type TestDevice } from './test-device.ts';

/** A console that is open and enrolled as the engineer, however it was started. */
export interface OpenConsole {
  page: Page;
  /** Where a screen of it is: `/cases/…`. */
  at(path: string): string;
}

/** The hub's people beside the engineer, each on a device of their own. */
export interface Others {
  /** The engineer's other device, which brings what is not typed in a journey. */
  maker: TestDevice;
  desk: TestDevice;
  lead: TestDevice;
}

/** What a person does, counted: one act for each button, choice or field, one key for each character. */
export class Counted implements Effort {
  acts = 0;
  keys = 0;
  /** Fields that were typed into, each an act. */
  fields = 0;

  /** Seconds of input at five keys a second and one and a half for each act. */
  seconds(): number {
    return this.keys / 5 + this.acts * 1.5;
  }
  said(): string {
    return `${this.acts} acts, ${this.keys} keys, ${Math.round(this.seconds())} s of input`;
  }
}

async function syncNow(page: Page): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
}

/** What hands the case off, once it may; where it may not, says what the console misses. */
async function handOffButton(page: Page): Promise<Locator> {
  const button = page.getByRole('button', { name: 'Hand off to Level 3', disabled: false }).first();
  await button.waitFor({ timeout: 20_000 }).catch(async () => {
    const words = await page.getByRole('complementary', { name: 'Handoff' }).innerText();
    throw new Error(`it cannot be handed off: ${words}`);
  });
  return button;
}

/** A new case, counted. */
export async function openCounted(page: Page, counted: Counted, title: string): Promise<string> {
  await press(page, 'button', 'New case');
  const fields = [
    ['What it is about', title],
    ['Customer', 'Example Hospital (sample)'],
    ['Site', 'Room 1'],
  ] as const;
  await page.getByLabel('What it is about').waitFor();
  for (const [label, text] of fields) {
    await typeInto(page, label, text);
    counted.keys += text.length;
    counted.fields += 1;
  }
  await page.keyboard.press('Enter');
  counted.acts += 2 + fields.length;
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return new URL(page.url()).hash.split('/').at(-1) ?? '';
}

const nodes = [
  'pub\tPublisher',
  'sub1\tSubscriber',
  'sub2\tSubscriber',
  'tftp\tTFTP',
  'moh\tMedia resources',
];
/** A cluster of five, two gateways, 450 phones of four models and two servers, as an inventory exports them. */
const inventory = [
  'Host\tNode role\tModel\tVersion\tQty\tCluster\tRole in the fault',
  ...nodes.map((node) => `cm-${node}\tExample CUCM\t14.0.1.13900-155\t\tHCU\tDepends on it`),
  ...['gw1', 'gw2'].map((gateway) => `${gateway}\t\tExample gateway\t17.9.4a\t\t\tContext`),
  ...[200, 150, 75, 25].map((count, n) => `phones-${n}\t\tExample phone ${n}\t14-2-1\t${count}\t\tContext`),
  ...['rec1', 'rec2'].map((server) => `${server}\t\tSample Call Recorder\t5.4.1\t\t\tAffected`),
].join('\r\n');

/** Enters a site with a cluster by hand, from an inventory that somebody has as a table. @returns the case's id */
export async function siteByHand(page: Page, counted: Counted): Promise<string> {
  const act = async (role: 'button' | 'link', name: string | RegExp) => {
    counted.acts += 1;
    await press(page, role, name);
  };
  const caseId = await openCounted(page, counted, 'Night calls of the hospital are missing');
  counted.acts += 1;
  await openPart(page, 'Systems');
  await act('button', 'Paste a table');
  const field = page.getByRole('textbox', { name: 'Table of systems' });
  await field.waitFor();
  counted.acts += 1;
  // What Ctrl-V does: the clipboard itself is closed to a page that nobody looks at.
  await field.evaluate((into, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    into.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, inventory);
  await act('button', 'Add 13 rows');
  await page.getByRole('link', { name: 'Open rec2' }).waitFor({ timeout: 30_000 });
  for (const [n, [from, to, kind]] of [
    ['gw1', 'cm-sub1', 'SIP trunk'],
    ['gw2', 'cm-sub2', 'SIP trunk'],
    ['rec1', 'cm-pub', 'JTAPI'],
  ].entries()) {
    await act('button', 'Add a link');
    const card = page.getByRole('group', { name: `Link ${n + 1}`, exact: true });
    await card.waitFor();
    for (const [label, text] of [
      ['From', from],
      ['To', to],
      ['Kind of link', kind],
    ] as const) {
      counted.acts += 1;
      await card.getByLabel(label, { exact: true }).selectOption({ label: text ?? '' });
    }
  }
  const map = page.getByRole('group', { name: 'Map of the systems and their links' });
  await eventually(
    () => map.getByRole('link').count(),
    (count) => count === 6,
    'the map draws both trunks and the recorder’s link',
  );
  return caseId;
}

/** Writes up a site with a cluster in the evening: the systems in one paste, the trunks, and the day's steps at their true times. */
export async function eveningWriteUp({ page, at }: OpenConsole): Promise<void> {
  const counted = new Counted();
  const caseId = await siteByHand(page, counted);
  process.stdout.write(`A site with a cluster of five: ${counted.said()}\n`);
  expect(counted.acts).toBeLessThan(60);

  // The day's work, written up behind the click that ended Level 1.
  // Two days ago: what was yesterday here may be today at the site, where 21:15 is still to come.
  const that = DateTime.local().minus({ days: 2 }).toFormat('d LLL yyyy');
  await openPart(page, 'Steps');
  await page.getByRole('button', { name: /^Not solved: go to Level 2/ }).focus();
  await goOnWithoutLevel1(page);
  const ended = page.getByRole('textbox', { name: 'When Level 1 ended' }).first();
  await ended.waitFor();
  await choose(page, 'Level', 'Level 2');
  await typeInto(page, 'Time (empty: now)', `${that}, 21:15`);
  await typeInto(page, 'What was done', 'Read the trace of the recorder service');
  await typeInto(page, 'What it showed', 'The socket to the publisher closes at midnight');
  await page.keyboard.press('Control+Enter');
  // Both times are named, so that it is seen which is wrong.
  const order = page.getByText(
    /lies before the end of Level 1: the step \d+ \w+ \d{4}, 21:15 \S+; the end of Level 1 \d+ \w+ \d{4}, \d\d:\d\d \S+/,
  );
  await order.first().waitFor();
  await ended.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(`${that}, 20:00`);
  await page.keyboard.press('Tab');
  await order.first().waitFor({ state: 'detached' });
  await page.goto(at(`/cases/${caseId}`));
  await page.getByRole('heading', { level: 1, name: 'Night calls of the hospital are missing' }).waitFor();
}

/** A question of the fourth priority, from the new case to its handoff, by what the console asks for. */
export async function quickQuestion({ page }: OpenConsole): Promise<string> {
  const counted = new Counted();
  await press(page, 'link', 'Home');
  const caseId = await openCounted(page, counted, 'How long are calls kept?');
  await openPart(page, 'Problem');
  await typeInto(page, 'Priority', 'P4');
  await page.keyboard.press('Tab');
  await press(page, 'button', 'Only a question: nothing has failed');
  counted.acts += 3;
  counted.keys += 2;
  await page.getByText('It is a question: only what a question needs is asked for.').waitFor();
  await openPart(page, 'Systems');
  await press(page, 'button', 'Add a system');
  const product = page.getByLabel('Product', { exact: true });
  await product.waitFor();
  await product.focus();
  await page.keyboard.type('Sample Call Recorder');
  await page.keyboard.press('Tab');
  counted.acts += 3;
  counted.keys += 'Sample Call Recorder'.length;
  await completeByKeyboard(page, counted);
  // By its key, from the field that was answered last.
  await handOffButton(page);
  await page.keyboard.press('Control+Shift+Enter');
  counted.acts += 1;
  await page.getByTestId('case-state').getByText('In review: waits for a lead').waitFor({ timeout: 60_000 });
  process.stdout.write(`A question of P4: ${counted.said()}\n`);
  expect(counted.seconds()).toBeLessThan(120);
  return caseId;
}

/** Brings a case that lacks nothing to the hub, at Level 2. */
async function bring({ maker }: Others, contents: CaseContents): Promise<string> {
  const edits = editsOf(contents).slice(0, -1);
  const answers = (await maker.push(...edits)).results.map(({ outcome }) => outcome);
  expect(new Set(answers)).toEqual(new Set(['applied']));
  return contents.case.id;
}

/** The ticket of the case, as the hub has it for the desk. */
async function ticketOf({ desk }: Others, caseId: string): Promise<Ticket> {
  const { rows } = await desk.pullAll('level3');
  const found = rows.findLast(
    ({ table, data }) => table === 'tickets' && (data as { caseId?: string } | null)?.caseId === caseId,
  );
  if (!found) throw new Error('the desk has no ticket of the case');
  return found.data as unknown as Ticket;
}

/** What the desk, or a partner, enters by the API; answers what the hub made of it. */
async function enter(
  device: TestDevice,
  table: 'deskEntries' | 'deskReplies',
  ticket: Ticket,
  fields: Record<string, unknown>,
) {
  const row = {
    ...{ id: newId(), ticketId: ticket.id, caseId: ticket.caseId, organisationId: ticket.organisationId },
    ...{ at: { at: new Date().toISOString(), zone: 'America/Chicago' }, by: device.person },
    ...fields,
  };
  return (await device.insert(table, row as Mutation['patch'] & { id: string })).results[0];
}

const plan = {
  ...{
    kind: 'planned',
    nature: 'The route is lost',
    effect: 'Pages are missed',
    procedures: 'Keep the route',
  },
  ...{ estimatedCompletion: '2099-01-01', estimateNote: '' },
};
const answer = {
  ...{ kind: 'answered', answer: 'patch', description: 'A build', ramifications: 'The server restarts once' },
  distribution: 'By download',
};

/** The strip of the open case. */
const wayOf = (page: Page) => page.getByRole('list', { name: 'Where the case stands' });

/**
 * A P1 without a network: the call is recorded and the case handed off; it goes ahead of its approval, the desk says that it is
 * no P1, and the lead approves afterwards.
 * @param net cuts the network and mends it
 * @param later called while the approval is owed, where the page's clock can be set
 */
export async function urgentWithoutNetwork(
  { page, at }: OpenConsole,
  others: Others,
  contents: CaseContents,
  net: { cut(): Promise<unknown>; mend(): Promise<unknown> },
  later: (path: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const { desk, lead, maker } = others;
  contents.case.priority = 'P1';
  const caseId = await bring(others, contents);
  await syncNow(page);
  await page.goto(at(`/cases/${caseId}`));
  await page.getByRole('heading', { level: 1, name: contents.case.title }).waitFor({ timeout: 60_000 });
  await net.cut();
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, /^Offline/);
  await page.goto(at(`/cases/${caseId}`));
  await page.getByRole('heading', { level: 1, name: contents.case.title }).waitFor();
  await openPart(page, 'Request');
  const card = page.getByRole('region', { name: 'Call IPcelerate' });
  await card.getByText('888-918-4192').waitFor();
  // By the clock on the wall of that computer.
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const called = DateTime.now().setZone(zone).toFormat('d LLL yyyy, HH:mm');
  await typeInto(page, /^When IPcelerate was called/, called);
  await typeInto(page, 'Number that was called', '888-918-4192');
  await typeInto(page, 'Who at IPcelerate took the call', 'Sample Operator');
  await page.keyboard.press('Tab');
  await pressOn(await handOffButton(page));
  await page.getByText('Queued: waits for the hub').waitFor();
  await net.mend();
  await syncNow(page);
  await page.goto(at(`/cases/${caseId}`));
  await page
    .getByTestId('case-state')
    .getByText(/Received by Level 3 as T-\d+/)
    .waitFor({ timeout: 30_000 });
  await wayOf(page)
    .getByText(/^not approved, due by/)
    .waitFor();

  const ticket = await ticketOf(others, caseId);
  expect(ticket).toMatchObject({ priority: 'P1', called: { number: '888-918-4192', to: 'Sample Operator' } });
  expect(await enter(desk, 'deskEntries', ticket, { kind: 'acknowledged', note: '' })).toMatchObject({
    outcome: 'applied',
  });
  const lowered = { kind: 'priority-changed', from: 'P1', to: 'P3', reason: 'One phone in ten is no P1.' };
  expect(await enter(desk, 'deskEntries', ticket, lowered)).toMatchObject({ outcome: 'applied' });
  expect(await enter(desk, 'deskEntries', ticket, plan)).toMatchObject({ outcome: 'rejected' });
  expect((await maker.row('cases', caseId))?.data).toMatchObject({ priority: 'P3' });
  await syncNow(page);
  await press(page, 'link', 'Cases');
  const line = page.getByRole('row').filter({ hasText: contents.case.title });
  await line.getByText('P3').first().waitFor();
  await page.goto(at(`/cases/${caseId}`));
  await wayOf(page)
    .getByText(/^not approved, due by/)
    .waitFor();
  await later(`/cases/${caseId}`);

  const { rows } = await lead.pullAll();
  const packet = rows.findLast(
    ({ table, data }) => table === 'packets' && (data as { caseId?: string } | null)?.caseId === caseId,
  );
  const approved = await approve(lead, packet?.data as unknown as Packet);
  expect(approved).toMatchObject({ outcome: 'applied' });
  await syncNow(page);
  await page.goto(at(`/cases/${caseId}`));
  await wayOf(page).getByRole('listitem').filter({ hasText: 'Lead (done)' }).waitFor();
  expect(await enter(desk, 'deskEntries', ticket, plan)).toMatchObject({ outcome: 'applied' });
}

/**
 * An answer that did not help: said by the engineer, planned anew, answered, verified, closed, and opened again by a lead.
 * @param atDesk looks at the desk's screens after each of these
 */
export async function answerThatDidNotHelp(
  { page, at }: OpenConsole,
  others: Others,
  handedOff: Packet,
  atDesk: (
    moment: 'answered' | 'did-not-help' | 'planned-anew',
    ticket: Ticket,
  ) => Promise<void> = async () => undefined,
): Promise<void> {
  const { desk, lead } = others;
  const { caseId } = handedOff;
  const ticket = await ticketOf(others, caseId);
  const entered = async (fields: Record<string, unknown>) =>
    expect(await enter(desk, 'deskEntries', ticket, fields)).toMatchObject({ outcome: 'applied' });
  for (const fields of [{ kind: 'acknowledged', note: '' }, plan, answer]) await entered(fields);
  await syncNow(page);
  await atDesk('answered', ticket);
  await page.goto(at(`/cases/${caseId}/level3`));
  const say = async (kind: string, text: string, withWhom?: string) => {
    const form = page.getByRole('form', { name: 'Say something to Level 3' });
    await form.getByLabel('Tell Level 3').selectOption({ label: kind });
    if (withWhom) await typeInto(form, 'With whom at the customer', withWhom);
    await typeInto(form, 'What was seen, and why', text);
    await press(page, 'button', 'Send to Level 3');
  };
  const stands = (state: Ticket['state']) =>
    eventually(
      async () => (await ticketOf(others, caseId)).state,
      (now) => now === state,
      `the ticket is ${state}`,
      30,
    );
  await say('The answer did not help', 'With the build the route is lost again after an hour.');
  await stands('planned');
  await atDesk('did-not-help', ticket);
  await entered({ ...plan, procedures: 'Set the route by a timer' });
  await atDesk('planned-anew', ticket);
  await entered({ ...answer, description: 'A second build' });
  await syncNow(page);
  await page.goto(at(`/cases/${caseId}/level3`));
  await say('The answer was verified', 'All phones of the group rang for a night.', 'Sample Contact');
  await stands('verified');
  await entered({ kind: 'closed', agreedBy: 'Sample Contact', agreedAt: new Date().toISOString(), note: '' });
  await stands('closed');
  const reopened: Partial<DeskReply> = {
    ...{ kind: 'reopened', entryId: null, attachments: [] },
    text: 'The route is lost again since the restart of Sunday.',
  };
  expect(await enter(lead, 'deskReplies', ticket, reopened)).toMatchObject({ outcome: 'applied' });
  await stands('planned');
  await syncNow(page);
  await page.goto(at(`/cases/${caseId}/level3`));
  await page.getByText('The partner’s lead opened the ticket again').first().waitFor();
}

/** What a lead begins to write about a packet: it has the focus, outlives a reload, and is gone once the packet is decided. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReviewScreen } from '../../../renderer/features/review/review-screen.tsx';
import { useDrafts } from '../../../renderer/features/review/review-state.ts';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { messages } from '../../../renderer/ui/messages.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket, signaturesOf } from '../../helpers/every-field.ts';

let app: AppServices;
const author = { id: idOf(0xe7), name: 'Sample Engineer Two' };
const complete = makePacket({
  ...{ id: idOf(0x78), revision: 1, createdAt: zoned(NOW), by: author, findings: [] },
  contents: aCompleteCase().build(),
});
const soon = { timeout: 20_000 };

beforeEach(async () => {
  localStorage.clear();
  useDrafts.setState({ byPacket: {} });
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['lead'] });
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

async function handedOff(packet: Packet): Promise<void> {
  const record = { ...packet.contents.case, state: 'in-review' as const };
  await app.db.packets.put(packet);
  await app.db.signatures.bulkPut(signaturesOf(packet).filter(({ kind }) => kind === 'engineer'));
  await app.db.cases.put(record);
  await app.db.summaries.put({ ...summaryOf(record, undefined), stale: 0, atHub: true });
}

async function open(packet: Packet): Promise<void> {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <ReviewScreen caseId={packet.caseId} />
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByRole('button', { name: 'Approve…' }, soon);
}

/** All that a page has goes with it but what was kept. */
async function reload(packet: Packet): Promise<void> {
  cleanup();
  useDrafts.setState({ byPacket: {} });
  await open(packet);
}

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }, soon));
const field = (name: string | RegExp) => screen.getByRole<HTMLTextAreaElement>('textbox', { name });
const kept = () => Object.keys(localStorage).filter((key) => key.includes('review '));

test('[D5] what is written for a decision is there again after a reload, each of its forms', async () => {
  await handedOff(complete);
  await open(complete);
  await press('Approve…');
  await userEvent.type(field('What is wrong'), 'No sound from outside.');
  await press('Not yet');
  await press('Ask for changes…');
  await userEvent.type(field('Another change'), 'Name the firmware.');
  await press('Add to the changes');
  await userEvent.type(field('Another change'), 'Half a cha');
  await userEvent.type(field('A word to the engineer'), 'Nearly there.');

  await reload(complete);
  await press('Approve…');
  expect(field('What is wrong').value).toBe('No sound from outside.');
  await press('Not yet');
  // Half of one is one: it would be lost otherwise.
  await press('Ask for 2 changes…');
  expect(screen.getByRole('button', { name: 'Remove: Name the firmware.' })).toBeTruthy();
  expect(field('Another change').value).toBe('Half a cha');
  expect(field('A word to the engineer').value).toBe('Nearly there.');
});

test('asking for changes ends what was kept, and the focus goes to what became of the packet', async () => {
  await handedOff(complete);
  await open(complete);
  await press('Ask for changes…');
  expect(document.activeElement).toBe(field('Another change'));
  await userEvent.type(field('Another change'), 'Name the firmware.');
  await press('Add to the changes');
  expect(document.activeElement).toBe(field('Another change'));
  expect(kept()).toHaveLength(1);
  await press('Ask for this change');
  const decided = await screen.findByRole('heading', { name: 'Decided' }, soon);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Approve…' })).toBeNull(), soon);
  expect(document.activeElement).toBe(decided);
  expect(kept()).toEqual([]);
});

test('a change that is written and not added to the list is asked for as well; a decision that leaves changes out says so', async () => {
  await handedOff(complete);
  await open(complete);
  await press('Ask for changes…');
  await userEvent.type(field('Another change'), 'Name the firmware.');
  await press('Add to the changes');
  await userEvent.type(field('Another change'), 'Say who saw it.');
  await press('Not yet');
  await press('Reject…');
  await screen.findByText('The 2 changes that you noted are not sent with this decision.');
  await press('Not yet');
  await press('Ask for 2 changes…');
  await press('Ask for these 2 changes');
  await screen.findByRole('heading', { name: 'Decided' }, soon);
  // It is said where the packet leaves the screen, and stands there once it was sent and is in no queue any more.
  expect(messages.getState().shown?.text).toMatch(/^Changes asked for: Sample Engineer Two has C-/);
  await app.db.outbox.clear();
  await app.db.summaries.update(complete.caseId, { state: 'changes-requested' });
  await screen.findByText('Changes asked for by', { exact: false }, soon);
  expect(screen.getByRole('heading', { name: 'Decided' })).toBeTruthy();
  const [review] = await app.db.reviews.toArray();
  expect(review?.changes.map(({ text }) => text)).toEqual(['Name the firmware.', 'Say who saw it.']);
});

test('so does an approval; one that is put off gives the focus back to its button', async () => {
  await handedOff(complete);
  await open(complete);
  await press('Approve…');
  await press('Not yet');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Approve…' }));
  await press('Approve…');
  await userEvent.type(field('What is wrong'), 'Callers hear nothing once the recorder was updated.');
  await userEvent.type(field('What is asked of Level 3'), 'Which codec the recorder offers since then.');
  await press('Approve revision 1');
  const decided = await screen.findByRole('heading', { name: 'Decided' }, soon);
  await waitFor(() => expect(screen.queryByRole('form', { name: 'Decision' })).toBeNull(), soon);
  expect(document.activeElement).toBe(decided);
  expect(kept()).toEqual([]);
});

test('what was begun about a packet goes when another lead decides about it', async () => {
  await handedOff(complete);
  await open(complete);
  await press('Reject…');
  await userEvent.type(field('Why it is rejected'), 'Not ours.');
  expect(kept()).toHaveLength(1);
  await app.db.summaries.update(complete.caseId, { state: 'level2' });
  await waitFor(() => expect(kept()).toEqual([]), soon);
});

test('a comment has the focus as it opens, so that no letter of it is a key, and gives it back; what was typed is there again', async () => {
  const packet = { ...everyFieldPacket(), by: author };
  await handedOff(packet);
  await open(packet);
  const name = await screen.findAllByRole('button', { name: /^Comment on / }, soon);
  const label = name[0]?.getAttribute('aria-label') ?? '';
  await press(label);
  await userEvent.keyboard('is it known');
  const comment = field(/^Comment: /);
  expect(document.activeElement).toBe(comment);
  expect(comment.value).toBe('is it known');
  expect(screen.queryAllByRole('button', { name: /^OK: /, pressed: true })).toEqual([]);
  await press('Cancel');
  // What opens it says that something waits there, now and after a reload.
  expect(document.activeElement?.getAttribute('aria-label')).toBe(`${label}, begun`);

  await reload(packet);
  await press(`${label}, begun`);
  expect(field(/^Comment: /).value).toBe('is it known');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe(label), soon);
  await screen.findAllByText('is it known', {}, soon);
});

test('a change that is asked for beside a finding has the focus too, and the finding has it where the button is gone', async () => {
  const packet = { ...everyFieldPacket(), by: author };
  await handedOff(packet);
  await open(packet);
  await userEvent.keyboard('a');
  const change = await screen.findByRole('textbox', { name: /^Change asked for: / }, soon);
  expect(document.activeElement).toBe(change);
  await press('Cancel');
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Ask for a change: /);
  await userEvent.keyboard('a');
  await userEvent.keyboard('Say');
  await press('Cancel');
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Ask for a change, begun: /);
  await reload(packet);
  await screen.findByRole('button', { name: /^Ask for a change, begun: / }, soon);
  await userEvent.keyboard('a');
  await userEvent.keyboard(' which.{Control>}{Enter}{/Control}');
  await screen.findByText('asked', {}, soon);
  await waitFor(() => expect(document.activeElement?.tagName).toBe('LI'), soon);
  expect(document.activeElement?.textContent).toContain('asked');
});

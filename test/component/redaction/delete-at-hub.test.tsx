/** [H12] A lead deletes a file at the hub where they read of it: in a case that is frozen, too, and in the review of its packet. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Reading } from '../../../renderer/features/case/reading.tsx';
import { PacketBody } from '../../../renderer/features/review/packet-body.tsx';
import { ReadingContext } from '../../../renderer/features/review/remark.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider, CaseProvider, useCasePart } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import type { CallInput } from '../../../shared/bridge/contract.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket } from '../../helpers/every-field.ts';

const packet = everyFieldPacket();
const { attachments } = packet.contents;
const [file] = attachments.filter(({ removed }) => !removed);
if (!file) throw new Error('the packet has no file');
const nameOf = new RegExp(`^Delete ${file.name.replace(/[.]/g, '\\.')} at the hub`);

let app: AppServices;
let asked: CallInput<'hub.deleteFile'>[] = [];
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

async function open(role: 'lead' | 'engineer'): Promise<void> {
  const bridge = memoryBridge();
  asked = [];
  bridge.replies['hub.deleteFile'] = (input) => {
    asked.push(input);
    const { sha256, confirmed: deleted } = input;
    const packets = [{ caseId: packet.caseId, revision: 1, ticket: 'T-1042' }];
    return {
      ok: true,
      value: { deleted, sha256, there: true, names: [file?.name ?? ''], packets, replies: 0 },
    };
  };
  app = await openEnrolledConsole(bridge, { ...identity, roles: [role] });
  await app.db.cases.put({ ...packet.contents.case, state: 'escalated' });
  await app.db.attachments.bulkPut(attachments);
}

function draw(part: ReactNode): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  );
}

function Loaded() {
  const contents = useCasePart((each) => each.contents);
  return contents === 'loading' || contents === null ? null : <Reading part="files" />;
}

function Frozen() {
  const store = useOpenCase(packet.caseId);
  return store ? (
    <CaseProvider store={store}>
      <Loaded />
    </CaseProvider>
  ) : null;
}

test('a lead asks what a deletion takes away, says why, and deletes; both are the hub’s to do', async () => {
  await open('lead');
  draw(<Frozen />);
  await userEvent.click(await screen.findByText(nameOf, {}, { timeout: 10_000 }));
  expect(await screen.findByText(/packets would name a file that is gone: T-1042, revision 1/)).toBeTruthy();
  await userEvent.type(screen.getByLabelText(`Why ${file.name} is deleted`), 'Asked by the customer');
  await userEvent.click(screen.getByRole('button', { name: `Delete ${file.name} at the hub` }));
  expect(await screen.findByText(`${file.name} was deleted at the hub.`)).toBeTruthy();
  expect(asked).toEqual([
    { sha256: file.sha256, confirmed: false, reason: '' },
    { sha256: file.sha256, confirmed: true, reason: 'Asked by the customer' },
  ]);
});

test('in the review of a packet it stands beside each of its files', async () => {
  await open('lead');
  const reading = { caseId: packet.caseId, packetId: packet.id, threads: [], open: true, printing: false };
  draw(
    <ReadingContext value={reading}>
      <PacketBody packet={packet} signatures={[]} />
    </ReadingContext>,
  );
  expect(await screen.findByText(nameOf, {}, { timeout: 10_000 })).toBeTruthy();
});

test('whoever is no lead is not offered it', async () => {
  await open('engineer');
  draw(<Frozen />);
  expect((await screen.findAllByText(file.name)).length).toBeGreaterThan(0);
  expect(screen.queryByText(nameOf)).toBeNull();
});

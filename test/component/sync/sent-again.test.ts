/** What the hub's store has lost is sent again, and a store that takes nothing is named under the file. */
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { attachments } from '../../../shared/cases/attachments.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const kept = 'a'.repeat(64);
const lost = 'b'.repeat(64);

let bridge: MemoryBridge;
let app: AppServices;
let sent: string[];
beforeEach(async () => {
  bridge = memoryBridge();
  sent = [];
  bridge.replies['blob.here'] = ({ hashes }) => ({ ok: true, value: { here: [...hashes] } });
  bridge.replies['blob.state'] = ({ hashes }) => ({
    ok: true,
    value: { complete: hashes.filter((sha256) => sha256 === kept) },
  });
  bridge.replies['blob.send'] = ({ sha256 }) => {
    sent.push(sha256);
    return { ok: true, value: {} };
  };
  app = await openEnrolledConsole(bridge);
  const { id } = aCase();
  for (const sha256 of [kept, lost])
    await app.db.attachments.put(
      attachments.empty({
        id: newId(),
        caseId: id,
        sha256,
        name: 'sample.log',
        mediaType: 'text/plain',
        size: 10,
        category: 'log',
        readable: true,
        addedAt: AT,
        provenance: { kind: 'typed', by: { id: identity.person.id, name: identity.person.name }, at: AT },
      }),
    );
});
afterEach(() => removeConsole(app));

test('[S9] a file that was sent, and that the hub does not have any more, is sent again; what it has is not', async () => {
  for (const sha256 of [kept, lost])
    await app.db.transfers.put({ sha256, state: 'sent', problem: '', at: AT });
  app.transfers.start();
  await waitFor(() => expect(sent).toContain(lost));
  expect(sent).toEqual([lost]);
});

test.each(['store-full', 'store-away'])(
  '[S9] what the hub says with %s stands where its files wait',
  async (code) => {
    const message = 'The hub has no room for attachments.';
    bridge.replies['blob.send'] = () => ({ ok: false, failure: { kind: 'busy', code, message } });
    app.transfers.start();
    await waitFor(() => expect(app.transfers.view.getState().hubSays).toBe(message));
  },
);

test('[S9] [security 29] a file that was on its way when the console was locked is not called refused: it waits', async () => {
  let asked = 0;
  bridge.replies['blob.send'] = () => {
    asked += 1;
    return { ok: false, failure: { kind: 'refused', code: 'locked', message: 'The console is locked.' } };
  };
  app.transfers.start();
  await waitFor(() => expect(asked).toBeGreaterThan(0));
  await waitFor(() => expect(app.transfers.view.getState().moving).toEqual({}));
  expect((await app.db.transfers.get(lost))?.state).toBe('waiting');
});

/** [RD67] Level 3 asks which one a token is: the partner sees the original beside it, and shows that one name by one click. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RevealNames, TokenText } from '../../../renderer/features/redaction/token-text.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const record = aCase();
const ticket = { id: newId(), caseId: record.id, organisationId: record.organisationId } as Ticket;
const question = 'Which one is HOST-9J6PGCWR, and is 10.27.1.1 its gateway? SECRET-7MQMH144 is no matter.';
let app: AppServices;

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  const name = (token: string, original: string, kind: 'HOST' | 'IPV4' | 'SECRET', caseId = record.id) => ({
    ...{ id: `${caseId} ${token}`, caseId, token, original, kind },
  });
  await app.db.tokenNames.bulkPut([
    name('HOST-9J6PGCWR', 'pag-02', 'HOST'),
    name('10.27.1.1', '10.20.2.1', 'IPV4'),
    name('SECRET-7MQMH144', 'Winter-Falcon-88', 'SECRET'),
    name('HOST-9J6PGCWR', 'of another case', 'HOST', newId()),
  ]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const draw = (children: React.ReactNode) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>{children}</AppProvider>
    </MantineProvider>,
  );

test('the original stands beside each token, of this case and of no other; a secret is not written there', async () => {
  draw(
    <p data-testid="told">
      <TokenText caseId={record.id} text={question} />
    </p>,
  );
  await screen.findByText(/pag-02/, {}, { timeout: 20_000 });
  expect(screen.getByTestId('told').textContent).toBe(
    'Which one is HOST-9J6PGCWR (pag-02, on this computer only), and is 10.27.1.1 (10.20.2.1, on this computer only) its gateway? SECRET-7MQMH144 (a secret, on this computer only) is no matter.',
  );
});

test('one click tells that one name, as a reply of that ticket; no secret is offered, and no name twice', async () => {
  const entryId = newId();
  draw(<RevealNames ticket={ticket} entryId={entryId} question={question} replies={[]} />);
  await screen.findByRole('button', { name: 'Tell Level 3: HOST-9J6PGCWR is pag-02' }, { timeout: 20_000 });
  expect(screen.getAllByRole('button')).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Tell Level 3: HOST-9J6PGCWR is pag-02' }));
  await waitFor(async () => expect(await app.db.deskReplies.count()).toBe(1), { timeout: 20_000 });
  const replies = await app.db.deskReplies.toArray();
  expect(replies).toMatchObject([
    {
      ticketId: ticket.id,
      entryId,
      text: 'HOST-9J6PGCWR is pag-02.',
      reveals: { token: 'HOST-9J6PGCWR', original: 'pag-02' },
    },
  ]);
  expect(JSON.stringify(await app.db.outbox.toArray())).not.toMatch(/10\.20\.2\.1|Winter-Falcon/);
  cleanup();
  draw(<RevealNames ticket={ticket} entryId={entryId} question={question} replies={replies} />);
  await screen.findByRole('button', { name: /^Tell Level 3: 10\.27\.1\.1/ }, { timeout: 20_000 });
  expect(screen.queryByRole('button', { name: /HOST-9J6PGCWR/ })).toBeNull();
});

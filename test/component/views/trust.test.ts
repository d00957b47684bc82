/** What credentials are worth on this computer, as keys, lists and credentials come by sync; the hub answers from memory. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { openCaseStore } from '../../../renderer/views/case-store.ts';
import { readVerifier } from '../../../renderer/views/trust.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCase, idOf } from '../../helpers/builders.ts';
import {
  openEnrolledConsole,
  organisationScope,
  removeConsole,
  wholePage,
} from '../../helpers/console-device.ts';
import { aCredential, anIssuer, facts, statusLists, type TestIssuer } from '../../helpers/credentials.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let app: AppServices;
let issuer: TestIssuer;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  issuer = await anIssuer();
});
afterEach(async () => {
  await removeConsole(app);
});

let version = 0;
/** These rows come, and are all that the scope holds. */
async function receive(scope: string, rows: readonly Pick<PulledRow, 'table' | 'key' | 'data'>[]) {
  version += 1;
  const pulled = rows.map((row, index) => ({ ...row, version, index, deleted: false }));
  await applyPage(app.db, scope, wholePage(pulled, { epoch: idOf(1), version, index: 0 }), true);
}

const data = (value: object) => value as PulledRow['data'];
async function receiveLists(revoked: readonly number[] = []): Promise<void> {
  const lists = await statusLists(issuer, { revoked, at: inDays(-1) });
  const { key } = issuer;
  await receive('catalogue', [
    { table: 'issuerKeys', key: key.id, data: data(key) },
    ...lists.map((token, i) => {
      const purpose = i === 0 ? 'revocation' : 'suspension';
      const id = `${purpose}-1`;
      return {
        table: 'statusLists',
        key: id,
        data: data({ id, url: `${key.issuer}/v1/status/${id}`, purpose, token }),
      };
    }),
  ]);
}

async function receiveCredential(state: 'valid' | 'revoked' = 'valid', stateReason = ''): Promise<void> {
  const { id: personId, name } = identity.person;
  const { id } = facts();
  const token = await aCredential(issuer, {
    person: { id: personId, name },
    validFrom: inDays(-2),
    validUntil: inDays(300),
  });
  const row = { id, personId, token, state, stateReason, stateSince: inDays(state === 'valid' ? -2 : 0) };
  await receive(organisationScope, [{ table: 'credentials', key: id, data: data(row) }]);
}

test('[C1][H33] an open case says what a sync brings, without a key or a minute in between: certified, revoked, and why', async () => {
  const contents = aCase().withSystem({ productId: 'sample-paging-server' }).build();
  await app.db.cases.put(contents.case);
  await app.db.systems.bulkPut(contents.systems);
  const { store, close } = openCaseStore(app, contents.case.id);
  try {
    const says = () =>
      expect.poll(
        () => {
          const { contents: open, findings } = store.getState();
          const own = findings.filter(({ rule }) => rule === 'H33');
          return open === 'loading'
            ? open
            : own.map(({ severity, message }) => `${severity} ${message}`).join();
        },
        { timeout: 20_000 },
      );
    await says().toMatch(/^blocker .* has no credential for/);
    await receiveCredential();
    await says().toContain('Nobody this console trusts made this credential');
    await receiveLists();
    await says().toBe('');
    await receiveLists([facts().status.index]);
    await says().toMatch(/was revoked, for good\.$/);
    await receiveCredential('revoked', 'Copied the exam');
    await says().toMatch(/was revoked, for good\. Reason: Copied the exam$/);
  } finally {
    close();
  }
});

test('[H33] the list of cases counts anew what a sync takes away or gives, without an edit of the case', async () => {
  const contents = aCase().withSystem({ productId: 'sample-paging-server' }).build();
  await app.db.cases.put(contents.case);
  await app.db.systems.bulkPut(contents.systems);
  await app.db.summaries.put(summaryOf(contents.case, undefined));
  const missing = async () => {
    const line = await app.db.summaries.get(contents.case.id);
    return line?.stale === 0 ? line.missing : null;
  };
  await expect.poll(missing, { timeout: 20_000 }).not.toBeNull();
  const without = (await missing()) ?? 0;
  await receiveLists();
  await receiveCredential();
  // Missing at both levels for one reason was said, and counted, once.
  await expect.poll(missing, { timeout: 20_000 }).toBe(without - 1);
  await receiveLists([facts().status.index]);
  await expect.poll(missing, { timeout: 20_000 }).toBe(without);
});

test('[C1] keys and lists are opened once for as long as they stay the same, whatever else comes', async () => {
  await receiveLists();
  const verifier = await readVerifier(app.db);
  await receiveCredential();
  expect(await readVerifier(app.db)).toBe(verifier);
  await receiveLists([1]);
  expect(await readVerifier(app.db)).not.toBe(verifier);
});

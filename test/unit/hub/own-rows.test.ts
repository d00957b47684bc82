/** The hub judges a handoff by its own rows: what the customer signed, rates, documents and contracts (HE9, H26, H27, H32, H37). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import {
  completeContents,
  editsOf,
  handOff,
  handoffOf,
  packetOf,
  sign,
  urgentContents,
} from '../../helpers/packets.ts';
import { sample } from '../../helpers/sample.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let device: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, sample.people.engineer.id);
});
afterAll(() => hub.stop());

const changed = (change: (contents: CaseContents) => void): CaseContents => {
  const contents = completeContents(device);
  change(contents);
  return contents;
};
const refusedBy = (result: Awaited<ReturnType<typeof handOff>>['result']): string[] => {
  if (result.outcome !== 'rejected') return [];
  const blockers = result.rejection.findings?.filter(({ severity }) => severity === 'blocker') ?? [];
  return blockers.length > 0 ? blockers.map(({ rule }) => rule) : [result.rejection.message];
};

describe('papers', () => {
  test('[H32] a policy of which the text is not the published one’s, or that was never published, is refused', async () => {
    const text = 'Sample maintenance policy';
    const other = changed(({ consents }) => {
      for (const each of consents) Object.assign(each, { textShown: text, textSha256: sha256OfText(text) });
    });
    expect(refusedBy((await handOff(device, other)).result)).toEqual(['H32']);
    const unknown = changed(({ consents }) => {
      for (const each of consents) each.documentId = '01900000-0000-7000-8000-0000000009ff';
    });
    expect(refusedBy((await handOff(device, unknown)).result)).toEqual(['H32']);
  });

  test('[HE9] a signature that stands in the packet alone, or otherwise than at the hub, is refused', async () => {
    const contents = completeContents(device);
    const edits = structuredClone(editsOf(contents));
    const title = contents.consents[0]?.title;
    for (const each of contents.consents) each.title = 'Somebody else';
    expect(title).not.toBe('Somebody else');
    await device.push(...edits);
    const packet = await sign(device, packetOf(device, contents));
    const [result] = (await device.push(handoffOf(packet))).results;
    if (!result) throw new Error('the hub answered nothing');
    expect(refusedBy(result).join()).toContain('signature of the customer that is not at the hub');
  });

  test('[H26] IPcelerate’s contract decides: a case that says otherwise is refused, and one without a contract goes with a note', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partner-console-contracts-'));
    const file = join(folder, 'contracts.csv');
    const partner = sample.organisations[0].id;
    writeFileSync(
      file,
      `Number,Partner,Customer,From,Until\nC-2019,${partner},Another customer,2018-01-01,2019-12-31\n`,
    );
    const env = { DATABASE_URL: hub.databaseUrl };
    const shown = await hubCommand(['contracts', 'import', file, '--dry-run'], env);
    expect(shown).toMatchObject({ code: 0, output: expect.stringContaining('Would be: 1 added') });
    const done = await hubCommand(['contracts', 'import', file], env);
    expect(done).toMatchObject({ code: 0, output: expect.stringContaining('1 added') });
    rmSync(folder, { recursive: true });
    const ended = changed(({ case: record }) => Object.assign(record, { contractNumber: 'c-2019' }));
    expect(refusedBy((await handOff(device, ended)).result)).toEqual(['H26']);
    expect(refusedBy((await handOff(device, completeContents(device))).result)).toEqual([]);
  });

  test('[H37] the ticket of a P1 says by when its approval is due', async () => {
    const { result } = await handOff(device, urgentContents(device));
    if (result.outcome !== 'applied' || !result.receipt) throw new Error(JSON.stringify(result));
    const { rows } = await device.pullAll();
    const ticket = rows.find(({ table, key }) => table === 'tickets' && key === result.receipt?.id)?.data;
    const due = Date.parse(result.receipt.receivedAt) + 24 * 60 * 60_000;
    expect(ticket).toMatchObject({ approval: { dueAt: new Date(due).toISOString(), at: null, by: null } });
  });
});

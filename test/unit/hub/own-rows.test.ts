/** The hub judges a handoff by its own rows: what the customer signed, rates, documents and contracts (HE9, H26, H27, H32, H37). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import { type Consent, consents } from '../../../shared/cases/consents.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { feeOffer } from '../../../shared/policy/consent-text.ts';
import { coverage } from '../../../shared/policy/entitlement.ts';
import { sampleRates } from '../../../shared/policy/sample-policy.ts';
import { throughTheGate } from '../../helpers/gate-cases.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import {
  approve,
  approverOf,
  completeContents,
  editsOf,
  handOff,
  handoffOf,
  packetOf,
  sign,
  submit,
  urgentContents,
} from '../../helpers/packets.ts';
import { sample } from '../../helpers/sample.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

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

  /** Maintenance has lapsed, was offered again and declined, and the fees of four remote hours are signed. */
  const withFees = (change: (fees: Consent) => Partial<Consent> = () => ({})): CaseContents =>
    changed((contents) => {
      const { case: record } = contents;
      const ago = (hours: number) => ({
        at: new Date(Date.now() - hours * 3_600_000).toISOString(),
        zone: 'America/Chicago',
      });
      Object.assign(record, {
        ...{
          maintenance: 'lapsed',
          maintenanceFrom: null,
          maintenanceUntil: '2020-06-30',
          renewalOffered: 'yes',
        },
        ...{ renewalOfferedAt: ago(6), renewalOfferedTo: 'Sample Contact', renewalAnswer: 'declines' },
      });
      const [rate] = sampleRates;
      const [policy] = contents.consents;
      if (!rate || !policy) throw new Error('no rate');
      const { text: textShown, estimate } = feeOffer(
        { number: caseNumber(record.id), title: record.title, customer: record.customer },
        rate,
        { remoteHours: 4, remoteDays: 0, onSiteDays: 0 },
        coverage({ maintenance: 'lapsed', impactMember: false, workType: 'defect', releaseStep: 'none' }),
      );
      const own = { ...policy, id: newId(), kind: 'fees' as const, documentId: null, estimate };
      const fees = consents.empty({ ...own, textShown, textSha256: sha256OfText(textShown) });
      contents.consents.push({ ...fees, ...change(fees) });
    });
  const estimated =
    (change: Partial<NonNullable<Consent['estimate']>>) =>
    ({ estimate }: Consent): Partial<Consent> => ({ estimate: estimate && { ...estimate, ...change } });
  const reworded =
    (from: RegExp, to: string) =>
    (fees: Consent): Partial<Consent> => {
      const textShown = fees.textShown.replace(from, to);
      expect(textShown).not.toBe(fees.textShown);
      return { textShown, textSha256: sha256OfText(textShown) };
    };

  test('[H27] fees that are signed as they are published are taken', async () => {
    expect(refusedBy((await throughTheGate(device, withFees())).result)).toEqual([]);
  });

  test.each<[string, (fees: Consent) => Partial<Consent>]>([
    ['one cent more', estimated({ totalCents: 260_001 })],
    ['one cent less', estimated({ totalCents: 259_999 })],
    ['another effort', estimated({ remoteHours: 3 })],
    ['no effort', estimated({ remoteHours: 0, totalCents: 0 })],
    ['a rate that was never published', estimated({ rateId: '01900000-0000-7000-8000-0000000009ff' })],
    ['no estimate', () => ({ estimate: null })],
    ['another currency', reworded(/US dollars/, 'euros')],
    ['another price an hour', reworded(/650\.00/g, '65.00')],
    ['a text of its own', reworded(/^.*$/s, 'The customer agrees.')],
    [
      'a day before the rates',
      () => ({ signedOn: '2020-01-01', method: 'contract', reference: 'C-17 of 2020' }),
    ],
    ['a reference that says nothing', () => ({ method: 'contract', reference: 'n/a' })],
    ['a company that says nothing', () => ({ company: 'n/a' })],
    ['nobody', () => ({ name: '\u200b' })],
    ['nobody, in a word', () => ({ name: 'unknown' })],
    ['no title', () => ({ title: '-' })],
    ['a day that has not come', () => ({ signedOn: '2099-01-01' })],
  ])('[H27] fees signed with %s are refused', async (_what, change) => {
    expect(refusedBy((await throughTheGate(device, withFees(change))).result)).toContain('H27');
  });

  test('[HE7] what is not the hash of its text, or somebody else’s, never comes to the hub', async () => {
    for (const change of [
      { textSha256: 'ab'.repeat(32) },
      { by: { id: sample.people.lead.id, name: 'Somebody else' } },
    ]) {
      const { refusedRows, result } = await throughTheGate(
        device,
        withFees(() => change),
      );
      expect(refusedRows).toEqual([expect.stringContaining('consents: ')]);
      expect(refusedBy(result)).toContain('H27');
    }
  });

  test('[H37] [V2] a read-back that says nothing, or what the engineer wrote, approves nothing', async () => {
    const contents = completeContents(device);
    const { packet } = await submit(device, contents);
    const lead = await approverOf(device);
    const { observed, ask } = contents.case;
    for (const readBack of [
      { wrong: 'x', asked: 'Say why.' },
      { wrong: 'see above', asked: 'Say why.' },
      { wrong: observed, asked: 'Say why.' },
      { wrong: 'Some phones stay silent.', asked: ask.toUpperCase() },
      { wrong: 'Some phones stay silent.', asked: 'Some phones stay silent!' },
    ])
      expect(await approve(lead, packet, { readBack }), JSON.stringify(readBack)).toMatchObject({
        rejection: { code: 'invalid' },
      });
    expect(await approve(lead, packet)).toMatchObject({ outcome: 'applied' });
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

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { contentsDigest } from '../../../shared/handoff/packet.ts';
import { RULE_SET_VERSION } from '../../../shared/handoff/rule-set.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../../shared/policy/sample-policy.ts';
import { hubPaths, PROTOCOL, pushResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import { trusted } from '../../helpers/builders.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  completeContents,
  editsOf,
  handOff,
  handoffOf,
  packetOf,
  sign,
  urgentContents,
} from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let second: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  second = await startTestHub({ beside: hub });
});
afterAll(async () => {
  await second.stop();
  await hub.stop();
});

/** What the sample hub publishes: papers are judged by it there. */
const referenceData = { rates: sampleRates, documents: samplePolicyDocuments, contracts: [] };

const enrol = (who: keyof typeof sample.people, at = hub) => TestDevice.enrol(at, sample.people[who].id);
const tickets = async () =>
  (await sql<{ ticket: string }>(hub.databaseUrl, 'SELECT ticket FROM escalations ORDER BY ticket')).map(
    (row) => row.ticket,
  );

/** A device of somebody at Level 3. */
async function desk(): Promise<TestDevice> {
  await sql(hub.databaseUrl, "UPDATE people SET roles = '{level3}' WHERE id = $1", [
    sample.people.secondEngineer.id,
  ]);
  const device = await enrol('secondEngineer');
  await sql(hub.databaseUrl, "UPDATE people SET roles = '{engineer}' WHERE id = $1", [
    sample.people.secondEngineer.id,
  ]);
  return device;
}

describe('intake', () => {
  test('the sample case of these tests lacks nothing', async () => {
    const contents = completeContents(await enrol('engineer'));
    const findings = evaluate(contents, {
      now: new Date().toISOString(),
      products: sampleProducts,
      trust: trusted(),
      referenceData,
    });
    expect(findings.filter((each) => each.severity === 'blocker')).toEqual([]);
  });

  test('[S10] a complete packet gets a ticket, a receipt, an event and the state, for partner and Level 3', async () => {
    const device = await enrol('engineer');
    const contents = completeContents(device);
    const call = { level3CalledNumber: '888-918-4192', level3CalledTo: 'Sample Desk One' };
    Object.assign(contents.case, { ...call, level3CalledAt: contents.case.notifiedAt });
    const { packet, result } = await handOff(device, contents);
    if (result.outcome !== 'applied' || !result.receipt) throw new Error(JSON.stringify(result));
    const { receipt } = result;
    expect(receipt).toMatchObject({
      caseId: contents.case.id,
      packetId: packet.id,
      revision: 1,
      ruleSetVersion: RULE_SET_VERSION,
    });
    expect(receipt.ticket).toMatch(/^T-1\d{3}$/);
    const { rows } = await device.pullAll();
    const ofCase = (table: string) =>
      rows.filter(
        (row) => row.table === table && (row.data as { caseId?: string }).caseId === contents.case.id,
      );
    expect(ofCase('receipts').map((row) => row.data)).toEqual([receipt]);
    expect(ofCase('packets').map((row) => row.data)).toEqual([packet]);
    // The second notification goes with it: P-30 counts from the call (I10).
    expect(ofCase('tickets').map((row) => row.data)).toMatchObject([
      { called: { at: contents.case.notifiedAt?.at, number: '888-918-4192', to: 'Sample Desk One' } },
    ]);
    expect(ofCase('events').map((row) => row.data)).toMatchObject([
      { kind: 'handed-off', by: device.person, from: 'ready', to: 'in-review' },
      { kind: 'approved', by: { id: sample.people.lead.id }, from: 'in-review', to: 'approved' },
      { kind: 'received', by: null, from: 'approved', to: 'escalated', reason: receipt.ticket },
    ]);
    expect(rows.find((row) => row.key === contents.case.id)?.data).toMatchObject({ state: 'escalated' });
  });

  test('[S10] [S13] Level 3 has packet and receipt in its scope, and nobody else reads there', async () => {
    const [device, level3] = [await enrol('engineer'), await desk()];
    const { packet } = await handOff(device, completeContents(device));
    await sql(hub.databaseUrl, "UPDATE people SET roles = '{level3}' WHERE id = $1", [
      sample.people.secondEngineer.id,
    ]);
    const { rows } = await level3.pullAll('level3');
    expect(rows.find((row) => row.table === 'packets' && row.key === packet.id)?.data).toEqual(packet);
    expect(
      rows.some(
        (row) => row.table === 'receipts' && (row.data as { packetId?: string }).packetId === packet.id,
      ),
    ).toBe(true);
    expect((await level3.askPull(device.organisationScope, null)).status).toBe(403);
    expect((await device.askPull('level3', null)).status).toBe(403);
    await sql(hub.databaseUrl, "UPDATE people SET roles = '{engineer}' WHERE id = $1", [
      sample.people.secondEngineer.id,
    ]);
  });

  test('[S10] an incomplete packet comes back with the findings of the same rules; the case is open again', async () => {
    const device = await enrol('engineer');
    const whole = completeContents(device);
    const contents = { ...whole, revisions: [], case: { ...whole.case, specified: '' } };
    const before = await tickets();
    const { result } = await handOff(device, contents);
    if (result.outcome !== 'rejected') throw new Error(result.outcome);
    expect(result.rejection.code).toBe('handoff-incomplete');
    const expected = evaluate(contents, {
      now: new Date().toISOString(),
      products: sampleProducts,
      trust: trusted(),
      referenceData,
    });
    expect(result.rejection.findings?.map((each) => each.rule).sort()).toEqual(
      expected.map((each) => each.rule).sort(),
    );
    expect(
      result.rejection.findings?.some((each) => each.rule === 'H14' && each.severity === 'blocker'),
    ).toBe(true);
    expect(result.rejection.findings?.find(({ rule }) => rule === 'H1')).toMatchObject({
      code: 'specified-missing',
      values: {},
    });
    expect(result.rejection.findings?.every(({ code, values }) => code && values)).toBe(true);
    expect(await tickets()).toEqual(before);
    const { rows } = await device.pullAll();
    expect(rows.find((row) => row.key === contents.case.id)?.data).toMatchObject({ state: 'level2' });
    expect(
      rows.some((row) => row.table === 'packets' && (row.data as Packet).caseId === contents.case.id),
    ).toBe(false);
  });

  test('[S12] [HE13] a console of before schema 7 is told the findings without code and values, which it does not take', async () => {
    const device = await enrol('engineer');
    const contents = { ...completeContents(device), revisions: [] };
    const packet = await sign(device, packetOf(device, contents));
    const edits = [...editsOf(contents), handoffOf(packet)].map((edit) => device.mutation(edit));
    const push = async (schema: number) => {
      const body = { protocol: PROTOCOL, schema, mutations: edits };
      const answer = await request(hub.url, hubPaths.push, { token: device.token, body });
      const last = pushResponse.parse(answer.body).results.at(-1);
      if (last?.outcome !== 'rejected') throw new Error(last?.outcome);
      return last.rejection.findings ?? [];
    };
    const [before, repeated] = [await push(6), await push(SCHEMA)];
    expect(before.length).toBeGreaterThan(0);
    expect(before.some((each) => 'code' in each || 'values' in each)).toBe(false);
    // What the hub keeps of its answer is whole.
    expect(repeated.every(({ code, values }) => code && values)).toBe(true);
    expect(repeated.map(({ rule, message }) => [rule, message])).toEqual(
      before.map(({ rule, message }) => [rule, message]),
    );
  });

  test('[S10] a packet that was refused goes through once the case is mended', async () => {
    const device = await enrol('engineer');
    const whole = completeContents(device);
    const first = await handOff(device, { ...whole, revisions: [] });
    expect(first.result.outcome).toBe('rejected');
    await device.push({
      table: 'cases',
      key: whole.case.id,
      op: 'patch',
      patch: { state: 'ready' },
      base: { state: 'level2' },
    });
    const packet = await sign(device, packetOf(device, whole, 2));
    const [result] = (await device.push(handoffOf(packet))).results;
    expect(result).toMatchObject({ outcome: 'applied' });
    expect((await device.row('cases', whole.case.id))?.data).toMatchObject({ state: 'in-review' });
  });

  test('[S10] the same packet ten times, over two hubs and with the answer lost, is one escalation', async () => {
    const device = await enrol('engineer');
    const contents = urgentContents(device);
    await device.push(...editsOf(contents));
    const edit = device.mutation(handoffOf(await sign(device, packetOf(device, contents))));
    const before = (await tickets()).length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        device.url = i % 2 === 0 ? hub.url : second.url;
        return device.send([edit]);
      }),
    );
    const given = new Set(
      answers
        .filter(({ status }) => status === 200)
        .map(({ body }) => JSON.stringify(pushResponse.parse(body).results)),
    );
    expect(given.size).toBe(1);
    expect(await tickets()).toHaveLength(before + 1);
  });

  test('[S10] the same packet from two devices at once, as a stick would carry it, is one escalation with one receipt', async () => {
    const [one, two] = [await enrol('engineer'), await enrol('engineer', second)];
    const contents = urgentContents(one);
    await one.push(...editsOf(contents));
    const packet = await sign(one, packetOf(one, contents));
    const before = (await tickets()).length;
    const answers = await Promise.all([one.push(handoffOf(packet)), two.push(handoffOf(packet))]);
    const receipts = answers.map(({ results: [result] }) =>
      result?.outcome === 'applied' ? result.receipt : result,
    );
    expect(receipts[0]).toMatchObject({ packetId: packet.id });
    expect(receipts[1]).toEqual(receipts[0]);
    expect(await tickets()).toHaveLength(before + 1);
  });

  test('[S10] two packets for one revision: one is taken in, the other refused', async () => {
    const [one, two] = [await enrol('engineer'), await enrol('engineer', second)];
    const contents = completeContents(one);
    await one.push(...editsOf(contents));
    const [first, other] = [
      await sign(one, packetOf(one, contents)),
      await sign(two, packetOf(two, contents)),
    ];
    const answers = await Promise.all([one.push(handoffOf(first)), two.push(handoffOf(other))]);
    const outcomes = answers.map(({ results: [result] }) => result?.outcome);
    expect(outcomes.sort()).toEqual(['applied', 'rejected']);
  });

  test('[S10] tickets of two hubs count up without a gap or a double', async () => {
    const devices = [
      await enrol('engineer'),
      await enrol('secondEngineer', second),
      await enrol('otherEngineer'),
    ];
    const results = await Promise.all(
      devices.map(async (device) => {
        const given: string[] = [];
        for (let i = 0; i < 3; i++) {
          const { result } = await handOff(device, completeContents(device));
          if (result.outcome === 'applied' && result.receipt) given.push(result.receipt.ticket);
        }
        return given;
      }),
    );
    expect(results.flat()).toHaveLength(9);
    const numbers = (await tickets()).map((ticket) => Number(ticket.slice(2)));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => 1001 + i));
  });
});

describe('what intake refuses before it asks a rule', () => {
  test.each<[string, string, (packet: Packet) => Packet]>([
    ['invalid', 'a digest that does not fit', (packet) => ({ ...packet, digest: '0'.repeat(64) })],
    [
      'invalid',
      'contents changed after the digest',
      (packet) => ({ ...packet, contents: { ...packet.contents, systems: [] } }),
    ],
    ['forbidden', 'another case than it says', (packet) => ({ ...packet, caseId: newId() })],
    [
      'forbidden',
      'another person than the sender',
      (packet) => ({ ...packet, by: { id: newId(), name: 'Somebody else' } }),
    ],
    [
      'forbidden',
      'a case of another organisation',
      (packet) => {
        const contents = {
          ...packet.contents,
          case: { ...packet.contents.case, organisationId: sample.organisations[1].id },
        };
        return { ...packet, contents, digest: contentsDigest(contents) };
      },
    ],
    [
      'invalid',
      'a row of another case',
      (packet) => {
        const contents = {
          ...packet.contents,
          systems: packet.contents.systems.map((row) => ({ ...row, caseId: newId() })),
        };
        return { ...packet, contents, digest: contentsDigest(contents) };
      },
    ],
    ['invalid', 'a field that no packet has', (packet) => ({ ...packet, waived: true }) as Packet],
    [
      'missing-row',
      'a case that the hub does not have',
      (packet) => {
        const id = newId();
        const { contents } = packet;
        const moved = {
          ...contents,
          case: { ...contents.case, id },
          systems: contents.systems.map((row) => ({ ...row, caseId: id })),
          configuration: contents.configuration.map((row) => ({ ...row, caseId: id })),
          revisions: contents.revisions.map((row) => ({ ...row, caseId: id })),
          steps: contents.steps.map((row) => ({ ...row, caseId: id })),
          consents: contents.consents.map((row) => ({ ...row, caseId: id })),
        };
        return { ...packet, caseId: id, contents: moved, digest: contentsDigest(moved) };
      },
    ],
  ])('[S10] %s: %s', async (code, _what, change) => {
    const device = await enrol('engineer');
    const contents = completeContents(device);
    await device.push(...editsOf(contents));
    const { head } = await device.pullAll();
    const [result] = (await device.push(handoffOf(change(packetOf(device, contents))))).results;
    expect(result).toMatchObject({ outcome: 'rejected', rejection: { code } });
    expect((await device.pullAll()).head).toEqual(head);
  });

  test('[S10] a case that is not ready, and a packet that is changed or deleted', async () => {
    const device = await enrol('engineer');
    const contents = completeContents(device);
    await device.push(...editsOf(contents).slice(0, -1));
    const packet = packetOf(device, contents);
    const { results } = await device.push(
      handoffOf(packet),
      { table: 'packets', key: packet.id, op: 'patch', patch: { note: 'x' }, base: { note: '' } },
      { table: 'packets', key: packet.id, op: 'delete' },
    );
    expect(results).toMatchObject([
      { rejection: { code: 'state' } },
      { rejection: { code: 'not-changeable' } },
      { rejection: { code: 'not-changeable' } },
    ]);
  });

  test('[S10] a lead hands nothing off: that is the engineer’s', async () => {
    const [engineer, lead] = [await enrol('engineer'), await enrol('lead')];
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const [result] = (await lead.push(handoffOf(await sign(lead, packetOf(lead, contents))))).results;
    expect(result).toMatchObject({ rejection: { code: 'forbidden' } });
  });

  test('[S13] a packet under the id of another organisation’s packet takes nothing over and changes nothing of theirs', async () => {
    const [ours, theirs] = [await enrol('engineer'), await enrol('otherEngineer')];
    const { packet } = await handOff(ours, completeContents(ours));
    const before = await sql(hub.databaseUrl, "SELECT * FROM rows WHERE scope = 'level3' AND key = $1", [
      packet.id,
    ]);
    const contents = completeContents(theirs);
    await theirs.push(...editsOf(contents));
    const own = await sign(theirs, { ...packetOf(theirs, contents), id: packet.id });
    const [result] = (await theirs.push(handoffOf(own))).results;
    expect(result).toMatchObject({ outcome: 'rejected', rejection: { code: 'duplicate-key' } });
    expect(JSON.stringify(result)).not.toContain('T-1');
    expect(
      await sql(hub.databaseUrl, "SELECT * FROM rows WHERE scope = 'level3' AND key = $1", [packet.id]),
    ).toEqual(before);
  });
});

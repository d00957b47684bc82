import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { sql } from '../../helpers/postgres.ts';
import { TestDevice } from '../../helpers/test-device.ts';

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

describe('pokes', () => {
  test('[S7] a push on one hub pokes the devices that listen on another', async () => {
    const [writer, reader] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.secondEngineer.id),
    ];
    const listening = await listen(reader, second.url);
    await writer.insert('cases', caseOf(writer));
    const { version } = (await writer.pullAll()).head;
    await listening.until((each) => each.scope === writer.organisationScope && each.version === version);
    listening.close();
  });

  test('[S7] a stream begins with where its scopes stand, so that nothing falls between pull and listening', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    await device.insert('cases', caseOf(device));
    const { version } = (await device.pullAll()).head;
    const listening = await listen(device);
    await listening.until((each) => each.scope === device.organisationScope && each.version === version);
    await listening.until((each) => each.scope === 'catalogue');
    listening.close();
  });

  test('[S13] nobody is poked for a scope of others', async () => {
    const [ours, theirs] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.otherEngineer.id),
    ];
    const listening = await listen(theirs);
    await ours.insert('cases', caseOf(ours));
    // Their own poke comes behind ours on the same line: what was to come has come.
    await theirs.insert('cases', caseOf(theirs));
    const { version } = (await theirs.pullAll()).head;
    await listening.until((each) => each.scope === theirs.organisationScope && each.version === version);
    expect(new Set(listening.pokes.map((each) => each.scope))).toEqual(
      new Set(['catalogue', theirs.organisationScope]),
    );
    listening.close();
  });

  test('security 27: streams of one device are bounded', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const open = [await listen(device), await listen(device), await listen(device), await listen(device)];
    const fifth = await fetch(hub.url + hubPaths.poke, {
      headers: { authorization: `Bearer ${device.token}` },
    });
    expect(fifth.status).toBe(429);
    expect(Number(fifth.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const each of open) each.close();
  });

  test('a message of somebody else on the channel harms nobody', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const listening = await listen(device);
    await sql(
      hub.databaseUrl,
      "SELECT pg_notify('scope_changed', 'no json'), pg_notify('scope_changed', '{\"scope\":7}')",
    );
    await device.insert('cases', caseOf(device));
    const { version } = (await device.pullAll()).head;
    await listening.until((each) => each.scope === device.organisationScope && each.version === version);
    listening.close();
  });

  test('a line to the database that breaks is made again, and says what was missed', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const listening = await listen(device);
    await listening.until((each) => each.scope === device.organisationScope);
    await sql(
      hub.databaseUrl,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% pokes' AND datname = current_database()",
    );
    await device.insert('cases', caseOf(device));
    const { version } = (await device.pullAll()).head;
    await listening.until((each) => each.scope === device.organisationScope && each.version === version);
    listening.close();
  });

  test('a hub that stops ends its streams', async () => {
    const third = await startTestHub({ beside: hub });
    const device = await TestDevice.enrol(third, sample.people.engineer.id);
    const listening = await listen(device);
    await third.stop();
    await listening.ended;
  });
});

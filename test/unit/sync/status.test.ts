import { describe, expect, test } from 'vitest';
import { syncStatus } from '../../../renderer/sync/status.ts';
import type { SyncState } from '../../../renderer/sync/sync-state.ts';

const NOW = '2026-11-23T12:00:00.000Z';
const ago = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
const online: SyncState = {
  link: 'online',
  moving: false,
  lastAgreement: NOW,
  agrees: true,
  problem: '',
  fault: '',
};
const counts = { waiting: 0, since: null, rejected: 0, conflicts: 0, now: NOW };

describe('the state of sync in words', () => {
  test('[S8] up to date only where nothing waits and the hashes agree', () => {
    expect(syncStatus(online, counts).sentence).toBe('Up to date');
    expect(syncStatus({ ...online, agrees: false }, counts).sentence).toBe('Comparing with the hub');
    expect(syncStatus(online, { ...counts, waiting: 1, since: NOW }).sentence).toBe(
      'Sending. 1 change waits',
    );
    expect(syncStatus(online, { ...counts, conflicts: 2 })).toMatchObject({
      sentence: 'Up to date. 2 conflicts wait for a decision',
      tone: 'waiting',
    });
    expect(syncStatus(online, { ...counts, rejected: 1 })).toMatchObject({
      sentence: 'Up to date. 1 change needs attention',
      tone: 'bad',
    });
  });

  test('[S2] clocks that differ by more than two minutes are said beside it, and are no fault of the line', () => {
    const minutes = (count: number) => ({ ...counts, hubAheadMs: count * 60_000 });
    expect(syncStatus(online, minutes(2))).toMatchObject({ sentence: 'Up to date', tone: 'good' });
    expect(syncStatus(online, minutes(7))).toMatchObject({
      sentence: 'Up to date. This computer’s clock is 7 minutes behind the hub’s',
      tone: 'waiting',
    });
    expect(syncStatus(online, { ...minutes(-3 * 1440), rejected: 1 })).toMatchObject({
      sentence: 'Up to date. 1 change needs attention. This computer’s clock is 3 days ahead of the hub’s',
      tone: 'bad',
    });
  });

  test('a hub that cannot take changes now is said with what is kept', () => {
    const problem = 'The hub cannot do this now; nothing is lost. Try again in a moment.';
    const refused: SyncState = { ...online, link: 'refused', agrees: false, problem };
    expect(syncStatus(refused, { ...counts, waiting: 12, since: NOW }).sentence).toBe(
      `${problem} 12 changes wait; all are saved on this computer`,
    );
    expect(syncStatus(refused, counts).sentence).toBe(problem);
  });

  test('[S11] the alarm comes after 15 minutes with the hub, and after 72 hours without', () => {
    const alarm = (state: SyncState, minutes: number) =>
      syncStatus(state, { ...counts, waiting: 3, since: ago(minutes) });
    const fault: SyncState = { ...online, link: 'fault' };
    const offline: SyncState = { ...online, link: 'offline' };
    expect(alarm(online, 15)).toMatchObject({ alarm: '', tone: 'waiting' });
    expect(alarm(online, 16)).toMatchObject({
      alarm: expect.stringContaining('more than 15 minutes'),
      tone: 'bad',
    });
    expect(alarm(fault, 15)).toMatchObject({
      alarm: '',
      sentence: 'Sync stopped on a fault in this console. 3 changes wait; all are saved on this computer',
      tone: 'bad',
    });
    expect(alarm(fault, 16).alarm).toMatch(/stopped on a fault .*more than 15 minutes.*Export the fault log/);
    expect(alarm(offline, 72 * 60)).toMatchObject({ alarm: '', tone: 'waiting' });
    expect(alarm(offline, 72 * 60 + 1)).toMatchObject({
      alarm: expect.stringContaining('more than three days'),
      sentence: 'Offline. 3 changes wait; all are saved on this computer',
      tone: 'bad',
    });
  });

  test('[S11] nothing that waits is no alarm, and a clock that was set back raises none', () => {
    expect(syncStatus(online, { ...counts, since: ago(60) }).alarm).toBe('');
    expect(syncStatus(online, { ...counts, waiting: 1, since: ago(-600) }).alarm).toBe('');
  });

  test('what somebody has to mend on the way to the hub is no mere being offline', () => {
    const offline = (fault: string) => syncStatus({ ...online, link: 'offline', fault }, counts);
    const words: [string, RegExp][] = [
      ['certificate-untrusted', /^The certificate of the hub is not trusted on this computer\.$/],
      ['certificate-date', /has expired or is not valid yet/],
      ['certificate-name', /is for another name/],
      ['proxy-login', /asks for a name and a password/],
      ['proxy-refused', /does not let this console through/],
      ['not-a-hub', /is no hub/],
    ];
    for (const [fault, said] of words)
      expect(offline(fault)).toMatchObject({ sentence: expect.stringMatching(said), tone: 'bad' });
    expect(
      syncStatus(
        { ...online, link: 'offline', fault: 'certificate-date' },
        { ...counts, waiting: 2, since: NOW },
      ).sentence,
    ).toMatch(/\. 2 changes wait; all are saved on this computer$/);
    for (const fault of ['', 'name-not-found', 'connection-refused', 'no-network', 'timeout', 'proxy-away'])
      expect(offline(fault)).toMatchObject({ sentence: 'Offline. No change waits', tone: 'waiting' });
    // While the hub answers, an old fault is none.
    expect(syncStatus({ ...online, fault: 'tls' }, counts).sentence).toBe('Up to date');
  });
});

/** [security 40] A tab that asks before there is anybody who could vouch for it. In a file of its own: tabs of a page hear each other. */
import { expect, test } from 'vitest';
import { Tab } from '../../../renderer/bridge/tab.ts';

test('security 40: one that asked just before another signs in is heard by it all the same', async () => {
  const told: boolean[] = [];
  const waiting = new Tab(
    async () => null,
    (signedIn) => told.push(signedIn),
  );
  const asked = waiting.token();
  // What it asked has gone out, to nobody.
  await new Promise((done) => setTimeout(done, 50));
  const served = document.createElement('meta');
  served.name = 'console-tab';
  served.content = 'of the one that signs in';
  document.head.append(served);
  new Tab(
    async () => 'made for the one that waits',
    () => undefined,
  );
  expect(await asked).toBe('made for the one that waits');
  expect(told).toEqual([true]);
});

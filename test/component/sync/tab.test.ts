/** [security 40] A tab without a token is vouched for by another, also by one that takes its time. */
import { waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { SignedOut, Tab } from '../../../renderer/bridge/tab.ts';

afterEach(() => sessionStorage.clear());

/** Two tabs of one console; what the shell makes for the second comes once `open` is called. */
function twoTabs(): { second: Tab; told: boolean[]; open: () => void } {
  let open = () => {};
  const made = new Promise<string>((done) => {
    open = () => done('made for the second');
  });
  sessionStorage.setItem('console-tab', 'of the first');
  new Tab(
    () => made,
    () => undefined,
  );
  // Tabs have a storage of their own each.
  sessionStorage.clear();
  const told: boolean[] = [];
  const second = new Tab(
    async () => null,
    (signedIn) => told.push(signedIn),
  );
  return { second, told, open: () => open() };
}

test('security 40: one that was said to be signed out is signed in once the other answers', async () => {
  const { second, told, open } = twoTabs();
  await expect(second.token()).rejects.toThrow(SignedOut);
  expect(told).toEqual([false]);
  open();
  await waitFor(() => expect(told).toEqual([false, true]));
  expect(await second.token()).toBe('made for the second');
  expect(sessionStorage.getItem('console-tab')).toBe('made for the second');
});

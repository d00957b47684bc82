/** A screen that could not be drawn is left as any other: by going elsewhere. */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { screens } from '../../../renderer/app/screens.tsx';
import { StoppedScreen } from '../../../renderer/app/stopped-screen.tsx';

function Place() {
  if (window.location.hash === '#/broken') throw new Error('A row that nobody expected');
  return <h1>A screen</h1>;
}
async function go(hash: string): Promise<void> {
  await act(async () => {
    const gone = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    window.location.hash = hash;
    await gone;
  });
}
afterEach(() => {
  cleanup();
  window.location.hash = '';
});

test('says that it stopped and what is safe, and goes with the next address; one that breaks again says it again', async () => {
  await go('#/broken');
  render(
    <MantineProvider>
      <StoppedScreen>
        <Place />
      </StoppedScreen>
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'This screen stopped' });
  screen.getByText(/All that was called saved is safe on this computer\. .* A row that nobody expected/);
  await go('#/elsewhere');
  await screen.findByRole('heading', { name: 'A screen' });
  expect(screen.queryByText('This screen stopped')).toBe(null);
});

test('every screen of a case, a packet or a review stands at the id of a record only', () => {
  const open = screens.filter(({ path }) => /^\/(?:cases|packets|review)\/:id/.test(path));
  expect(open.map(({ path, byId }) => [path, byId])).toEqual(open.map(({ path }) => [path, true]));
  expect(open.length).toBeGreaterThan(8);
});

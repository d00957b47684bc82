import { cleanup, render, screen } from '@testing-library/react';
import { useEffect, useLayoutEffect, useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { followBetweenTasks } from '../../../renderer/views/follow-between-tasks.ts';

afterEach(cleanup);

test('what a store holds is drawn after what a person did meanwhile, and not with it', async () => {
  const lines = createStore(() => ({ count: 0 }));
  const drawn: string[] = [];
  let type: (text: string) => void = () => undefined;
  function Lines() {
    const [{ count }, setShown] = useState({ count: -1 });
    const [typed, setTyped] = useState('nothing');
    type = setTyped;
    useEffect(() => followBetweenTasks(lines, setShown), []);
    useLayoutEffect(() => {
      drawn.push(`${count} lines, ${typed} typed`);
    }, [count, typed]);
    return <p>{count} lines</p>;
  }
  render(<Lines />);
  await screen.findByText('0 lines');
  drawn.length = 0;
  lines.setState({ count: 1 });
  type('a letter');
  await screen.findByText('1 lines');
  expect(drawn).toEqual(['0 lines, a letter typed', '1 lines, a letter typed']);
});

test('one that no longer follows is told nothing', async () => {
  const lines = createStore(() => ({ count: 0 }));
  const told: number[] = [];
  const stop = followBetweenTasks(lines, ({ count }) => told.push(count));
  lines.setState({ count: 1 });
  stop();
  lines.setState({ count: 2 });
  expect(told).toEqual([0, 1]);
});

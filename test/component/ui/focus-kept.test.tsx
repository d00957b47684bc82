/** What has the focus goes off the page by an act: the focus is on what the person then sees, and never on nothing. */
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { VirtualRows } from '../../../renderer/features/case/capture/virtual-rows.tsx';
import { focusOnceDrawn } from '../../../renderer/ui/focus-drawn.ts';
import { keepFocus } from '../../../renderer/ui/focus-kept.ts';

let end = () => {};
beforeEach(() => {
  end = keepFocus();
});
afterEach(() => {
  end();
  cleanup();
});

const at = () => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label');
const focusIs = (words: string) => waitFor(() => expect(at()).toBe(words));

/** A part of a screen: what `draw` gives, until something is done in it, and then what is left. */
function Part({ draw }: { draw: (done: boolean, act: () => void) => ReactNode }) {
  const [done, setDone] = useState(false);
  return (
    <main id="main" tabIndex={-1}>
      <h1>Case</h1>
      <section>
        <h2>Systems</h2>
        <input aria-label="Host" />
        {draw(done, () => setDone(true))}
      </section>
    </main>
  );
}
/** A button that goes once it is pressed, and what stands beside it. */
function renderTakeOver(beside: ReactNode): void {
  render(
    <Part
      draw={(done, act) => (
        <p>
          {!done && (
            <button type="button" onClick={act}>
              Take over
            </button>
          )}
          {beside}
        </p>
      )}
    />,
  );
}

async function press(name: string): Promise<void> {
  screen.getByRole('button', { name }).focus();
  await keys.keyboard('{Enter}');
}

test('a button that goes leaves it to the heading of its part, and not to the button beside it', async () => {
  renderTakeOver(<button type="button">Refuse</button>);
  await press('Take over');
  await focusIs('Systems');
});

test('what scrolls because something went is no reason to let the focus fall', async () => {
  renderTakeOver(<span id="late" />);
  const taken = new MutationObserver(() => {
    if (screen.queryByRole('button', { name: 'Take over' })) return;
    taken.disconnect();
    // The part is shorter by what went, and something else is drawn right after that.
    document.dispatchEvent(new Event('scroll'));
    setTimeout(() => document.getElementById('late')?.append('Taken'), 10);
  });
  taken.observe(document.body, { subtree: true, childList: true });
  await press('Take over');
  await focusIs('Systems');
});

test('what comes in its place has it', async () => {
  render(
    <Part
      draw={(done, act) =>
        done ? (
          <div>
            <button type="button">Record another</button>
          </div>
        ) : (
          <form>
            <button type="button" onClick={act}>
              Record it
            </button>
          </form>
        )
      }
    />,
  );
  await press('Record it');
  await focusIs('Record another');
});

test('a screen that takes the place of a list has it at its heading', async () => {
  render(
    <Part
      draw={(done, act) =>
        done ? (
          <div>
            <a href="#back">All people</a>
            <h2>Robin Example</h2>
          </div>
        ) : (
          <ul>
            <li>
              <button type="button" onClick={act}>
                Open Robin Example
              </button>
            </li>
          </ul>
        )
      }
    />,
  );
  await press('Open Robin Example');
  await focusIs('Robin Example');
});

function Rows() {
  const [rows, setRows] = useState(['one', 'two', 'three']);
  return (
    <ul>
      {rows.map((row) => (
        <li key={row}>
          <a href={`#${row}`}>{row}</a>
          <button type="button" onClick={() => setRows(rows.filter((each) => each !== row))}>
            Remove {row}
          </button>
        </li>
      ))}
    </ul>
  );
}

test('a row that goes leaves it to the row beside it, and the last one to the heading', async () => {
  render(<Part draw={() => <Rows />} />);
  await press('Remove two');
  await focusIs('three');
  await press('Remove three');
  await focusIs('one');
  await press('Remove one');
  await focusIs('Systems');
});

test('a row that is scrolled out of a long list leaves it to no other', async () => {
  const numbers = Array.from({ length: 500 }, (_, n) => n);
  render(
    <Part
      draw={() => (
        <VirtualRows
          rows={numbers}
          label="Rows"
          template="1fr"
          keyOf={String}
          draw={(n) => <input aria-label={`Row ${n}`} />}
        />
      )}
    />,
  );
  const list = screen.getByLabelText('Rows');
  list.style.cssText = 'display: block; height: 200px; overflow: auto';
  (await screen.findByLabelText('Row 3')).focus();
  list.scrollTop = 8_000;
  await waitFor(() => expect(screen.queryByLabelText('Row 3')).toBeNull());
  await screen.findByLabelText('Row 200');
  await new Promise((done) => setTimeout(done, 300));
  expect(document.activeElement).toBe(document.body);
});

test('a field that goes leaves it to the next one, in which typing goes on', async () => {
  function Fields() {
    const [gone, setGone] = useState(false);
    return (
      <div>
        {!gone && (
          <label>
            When <input onChange={() => setTimeout(() => setGone(true), 20)} />
          </label>
        )}
        <button type="button">Help</button>
        <label>
          What <input />
        </label>
      </div>
    );
  }
  render(<Part draw={() => <Fields />} />);
  screen.getByLabelText('When').focus();
  await keys.keyboard('7');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('What')));
});

test('an act of a message leads back to where the person was', async () => {
  render(
    <Part
      draw={(done, act) =>
        !done && (
          <div role="status">
            <button type="button" onClick={act}>
              Undo
            </button>
          </div>
        )
      }
    />,
  );
  const field = screen.getByLabelText('Host');
  field.focus();
  await press('Undo');
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test('a button that is off while it works has it again, and its part’s heading where it stays off', async () => {
  function Works({ comesBack }: { comesBack: boolean }) {
    const [off, setOff] = useState(false);
    return (
      <button
        type="button"
        disabled={off}
        onClick={() => {
          setOff(true);
          if (comesBack) setTimeout(() => setOff(false), 150);
        }}
      >
        Check
      </button>
    );
  }
  const { rerender } = render(<Part draw={() => <Works key="a" comesBack />} />);
  await press('Check');
  await focusIs('Check');
  rerender(<Part draw={() => <Works key="b" comesBack={false} />} />);
  await press('Check');
  await focusIs('Systems');
});

test('a bar without a heading has it at what stands in it', async () => {
  function Bar() {
    const [up, setUp] = useState(false);
    return (
      <footer>
        <a href="#sync">Up to date</a>
        <span>
          {!up && (
            <button type="button" onClick={() => setUp(true)}>
              Network off: turn on
            </button>
          )}
          <button type="button">Robin Example</button>
        </span>
      </footer>
    );
  }
  render(<Bar />);
  await press('Network off: turn on');
  await focusIs('Robin Example');
});

test('who says where it goes comes first, also later; who goes nowhere by themselves stays there', async () => {
  render(
    <Part
      draw={(done, act) =>
        done ? (
          <h3 id="told">Told</h3>
        ) : (
          <button
            type="button"
            onClick={() => {
              focusOnceDrawn(() => document.getElementById('late'));
              setTimeout(() => document.getElementById('told')?.setAttribute('id', 'late'), 200);
              act();
            }}
          >
            Tell Level 3
          </button>
        )
      }
    />,
  );
  await press('Tell Level 3');
  await focusIs('Told');
  await new Promise((done) => setTimeout(done, 1_100));
  screen.getByLabelText('Host').focus();
  (document.activeElement as HTMLElement).blur();
  await new Promise((done) => setTimeout(done, 10));
  screen.getByLabelText('Host').remove();
  await new Promise((done) => setTimeout(done, 300));
  expect(document.activeElement).toBe(document.body);
});

/**
 * What must not move while somebody presses the mouse or the screen: a press takes the focus from a field, the field saves, what the
 * rules then say is drawn below it, and the button that was pressed is no longer under the pointer when it is let go.
 */
import { useEffect, useReducer, useRef } from 'react';

/** Longer than a press; a list of choices that a press opens may keep its release to itself. */
const LONGEST_PRESS_MS = 1_500;

let pressed = false;
let listening = false;
let limit: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();

function release(): void {
  if (!pressed) return;
  clearTimeout(limit);
  pressed = false;
  for (const draw of [...waiting]) draw();
}

function listen(): void {
  if (listening) return;
  listening = true;
  window.addEventListener(
    'pointerdown',
    () => {
      pressed = true;
      clearTimeout(limit);
      limit = setTimeout(release, LONGEST_PRESS_MS);
    },
    { capture: true },
  );
  // The click comes behind the release, in the same turn.
  for (const event of ['pointerup', 'pointercancel', 'dragend'] as const)
    window.addEventListener(event, () => setTimeout(release), { capture: true });
  for (const event of ['keydown', 'change'] as const)
    window.addEventListener(event, release, { capture: true });
}

/** The value; while the pointer is held down, the value as it was when it was pressed. */
export function useSteady<T>(value: T): T {
  const shown = useRef(value);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const waits = pressed && shown.current !== value;
  if (!waits) shown.current = value;
  useEffect(listen, []);
  useEffect(() => {
    if (!waits) return;
    waiting.add(draw);
    return () => void waiting.delete(draw);
  }, [waits]);
  return shown.current;
}

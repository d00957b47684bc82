/** What the console tells a person while they work: one message at a time, in the status bar, where it covers nothing. */
import { createStore } from 'zustand/vanilla';

export interface Message {
  /** Two of the same id are one: the later replaces the earlier. */
  id: string;
  text: string;
  tone: 'plain' | 'bad';
  /** One thing to do about it, here. */
  act: { word: string; run: () => void } | null;
  /** Stays until the person puts it away, or acts. */
  stays: boolean;
}

export interface Messages {
  /** The newest; null where nothing is said. */
  shown: Message | null;
  /** Older ones that stay, oldest first. */
  kept: readonly Message[];
}

/** In zustand and not in a component: what is told outlives the screen that told it. */
export const messages = createStore<Messages>(() => ({ shown: null, kept: [] }));

/** Tells it. What stood there before is gone, unless it stays. */
export function tell(
  text: string,
  more: { id?: string; tone?: Message['tone']; act?: Message['act']; stays?: boolean } = {},
): void {
  const message: Message = {
    id: more.id ?? text,
    text,
    tone: more.tone ?? 'plain',
    act: more.act ?? null,
    stays: more.stays ?? false,
  };
  messages.setState(({ shown, kept }) => {
    const others = kept.filter(({ id }) => id !== message.id);
    return {
      shown: message,
      kept: shown?.stays && shown.id !== message.id ? [...others, shown] : others,
    };
  });
}

/** Puts a message away; the newest of those that stay takes its place. */
export function putAway(id: string): void {
  messages.setState(({ shown, kept }) => {
    const left = kept.filter((each) => each.id !== id);
    if (shown?.id !== id) return { shown, kept: left };
    return { shown: left.at(-1) ?? null, kept: left.slice(0, -1) };
  });
}

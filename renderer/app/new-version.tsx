/** Looks for a new version once the hub is there and then a few times a day, and says that there is one; nothing is fetched by itself. */
import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { report } from '../store/report.ts';
import { tell } from '../ui/messages.ts';
import { useApp, useHubThere } from '../views/hooks.tsx';

const EVERY_MS = 6 * 3_600_000;

export function NewVersionTeller({ onOpen }: { onOpen: (path: string) => void }) {
  const { bridge, sync, now } = useApp();
  const isThere = useHubThere();
  const looked = useRef(Number.NEGATIVE_INFINITY);
  const told = useRef<string | null>(null);
  useEffect(() => {
    async function look(): Promise<void> {
      const at = now().getTime();
      if (!isThere || at - looked.current < EVERY_MS) return;
      looked.current = at;
      const state = await bridge.call('update.state', {});
      if (state.kind !== 'on' || state.feed === null) return;
      const answer = await sync.asDevice(() => bridge.call('update.look', {}));
      // What is wrong is said in Settings, to who looks there: nobody's work waits for it. Without an answer the next look asks.
      if (!answer.ok) return;
      const { version } = answer.value;
      if (version === null || version === told.current) return;
      told.current = version;
      tell(t`Version ${version} of the console is available.`, {
        id: 'new-version',
        stays: true,
        act: { word: t`Settings`, run: () => onOpen('/settings') },
      });
    }
    const run = () => void look().catch((error: unknown) => report(error, 'looking for a new version'));
    run();
    const id = setInterval(run, EVERY_MS);
    return () => clearInterval(id);
  }, [bridge, sync, now, isThere, onOpen]);
  return null;
}

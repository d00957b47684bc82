/** Has the system tell what happens while the console is not looked at; pressing it shows the very thing. */
import { t } from '@lingui/core/macro';
import { useEffect, useMemo, useRef } from 'react';
import { report } from '../store/report.ts';
import { useClockLines } from '../views/clock-hooks.tsx';
import { usePartnerHome } from '../views/home-hooks.tsx';
import { useApp, useIdentity } from '../views/hooks.tsx';
import { deskNotices, executiveNotices, fresh, type Notice, partnerNotices } from '../views/notices.ts';
import { openQuestions } from '../views/open-questions.ts';
import { useView } from '../views/use-view.ts';

/** More at once are one: nobody reads five. */
const MOST_AT_ONCE = 3;

/** By the browser's own, where the person allowed it (Settings) and the page is not before their eyes. */
function tellInBrowser({ id, title, body, path }: Notice, onOpen: (path: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return;
  const shown = new Notification(title, { body, tag: id });
  shown.onclick = () => {
    window.focus();
    onOpen(path);
    shown.close();
  };
}

function useTold(notices: readonly Notice[], loaded: boolean, onOpen: (path: string) => void): void {
  const { bridge, info } = useApp();
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!loaded) return;
    const news = fresh(known.current, notices);
    known.current = new Set(notices.map(({ id }) => id));
    const told =
      news.length > MOST_AT_ONCE
        ? [
            {
              id: 'many',
              title: t`${news.length} things need you`,
              body: t`Home has them all.`,
              path: '/',
            },
          ]
        : news;
    for (const notice of told) {
      if (info.shell === 'browser') {
        tellInBrowser(notice, onOpen);
        continue;
      }
      const { title, body, path } = notice;
      bridge
        .call('window.notify', { title, body, to: path })
        .catch((error: unknown) => report(error, 'a notification of the system'));
    }
  }, [bridge, info, notices, loaded, onOpen]);
}

export function PartnerNotices({ onOpen }: { onOpen: (path: string) => void }) {
  const home = usePartnerHome();
  useTold(
    useMemo(() => partnerNotices(home), [home]),
    home.loaded,
    onOpen,
  );
  return null;
}

export function DeskNotices({ onOpen }: { onOpen: (path: string) => void }) {
  const { lines, loaded } = useClockLines();
  const questions = useView(openQuestions);
  const notices = useMemo(() => deskNotices(lines, questions ?? []), [lines, questions]);
  useTold(notices, loaded && questions !== undefined, onOpen);
  return null;
}

export function ExecutiveNotices({ onOpen }: { onOpen: (path: string) => void }) {
  const { lines, loaded } = useClockLines();
  const personId = useIdentity()?.person.id ?? '';
  const notices = useMemo(() => executiveNotices(lines, personId), [lines, personId]);
  useTold(notices, loaded && personId !== '', onOpen);
  return null;
}

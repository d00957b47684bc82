/** Tells what Level 3, a lead or a colleague did when it arrives, on whichever screen the person is; once a computer. */

import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { cut } from '../../shared/base/cut.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { type News, takeNewsFor } from '../commands/news.ts';
import { report } from '../store/report.ts';
import { deskEntryWords } from '../ui/desk-words.ts';
import { tell } from '../ui/messages.ts';
import { useApp } from '../views/hooks.tsx';
import { countNews } from '../views/notices.ts';
import { useView } from '../views/use-view.ts';

const decided = {
  approved: t`approved the handoff`,
  'asked-for-changes': t`asks for changes`,
  rejected: t`rejected the handoff`,
} as const;

/** `T-1042: Asks for information. Which build?`, `Sample Lead asks for changes: Phones do not ring`. */
function newsWords(news: News): string {
  if (news.kind === 'decision') return `${news.by.name} ${decided[news.did]}: ${news.title || t`no title`}`;
  if (news.kind === 'given') return t`${news.by.name} gave you a case: ${news.title || t`no title`}`;
  const { title } = deskEntryWords(news.entry);
  const asked = news.entry.kind === 'information-asked' ? `. ${cut(news.entry.question, 200)}` : '';
  return `${news.ticket || t`Level 3`}: ${title}${asked}`;
}

/** The very thing: an entry of Level 3 in its case, or the case that came back. */
function newsPath(news: News): string {
  return news.kind === 'desk' ? `/cases/${news.caseId}/level3/${news.id}` : `/cases/${news.caseId}`;
}

export function NewsTeller({ identity, onOpen }: { identity: Identity; onOpen: (path: string) => void }) {
  const app = useApp();
  const counts = useView(countNews);
  // One after the other: both count as told what they took.
  const last = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    if (!counts?.some((count) => count > 0)) return;
    const show = (id: string, message: string, path: string) =>
      tell(message, { id, act: { word: t`Open`, run: () => onOpen(path) } });
    async function tellNews(): Promise<void> {
      const news = await takeNewsFor(app, { id: identity.person.id, roles: identity.roles });
      const [first] = news;
      if (!first) return;
      const more = news.length - 1;
      // One is said and opened. The others are not all on Home: what needs nobody, as an approval, is in its case.
      const words = newsWords(first);
      show(
        more === 0 ? first.id : 'news',
        more === 0 ? words : t`${words}, and ${more} more`,
        newsPath(first),
      );
    }
    last.current = last.current.then(tellNews).catch((error: unknown) => report(error, 'news'));
  }, [counts, app, identity, onOpen]);
  return null;
}

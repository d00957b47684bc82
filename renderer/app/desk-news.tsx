/** Tells what Level 3 did when it arrives, on whichever screen the person is; once a computer. */

import { liveQuery } from 'dexie';
import { useEffect } from 'react';
import type { DeskEntry } from '../../shared/tickets/schema.ts';
import { takeNews } from '../commands/desk-replies.ts';
import { report } from '../store/report.ts';
import { deskEntryWords } from '../ui/desk-words.ts';
import { tell } from '../ui/messages.ts';
import { useApp } from '../views/hooks.tsx';

/** Told one by one; more at once are told as a number. */
const MOST = 3;

/** `T-1042: Asks for information`. */
function newsWords(entry: DeskEntry, ticket: string): string {
  const { title } = deskEntryWords(entry);
  const asked = entry.kind === 'information-asked' ? `. ${entry.question.slice(0, 200)}` : '';
  return `${ticket || 'Level 3'}: ${title}${asked}`;
}

export function DeskNews({ onOpen }: { onOpen: (path: string) => void }) {
  const app = useApp();
  useEffect(() => {
    const show = (id: string, message: string, path: string) =>
      tell(message, { id, act: { word: 'Open', run: () => onOpen(path) } });
    async function tellNews(): Promise<void> {
      const news = await takeNews(app);
      if (news.length > MOST) return void show('desk-news', `Level 3 entered ${news.length} things`, '/');
      for (const entry of news) {
        const ticket = await app.db.tickets.get(entry.ticketId);
        show(
          `desk-${entry.id}`,
          newsWords(entry, ticket?.ticket ?? ''),
          `/cases/${entry.caseId}/level3/${entry.id}`,
        );
      }
    }
    const failed = (error: unknown) => {
      if (app.db.isOpen()) report(error, 'news of Level 3');
    };
    const subscription = liveQuery(() => app.db.deskEntries.count()).subscribe({
      next: (count) => {
        if (count > 0) void tellNews().catch(failed);
      },
      error: failed,
    });
    return () => subscription.unsubscribe();
  }, [app, onOpen]);
  return null;
}

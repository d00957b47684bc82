/** Many acts of certification one after the other, each with its own fate; what was stopped goes on where it was. */
import type { CertificationAct } from '../../shared/certification/schema.ts';
import type { AppServices } from '../views/app-services.ts';
import { type Asked, certify } from './certify.ts';

export interface BulkItem {
  /** Whose it is, and of what, for the screen. */
  label: string;
  /** Its id stays, so that one that was sent twice is done once. */
  asked: Asked;
  fate: 'waiting' | 'done' | 'refused';
  /** Why it was refused, in the hub's words. */
  message: string;
}

/** The acts, each of which waits. */
export function startBulk(
  { newId }: Pick<AppServices, 'newId'>,
  acts: readonly { label: string; act: CertificationAct }[],
  reason: string,
): BulkItem[] {
  return acts.map(({ label, act }) => ({
    label,
    asked: { requestId: newId(), reason, act },
    fate: 'waiting',
    message: '',
  }));
}

/**
 * Does what waits, in order. What the hub refuses is noted, and the next is done; where the hub does not answer, it stops.
 * @param tell the items after each answer
 * @param stopped asked before each: true ends it there
 * @returns the items as they stand, and in words why it did not go to the end, where it did not
 */
export async function runBulk(
  app: Pick<AppServices, 'db' | 'bridge' | 'sync' | 'syncNow'>,
  items: readonly BulkItem[],
  tell: (items: readonly BulkItem[]) => void,
  stopped: () => boolean,
): Promise<{ items: readonly BulkItem[]; problem: string }> {
  let now = items;
  for (const [at, item] of items.entries()) {
    if (item.fate !== 'waiting') continue;
    if (stopped()) return { items: now, problem: '' };
    const answer = await certify(app, item.asked);
    if (!answer.ok && !answer.decided) return { items: now, problem: answer.message };
    const next: BulkItem = answer.ok
      ? { ...item, fate: 'done' }
      : { ...item, fate: 'refused', message: answer.message };
    now = now.with(at, next);
    tell(now);
  }
  return { items: now, problem: '' };
}

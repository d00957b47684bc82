/** The state of sync as one sentence (screens: 'connection and sync state in words'). */
import type { SyncState } from './engine.ts';

export interface SyncStatus extends SyncState {
  waiting: number;
  /** When the oldest waiting edit was made, ISO 8601. */
  since: string | null;
  attention: number;
  conflicts: number;
  sentence: string;
  tone: 'good' | 'waiting' | 'bad';
}

type Counts = Pick<SyncStatus, 'waiting' | 'since' | 'attention' | 'conflicts'>;

export function syncStatus(state: SyncState, counts: Counts): SyncStatus {
  return { ...state, ...counts, ...words(state, counts) };
}

function words(state: SyncState, { waiting, attention }: Counts): Pick<SyncStatus, 'sentence' | 'tone'> {
  const changes = waiting === 1 ? '1 change waits' : `${waiting} changes wait`;
  if (attention > 0) {
    return {
      tone: 'bad',
      sentence: `${attention === 1 ? '1 change needs' : `${attention} changes need`} attention`,
    };
  }
  if (state.link === 'offline') {
    return {
      tone: 'waiting',
      sentence:
        waiting === 0 ? 'Offline. Nothing waits' : `Offline. ${changes}; all are saved on this computer`,
    };
  }
  if (state.link === 'refused')
    return {
      tone: 'bad',
      sentence: `${state.problem || 'The hub refuses'} ${waiting > 0 ? changes : ''}`.trim(),
    };
  if (waiting > 0) return { tone: 'waiting', sentence: `Sending. ${changes}` };
  if (state.link === 'online' && state.agrees) return { tone: 'good', sentence: 'Up to date' };
  return {
    tone: 'waiting',
    sentence: state.link === 'online' ? 'Comparing with the hub' : 'Connecting to the hub',
  };
}

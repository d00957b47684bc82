/** What became of something that a person did. One shape for all of it, so that nobody has to know the store's reasons. */

export type RefusalCode =
  | 'quota'
  | 'disk'
  | 'not-enrolled'
  | 'invalid'
  | 'gone'
  /** Somebody else, or another window, wrote there since the person began. */
  | 'changed'
  | 'not-permitted'
  | 'unsaved';

export interface Refused {
  kind: 'refused';
  /** For programs. */
  code: RefusalCode;
  /** What happened. */
  message: string;
  /** What is safe; empty where the message says it. */
  kept: string;
  /** What to do; empty where there is nothing to do. */
  next: string;
}

export interface Saved {
  kind: 'saved';
  /** ISO 8601 in UTC. */
  at: string;
  /**
   * `behind`: it is committed in the database, and the shell's journal, the second copy, could not take it yet. It is appended
   * later by itself; until then `note` tells the person.
   */
  journal: 'kept' | 'behind';
  note?: string;
}

export type Outcome = Saved | Refused;

export function refusal(code: RefusalCode, message: string, kept = '', next = ''): Refused {
  return { kind: 'refused', code, message, kept, next };
}

/** The whole refusal as people read it: what happened, what is safe, what to do. */
export function refusalWords({ message, kept, next }: Refused): string {
  return [message, kept, next].filter((each) => each !== '').join(' ');
}

/** What there is to tell: a refusal, or that a copy is behind; empty where all is well. */
export function outcomeWords(outcome: Outcome): string {
  return outcome.kind === 'refused' ? refusalWords(outcome) : (outcome.note ?? '');
}

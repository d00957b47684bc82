/**
 * Whether the hub's clock can be believed: against PostgreSQL's, and against the newest time that a hub wrote itself. By a wrong
 * one credentials would be refused that hold, and times of the policy counted that did not pass.
 */
import { lengthWords } from '../../shared/base/lengths.ts';
import type { Database } from './database.ts';

/** What two computers that keep their time may differ by, and a round trip besides. */
const MOST_OFF_MS = 2 * 60_000;

export interface ClockLook {
  /** Ahead of PostgreSQL's clock; negative where it is behind. */
  offMs: number;
  /** How far the hub is behind the newest receipt that a hub on this database wrote; 0 where it is not. */
  behindOwnMs: number;
}

/** Asks the database. @param now the hub's own clock */
async function lookAtClock(database: Database, now: () => Date): Promise<ClockLook> {
  const asked = now().getTime();
  const { rows } = await database.query<{ now: Date; newest: Date | null }>(
    'SELECT now() AS now, (SELECT max(received_at) FROM escalations) AS newest',
  );
  const answered = now().getTime();
  const [row] = rows;
  const theirs = row?.now.getTime() ?? answered;
  // Between asking and being answered lies their moment: no difference is seen where it may lie in between.
  const offMs = theirs < asked ? asked - theirs : theirs > answered ? answered - theirs : 0;
  return { offMs, behindOwnMs: Math.max(0, (row?.newest?.getTime() ?? 0) - answered) };
}

/** What is wrong with the clock, for the operator; null where nothing is. */
function clockProblem({ offMs, behindOwnMs }: ClockLook): string | null {
  if (Math.abs(offMs) > MOST_OFF_MS)
    return `The hub’s clock is ${lengthWords(offMs)} ${offMs > 0 ? 'ahead of' : 'behind'} its database’s. Set both by NTP. Handoffs wait on the consoles until then.`;
  if (behindOwnMs > MOST_OFF_MS)
    return `The hub’s clock is ${lengthWords(behindOwnMs)} behind what a hub has written before. Set it by NTP. Handoffs wait on the consoles until then.`;
  return null;
}

export class ClockWatch {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #say: (line: string, problem: boolean) => void;
  #look: ClockLook = { offMs: 0, behindOwnMs: 0 };
  #problem: string | null = null;

  /** @param say tells that a problem came or went, once each */
  constructor(database: Database, now: () => Date, say: (line: string, problem: boolean) => void) {
    this.#database = database;
    this.#now = now;
    this.#say = say;
  }

  /** Null where the clock is right, as far as was seen last. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Seconds ahead of PostgreSQL's clock, as seen last. */
  get offSeconds(): number {
    return this.#look.offMs / 1000;
  }

  /** @throws where the database does not answer; what was seen last stands */
  async look(): Promise<void> {
    this.#look = await lookAtClock(this.#database, this.#now);
    const problem = clockProblem(this.#look);
    const before = this.#problem;
    this.#problem = problem;
    // A drift of minutes changes the words at each look: that it began is told, and that it ended.
    if (problem !== null && before === null) this.#say(problem, true);
    if (problem === null && before !== null) this.#say('The hub’s clock is right again.', false);
  }
}

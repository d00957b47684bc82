/** What Level 3 published for everybody: known problems, recipes, rules of findings. */
import type { ConsoleDatabase } from '../store/database.ts';

export const readKnownProblems = (db: ConsoleDatabase) => db.knownProblems.toArray();
/** Null where there is none of that id. */
export const readKnownProblem = async (db: ConsoleDatabase, id: string) =>
  (await db.knownProblems.get(id)) ?? null;
/** Those that are found by what they leave in a log. */
export const readSignedProblems = (db: ConsoleDatabase) =>
  db.knownProblems.filter((each) => each.signature !== '').toArray();
export const readRecipes = (db: ConsoleDatabase) => db.recipes.toArray();
/** By id. */
export const readFindingRules = (db: ConsoleDatabase) => db.findingRules.toArray();
export const readFindingRule = (db: ConsoleDatabase, id: string) => db.findingRules.get(id);

/** The last answer of a ticket and what it answers; null where there is none, or no ticket is asked for. */
export async function readAnswer(db: ConsoleDatabase, ticketId: string | null) {
  if (ticketId === null) return null;
  const ticket = await db.tickets.get(ticketId);
  const entries = await db.deskEntries.where({ ticketId }).toArray();
  const answer = entries.filter((each) => each.kind === 'answered').at(-1);
  if (!ticket || answer?.kind !== 'answered') return null;
  const packet = await db.packets.get(ticket.packetId);
  return { ticket, answer, observed: packet?.contents.case.observed ?? '' };
}

/** What stands on a partner's Home, read from small rows: what needs the person, what they work on, what others have. */

import { plural, t } from '@lingui/core/macro';
import type { PersonRef } from '../../shared/base/people.ts';
import { may } from '../../shared/certification/access.ts';
import {
  byUrgency,
  type HomeList,
  homeListOf,
  type Need,
  needRank,
  type Viewer,
} from '../../shared/home/lists.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import type { DeskEntry } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { openQuestions } from './open-questions.ts';
import { reviewQueue } from './review-queue.ts';

/** One thing that needs the person: one line, one act, which leads to the very thing. */
export interface HomeNeed {
  id: string;
  kind: Need | 'decide-conflict' | 'see-refused';
  title: string;
  /** Which case, and what else is to be known. */
  detail: string;
  /** When it came, ISO 8601; null where that is not known. */
  since: string | null;
  /** By when it has to be done, ISO 8601; null where nothing says so. */
  until: string | null;
  act: string;
  to: string;
  /** The case that it is about; null where it is about none, or about many. */
  about: Pick<Summary, 'number' | 'priority'> | null;
}

export interface HomeCase {
  line: Summary;
  engineer: string;
  to: string;
}

export interface PartnerHome {
  needs: readonly HomeNeed[];
  working: readonly HomeCase[];
  waits: readonly HomeCase[];
  team: readonly HomeCase[];
  /** All of these that have a clock, those that need the person among them. */
  due: readonly HomeCase[];
  /** Packets that wait for a decision of this lead. */
  toReview: number;
  loaded: boolean;
}

export const nothingYet: PartnerHome = {
  needs: [],
  working: [],
  waits: [],
  team: [],
  due: [],
  toReview: 0,
  loaded: false,
};

const titled = (line: Pick<Summary, 'number' | 'title'>) => `${line.number}, ${line.title || t`no title`}`;
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Lines of before the engineer was kept are few and soon counted anew; until then the case itself says. */
async function engineersOf(db: ConsoleDatabase, lines: readonly Summary[]): Promise<Map<string, PersonRef>> {
  const known = new Map(lines.flatMap((line) => (line.engineer ? [[line.id, line.engineer] as const] : [])));
  const records = await db.cases.bulkGet(lines.filter(({ id }) => !known.has(id)).map(({ id }) => id));
  for (const record of records) if (record) known.set(record.id, record.engineer);
  return known;
}

/** The last answer of Level 3 to a case. */
async function answersOf(db: ConsoleDatabase, caseIds: readonly string[]): Promise<Map<string, DeskEntry>> {
  const entries = await db.deskEntries
    .where('caseId')
    .anyOf([...caseIds])
    .toArray();
  const found = new Map<string, DeskEntry>();
  for (const entry of entries) {
    if (entry.kind !== 'answered') continue;
    const before = found.get(entry.caseId);
    if (!before || before.at.at < entry.at.at) found.set(entry.caseId, entry);
  }
  return found;
}

const answerWords = { 'work-around': t`a work-around`, patch: t`a patch`, fix: t`a fix` } as const;

/** Ids of cases whose newest packet a lead rejected: nothing was handed off since. */
async function rejectedOf(db: ConsoleDatabase, lines: readonly Summary[]): Promise<Set<string>> {
  const ids = lines.map(({ id }) => id);
  const [reviews, signatures] = await Promise.all([
    db.reviews.where('caseId').anyOf(ids).toArray(),
    db.signatures.where('caseId').anyOf(ids).toArray(),
  ]);
  const newest = new Map<string, number>();
  for (const { caseId, revision } of signatures)
    newest.set(caseId, Math.max(revision, newest.get(caseId) ?? 0));
  return new Set(
    reviews
      .filter(({ kind, caseId, revision }) => kind === 'rejected' && revision >= (newest.get(caseId) ?? 0))
      .map(({ caseId }) => caseId),
  );
}

/** Conflicts that this person took part in, or of a case that is theirs; a lead's are all. */
function conflictNeed(conflict: Conflict, line: Summary | undefined, what: string): HomeNeed {
  return {
    id: conflict.id,
    kind: 'decide-conflict',
    title: t`${conflict.by ? conflict.by.name : t`Somebody`} and another changed “${what}”`,
    detail: line ? titled(line) : t`Two values, one has to stand`,
    since: conflict.at,
    until: null,
    act: t`Decide`,
    to: `/sync/conflicts/${conflict.id}`,
    about: line ?? null,
  };
}

function byCase<T>(rows: readonly T[], caseOf: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const others = found.get(caseOf(row));
    if (others) others.push(row);
    else found.set(caseOf(row), [row]);
  }
  return found;
}

/**
 * Reads it all.
 * @param wordsOf what a conflict is about, in words
 * @param lines those of all open cases
 */
export async function readPartnerHome(
  db: ConsoleDatabase,
  viewer: Viewer,
  wordsOf: (conflict: Conflict) => string,
  lines: readonly Summary[],
): Promise<PartnerHome> {
  const leads = may(viewer, 'review-packets');
  const [engineers, questions, refusedRows, conflicts, queue] = await Promise.all([
    engineersOf(db, lines),
    openQuestions(db),
    db.rejectedEdits.toArray(),
    db.conflicts.filter((each) => each.resolvedAt === null).toArray(),
    leads ? reviewQueue(db) : [],
  ]);
  // Of a packet it says what the hub said of it.
  const refused = byCase(refusedRows, ({ caseId }) => caseId);
  const rejected = await rejectedOf(
    db,
    lines.filter(({ id, state }) => state === 'level2' && engineers.get(id)?.id === viewer.id),
  );
  const waiting = new Map(
    queue.filter(({ decision }) => decision === null).map((each) => [each.summary.id, each]),
  );
  const questionsOf = byCase(questions, ({ question }) => question.caseId);
  const needs: (HomeNeed & { rank: number })[] = [];
  const lists: Record<Exclude<HomeList, 'needs' | 'follows'>, HomeCase[]> = {
    working: [],
    waits: [],
    team: [],
  };
  const clocked: HomeCase[] = [];
  const add = (need: Need, line: Summary, more: Partial<HomeNeed>) =>
    needs.push({
      id: `${need}-${line.id}`,
      kind: need,
      title: line.title || t`Case without a title`,
      detail: titled(line),
      since: line.updatedAt,
      until: null,
      act: t`Open`,
      to: `/cases/${line.id}`,
      about: line,
      rank: needRank(need),
      ...more,
    });
  const sentBack: Summary[] = [];
  const toTry: Summary[] = [];
  const told = new Set<string>();
  for (const line of lines) {
    const engineer = engineers.get(line.id);
    const asked = questionsOf.get(line.id) ?? [];
    const shelf = homeListOf(
      {
        state: line.state,
        engineerId: engineer?.id ?? '',
        rejected: rejected.has(line.id),
        refused: refused.has(line.id),
        unanswered: asked.filter(({ replied }) => !replied).length,
        replied: asked.filter(({ replied }) => replied).length,
        unheard: null,
        executiveDue: false,
        undecided: waiting.has(line.id),
        overdue: line.nextDueState === 'breached',
      },
      viewer,
    );
    if (shelf === null) continue;
    const shown: HomeCase = {
      line,
      engineer: engineer?.name ?? '',
      to: line.state === 'escalated' || line.ticket !== '' ? `/cases/${line.id}/level3` : `/cases/${line.id}`,
    };
    if (line.nextDueKind !== null) clocked.push(shown);
    if (shelf.list !== 'needs') {
      if (shelf.list !== 'follows') lists[shelf.list].push(shown);
      continue;
    }
    if (shelf.need === 'answer-question')
      for (const { question, ticket, replied } of asked)
        if (!replied)
          add('answer-question', line, {
            id: question.id,
            title: cut(question.question, 300),
            detail: t`${ticket}, ${line.title || t`no title`}. ${question.by.name} of Level 3 asks`,
            since: question.at.at,
            act: t`Answer`,
            to: `/cases/${line.id}/level3/${question.id}`,
          });
    if (shelf.need === 'mend-refused') {
      const rows = refused.get(line.id) ?? [];
      told.add(line.id);
      const packet = rows.find(({ edit }) => edit.table === 'packets');
      add('mend-refused', line, {
        title: packet
          ? t`The hub did not take the handoff: ${cut(packet.rejection.message, 200)}`
          : rows.length === 1
            ? t`The hub did not take a change: ${cut(rows[0]?.rejection.message ?? '', 200)}`
            : t`The hub did not take ${rows.length} changes`,
        since: rows[0]?.at ?? null,
        act: packet ? t`Open` : t`See why`,
        to: packet ? `/cases/${line.id}` : '/sync',
      });
    }
    if (shelf.need === 'make-changes') sentBack.push(line);
    if (shelf.need === 'try-answer') toTry.push(line);
    if (shelf.need === 'review') {
      const packet = waiting.get(line.id);
      add('review', line, {
        title: t`Review: ${line.title || t`case without a title`}`,
        detail: t`${line.priority === 'none' ? '' : `${line.priority}, `}${line.number}, ${line.customer}. By ${packet?.by.name ?? engineer?.name ?? ''}, revision ${packet?.revision ?? 1}`,
        since: packet?.since ?? null,
        until: packet?.approvalDue ?? null,
        act: t`Review`,
        to: `/review/${line.id}`,
      });
    }
  }
  await addSentBack(db, sentBack, add);
  const answers = await answersOf(
    db,
    toTry.map(({ id }) => id),
  );
  for (const line of toTry) {
    const entry = answers.get(line.id);
    const what = entry?.kind === 'answered' ? t` with ${answerWords[entry.answer]}` : '';
    add('try-answer', line, {
      title: t`Level 3 answered${what}: try it, and say whether it works`,
      detail: `${line.ticket}, ${line.title || t`no title`}`,
      since: entry?.at.at ?? line.updatedAt,
      act: t`Read`,
      to: `/cases/${line.id}/level3${entry ? `/${entry.id}` : ''}`,
    });
  }
  const byId = new Map(lines.map((line) => [line.id, line]));
  for (const conflict of conflicts) {
    const mine = leads || conflict.by?.id === viewer.id || engineers.get(conflict.caseId)?.id === viewer.id;
    if (mine)
      needs.push({ ...conflictNeed(conflict, byId.get(conflict.caseId), wordsOf(conflict)), rank: 1 });
  }
  // What was refused and is of no open case of the person's is theirs all the same: it was made on this computer.
  const others = refusedRows.filter(({ caseId }) => !told.has(caseId));
  if (others.length > 0)
    needs.push({
      id: 'refused',
      kind: 'see-refused',
      title: plural(others.length, {
        one: 'The hub did not take a change',
        other: 'The hub did not take # changes',
      }),
      detail: t`They are kept on this computer`,
      since: others[0]?.at ?? null,
      until: null,
      act: t`See why`,
      to: '/sync',
      about: null,
      rank: needRank('mend-refused'),
    });
  const urgency = (need: (typeof needs)[number]) => ({ ...need, priority: need.about?.priority ?? 'none' });
  needs.sort(
    (a, b) => Number(a.until === null) - Number(b.until === null) || byUrgency(urgency(a), urgency(b)),
  );
  const latest = (a: HomeCase, b: HomeCase) => (a.line.updatedAt < b.line.updatedAt ? 1 : -1);
  const due = (a: HomeCase, b: HomeCase) => (a.line.nextDue < b.line.nextDue ? -1 : 1);
  return {
    needs,
    working: lists.working.sort(latest),
    waits: lists.waits.sort(due),
    team: lists.team.sort(due),
    due: clocked.sort(due),
    toReview: waiting.size,
    loaded: true,
  };
}

/** The last word of a lead or of Level 3 on each of these, as the engineer has to act on it. */
async function addSentBack(
  db: ConsoleDatabase,
  lines: readonly Summary[],
  add: (need: Need, line: Summary, more: Partial<HomeNeed>) => void,
): Promise<void> {
  for (const line of lines) {
    const reviews = await db.reviews.where({ caseId: line.id }).toArray();
    const last = reviews.sort((a, b) => a.revision - b.revision).at(-1);
    const returned = (await db.deskEntries.where({ caseId: line.id }).toArray())
      .flatMap((entry) => (entry.kind === 'returned' ? [entry] : []))
      .sort((a, b) => (a.at.at < b.at.at ? -1 : 1))
      .at(-1);
    // Level 3's return is of a packet that a lead let through, so it comes after what the lead said of that.
    if (returned && (!last || last.at.at < returned.at.at)) {
      add('make-changes', line, {
        title: t`Level 3 returned it: ${cut(returned.reason, 160)}`,
        since: returned.at.at,
        to: `/cases/${line.id}/level3/${returned.id}`,
      });
      continue;
    }
    const count = last?.changes.length ?? 0;
    const said = last ? (last.text.trim() !== '' ? last.text : (last.changes[0]?.text ?? '')) : '';
    add('make-changes', line, {
      title:
        last === undefined
          ? t`Sent back: make the changes and hand it off again`
          : last.kind === 'rejected'
            ? t`Rejected by ${last.by.name}`
            : t`${plural(count, { one: '# change', other: '# changes' })} asked for by ${last.by.name}`,
      detail: `${titled(line)}${said === '' ? '' : `. “${cut(said, 160)}”`}`,
      since: last?.at.at ?? line.updatedAt,
      act: t`Open`,
      to: `/cases/${line.id}`,
    });
  }
}

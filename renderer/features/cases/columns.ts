/** The columns of the case list: where each sorts, how wide it is, what it shows. */
import { stateWords } from '../../../shared/cases/states.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import type { Summary } from '../../store/database.ts';
import { type ClockLook, lookOf } from '../../ui/clock-text.tsx';
import { dueTime, formatLocalTime } from '../../ui/times.ts';

export interface Column {
  /** An indexed field of the summary, where the list can sort by it. */
  id:
    | 'number'
    | 'title'
    | 'customer'
    | 'site'
    | 'state'
    | 'priority'
    | 'missing'
    | 'waiting'
    | 'ticket'
    | 'updatedAt'
    | 'nextDue';
  name: string;
  width: string;
  sortable: boolean;
  show: (line: Summary) => string;
  /** Icon and colour of what it says; null where it says nothing that asks for attention. */
  look?: (line: Summary) => ClockLook | null;
}

/** How the clock that is due next stands now; null where it just runs, or none is due. */
function dueLook({ nextDue, nextDueKind, nextDueState }: Summary): ClockLook | null {
  if (!nextDueKind) return null;
  if (nextDueState === 'breached' || Date.parse(nextDue) < Date.now()) return lookOf('breached');
  return nextDueState === 'at-risk' ? lookOf('at-risk') : null;
}

/** `Breached: Wed 2 Dec, 18:00, Action plan`, in the time of this computer; empty where nothing is due. */
function dueWords(line: Summary): string {
  const { nextDue, nextDueKind } = line;
  if (!nextDueKind) return '';
  const look = dueLook(line);
  return `${look ? `${look.words}: ` : ''}${dueTime(nextDue)}, ${commitmentWords[nextDueKind]}`;
}

export const columns: readonly Column[] = [
  { id: 'number', name: 'Number', width: '112px', sortable: true, show: (line) => line.number },
  { id: 'title', name: 'Title', width: 'minmax(130px, 3fr)', sortable: true, show: (line) => line.title },
  {
    id: 'customer',
    name: 'Customer',
    width: 'minmax(80px, 1.4fr)',
    sortable: true,
    show: (line) => line.customer,
  },
  { id: 'site', name: 'Site', width: 'minmax(70px, 1fr)', sortable: false, show: (line) => line.site },
  { id: 'state', name: 'State', width: '132px', sortable: true, show: (line) => stateWords[line.state] },
  {
    id: 'priority',
    name: 'Priority',
    width: '74px',
    sortable: true,
    show: (line) => (line.priority === 'none' ? 'not set' : line.priority),
  },
  {
    id: 'nextDue',
    name: 'Next due',
    width: 'minmax(200px, 1.6fr)',
    sortable: true,
    show: dueWords,
    look: dueLook,
  },
  { id: 'missing', name: 'Missing', width: '74px', sortable: true, show: (line) => String(line.missing) },
  {
    id: 'waiting',
    name: 'Waiting to sync',
    width: '128px',
    sortable: false,
    show: (line) => (line.waiting === 0 ? '' : String(line.waiting)),
  },
  { id: 'ticket', name: 'Ticket', width: '80px', sortable: false, show: (line) => line.ticket },
  {
    id: 'updatedAt',
    name: 'Changed',
    width: '144px',
    sortable: true,
    show: (line) => formatLocalTime(line.updatedAt),
  },
];

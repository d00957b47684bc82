import { useLiveQuery } from 'dexie-react-hooks';
import type { CaseEvent } from '../../../shared/cases/schema.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { inOrder } from '../../store/order.ts';
import { capturedTime } from '../../ui/times.ts';
import { contentsOf, useApp, useCasePart } from '../../views/hooks.tsx';
import { Section } from './section.tsx';

function eventWords(event: CaseEvent): string {
  switch (event.kind) {
    case 'opened':
      return 'Opened the case';
    case 'imported':
      return `Imported the case. ${event.reason}`;
    case 'handed-off':
      return `Handed off for review. ${event.reason}`;
    case 'approved':
      return `Approved the handoff. ${event.reason}`;
    case 'received':
      return `Received by Level 3 as ${event.reason}`;
    case 'refused':
      return `Refused by the hub. ${event.reason}`;
    case 'transition':
      return `${event.from ? stateWords[event.from] : ''} → ${event.to ? stateWords[event.to] : ''}${event.reason ? `. ${event.reason}` : ''}`;
  }
}

/** Who did what to the case, oldest first. */
export function HistorySection() {
  const { db } = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const events =
    useLiveQuery(
      async () => inOrder(db, 'events', await db.events.where({ caseId }).toArray()),
      [db, caseId],
    ) ?? [];
  return (
    <Section id="history" title="History">
      <ol className="plain-list">
        {events.map((event) => (
          <li key={event.id}>
            <span className="quiet num">{capturedTime(event.at)}</span> {event.by?.name ?? 'The hub'}:{' '}
            {eventWords(event)}
          </li>
        ))}
      </ol>
    </Section>
  );
}

import { Button } from '@mantine/core';
import type { CaseEvent } from '../../../shared/cases/schema.ts';
import { isEditable, stateWords } from '../../../shared/cases/states.ts';
import { setFileRemoved } from '../../commands/attachments.ts';
import { putBack, readBin } from '../../commands/bin.ts';
import { type Outcome, refusalWords } from '../../store/outcome.ts';
import { tell } from '../../ui/messages.ts';
import { Empty } from '../../ui/place.tsx';
import { capturedTime, formatLocalTime } from '../../ui/times.ts';
import { readEvents } from '../../views/case-rows.ts';
import { contentsOf, useApp, useCasePart } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { Section } from './section.tsx';

function eventWords(event: CaseEvent): string {
  switch (event.kind) {
    case 'opened':
      return 'Opened the case';
    case 'imported':
      return `Imported the case. ${event.reason}`;
    case 'assigned':
      return `Gave the case to ${event.reason}`;
    case 'handed-off':
      return `Handed off for review. ${event.reason}`;
    case 'approved':
      return `Approved the handoff. ${event.reason}`;
    case 'received':
      return `Received by Level 3 as ${event.reason}`;
    case 'refused':
      return `Refused by the hub. ${event.reason}`;
    case 'transition':
      return `${event.to ? `Now ${stateWords[event.to]}` : 'Changed its state'}${event.from ? `, before: ${stateWords[event.from]}` : ''}${event.reason ? `. ${event.reason}` : ''}`;
  }
}

/** What was removed here, until it is put back. */
function Bin({ caseId }: { caseId: string }) {
  const app = useApp();
  const editable = useCasePart((open) => isEditable(contentsOf(open).case.state));
  const files = useCasePart((open) => contentsOf(open).attachments);
  const removed = useView(readBin, caseId) ?? [];
  const gone = files.filter((file) => file.removed);
  if (removed.length === 0 && gone.length === 0) return null;
  const back = (words: string, put: Promise<Outcome>) =>
    void put.then((result) =>
      result.kind === 'saved'
        ? tell(`${words} is in the case again.`)
        : tell(refusalWords(result), { tone: 'bad' }),
    );
  const line = (id: string, words: string, by: string, put: () => Promise<Outcome>) => (
    <li key={id} className="row">
      <span>{words}</span>
      <span className="quiet num">{by}</span>
      {editable && (
        <Button variant="subtle" aria-label={`Put back ${words}`} onClick={() => back(words, put())}>
          Put back
        </Button>
      )}
    </li>
  );
  return (
    <section aria-labelledby="case-bin">
      <h3 id="case-bin">Removed</h3>
      <ul className="plain-list">
        {removed.map((each) =>
          line(each.id, each.words, `by ${each.by}, ${formatLocalTime(each.at)}, on this computer`, () =>
            putBack(app, caseId, each),
          ),
        )}
        {gone.map((file) => line(file.id, file.name, 'a file', () => setFileRemoved(app, file.id, false)))}
      </ul>
    </section>
  );
}

/** Who did what to the case, oldest first. */
export function HistorySection() {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const events = useView(readEvents, caseId);
  return (
    <Section id="history" title="History">
      <Bin caseId={caseId} />
      {events?.length === 0 && (
        <Empty>
          Nothing yet. Who gives the case away, hands it off, approves or ends it stands here, with the time.
        </Empty>
      )}
      <ol className="plain-list">
        {events?.map((event) => (
          <li key={event.id}>
            <span className="quiet num">{capturedTime(event.at)}</span> {event.by?.name ?? 'The hub'}:{' '}
            {eventWords(event)}
          </li>
        ))}
      </ol>
    </Section>
  );
}

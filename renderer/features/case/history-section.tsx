import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { CaseEvent } from '../../../shared/cases/schema.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { setFileRemoved } from '../../commands/attachments.ts';
import { putBack, readBin } from '../../commands/bin.ts';
import { Empty } from '../../ui/place.tsx';
import { RemovedList } from '../../ui/removed-list.tsx';
import { capturedTime, formatLocalTime } from '../../ui/times.ts';
import { readEvents } from '../../views/case-rows.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { Section } from './section.tsx';

function eventWords(event: CaseEvent): string {
  switch (event.kind) {
    case 'opened':
      return t`Opened the case`;
    case 'imported':
      return t`Imported the case. ${event.reason}`;
    case 'assigned':
      return t`Gave the case to ${event.reason}`;
    case 'handed-off':
      return t`Handed off for review. ${event.reason}`;
    case 'approved':
      return t`Approved the handoff. ${event.reason}`;
    case 'received':
      return t`Received by Level 3 as ${event.reason}`;
    case 'refused':
      return t`Refused by the hub. ${event.reason}`;
    case 'transition':
      return `${event.to ? t`State: ${stateWords[event.to]}` : t`Changed its state`}${event.from ? t` (was ${stateWords[event.from]})` : ''}${event.reason ? `. ${event.reason}` : ''}`;
  }
}

/** What was removed here, until it is put back. */
function Bin({ caseId }: { caseId: string }) {
  const app = useApp();
  const editable = useEditable();
  const files = useCasePart((open) => contentsOf(open).attachments);
  const removed = useView(readBin, caseId) ?? [];
  const gone = files.filter((file) => file.removed);
  return (
    <RemovedList
      id="case-bin"
      editable={editable}
      told={(words) => t`${words} is in the case again.`}
      lines={[
        ...removed.map((each) => ({
          id: each.id,
          words: each.words,
          by: t`by ${each.by}, ${formatLocalTime(each.at)}, on this computer`,
          putBack: () => putBack(app, caseId, each),
        })),
        ...gone.map((file) => ({
          id: file.id,
          words: file.name,
          by: t`a file`,
          putBack: () => setFileRemoved(app, file.id, false),
        })),
      ]}
    />
  );
}

/** Who did what to the case, oldest first. */
export function HistorySection() {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const events = useView(readEvents, caseId);
  return (
    <Section id="history" title={t`History`}>
      <Bin caseId={caseId} />
      {events?.length === 0 && (
        <Empty>
          <Trans>
            Nothing yet. Who gives the case to somebody, hands it off, approves or ends it is listed here,
            with the time.
          </Trans>
        </Empty>
      )}
      <ol className="plain-list">
        {events?.map((event) => (
          <li key={event.id}>
            <span className="quiet num">{capturedTime(event.at)}</span> {event.by?.name ?? t`The hub`}:{' '}
            {eventWords(event)}
          </li>
        ))}
      </ol>
    </Section>
  );
}

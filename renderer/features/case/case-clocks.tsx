/** The clocks of the case as words: what is due when, in Central time and the viewer's, and how it stands. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { caseNumber } from '../../../shared/base/ids.ts';
import { calendarText } from '../../../shared/policy/calendar.ts';
import { holidayWords } from '../../../shared/policy/clock-words.ts';
import type { Clock } from '../../../shared/policy/clocks.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { clockLook, wordsOf } from '../../ui/clock-text.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import panes from '../../ui/panes.module.css';
import { saveTextFile } from '../../ui/save-file.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { readClockPolicy } from '../../views/catalogue.ts';
import { clocksOf, newestList, readDeskFacts } from '../../views/clocks.ts';
import { contentsOf, useApp, useCasePart } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import styles from './case.module.css';

/** Clauses that are cited beside a clock: the table's, which names the others. */
const CITED = 1;

function ClockLine({ clock, now }: { clock: Clock; now: string }) {
  const { text, viewer, promise } = wordsOf(clock, now);
  const { words, tone, icon } = clockLook(clock.state);
  return (
    <li className="finding">
      <span className={tone}>
        <Icon name={icon} />
      </span>
      <span>
        <strong className={tone}>{words}.</strong> {text}
        {viewer && (
          <span className="quiet">
            <Trans>, here {viewer}</Trans>
          </span>
        )}
        . <span className="quiet">{promise}</span>{' '}
        {clock.clauses.slice(0, CITED).map((id) => (
          <ClauseLink key={id} id={id} />
        ))}
        {clock.state.kind === 'void' && <ClauseLink id="P-33" />}
        {clock.history.length > 0 && (
          <span className="quiet">
            {' '}
            <Trans>Before: {clock.history.map((each) => earlierWords(each)).join('; ')}</Trans>
          </span>
        )}
      </span>
    </li>
  );
}

/** `P2 until 23 Nov`: what a clock was counted with before. */
function earlierWords({ priority, holidayVersion, until }: Clock['history'][number]): string {
  const list = holidayVersion === null ? '' : t`, list of holidays ${holidayVersion}`;
  return t`${priority}${list}, until ${formatLocalTime(until)}`;
}

/** The clocks of the open case as they stand now. */
export function useCaseClocks() {
  const { now: clock } = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const steps = useCasePart((open) => contentsOf(open).steps);
  const now = useNow(clock);
  const desk = useView(readDeskFacts, record.id);
  const policy = useView(readClockPolicy);
  const clocks = useMemo(
    () => (desk && policy ? clocksOf({ case: record, steps }, desk, policy, now) : []),
    [record, steps, desk, policy, now],
  );
  return { clocks, now, ticket: desk?.ticket ?? null, holidayLists: policy?.holidayLists ?? [] };
}

/** The same in sentences, with what they are counted by, for a calendar as well. */
export function CaseClocks() {
  const record = useCasePart((open) => contentsOf(open).case);
  const { clocks, now, ticket, holidayLists } = useCaseClocks();
  if (clocks.length === 0) return null;
  const list = newestList(holidayLists);
  const counted = clocks.some(({ kind }) => kind === 'action-plan' || kind === 'patch');
  const number = ticket?.ticket ?? caseNumber(record.id);
  const save = () =>
    saveTextFile(
      `${number}.ics`,
      calendarText([{ id: record.id, number, title: record.title, clocks }], now),
      'text/calendar',
    );
  return (
    <section className={panes.block} aria-label={t`Clocks`}>
      <h3 className={styles.title}>
        <Trans>Clocks</Trans>
      </h3>
      <ul className="plain-list num">
        {clocks.map((clock) => (
          <ClockLine key={clock.kind} clock={clock} now={now} />
        ))}
      </ul>
      <div className="row">
        {counted && (
          <span className={list && list.dates.length > 0 ? 'quiet' : 'waiting'}>
            {holidayWords(list).replace(' (P-25)', '')} <ClauseLink id="P-25" />
          </span>
        )}
        <Button
          variant="default"
          onClick={save}
          title={t`For a calendar: ${clocks.map(({ kind }) => commitmentWords[kind]).join(', ')}`}
        >
          <Trans>Add to a calendar</Trans>
        </Button>
      </div>
    </section>
  );
}

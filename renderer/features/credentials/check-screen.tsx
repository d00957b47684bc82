/** Checks a credential that somebody presents, or those of a person who is known here. Works without a network. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { notGenuine } from '../../../shared/certification/checked-csv.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { type Asked, type Judged, judgeCredentials } from '../../views/credential-check.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { CheckedPart, useCheckedList } from './checked-list.tsx';
import { useProductNames } from './holder-screen.tsx';
import { LookUp } from './look-up.tsx';
import { PartsNav } from './parts-nav.tsx';
import { PresentPart } from './present-part.tsx';
import { CheckList, coverageWords, ListAge, VerdictSentence } from './verdict-view.tsx';

function Answer({ judged, at, names }: { judged: Judged; at: string; names: ReadonlyMap<string, string> }) {
  const { verdict, reason, id, how } = judged;
  const { said } = verdict;
  const genuine = !notGenuine.includes(verdict.kind);
  return (
    <article className="card stack" aria-labelledby={`answer-${id}`}>
      <h2 id={`answer-${id}`}>{genuine && said?.name ? said.name : t`The credential`}</h2>
      <VerdictSentence verdict={verdict} reason={reason} />
      <ListAge verdict={verdict} />
      <CheckList verdict={verdict} />
      {genuine && said && (
        <dl className="facts">
          <dt>
            <Trans>Holder</Trans>
          </dt>
          <dd>{said.person.name || t`names nobody`}</dd>
          <dt>
            <Trans>Covers</Trans>
          </dt>
          <dd>{coverageWords(verdict, names).join('; ') || t`no product`}</dd>
          <dt>
            <Trans>Valid</Trans>
          </dt>
          <dd className="num">
            <Trans>
              {dayOf(said.validFrom, 'local')} to{' '}
              {said.validUntil ? dayOf(said.validUntil, 'local') : t`no end`}
            </Trans>
          </dd>
          <dt>
            <Trans>Issuer</Trans>
          </dt>
          <dd>{said.issuer.name || said.issuer.id}</dd>
        </dl>
      )}
      <p className="quiet num">
        <Trans>
          Presented as: {how}. Checked on this computer, {formatLocalTime(at)}.
        </Trans>
      </p>
    </article>
  );
}

/** @param camera whether the camera is on: an address of its own, at which alone the shell allows it */
export function CheckScreen({ camera }: { camera: boolean }) {
  const { now } = useApp();
  const [, navigate] = useLocation();
  const at = useNow(now);
  const names = useProductNames();
  const [asked, setAsked] = useState<Asked | null>(null);
  const listed = useRef<Asked | null>(null);
  const addToList = useCheckedList((list) => list.add);
  const answers = useView(judgeCredentials, asked, at);
  // Each check is noted once, with its verdict at that moment; what is on screen goes on with the time.
  useEffect(() => {
    if (!answers?.of || answers.of !== asked || listed.current === asked) return;
    listed.current = asked;
    const checkedAt = now().toISOString();
    addToList(answers.judged.map(({ verdict, reason, how }) => ({ at: checkedAt, how, verdict, reason })));
  }, [answers, asked, now, addToList]);
  const judged = answers?.of === asked ? answers.judged : [];

  return (
    <Screen title={t`Check a credential`}>
      <PartsNav here="/credentials/check" />
      <PresentPart
        camera={camera}
        onCamera={(on) => navigate(on ? '/credentials/check/camera' : '/credentials/check')}
        onPresent={(presented) => setAsked({ kind: 'presented', presented })}
      >
        <LookUp onChoose={(person) => setAsked({ kind: 'person', person })} />
      </PresentPart>
      <div className="stack" role="status" aria-label={t`Verdict`}>
        {asked?.kind === 'person' && answers?.of === asked && judged.length === 0 && (
          <p className="card waiting">
            <Trans>
              No credential of {asked.person.name} is on this computer. That does not say that there is none:
              ask for the file.
            </Trans>
          </p>
        )}
        {judged.map((each) => (
          <Answer key={each.id} judged={each} at={at} names={names} />
        ))}
      </div>
      {judged.length > 0 && (
        <div className="no-print">
          <Button variant="default" onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        </div>
      )}
      <CheckedPart now={now} />
    </Screen>
  );
}

/** What the rules find in what was dropped: the evidence, what to do, the clause, and what it means for the handoff. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { labelOf } from '../../../shared/cases/words.ts';
import type { CollectedFinding } from '../../../shared/collect/collected.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { Icon } from '../../ui/icons.tsx';
import classes from './collect.module.css';
import type { CollectingSession } from './collecting.ts';

/** Findings that are drawn before more are asked for, and lines of evidence of each. */
const FIRST = 20;
const EVIDENCE = 3;

/** One finding as it is told from others. */
const findingKey = ({ rule, system, message }: CollectedFinding) => JSON.stringify([rule, system, message]);

function Card({
  finding,
  session,
  editable,
  noted,
  onNote,
  onFill,
}: {
  finding: CollectedFinding;
  session: CollectingSession;
  editable: boolean;
  noted: boolean;
  onNote: () => void;
  onFill: () => void;
}) {
  const { message, todo, clause, fills } = finding;
  // Two facts of one line are one place to look at.
  const evidence = finding.evidence.filter(
    ({ file, line }, at, all) => all.findIndex((each) => each.file === file && each.line === line) === at,
  );
  return (
    <li className={classes.finding}>
      <span className={classes.findingMark}>
        <Icon name="warning" />
      </span>
      <div>
        <p className={classes.findingWords}>
          {message} {clause !== null && <ClauseLink id={clause} />}
        </p>
        <p className={classes.meta}>{todo}</p>
        <div className={classes.acts}>
          {evidence.slice(0, EVIDENCE).map(({ file, line, text }) => (
            <button
              key={`${file}:${line}`}
              type="button"
              className={classes.source}
              title={text}
              onClick={() => session.store.setState({ shown: { file, line } })}
            >
              {file}:{line}
            </button>
          ))}
          {evidence.length > EVIDENCE && (
            <span className={classes.meta}>
              <Trans>and {evidence.length - EVIDENCE} more lines</Trans>
            </span>
          )}
        </div>
        {editable && (
          <div className={classes.acts}>
            <Button size="compact-xs" variant="default" disabled={noted} onClick={onNote}>
              {noted ? t`Noted` : t`Note as a step`}
            </Button>
            {fills !== undefined && (
              <Button size="compact-xs" variant="default" onClick={onFill}>
                <Trans>Add to “{labelOf('cases', fills)}”</Trans>
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

export function FindingsList({
  session,
  editable,
  onNote,
  onFill,
}: {
  session: CollectingSession;
  editable: boolean;
  /** Answers whether it was written. */
  onNote: (finding: CollectedFinding) => Promise<boolean>;
  onFill: (finding: CollectedFinding) => void;
}) {
  const findings = useStore(session.store, (state) => state.findings);
  const files = useStore(
    session.store,
    (state) => state.files.filter(({ name }) => !state.readBefore.has(name)).length,
  );
  const [noted, setNoted] = useState<ReadonlySet<string>>(new Set());
  const [drawn, setDrawn] = useState(FIRST);
  return (
    <section aria-label={t`Findings`} className={classes.findings}>
      <div className={classes.head}>
        <h2>
          <Trans>Findings</Trans>
        </h2>
        <span className={classes.meta}>
          {findings.length === 0 && files > 0 ? t`none in what you dropped` : `${findings.length}`}
        </span>
      </div>
      <ul className="plain-list">
        {findings.slice(0, drawn).map((finding) => {
          const key = findingKey(finding);
          return (
            <Card
              key={key}
              finding={finding}
              session={session}
              editable={editable}
              noted={noted.has(key)}
              onNote={() =>
                void onNote(finding).then((done) => done && setNoted((before) => new Set([...before, key])))
              }
              onFill={() => onFill(finding)}
            />
          );
        })}
      </ul>
      {findings.length > drawn && (
        <Button size="compact-xs" variant="subtle" onClick={() => setDrawn(drawn + FIRST)}>
          <Trans>{findings.length - drawn} more findings</Trans>
        </Button>
      )}
    </section>
  );
}

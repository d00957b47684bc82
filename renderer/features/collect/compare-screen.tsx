/** Two captures of a system, or the bad node beside a good one: facts, not texts, and what differs goes into the case. */
import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { caseNumber } from '../../../shared/base/ids.ts';
import { labelOf } from '../../../shared/cases/words.ts';
import {
  type Comparison,
  compareSides,
  type Difference,
  differenceWords,
  likelyPair,
  type Side,
  sidesOfCase,
} from '../../../shared/collect/compare.ts';
import { type ComparisonTarget, comparisonTargets, noteComparison } from '../../commands/note-comparison.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { OpenedCase } from '../../ui/opened-case.tsx';
import { Screen } from '../../ui/screen.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../views/hooks.tsx';
import { useCaseFiles } from './case-files.ts';
import { collectingOf } from './collecting.ts';
import classes from './log-screen.module.css';

/** Sides of what was dropped, of the files of the case, and of the case itself. */
function useSides(): { sides: readonly Side[]; problem: string; doing: string; leftOut: readonly string[] } {
  const contents = useCasePart(contentsOf);
  const session = collectingOf(contents.case.id);
  useCaseFiles(session);
  const dropped = useStore(session.store, (state) => state.files);
  const kept = useStore(session.store, (state) => state.kept);
  const { bringing, leftOut } = useStore(session.store);
  const names = JSON.stringify([...dropped, ...kept].map(({ name }) => name));
  const [held, setHeld] = useState<readonly Side[]>([]);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let gone = false;
    const files = JSON.parse(names) as string[];
    if (files.length === 0) return setHeld([]);
    session.times.call('sides', { files }).then(
      (found) => !gone && setHeld(found),
      (error: unknown) => !gone && setProblem(t`Comparing stopped: ${reported(error, 'comparing')}.`),
    );
    return () => {
      gone = true;
    };
  }, [session, names]);
  return { sides: [...held, ...sidesOfCase(contents)], problem, doing: bringing, leftOut };
}

const idOf = ({ section, key }: Difference) => `${section}\n${key}`;

function Rows({
  caption,
  differences,
  chosen,
  onChoose,
}: {
  caption: string;
  differences: readonly Difference[];
  chosen: ReadonlySet<string>;
  onChoose: (id: string, isChosen: boolean) => void;
}) {
  return (
    <table className={classes.table} aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">
              <Trans>Chosen</Trans>
            </span>
          </th>
          <th scope="col">
            <Trans>What</Trans>
          </th>
          <th scope="col">
            <Trans>Left</Trans>
          </th>
          <th scope="col">
            <Trans>Right</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {differences.map((each) => (
          <tr key={idOf(each)}>
            <td>
              <Checkbox
                size="xs"
                aria-label={`${each.section}, ${each.key}`}
                checked={chosen.has(idOf(each))}
                onChange={(event) => onChoose(idOf(each), event.currentTarget.checked)}
              />
            </td>
            <th scope="row">
              {each.section}, {each.key}
            </th>
            {[
              { side: 'left', values: each.left, where: each.whereLeft },
              { side: 'right', values: each.right, where: each.whereRight },
            ].map(({ side, values, where }) => (
              <td key={side} className="mono">
                {values.length === 0 ? (
                  <span className="quiet">
                    <Trans>nothing</Trans>
                  </span>
                ) : (
                  values.join('; ')
                )}
                {where !== '' && <span className="quiet"> {where}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const targetWords = (target: ComparisonTarget) =>
  target === 'step' ? t`A step: what was compared and what it showed` : (labelOf('cases', target) ?? target);

function Compared({ left, right, comparison }: { left: Side; right: Side; comparison: Comparison }) {
  const app = useApp();
  const contents = useCasePart(contentsOf);
  const editable = useEditable();
  const { sameSystem, differences, same } = comparison;
  const telling = differences.filter(({ expected }) => !expected);
  const others = differences.filter(({ expected }) => expected);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set(others.map(idOf)));
  const [target, setTarget] = useState<ComparisonTarget>('step');
  const [told, setTold] = useState('');
  const chosen = differences.filter((each) => !leftOut.has(idOf(each)));
  const chosenIds = new Set(chosen.map(idOf));
  const choose = (id: string, isChosen: boolean) =>
    setLeftOut((before) => {
      const next = new Set(before);
      if (isChosen) next.delete(id);
      else next.add(id);
      return next;
    });
  async function add(): Promise<void> {
    const outcome = await noteComparison(
      app,
      contents,
      target,
      differenceWords(left, right, chosen),
      t`${left.label} with ${right.label}`,
    );
    setTold(
      outcome === null
        ? t`The field says so already.`
        : outcome.kind === 'saved'
          ? t`Written into the case, saved on this computer.`
          : refusalWords(outcome),
    );
  }
  return (
    <>
      <p role="status">
        <Trans>
          {sameSystem ? t`The same system at two times` : t`Two systems`}: {telling.length}{' '}
          <Plural value={telling.length} one="difference" other="differences" />, {same} the same
          {others.length > 0 && t`, ${others.length} to be expected`}.
        </Trans>
      </p>
      {telling.length > 0 && (
        <Rows caption={t`Differences`} differences={telling} chosen={chosenIds} onChoose={choose} />
      )}
      {others.length > 0 && (
        <details>
          <summary>
            <Trans>Differences to be expected: {others.length}</Trans>
          </summary>
          <Rows
            caption={t`Differences to be expected`}
            differences={others}
            chosen={chosenIds}
            onChoose={choose}
          />
        </details>
      )}
      {editable && differences.length > 0 && (
        <div className={classes.row}>
          <NativeSelect
            label={t`Write what is chosen into`}
            value={target}
            onChange={(event) => {
              const found = comparisonTargets.find((each) => each === event.currentTarget.value);
              if (found) setTarget(found);
            }}
            data={comparisonTargets.map((each) => ({ value: each, label: targetWords(each) }))}
          />
          <Button disabled={chosen.length === 0} onClick={() => void add()}>
            <Trans>Write {chosen.length} into the case</Trans>
          </Button>
        </div>
      )}
      <p role="status">{told}</p>
    </>
  );
}

function Compare() {
  const contents = useCasePart(contentsOf);
  const { sides, problem, doing, leftOut } = useSides();
  const [leftId, setLeft] = useState('');
  const [rightId, setRight] = useState('');
  const chosenLeft = sides.find(({ id }) => id === leftId);
  const [left, partner] = likelyPair(sides, chosenLeft) ?? [];
  const right = sides.find(({ id }) => id === rightId && id !== left?.id) ?? partner;
  const choices = sides.map(({ id, label }) => ({ value: id, label }));
  return (
    <>
      <p>
        <Link href={`/cases/${contents.case.id}`}>
          <span className="mono">{caseNumber(contents.case.id)}</span> {contents.case.title}
        </Link>
        {', '}
        <Link href={`/cases/${contents.case.id}/collect`}>
          <Trans>collect</Trans>
        </Link>
      </p>
      {problem !== '' && (
        <p role="alert" className="bad">
          {problem}
        </p>
      )}
      <p role="status">{doing === '' ? '' : `${doing}…`}</p>
      {leftOut.map((sentence) => (
        <p key={sentence} className="quiet">
          {sentence}
        </p>
      ))}
      {left && right ? (
        <>
          <div className={classes.row}>
            <NativeSelect
              label={t`Left: the one that fails, or before`}
              value={left.id}
              onChange={(event) => setLeft(event.currentTarget.value)}
              data={choices}
            />
            <NativeSelect
              label={t`Right: the one that works, or after`}
              value={right.id}
              onChange={(event) => setRight(event.currentTarget.value)}
              data={choices.filter(({ value }) => value !== left.id)}
            />
          </div>
          <Compared
            key={`${left.id} ${right.id}`}
            left={left}
            right={right}
            comparison={compareSides(left, right)}
          />
        </>
      ) : doing !== '' ? null : (
        <p className="card empty">
          <Trans>
            Two are needed to compare. <Link href={`/cases/${contents.case.id}/collect`}>Drop outputs</Link>{' '}
            of both nodes, or of one from two times. Files of the case, and its systems with revision levels
            or configuration, are offered as well.
          </Trans>
        </p>
      )}
    </>
  );
}

export function CompareScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId} frame={(inside) => <Screen title={t`Compare`}>{inside}</Screen>}>
      <Compare />
    </OpenedCase>
  );
}

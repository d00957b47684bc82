/** Known problems, searched without a network while somebody types; from inside a case the search becomes a step. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { sourceWords } from '../../../shared/cases/steps.ts';
import type { KnownProblem } from '../../../shared/knowledge/known-problems.ts';
import type { ProblemHit } from '../../../shared/knowledge/search.ts';
import { noteSearch } from '../../commands/documentation-search.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { readProductNames } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { readKnownProblems } from '../../views/knowledge.ts';
import { useView } from '../../views/use-view.ts';
import { openProblemSearch } from '../../workers/problem-search.ts';
import classes from './knowledge.module.css';

const SHOWN = 50;

/** The case that is searched from: what it says narrows the search, and the search is noted in it. */
export interface SearchedFrom {
  record: CaseRecord;
  products: readonly string[];
  versions: readonly string[];
}

function useHits(problems: readonly KnownProblem[] | undefined, text: string, from: SearchedFrom | null) {
  const worker = useMemo(openProblemSearch, []);
  const [loaded, setLoaded] = useState<readonly KnownProblem[] | null>(null);
  const [hits, setHits] = useState<readonly ProblemHit[]>([]);
  const [problem, setProblem] = useState('');
  useEffect(() => () => worker.end(), [worker]);
  useEffect(() => {
    if (!problems) return;
    let gone = false;
    worker.call('load', problems).then(
      () => !gone && setLoaded(problems),
      (error: unknown) => !gone && setProblem(t`The search stopped: ${reported(error, 'the search')}.`),
    );
    return () => {
      gone = true;
    };
  }, [worker, problems]);
  const products = from?.products.join('\n') ?? '';
  const versions = from?.versions.join('\n') ?? '';
  useEffect(() => {
    if (loaded === null || text.trim() === '') return setHits([]);
    let gone = false;
    const lines = (joined: string) => (joined === '' ? [] : joined.split('\n'));
    const query = { text, products: lines(products), versions: lines(versions) };
    worker.call('search', { query, limit: SHOWN }).then(
      (found) => !gone && setHits(found),
      (error: unknown) => !gone && setProblem(t`The search stopped: ${reported(error, 'the search')}.`),
    );
    return () => {
      gone = true;
    };
  }, [worker, loaded, text, products, versions]);
  return { hits, problem };
}

/** What is searched, before anything is asked for; of none its own sentence stands below. */
function heldWords(count: number): string {
  if (count === 0) return '';
  return plural(count, {
    one: '# known problem is on this computer.',
    other: '# known problems are on this computer; the newest first.',
  });
}

function Problem({
  problem,
  why,
  isAsked,
  onOpen,
  children,
}: {
  problem: KnownProblem;
  why: string;
  /** Whether the person came for it: it is open at once. */
  isAsked: boolean;
  onOpen: () => void;
  children?: React.ReactNode;
}) {
  const [open, setOpen] = useState(isAsked);
  const names = useView(readProductNames, problem.products);
  const versions = [
    problem.from === '' ? '' : t`from ${problem.from}`,
    problem.below === '' ? '' : t`below ${problem.below}`,
    problem.fixedIn === '' ? t`not fixed yet` : t`fixed in ${problem.fixedIn}`,
  ].filter((each) => each !== '');
  return (
    <li className={classes.problem}>
      <button
        type="button"
        id={`problem-${problem.id}`}
        className={classes.title}
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          if (!open) onOpen();
        }}
      >
        <span className="mono">{problem.id}</span> {problem.title}
      </button>
      <p className={classes.meta}>
        {[names?.join(', ') || t`any product`, ...versions].join(', ')}
        {problem.sample ? t`, sample` : ''}
      </p>
      {why !== '' && (
        <p className={classes.meta}>
          <Trans>Matches: {why}.</Trans>
        </p>
      )}
      {open && (
        <dl className={classes.details}>
          {(
            [
              [t`Symptom`, problem.symptom],
              [t`Work-around`, problem.workaround],
              [t`Signature`, problem.signature],
              [t`Documentation`, sourceWords[problem.source]],
              [t`Text`, problem.body],
            ] as const
          )
            .filter(([, value]) => value.trim() !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={name === 'Signature' ? 'mono' : 'long-text'}>{value}</dd>
              </div>
            ))}
        </dl>
      )}
      {children}
    </li>
  );
}

export function ProblemSearch({
  from,
  asked,
  actions,
}: {
  from: SearchedFrom | null;
  /** The number of the one that the person came for: while nothing is searched it stands first, and is open. */
  asked?: string | undefined;
  /** What can be done with a problem that is listed. */
  actions?: (problem: KnownProblem) => React.ReactNode;
}) {
  const app = useApp();
  const problems = useView(readKnownProblems);
  const [text, setText] = useState(from ? `${from.record.title} ${from.record.observed}`.trim() : '');
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [told, setTold] = useState('');
  const { hits, problem } = useHits(problems, text, from);
  const byId = new Map((problems ?? []).map((each) => [each.id, each]));
  const isFirst = ({ id }: KnownProblem) => Number(id === asked);
  useRowArrival('problem', asked);
  const listed =
    text.trim() === ''
      ? [...byId.values()]
          .sort((a, b) => isFirst(b) - isFirst(a) || (a.publishedAt < b.publishedAt ? 1 : -1))
          .slice(0, SHOWN)
          .map((each) => ({ each, why: '' }))
      : hits.flatMap(({ id, why }) => {
          const each = byId.get(id);
          return each ? [{ each, why }] : [];
        });

  async function note(): Promise<void> {
    if (!from) return;
    const outcome = await noteSearch(app, from.record, {
      query: text.trim(),
      found: hits.length,
      opened: opened.flatMap((id) => byId.get(id) ?? []),
      searched: [...new Set([...byId.values()].map(({ source }) => source))],
    });
    setTold(outcome.kind === 'saved' ? t`Noted as a step, saved on this computer.` : refusalWords(outcome));
  }

  return (
    <div className="stack">
      <div className={`row ${classes.asking}`}>
        <TextInput
          label={t`Search known problems`}
          description={t`Its number, words of the symptom, a message of a log, a version or a serial number. It needs no network.`}
          value={text}
          maxLength={500}
          className={classes.search}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {from && (
          <Button disabled={text.trim() === ''} onClick={() => void note()}>
            <Trans>Note this search as a step</Trans>
          </Button>
        )}
      </div>
      <p role="status" className={classes.meta}>
        {told !== ''
          ? told
          : problems === undefined
            ? ''
            : text.trim() === ''
              ? heldWords(problems.length)
              : t`${hits.length === SHOWN ? t`The ${SHOWN} closest` : hits.length} of ${problems.length}`}
      </p>
      {problem !== '' && (
        <p role="alert" className="bad">
          {problem}
        </p>
      )}
      {problems?.length === 0 && (
        <p className="card empty">
          <Trans>No known problem was published yet. They come with the next sync.</Trans>
        </p>
      )}
      {problems && asked !== undefined && !byId.has(asked) && (
        <p className="card empty">
          <Trans>{asked} is not on this computer: it was withdrawn, or comes with the next sync.</Trans>
        </p>
      )}
      <ul className="plain-list" aria-label={t`Known problems`}>
        {listed.map(({ each, why }) => (
          <Problem
            key={each.id}
            problem={each}
            why={why}
            isAsked={each.id === asked}
            onOpen={() => setOpened((before) => [...before.filter((id) => id !== each.id), each.id])}
          >
            {actions?.(each)}
          </Problem>
        ))}
      </ul>
    </div>
  );
}

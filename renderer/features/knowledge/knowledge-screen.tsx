/** What was learned: known problems, rules of findings, recipes. Read and searched by everybody, without a network. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { uuid } from '../../../shared/base/ids.ts';
import { may } from '../../../shared/certification/access.ts';
import { useOpenForm } from '../../ui/kept-form.ts';
import { Screen } from '../../ui/screen.tsx';
import { useIdentity } from '../../views/hooks.tsx';
import { readAnswer, readKnownProblem } from '../../views/knowledge.ts';
import { useView } from '../../views/use-view.ts';
import { emptyProblem, PROBLEM_FORMS, type ProblemDraft, ProblemForm } from './problem-form.tsx';
import { ProblemSearch } from './problem-search.tsx';
import { RecipesPart } from './recipes-part.tsx';
import { RulesPart } from './rules-part.tsx';

const parts = { problems: t`Known problems`, rules: t`Rules of findings`, recipes: t`Recipes` } as const;
type PartName = keyof typeof parts;

const isPart = (name: string | undefined): name is PartName =>
  name !== undefined && Object.hasOwn(parts, name);

/** What the newest answer of a ticket says, as a known problem begins. */
function useAnswer(ticketId: string | undefined): ProblemDraft | null | undefined {
  const found = useView(readAnswer, ticketId ?? null);
  if (!found) return found;
  const { ticket, answer, observed } = found;
  return {
    ...emptyProblem,
    title: ticket.title,
    symptom: observed,
    products: ticket.products?.slice(0, 1) ?? [],
    workaround: `${answer.description}\n\nRamifications: ${answer.ramifications}`,
    body: answer.distribution === '' ? '' : `Distribution: ${answer.distribution}`,
    ticketId: ticket.id,
  };
}

/**
 * @param ticketId whose newest answer a new known problem begins with
 * @param number of the known problem that the person came for, `KP-0213`
 */
function ProblemsPart({
  writes,
  ticketId,
  number,
}: {
  writes: boolean;
  ticketId: string | undefined;
  number: string | undefined;
}) {
  const [, go] = useLocation();
  /** The id of the one that is changed; empty for a new one. */
  const [editing, setEditing] = useOpenForm<string>(PROBLEM_FORMS);
  const changed = useView(readKnownProblem, editing ?? '');
  const answer = useAnswer(ticketId);
  const done = () => {
    setEditing(null);
    if (ticketId !== undefined) go('/knowledge');
  };
  if (writes && ticketId !== undefined && answer === undefined) return null;
  if (writes && answer) return <ProblemForm problem={null} start={answer} onDone={done} />;
  if (writes && editing === '') return <ProblemForm problem={null} onDone={done} />;
  if (writes && editing !== null && changed === undefined) return null;
  if (writes && changed && changed.id === editing) return <ProblemForm problem={changed} onDone={done} />;
  return (
    <>
      {writes && (
        <div className="row">
          <Button onClick={() => setEditing('')}>
            <Trans>New known problem</Trans>
          </Button>
        </div>
      )}
      <ProblemSearch
        from={null}
        asked={number}
        actions={(problem) =>
          writes && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t`Change ${problem.id}`}
              onClick={() => setEditing(problem.id)}
            >
              <Trans>Change</Trans>
            </Button>
          )
        }
      />
    </>
  );
}

export function KnowledgeScreen({ part, id }: { part: string | undefined; id: string | undefined }) {
  const identity = useIdentity();
  if (!identity) return null;
  const name = isPart(part) ? part : 'problems';
  const writes = may(identity, 'keep-knowledge');
  // An answer that becomes a known problem is named by its ticket's id, a known problem by its own number.
  const isTicket = uuid.safeParse(id).success;
  return (
    <Screen title={t`Knowledge`}>
      <nav className="section-nav" aria-label={t`Knowledge`}>
        {Object.entries(parts).map(([each, title]) => (
          <Link key={each} href={`/knowledge/${each}`} aria-current={each === name ? 'page' : undefined}>
            {title}
          </Link>
        ))}
      </nav>
      {!writes && (
        <p className="quiet">
          <Trans>Level 3 writes it; everybody reads and searches it.</Trans>
        </p>
      )}
      {name === 'problems' && (
        <ProblemsPart
          key={id}
          writes={writes}
          ticketId={isTicket ? id : undefined}
          number={isTicket ? undefined : id}
        />
      )}
      {name === 'rules' && <RulesPart writes={writes} row={id} />}
      {name === 'recipes' && <RecipesPart writes={writes} row={id} />}
    </Screen>
  );
}

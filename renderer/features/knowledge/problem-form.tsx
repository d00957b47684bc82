/** A known problem in one form: new, changed, or made of an answer of the desk. */

import { t } from '@lingui/core/macro';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import { documentationSources, sourceWords } from '../../../shared/cases/steps.ts';
import { type KnownProblem, knownProblem, nextProblemId } from '../../../shared/knowledge/known-problems.ts';
import { changeRow, publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { formId, useKeptState } from '../../ui/kept-form.ts';
import { readProducts } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { readKnownProblems } from '../../views/knowledge.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { PublishForm } from '../catalogue/publish-form.tsx';

export type ProblemDraft = Omit<KnownProblem, 'id' | 'publishedAt'>;

export const emptyProblem: ProblemDraft = {
  title: '',
  symptom: '',
  products: [],
  from: '',
  below: '',
  signature: '',
  workaround: '',
  fixedIn: '',
  source: 'problem-report-lists',
  body: '',
  ticketId: null,
  sample: false,
};

/** How the fields are called, in the order of the form. */
const labels = {
  title: t`Title`,
  symptom: t`Symptom`,
  from: t`First version that has it`,
  below: t`First version that no longer has it`,
  signature: t`Signature: a pattern that a line of a log has in it`,
  workaround: t`Work-around`,
  fixedIn: t`Fixed in`,
  body: t`The text of the bulletin, as Markdown`,
} as const;
const long: ReadonlySet<string> = new Set(['symptom', 'workaround', 'body']);

/** Under which the forms of known problems are kept: `formId` of it and the problem's id, or of nothing for a new one. */
export const PROBLEM_FORMS = 'known-problem';

/** @param problem the one that is changed; null for a new one, which begins with `start` */
export function ProblemForm({
  problem,
  start = emptyProblem,
  onDone,
}: {
  problem: KnownProblem | null;
  start?: ProblemDraft;
  onDone: () => void;
}) {
  const app = useApp();
  // What is made of an answer is kept apart: the address of its ticket opens it again.
  const form =
    start.ticketId === null
      ? formId(PROBLEM_FORMS, problem?.id ?? '')
      : `problem-of-answer ${start.ticketId}`;
  const [draft, setDraft] = useKeptState<ProblemDraft>(form, 'draft', problem ?? start);
  const products = useView(readProducts) ?? [];
  const change = (part: Partial<ProblemDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function submit(): Promise<readonly string[] | Outcome> {
    const id = problem?.id ?? nextProblemId(await readOnce(app, readKnownProblems));
    const row = { ...draft, id, title: draft.title.trim(), publishedAt: app.now().toISOString() };
    const parsed = knownProblem.safeParse(row);
    if (!parsed.success)
      return parsed.error.issues.map(({ path, message }) => {
        const name = String(path[0]);
        return `${name in labels ? labels[name as keyof typeof labels] : name} ${message}.`;
      });
    if (!problem) return publishRow(app, 'knownProblems', parsed.data);
    const { id: key, ...fields } = parsed.data;
    return changeRow(app, 'knownProblems', key, fields);
  }

  return (
    <PublishForm
      form={form}
      title={problem ? t`Change ${problem.id}` : t`New known problem`}
      button={t`Publish`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        {(Object.keys(labels) as (keyof typeof labels)[]).map((name) => {
          const Field = long.has(name) ? Textarea : TextInput;
          return (
            <Field
              key={name}
              label={labels[name]}
              value={draft[name]}
              maxLength={name === 'body' ? 100_000 : long.has(name) ? 20_000 : 300}
              onChange={(event: { currentTarget: { value: string } }) =>
                change({ [name]: storable(event.currentTarget.value) })
              }
            />
          );
        })}
        <NativeSelect
          label={t`Product`}
          value={draft.products[0] ?? ''}
          data={[
            { value: '', label: t`Any product` },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) =>
            change({ products: event.currentTarget.value === '' ? [] : [event.currentTarget.value] })
          }
        />
        <NativeSelect
          label={t`Kind of documentation`}
          value={draft.source}
          data={documentationSources.map((value) => ({ value, label: sourceWords[value] }))}
          onChange={(event) => {
            const source = documentationSources.find((each) => each === event.currentTarget.value);
            if (source) change({ source });
          }}
        />
      </div>
    </PublishForm>
  );
}

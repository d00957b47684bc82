/** Versions of the policy that customers accept and sign (P-35). Each stays readable: signatures rest on its exact text. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { storable } from '../../../shared/base/values.ts';
import { dateFault } from '../../../shared/policy/dates.ts';
import type { PolicyDocument } from '../../../shared/policy/documents.ts';
import { publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { DayField } from '../../ui/typed-field.tsx';
import { readPolicyDocuments } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';
import { TextFromFile } from './text-from-file.tsx';

const PLACE = 'policy-document';
const FORM = formId(PLACE, 'new');
const MOST = 100_000;

function DocumentForm({ newest, onDone }: { newest: PolicyDocument | null; onDone: () => void }) {
  const app = useApp();
  const [title, setTitle] = useKeptState(FORM, 'title', newest?.title ?? '');
  const [effectiveFrom, setEffectiveFrom] = useKeptState(FORM, 'effectiveFrom', '');
  const [text, setText] = useKeptState(FORM, 'text', '');
  const version = (newest?.version ?? 0) + 1;

  async function submit(): Promise<readonly string[] | Outcome> {
    const faults: string[] = [];
    if (title.trim() === '') faults.push(t`The document has no title.`);
    const fault = effectiveFrom === '' ? t`Say from which day on it is in force.` : dateFault(effectiveFrom);
    if (fault) faults.push(fault);
    if (text.trim() === '') faults.push(t`The text is empty.`);
    if (text.length > MOST) faults.push(t`The text has ${text.length} characters; ${MOST} are the most.`);
    if (faults.length > 0) return faults;
    const row = {
      id: app.newId(),
      version,
      title: title.trim(),
      effectiveFrom,
      text,
      sha256: sha256OfText(text),
      publishedAt: app.now().toISOString(),
      sample: false,
    };
    return publishRow(app, 'policyDocuments', row);
  }

  return (
    <PublishForm
      form={FORM}
      title={t`Policy document, version ${version}`}
      button={t`Publish version ${version}`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label={t`Title`}
          value={title}
          maxLength={300}
          onChange={(event) => setTitle(storable(event.currentTarget.value))}
        />
        <DayField label={t`In force from`} value={effectiveFrom} onChange={setEffectiveFrom} />
      </div>
      <Textarea
        label={t`Text`}
        description={t`As customers read and sign it, letter for letter.`}
        value={text}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <TextFromFile
        label={t`File with the text`}
        accept=".txt,.md,text/plain"
        // Four bytes are the most that one character takes.
        most={MOST * 4}
        tooLarge={t`longer than ${MOST} characters.`}
        onText={setText}
      >
        {text !== '' && (
          <span className="quiet">
            <Trans>
              {text.length} characters, SHA-256 <span className="mono hash">{sha256OfText(text)}</span>
            </Trans>
          </span>
        )}
      </TextFromFile>
    </PublishForm>
  );
}

export function DocumentsPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('document', row);
  const [open, setOpen] = useOpenForm<'new'>(PLACE);
  const documents = useView(readPolicyDocuments);
  const adding = writes && open !== null;
  const inOrder = [...(documents ?? [])].sort((a, b) => b.version - a.version);
  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            The highest version whose day has come is what customers accept. <ClauseLink id="P-35" />
          </Trans>
        </p>
        {writes && !adding && (
          <Button onClick={() => setOpen('new')}>
            <Trans>New version</Trans>
          </Button>
        )}
      </div>
      {adding && documents && <DocumentForm newest={inOrder[0] ?? null} onDone={() => setOpen(null)} />}
      {inOrder.length === 0 && (
        <p className="card empty">
          <Trans>No policy document was published yet.</Trans>
        </p>
      )}
      {inOrder.map((each) => (
        <section key={each.id} className="card stack" aria-labelledby={`document-${each.id}`}>
          <div className="row">
            <h2 id={`document-${each.id}`}>
              <Trans>
                Version {each.version}: {each.title}
              </Trans>
            </h2>
            <span className="quiet num">
              <Trans>
                in force from {dayInWords(each.effectiveFrom)}, published {formatLocalTime(each.publishedAt)}
              </Trans>
            </span>
            <SampleMark sample={each.sample} />
          </div>
          <p className="quiet">
            <Trans>
              SHA-256 <span className="mono hash">{each.sha256}</span>
            </Trans>
          </p>
          <details>
            <summary>
              <Trans>The text</Trans>
            </summary>
            <p className="long-text">{each.text}</p>
          </details>
          <RowHistory table="policyDocuments" rowKey={each.id} />
        </section>
      ))}
    </>
  );
}

/** Versions of the policy that customers accept and sign (P-35). Each stays readable: signatures rest on its exact text. */

import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { storable } from '../../../shared/base/values.ts';
import { dateFault } from '../../../shared/policy/dates.ts';
import type { PolicyDocument } from '../../../shared/policy/documents.ts';
import { publishRow } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { readPolicyDocuments } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';
import { TextFromFile } from './text-from-file.tsx';

const MOST = 100_000;

function DocumentForm({ newest, onDone }: { newest: PolicyDocument | null; onDone: () => void }) {
  const app = useApp();
  const [title, setTitle] = useState(newest?.title ?? '');
  const [effectiveFrom, setEffectiveFrom] = useState('');
  const [text, setText] = useState('');
  const version = (newest?.version ?? 0) + 1;

  async function submit(): Promise<readonly string[] | Outcome> {
    const faults: string[] = [];
    if (title.trim() === '') faults.push('The document has no title.');
    const fault = effectiveFrom === '' ? 'Say from which day on it is in force.' : dateFault(effectiveFrom);
    if (fault) faults.push(fault);
    if (text.trim() === '') faults.push('The text is empty.');
    if (text.length > MOST) faults.push(`The text has ${text.length} characters; ${MOST} are the most.`);
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
      title={`Policy document, version ${version}`}
      button={`Publish version ${version}`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label="Title"
          value={title}
          maxLength={300}
          onChange={(event) => setTitle(storable(event.currentTarget.value))}
        />
        <TextInput
          label="In force from"
          type="date"
          min="2000-01-01"
          max="2100-12-31"
          value={effectiveFrom}
          onChange={(event) => setEffectiveFrom(event.currentTarget.value)}
        />
      </div>
      <Textarea
        label="Text"
        description="As customers read and sign it, letter for letter."
        value={text}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <TextFromFile
        label="File with the text"
        accept=".txt,.md,text/plain"
        // Four bytes are the most that one character takes.
        most={MOST * 4}
        tooLarge={`longer than ${MOST} characters.`}
        onText={setText}
      >
        {text !== '' && (
          <span className="quiet">
            {text.length} characters, SHA-256 <span className="mono hash">{sha256OfText(text)}</span>
          </span>
        )}
      </TextFromFile>
    </PublishForm>
  );
}

export function DocumentsPart({ writes }: { writes: boolean }) {
  const [adding, setAdding] = useState(false);
  const documents = useView(readPolicyDocuments) ?? [];
  const inOrder = [...documents].sort((a, b) => b.version - a.version);
  return (
    <>
      <div className="row">
        <p className="quiet">
          The highest version whose day has come is what customers accept. <ClauseLink id="P-35" />
        </p>
        {writes && !adding && <Button onClick={() => setAdding(true)}>New version</Button>}
      </div>
      {adding && <DocumentForm newest={inOrder[0] ?? null} onDone={() => setAdding(false)} />}
      {inOrder.length === 0 && <p className="card empty">No policy document was published yet.</p>}
      {inOrder.map((each) => (
        <section key={each.id} className="card stack" aria-labelledby={`document-${each.id}`}>
          <div className="row">
            <h2 id={`document-${each.id}`}>
              Version {each.version}: {each.title}
            </h2>
            <span className="quiet num">
              in force from {dayInWords(each.effectiveFrom)}, published {formatLocalTime(each.publishedAt)}
            </span>
            <SampleMark sample={each.sample} />
          </div>
          <p className="quiet">
            SHA-256 <span className="mono hash">{each.sha256}</span>
          </p>
          <details>
            <summary>The text</summary>
            <p className="long-text">{each.text}</p>
          </details>
          <RowHistory table="policyDocuments" rowKey={each.id} />
        </section>
      ))}
    </>
  );
}

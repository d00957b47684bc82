/** The customer signs on this screen: the text, who signs, and the signature drawn or typed (P-18, P-35). */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { storable } from '../../../../shared/base/values.ts';
import { isHandwriting } from '../../../../shared/cases/consents.ts';
import { dateFault } from '../../../../shared/policy/dates.ts';
import type { Signature } from '../../../commands/consents.ts';
import type { Outcome } from '../../../store/outcome.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { dropForm, useKeptState } from '../../../ui/kept-form.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { DayField } from '../../../ui/typed-field.tsx';
import { SignaturePad } from './signature-pad.tsx';

interface ConsentFormProps {
  /** Under which is kept what is typed; a drawing is not. */
  form: string;
  heading: string;
  /** Exactly what is kept with the signature. */
  text: string;
  company: string;
  /** Today, `2026-11-25`. */
  today: string;
  /** Files of the case that may be the signed paper; null where it cannot have been signed before, elsewhere. */
  signedFiles?: readonly { id: string; name: string }[] | null;
  onSign: (signature: Signature) => Promise<Outcome>;
  onCancel: () => void;
}

type Field = 'company' | 'name' | 'title' | 'signedOn' | 'drawing' | 'reference';
type Method = Signature['method'];

/** Signed before: on paper, with the contract, in an earlier case. */
const isBefore = (method: Method) => method !== 'typed' && method !== 'drawn';

const here = [
  { value: 'typed', label: t`Typed: the name stands for the signature` },
  { value: 'drawn', label: t`Drawn on this screen` },
];
const before = [
  { value: 'file', label: t`Signed before, on paper` },
  { value: 'contract', label: t`Signed before, with the contract` },
  { value: 'earlier', label: t`Signed before, in an earlier case` },
];

/** What is missing for a signature, by field. */
function problemsOf(signature: Signature): Partial<Record<Field, string>> {
  const problems: Partial<Record<Field, string>> = {};
  if (signature.company.trim() === '') problems.company = t`Write the company that signs.`;
  if (signature.name.trim() === '') problems.name = t`Write the name of the person who signs.`;
  if (signature.title.trim() === '') problems.title = t`Write what the person is at the company.`;
  const fault = dateFault(signature.signedOn);
  if (fault) problems.signedOn = signature.signedOn === '' ? t`Give the day of the signature.` : fault;
  if (signature.method === 'drawn' && !isHandwriting(signature.drawing))
    problems.drawing =
      signature.drawing === ''
        ? t`Sign in the box, or choose to sign by typing.`
        : t`A dot is no signature. Sign in the box, or choose to sign by typing.`;
  if (isBefore(signature.method) && (signature.reference ?? '').trim() === '')
    problems.reference = t`Write where what was signed can be read: its reference.`;
  return problems;
}

export function ConsentForm({
  form,
  heading,
  text,
  company,
  today,
  signedFiles = null,
  onSign,
  onCancel,
}: ConsentFormProps) {
  const id = useId();
  const [typed, setTyped] = useKeptState<Omit<Signature, 'drawing'>>(form, 'signature', {
    company,
    name: '',
    title: '',
    signedOn: today,
    method: 'typed',
  });
  const [drawing, setDrawing] = useState('');
  const signature: Signature = { ...typed, drawing };
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const problems = asked ? problemsOf(signature) : {};
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));

  const submit = useOneAtATime(async () => {
    setAsked(true);
    if (Object.keys(problemsOf(signature)).length > 0) return;
    setBusy(true);
    const { reference = '', fileId = null, ...rest } = signature;
    const elsewhere = isBefore(rest.method)
      ? { reference: reference.trim(), fileId: rest.method === 'file' ? fileId : null }
      : {};
    const result = await onSign({
      ...rest,
      ...elsewhere,
      drawing: signature.method === 'drawn' ? drawing : '',
    });
    setBusy(false);
    if (result.kind === 'refused') return setProblem(refusalWords(result));
    dropForm(form);
  });

  const line = (field: 'company' | 'name' | 'title' | 'reference', label: string) => (
    <TextInput
      ref={field === 'name' ? first : undefined}
      label={label}
      value={signature[field] ?? ''}
      maxLength={300}
      error={problems[field]}
      onChange={(event) => change({ [field]: storable(event.currentTarget.value) })}
    />
  );

  return (
    <form
      className="stack"
      aria-labelledby={`${id}-heading`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id={`${id}-heading`}>{heading}</h2>
      <Textarea label={t`${heading}: the text`} readOnly value={text} minRows={6} maxRows={16} />
      <p className="quiet">
        <Trans>
          This text is kept with the signature, letter by letter, with its SHA-256.{' '}
          {isBefore(signature.method)
            ? t`Write who signed it then, on which day, and where it can be read.`
            : t`Hand the computer to the person who signs.`}
        </Trans>
      </p>
      <div className="fields">
        {line('company', t`Company that signs`)}
        {line('name', t`Name of the person who signs`)}
        {line('title', t`Title of the person who signs`)}
        <DayField
          label={t`Day of the signature`}
          value={signature.signedOn}
          error={problems.signedOn}
          onChange={(signedOn) => change({ signedOn })}
        />
        <NativeSelect
          label={t`How it is signed`}
          value={signature.method}
          data={signedFiles === null ? here : [...here, ...before]}
          onChange={(event) => change({ method: event.currentTarget.value as Method })}
        />
        {isBefore(signature.method) && line('reference', t`Reference of what was signed before`)}
        {signature.method === 'file' && (
          <NativeSelect
            label={t`The signed paper, where it is a file of the case`}
            value={signature.fileId ?? ''}
            data={[
              { value: '', label: t`None` },
              ...(signedFiles ?? []).map(({ id: value, name }) => ({ value, label: name })),
            ]}
            onChange={(event) => change({ fileId: event.currentTarget.value || null })}
          />
        )}
      </div>
      {signature.method === 'drawn' && (
        <div className="stack">
          <SignaturePad value={drawing} onChange={setDrawing} />
          {problems.drawing && (
            <p className="bad" role="alert">
              {problems.drawing}
            </p>
          )}
          <div>
            <Button variant="default" disabled={drawing === ''} onClick={() => setDrawing('')}>
              <Trans>Clear the box</Trans>
            </Button>
          </div>
        </div>
      )}
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <Button type="submit" loading={busy}>
          {isBefore(signature.method) ? t`Record the signature` : t`Sign`}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            dropForm(form);
            onCancel();
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

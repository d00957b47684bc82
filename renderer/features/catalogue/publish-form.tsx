/** A form that publishes or changes something of the catalogue or of knowledge. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { type Outcome, refusalWords } from '../../store/outcome.ts';
import { FormFrame } from '../../ui/form-frame.tsx';

/**
 * @param form under which `useKeptState` keeps what is typed into it
 * @param submit answers what is wrong, in words, or what became of the save
 */
export function PublishForm({
  form,
  title,
  button,
  submit,
  onDone,
  children,
}: {
  form: string;
  title: string;
  button: string;
  submit: () => Promise<readonly string[] | Outcome>;
  onDone: () => void;
  children: ReactNode;
}) {
  async function send(): Promise<readonly string[]> {
    const answer = await submit();
    if (!('kind' in answer)) return answer;
    if (answer.kind === 'refused') return [refusalWords(answer)];
    onDone();
    return [];
  }
  return (
    <FormFrame
      kept={form}
      title={title}
      button={button}
      className="card stack"
      work={t`publishing in the catalogue`}
      send={send}
      onCancel={onDone}
    >
      {children}
    </FormFrame>
  );
}

export function SampleMark({ sample }: { sample: boolean }) {
  return sample ? (
    <span className="waiting">
      <Trans>sample</Trans>
    </span>
  ) : null;
}

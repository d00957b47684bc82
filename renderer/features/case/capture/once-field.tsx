/** A value that is asked for and has no row yet. */
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { type Outcome, refusalWords } from '../../../store/outcome.ts';
import { SaidOfField } from '../../../ui/clause-link.tsx';
import { useKeptText } from '../../../ui/kept-text.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { holdUnsaved } from '../../../ui/unsaved.ts';

/**
 * A field that becomes a row once it is left, in whatever way: by Tab or a click, by F8, by Back. Until then its text is a draft.
 * @param onAdd adds the row; the field then has no more to ask
 */
export function OnceField({
  id,
  label,
  findings,
  onAdd,
}: {
  id: string;
  label: string;
  findings: readonly Finding[];
  onAdd: (value: string) => Promise<Outcome>;
}) {
  const [value, setValue] = useKeptText(`once ${id}`);
  const [problem, setProblem] = useState('');
  const adding = useRef<Promise<unknown>>(Promise.resolve());
  const work = async () => {
    if (value.trim() === '') return;
    const result = await onAdd(value.trim());
    if (result.kind === 'refused') return setProblem(refusalWords(result));
    setValue('');
    return 'done';
  };
  const add = useOneAtATime(() => {
    const running = work();
    adding.current = running;
    return running;
  });
  // What waits for all that is typed, as the handoff does, waits for this too; what is refused stays as a draft.
  useEffect(
    () =>
      holdUnsaved(async () => {
        add();
        await adding.current;
        return true;
      }),
    [add],
  );
  // By Back the field goes off the page and is never left; what stands in it is saved all the same.
  useEffect(() => () => add(), [add]);
  return (
    <div data-field>
      <TextInput
        id={id}
        label={label}
        value={value}
        maxLength={300}
        error={problem || undefined}
        classNames={{ input: 'mono' }}
        aria-describedby={`${id}-why`}
        onChange={(event) => setValue(event.currentTarget.value)}
        onBlur={() => add()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <SaidOfField value={true}>
        {/* What asks for it has its answer, and knows it once the field is left. */}
        <FieldFindings id={`${id}-why`} findings={value.trim() === '' ? findings : []} />
      </SaidOfField>
    </div>
  );
}

/** A day or a time of a form that is sent: typed as in the case's own fields, in any of the ways that a person writes it. */
import { t } from '@lingui/core/macro';
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { dayInWords } from '../../shared/base/day-words.ts';
import { storable } from '../../shared/base/values.ts';
import { type Read, readDay, readTime, writeTime, zonedOf } from './read-time.ts';
import { zoneSection } from './zone-mark.tsx';

/** What is typed into each kind, and how its value reads. */
const ways: Readonly<
  Record<'date' | 'time', { read: (text: string) => Read<string>; write: (value: string) => string }>
> = {
  date: {
    read: (text) => readDay(text, new Date()),
    write: (value) => (value === '' ? '' : dayInWords(value)),
  },
  time: { read: (text) => readTime(text, new Date()), write: writeTime },
};

/**
 * @param value a day, `2026-11-20`, or an instant; empty where none is typed, or what is typed is none yet
 * @param typed what stands in the field, where it was kept; undefined until somebody types
 * @param onChange gets both
 */
export function TypedField({
  kind,
  label,
  value,
  typed,
  error,
  required = false,
  onChange,
}: {
  kind: 'date' | 'time';
  label: string;
  value: string;
  typed: string | undefined;
  error?: ReactNode;
  required?: boolean;
  onChange: (value: string, typed: string) => void;
}) {
  const { read, write } = ways[kind];
  const [inside, setInside] = useState(false);
  const text = typed ?? write(value);
  const meant = read(text);
  return (
    <TextInput
      label={label}
      required={required}
      withAsterisk={false}
      placeholder={kind === 'date' ? t`Day: 20 Nov 2026` : t`20 Nov 2026, 08:15`}
      value={text}
      {...(kind === 'time' ? zoneSection(text) : {})}
      // Half a day is no fault while it is typed.
      error={!inside && meant.kind === 'incomplete' ? meant.why : text === '' ? error : undefined}
      onFocus={() => setInside(true)}
      onBlur={() => setInside(false)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const found = read(next);
        const known = found.kind === 'read' ? found.value : '';
        onChange(kind === 'time' ? (zonedOf(known)?.at ?? '') : known, next);
      }}
    />
  );
}

/**
 * A day of a form that keeps one text for it: the day, `2026-11-20`, as soon as what is typed is one, and what is typed until then, which
 * the form's own check refuses.
 */
export function DayField({
  label,
  description,
  value,
  error,
  onChange,
}: {
  label: string;
  description?: string;
  value: string;
  error?: ReactNode;
  onChange: (value: string) => void;
}) {
  // Nobody's text is written anew under their hands.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? dayInWords(value);
  const meant = readDay(text, new Date());
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={t`Day: 20 Nov 2026`}
      value={text}
      // Half a day is no fault while it is typed.
      error={typed === null && meant.kind === 'incomplete' ? meant.why : meant.kind === 'empty' && error}
      onFocus={() => setTyped(text)}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const found = readDay(next, new Date());
        if (typed !== null) setTyped(next);
        onChange(found.kind === 'read' ? found.value : storable(next));
      }}
    />
  );
}

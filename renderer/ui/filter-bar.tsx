import { t } from '@lingui/core/macro';
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { priority } from '../../shared/policy/priority.ts';
import { FilterWords } from './filter-words.tsx';
import { ListSearch } from './list-search.tsx';

/** `2 of 14 tickets`, or all of them. */
export function countWords(found: number, all: number, [one, several]: readonly [string, string]): string {
  if (found < all) return t`${found} of ${all} ${several}`;
  return `${all} ${all === 1 ? one : several}`;
}

/**
 * Above a list: what it is searched and narrowed by, and how much is left of it.
 * @param label of the search
 * @param words what else it is narrowed to: with them each filter that is set, the text too, is a word that takes itself away
 */
export function FilterBar({
  label,
  text,
  onText,
  words,
  count,
  children,
}: {
  label: string;
  text: string;
  onText: (text: string) => void;
  words?: readonly { text: string; clear: () => void }[];
  count: string;
  children?: ReactNode;
}) {
  const typed = text.trim();
  return (
    <div className="row">
      <ListSearch label={label} value={text} onChange={onText} />
      {children}
      {words && (
        <FilterWords
          words={[...(typed === '' ? [] : [{ text: `“${typed}”`, clear: () => onText('') }]), ...words]}
        />
      )}
      <span className="quiet num" role="status">
        {count}
      </span>
    </div>
  );
}

export function PriorityFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <NativeSelect
      aria-label={t`Priority`}
      value={value}
      data={[{ value: '', label: t`Any priority` }, ...priority.options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

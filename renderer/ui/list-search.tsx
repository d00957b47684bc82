/** What a list is searched by: the key `/` leads to it. */
import { t } from '@lingui/core/macro';
import { TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useLetterKeys } from './single-keys.ts';

export function ListSearch({
  label,
  placeholder = t`Search`,
  value,
  onChange,
}: {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useLetterKeys({ '/': () => field.current?.select() });
  return (
    <TextInput
      ref={field}
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

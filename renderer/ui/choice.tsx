/** A choice of a form: all in sight beside each other where they are few and short, else a list that opens. */
import { NativeSelect } from '@mantine/core';
import { useId } from 'react';
import { isFew, type Option, Segmented } from './segmented.tsx';

export function Choice({
  label,
  value,
  options,
  none,
  error,
  onChange,
}: {
  label: string;
  /** Empty where nothing is chosen. */
  value: string;
  options: readonly Option[];
  /** What no choice is called in the list, where there may be none. */
  none?: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  if (isFew(options))
    return (
      <Segmented
        id={id}
        label={label}
        value={value}
        options={options}
        error={error}
        clearable={none !== undefined}
        onChange={onChange}
      />
    );
  return (
    <NativeSelect
      label={label}
      value={value}
      error={error}
      data={[...(none === undefined ? [] : [{ value: '', label: none }]), ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

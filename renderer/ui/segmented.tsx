/**
 * One of a few: all of them in sight, chosen by a click, by the arrow keys, or by the letters with which its word begins. Where there may
 * be none, another click on what is chosen takes it back, as Delete does.
 */
import { t } from '@lingui/core/macro';
import { Input } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import styles from './segmented.module.css';

export interface Option {
  value: string;
  label: string;
}

const MOST = 4;
/** Letters of all words together: more of them do not fit into half of a form. */
const MOST_LETTERS = 28;
/** Letters that come faster than this are of one word. */
const NEXT_LETTER_MS = 1_000;

/** Whether all choices have room beside each other; what has more, or longer words, is a list that opens. */
export function isFew(options: readonly Option[]): boolean {
  return (
    options.length > 1 &&
    options.length <= MOST &&
    options.reduce((letters, { label }) => letters + label.length, 0) <= MOST_LETTERS
  );
}

export interface SegmentedProps {
  /** Of the choice that has the focus in turn: the chosen one, else the first. */
  id: string;
  label: string;
  /** In a table, or in a strip of filters: the label is there for assistive technology only. */
  bare?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  /** Empty where nothing is chosen. */
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  onBlur?: () => void;
  /** Whether a choice can be taken back, so that nothing is answered. */
  clearable?: boolean;
}

export function Segmented({
  id,
  label,
  bare = false,
  description,
  error,
  value,
  options,
  onChange,
  onBlur,
  clearable = false,
}: SegmentedProps) {
  const group = useRef<HTMLDivElement>(null);
  const typed = useRef({ letters: '', at: Number.NEGATIVE_INFINITY });
  const chosen = options.find((each) => each.value === value);
  const inTurn = chosen ?? options[0];
  const radioOf = (wanted: string) =>
    group.current?.querySelector<HTMLInputElement>(`input[value="${CSS.escape(wanted)}"]`);

  function choose(next: string): void {
    onChange(next);
    radioOf(next === '' ? (options[0]?.value ?? '') : next)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (clearable && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault();
      choose('');
      return;
    }
    if (event.key.length !== 1 || event.key === ' ') return;
    const goesOn = event.timeStamp - typed.current.at < NEXT_LETTER_MS;
    const letters = `${goesOn ? typed.current.letters : ''}${event.key.toLowerCase()}`;
    typed.current = { letters, at: event.timeStamp };
    const meant = options.find((each) => each.label.toLowerCase().startsWith(letters));
    if (!meant) return;
    event.preventDefault();
    choose(meant.value);
  }

  const described = [
    ...(!bare && description ? [`${id}-description`] : []),
    ...(!bare && error ? [`${id}-error`] : []),
  ].join(' ');
  const choices = (
    <div
      ref={group}
      role="radiogroup"
      tabIndex={-1}
      className={styles.group}
      {...(bare ? { 'aria-label': label } : { 'aria-labelledby': `${id}-label` })}
      {...(described === '' ? {} : { 'aria-describedby': described })}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget) radioOf(inTurn?.value ?? '')?.focus();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onBlur?.();
      }}
    >
      {options.map((each) => (
        <label
          key={each.value}
          className={styles.one}
          title={clearable && each === chosen ? t`Click again, or Delete: not answered` : undefined}
        >
          <input
            type="radio"
            name={`${id}-choice`}
            id={each === inTurn ? id : undefined}
            value={each.value}
            checked={each === chosen}
            onChange={() => onChange(each.value)}
            onClick={() => {
              if (clearable && each === chosen) onChange('');
            }}
          />
          <span className={styles.words} data-words={each.label}>
            {each.label}
          </span>
        </label>
      ))}
    </div>
  );
  if (bare) return choices;
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id: `${id}-label` }}
      description={description}
      descriptionProps={{ id: `${id}-description` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      {choices}
    </Input.Wrapper>
  );
}

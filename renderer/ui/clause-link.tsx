import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Popover, Text } from '@mantine/core';
import { createContext, useContext } from 'react';
import { findClause } from '../../shared/policy/clauses.ts';

/**
 * Whether what is drawn here is said of a field. A finding goes as its field is answered, and Tab behind the last key must lead to the
 * next field, not to a clause that is about to go: clauses of a field are opened by a key instead (`clause-key.ts`).
 */
export const SaidOfField = createContext(false);

/** A clause's number; click or Enter shows what it says, without a network. */
export function ClauseLink({ id }: { id: string }) {
  const byKey = useContext(SaidOfField);
  const clause = findClause(id);
  if (!clause) return <span>{id}</span>;
  return (
    <Popover width={340} withArrow trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="clause"
          aria-label={t`Clause ${id}`}
          {...(byKey && {
            tabIndex: -1,
            'aria-keyshortcuts': 'Shift+F1',
            title: t`In the field: Shift-F1`,
            'data-said-of-field': true,
          })}
        >
          {id}
        </button>
      </Popover.Target>
      <Popover.Dropdown tabIndex={0} aria-label={t`Clause ${id} of the maintenance policy`}>
        <Text size="sm">
          <strong>{id}</strong> {clause.text}
        </Text>
        {clause.reading !== '' && (
          <Text size="sm" mt="xs" className="quiet">
            <Trans>How it is read: {clause.reading}</Trans>
          </Text>
        )}
        <Text size="sm" mt="xs">
          <a href={`#/policy/${id}`}>
            <Trans>All clauses</Trans>
          </a>
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

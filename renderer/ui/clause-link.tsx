import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Popover, Text } from '@mantine/core';
import { findClause } from '../../shared/policy/clauses.ts';

/** A clause's number; click or Enter shows what it says, without a network. */
export function ClauseLink({ id }: { id: string }) {
  const clause = findClause(id);
  if (!clause) return <span>{id}</span>;
  return (
    <Popover width={340} withArrow trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="clause" aria-label={t`Clause ${id}`}>
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

import { Popover, Text } from '@mantine/core';
import { findClause } from '../../shared/policy/clauses.ts';

/** A clause's number; click or Enter shows what it says, without a network. */
export function ClauseLink({ id }: { id: string }) {
  const clause = findClause(id);
  if (!clause) return <span>{id}</span>;
  return (
    <Popover width={340} withArrow trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="clause" aria-label={`Clause ${id}`}>
          {id}
        </button>
      </Popover.Target>
      <Popover.Dropdown tabIndex={0} aria-label={`Clause ${id} of the maintenance policy`}>
        <Text size="sm">
          <strong>{id}</strong> {clause.text}
        </Text>
        {clause.reading !== '' && (
          <Text size="sm" mt="xs" className="quiet">
            How it is read: {clause.reading}
          </Text>
        )}
        <Text size="sm" mt="xs">
          <a href={`#/policy/${id}`}>All clauses</a>
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the case would take, by system: old and new, the line that it stands in, and whether it is chosen. */
import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type KeyboardEvent, memo, useState } from 'react';
import { useStore } from 'zustand';
import { type SystemRecord, systems as systemTable } from '../../../shared/cases/systems.ts';
import type { IntakeGroup, IntakeProposal } from '../../../shared/collect/case-intake.ts';
import classes from './collect.module.css';
import { type CollectingSession, isChosen, roleOf } from './collecting.ts';

export type Filter = 'all' | 'new' | 'changes' | 'unsure';

const passes: Readonly<Record<Filter, (proposal: IntakeProposal) => boolean>> = {
  all: () => true,
  new: ({ before }) => before === '',
  changes: ({ before }) => before !== '',
  unsure: ({ unsure }) => unsure,
};

/** Rows of a system, and systems, that are drawn before more are asked for. */
const FIRST_ROWS = 12;
const MORE_ROWS = 200;
const FIRST_GROUPS = 30;

function targetWords({ target, mentioned }: IntakeGroup): string {
  if (target.kind === 'in-case') return `in the case, by its ${target.by}`;
  if (target.kind === 'installed') return `installed at the customer, by its ${target.by}; not in the case`;
  return mentioned ? 'only mentioned, not in the case' : 'not in the case: it is added';
}

const Row = memo(function Row({
  session,
  proposal,
  chosen,
  edited,
  shown,
}: {
  session: CollectingSession;
  proposal: IntakeProposal;
  chosen: boolean;
  edited: string | undefined;
  shown: boolean;
}) {
  const [editing, setEditing] = useState(false);
  const { label, before, file, line, unsure } = proposal;
  const value = edited ?? proposal.value;
  const choose = (next: boolean) =>
    session.store.setState(({ chosen: all }) => ({ chosen: new Map([...all, [proposal.id, next]]) }));
  const show = () => session.store.setState({ shown: { file, line } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowLeft') show();
    else if (event.key.toLowerCase() === 'e') setEditing(true);
    else return;
    event.preventDefault();
  };
  return (
    <li className={classes.row} data-shown={shown}>
      <Checkbox
        size="xs"
        checked={chosen}
        aria-label={`${label}: ${value}`}
        onChange={(event) => choose(event.currentTarget.checked)}
        onKeyDown={onKeyDown}
      />
      <span className={classes.label} title={label}>
        {label}
      </span>
      {editing ? (
        <TextInput
          size="xs"
          autoFocus
          aria-label={`Value of ${label}`}
          classNames={{ input: 'mono' }}
          defaultValue={value}
          maxLength={5_000}
          onBlur={(event) => {
            const next = event.currentTarget.value;
            setEditing(false);
            if (next === value) return;
            session.store.setState(({ edited: all, chosen: marks }) => ({
              edited: new Map([...all, [proposal.id, next]]),
              // What a person wrote is meant to be taken.
              chosen: new Map([...marks, [proposal.id, true]]),
            }));
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setEditing(false);
          }}
        />
      ) : (
        <button
          type="button"
          className={classes.value}
          title={before === '' ? value : `${before}\n→ ${value}`}
          onClick={() => setEditing(true)}
        >
          {before !== '' && <del>{before}</del>} {before === '' ? value : <ins>{value}</ins>}
          <span className="skip">, edit</span>
        </button>
      )}
      <button
        type="button"
        className={classes.source}
        onClick={show}
        aria-label={`${file}:${line}`}
        title={`${file}, line ${line}`}
      >
        <span>{file}</span>:{line}
      </button>
      <span className={classes.meta}>
        {[...(unsure ? ['unsure'] : []), ...(edited === undefined ? [] : ['edited'])].join(', ')}
      </span>
    </li>
  );
});

function Group({
  session,
  group,
  rows,
  hasAffected,
}: {
  session: CollectingSession;
  group: IntakeGroup;
  rows: readonly IntakeProposal[];
  hasAffected: boolean;
}) {
  const state = useStore(session.store);
  const [drawn, setDrawn] = useState(FIRST_ROWS);
  const { proposals, name, target, known } = group;
  const count = proposals.filter((each) => isChosen(state, group, each)).length;
  const chooseAll = (next: boolean) =>
    session.store.setState(({ chosen }) => ({
      chosen: new Map([...chosen, ...proposals.map(({ id }) => [id, next] as const)]),
    }));
  return (
    <section className={classes.group} aria-label={name}>
      <div className={classes.groupHead}>
        <Checkbox
          size="xs"
          aria-label={`All of ${name}`}
          checked={count === proposals.length && count > 0}
          indeterminate={count > 0 && count < proposals.length}
          onChange={() => chooseAll(count < proposals.length)}
        />
        <h3 className="mono">{name}</h3>
        <span className={classes.meta}>{targetWords(group)}</span>
        {target.kind !== 'in-case' && count > 0 && (
          <NativeSelect
            size="xs"
            aria-label={`Role of ${name} in the fault`}
            value={roleOf(state, group, hasAffected)}
            data={
              systemTable.fields.role.input.kind === 'choice'
                ? systemTable.fields.role.input.choices.map(({ value, label }) => ({ value, label }))
                : []
            }
            onChange={(event) => {
              const role = event.currentTarget.value as SystemRecord['role'];
              session.store.setState(({ roles }) => ({ roles: new Map([...roles, [name, role]]) }));
            }}
          />
        )}
        <span className={`${classes.meta} ${classes.end} num`}>
          {count} of {proposals.length}
          {known > 0 ? `, ${known} known` : ''}
        </span>
      </div>
      <ul className="plain-list">
        {rows.slice(0, drawn).map((proposal) => (
          <Row
            key={proposal.id}
            session={session}
            proposal={proposal}
            chosen={isChosen(state, group, proposal)}
            edited={state.edited.get(proposal.id)}
            shown={state.shown?.file === proposal.file && state.shown.line === proposal.line}
          />
        ))}
      </ul>
      {rows.length > drawn && (
        <Button size="compact-xs" variant="subtle" onClick={() => setDrawn(drawn + MORE_ROWS)}>
          {rows.length - drawn} more for {name}
        </Button>
      )}
    </section>
  );
}

export function ProposalList({ session, hasAffected }: { session: CollectingSession; hasAffected: boolean }) {
  const { groups } = useStore(session.store);
  const [filter, setFilter] = useState<Filter>('all');
  const [drawn, setDrawn] = useState(FIRST_GROUPS);
  const all = groups.flatMap(({ proposals }) => proposals);
  const counts = (['all', 'new', 'changes', 'unsure'] as const).map((value) => ({
    value,
    label: `${value === 'all' ? 'All' : value === 'new' ? 'New' : value === 'changes' ? 'Changes' : 'Unsure'} ${all.filter(passes[value]).length}`,
  }));
  const listed = groups
    .map((group) => ({ group, rows: group.proposals.filter(passes[filter]) }))
    .filter(({ rows }) => rows.length > 0);
  return (
    <>
      <div className={classes.head}>
        <h2>Proposals</h2>
        <SegmentedControl
          size="xs"
          aria-label="Which proposals"
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={counts}
        />
        <span className={`${classes.meta} ${classes.end}`}>nothing saved yet</span>
      </div>
      <div className={classes.scroll}>
        {listed.slice(0, drawn).map(({ group, rows }) => (
          <Group key={group.name} session={session} group={group} rows={rows} hasAffected={hasAffected} />
        ))}
        {listed.length > drawn && (
          <Button variant="default" onClick={() => setDrawn(drawn + FIRST_GROUPS)}>
            {listed.length - drawn} more systems
          </Button>
        )}
      </div>
    </>
  );
}

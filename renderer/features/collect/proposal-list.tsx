/** What the case would take, by system: old and new, the line that it stands in, and whether it is chosen. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { type KeyboardEvent, memo, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { MOST_OF_ONE, type SystemRecord, systems as systemTable } from '../../../shared/cases/systems.ts';
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
  if (target.kind === 'in-case') return t`in the case, by its ${target.by}`;
  if (target.kind === 'installed') return t`installed at the customer, by its ${target.by}; not in the case`;
  return mentioned ? t`only mentioned, not in the case` : t`not in the case: it is added`;
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
          aria-label={t`Value of ${label}`}
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
          <span className="skip">
            <Trans>, edit</Trans>
          </span>
        </button>
      )}
      <button
        type="button"
        className={classes.source}
        onClick={show}
        aria-label={`${file}:${line}`}
        title={t`${file}, line ${line}`}
      >
        <span>{file}</span>:{line}
      </button>
      <span className={classes.meta}>
        {[...(unsure ? ['unsure'] : []), ...(edited === undefined ? [] : ['edited'])].join(', ')}
      </span>
    </li>
  );
});

const Group = memo(function Group({
  session,
  group,
  rows,
  hasAffected,
  others,
}: {
  session: CollectingSession;
  group: IntakeGroup;
  rows: readonly IntakeProposal[];
  hasAffected: boolean;
  /** Host names that it may be meant by, where no output names it. */
  others: readonly string[];
}) {
  const state = useStore(session.store);
  const [drawn, setDrawn] = useState(FIRST_ROWS);
  const { proposals, name, target, known } = group;
  const count = proposals.filter((each) => isChosen(state, group, each)).length;
  const saysHowMany = proposals.some((each) => each.kind === 'field' && each.field === 'quantity');
  const chooseAll = (next: boolean) =>
    session.store.setState(({ chosen }) => ({
      chosen: new Map([...chosen, ...proposals.map(({ id }) => [id, next] as const)]),
    }));
  return (
    <section className={classes.group} aria-label={name}>
      <div className={classes.groupHead}>
        <Checkbox
          size="xs"
          aria-label={t`All of ${name}`}
          checked={count === proposals.length && count > 0}
          indeterminate={count > 0 && count < proposals.length}
          onChange={() => chooseAll(count < proposals.length)}
        />
        <h3 className="mono">{name}</h3>
        <span className={classes.meta}>{targetWords(group)}</span>
        {group.hostname === '' && target.kind === 'new' && others.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t`Whose ${name} is`}
            value=""
            onChange={(event) =>
              event.currentTarget.value !== '' && session.sayHost(group.files, event.currentTarget.value)
            }
            data={[{ value: '', label: t`or is it of…` }, ...others]}
          />
        )}
        {target.kind !== 'in-case' && count > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t`Role of ${name} in the fault`}
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
        {target.kind !== 'in-case' && count > 0 && !saysHowMany && (
          <NumberInput
            size="xs"
            w={72}
            hideControls
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="strict"
            max={MOST_OF_ONE}
            placeholder="× 1"
            aria-label={t`How many of ${name}`}
            value={state.counts.get(name) ?? ''}
            onChange={(value) =>
              session.store.setState(({ counts }) => {
                const next = new Map(counts);
                if (Number(value) > 0) next.set(name, Number(value));
                else next.delete(name);
                return { counts: next };
              })
            }
          />
        )}
        <span className={`${classes.meta} ${classes.end} num`}>
          <Trans>
            {count} of {proposals.length}
            {known > 0 ? t`, ${known} known` : ''}
          </Trans>
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
          <Trans>
            {rows.length - drawn} more for {name}
          </Trans>
        </Button>
      )}
    </section>
  );
});

const NOBODY: readonly string[] = [];

/** Systems that are drawn at once: a browser draws so many rows within one frame. */
const AT_ONCE = 2;

/** Counts up to how many systems are to be drawn, a few in each frame, so that keys and pointer are answered in between. */
function useGrowing(wanted: number): number {
  const [grown, setGrown] = useState(AT_ONCE);
  useEffect(() => {
    if (grown >= wanted) return;
    const timer = setTimeout(() => setGrown(Math.min(wanted, grown + AT_ONCE)));
    return () => clearTimeout(timer);
  }, [grown, wanted]);
  return Math.min(grown, wanted);
}

export function ProposalList({
  session,
  hasAffected,
  inCase,
}: {
  session: CollectingSession;
  hasAffected: boolean;
  /** Host names of the case's systems. */
  inCase: readonly string[];
}) {
  // A new reading is drawn beside what a person does, and not before it.
  const groups = useDeferredValue(useStore(session.store, (state) => state.groups));
  const [filter, setFilter] = useState<Filter>('all');
  const [drawn, setDrawn] = useState(FIRST_GROUPS);
  const all = groups.flatMap(({ proposals }) => proposals);
  const counts = (['all', 'new', 'changes', 'unsure'] as const).map((value) => ({
    value,
    label: `${value === 'all' ? t`All` : value === 'new' ? t`New` : value === 'changes' ? t`Changes` : t`Unsure`} ${all.filter(passes[value]).length}`,
  }));
  const listed = useMemo(
    () =>
      groups
        .map((group) => ({ group, rows: group.proposals.filter(passes[filter]) }))
        .filter(({ rows }) => rows.length > 0),
    [groups, filter],
  );
  const named = groups.flatMap(({ hostname }) => (hostname === '' ? [] : [hostname]));
  const others = [...new Set([...named, ...inCase])];
  const shown = useGrowing(Math.min(drawn, listed.length));
  return (
    <>
      <div className={classes.head}>
        <h2>
          <Trans>Proposals</Trans>
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t`Which proposals`}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={counts}
        />
        <span className={`${classes.meta} ${classes.end}`}>
          <Trans>not saved until you accept</Trans>
        </span>
      </div>
      <div className={classes.scroll}>
        {listed.slice(0, shown).map(({ group, rows }) => (
          <Group
            key={group.name}
            session={session}
            group={group}
            rows={rows}
            hasAffected={hasAffected}
            others={group.hostname === '' ? others : NOBODY}
          />
        ))}
        {listed.length > drawn && (
          <Button variant="default" onClick={() => setDrawn(drawn + FIRST_GROUPS)}>
            <Trans>{listed.length - drawn} more systems</Trans>
          </Button>
        )}
      </div>
    </>
  );
}

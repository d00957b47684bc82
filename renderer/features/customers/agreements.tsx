/** Maintenance agreements: a day is covered once, so that an overlap is refused. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { storable } from '../../../shared/base/values.ts';
import type { Agreement, Contract } from '../../../shared/policy/schema.ts';
import { addAgreement } from '../../commands/customers.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useKeptState } from '../../ui/kept-form.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import { DayField } from '../../ui/typed-field.tsx';
import { useApp } from '../../views/hooks.tsx';
import { useRemoval } from './removal.ts';

const empty = { startsOn: '', endsOn: '', reference: '' };

function stateOf(
  { startsOn, endsOn }: Pick<Agreement, 'startsOn' | 'endsOn'>,
  today: string,
): { words: string; tone: string } {
  if (endsOn < today) return { words: t`ended`, tone: 'quiet' };
  return startsOn > today ? { words: t`begins later`, tone: 'quiet' } : { words: t`in force`, tone: 'good' };
}

/** From when to when it runs, and whether it does. */
function Term({ of, today }: { of: Pick<Agreement, 'startsOn' | 'endsOn'>; today: string }) {
  const { words, tone } = stateOf(of, today);
  return (
    <>
      <span className="num">
        <Trans>
          {dayInWords(of.startsOn)} to {dayInWords(of.endsOn)}
        </Trans>
      </span>
      <span className={tone}>
        {tone === 'good' && <Icon name="done" />} {words}
      </span>
    </>
  );
}

/** IPcelerate's own contracts of the customer: only read here, and what a handoff has to agree with. */
function Contracts({ contracts, today }: { contracts: readonly Contract[]; today: string }) {
  if (contracts.length === 0) return null;
  return (
    <>
      <h3>
        <Trans>IPcelerate’s contracts</Trans>
      </h3>
      <ul className="plain-list">
        {contracts.map((each) => {
          return (
            <li key={each.id} className="row">
              <Term of={each} today={today} />
              <span className="mono">{each.id}</span>
              <span>{each.impactMember === 'yes' ? t`Impact member` : t`no Impact member`}</span>
            </li>
          );
        })}
      </ul>
      <p className="quiet">
        <Trans>
          A handoff has to say of maintenance what the contract says. What you enter below is your own note.
        </Trans>
      </p>
    </>
  );
}

export function Agreements({
  customerId,
  agreements,
  contracts,
  today,
}: {
  customerId: string;
  agreements: readonly Agreement[];
  contracts: readonly Contract[];
  /** `2026-11-25`. */
  today: string;
}) {
  const app = useApp();
  const remove = useRemoval();
  const [draft, setDraft] = useKeptState(`new-agreement ${customerId}`, 'draft', empty);
  const [problem, setProblem] = useState('');
  const change = (part: Partial<typeof empty>) => setDraft((before) => ({ ...before, ...part }));

  const add = useOneAtATime(async () => {
    const done = await addAgreement(app, { customerId, ...draft, reference: draft.reference.trim() });
    if (done.kind === 'refused') return setProblem(done.message);
    setProblem('');
    // Who writes the next one already goes on with it.
    setDraft((before) => (before === draft ? empty : before));
  });

  return (
    <section className="card stack" aria-labelledby="customer-agreements">
      <h2 id="customer-agreements">
        <Trans>
          Maintenance agreements <ClauseLink id="P-16" />
        </Trans>
      </h2>
      <Contracts contracts={contracts} today={today} />
      {agreements.length === 0 && contracts.length === 0 && (
        <p className="quiet">
          <Trans>
            None is entered. A case then asks how maintenance stands, and takes nothing for granted.
          </Trans>
        </p>
      )}
      <ul className="plain-list">
        {agreements.map((each) => {
          return (
            <li key={each.id} className="row">
              <Term of={each} today={today} />
              <span className="mono">{each.reference}</span>
              <Button
                variant="default"
                aria-label={t`Remove the agreement ${dayInWords(each.startsOn)} to ${dayInWords(each.endsOn)}`}
                onClick={() =>
                  void remove(
                    { table: 'agreements', row: each },
                    t`Agreement: ${dayInWords(each.startsOn)} to ${dayInWords(each.endsOn)}`,
                    t`The agreement ${dayInWords(each.startsOn)} to ${dayInWords(each.endsOn)} was removed.`,
                  )
                }
              >
                <Trans>Remove</Trans>
              </Button>
            </li>
          );
        })}
      </ul>
      <form
        className="fields"
        aria-label={t`New agreement`}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <DayField
          label={t`First day`}
          description={t`The day its payment was received`}
          value={draft.startsOn}
          onChange={(startsOn) => change({ startsOn })}
        />
        <DayField
          label={t`Last day`}
          description={t`Still covered`}
          value={draft.endsOn}
          onChange={(endsOn) => change({ endsOn })}
        />
        <TextInput
          label={t`Reference`}
          description={t`Number of the contract`}
          value={draft.reference}
          maxLength={300}
          onChange={(event) => change({ reference: storable(event.currentTarget.value) })}
        />
        <div className="wide stack">
          {problem !== '' && (
            <p className="bad" role="alert">
              {problem}
            </p>
          )}
          <div>
            <Button type="submit" variant="default">
              <Trans>Add the agreement</Trans>
            </Button>
          </div>
        </div>
      </form>
    </section>
  );
}

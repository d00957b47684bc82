/** The first choice of a newcomer: the sample partner, as its engineer or as somebody else. */
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Failure } from '../../../shared/bridge/contract.ts';
import { enrolSample } from '../../commands/switch-person.ts';
import { useApp } from '../../views/hooks.tsx';
import { partOf, type SamplePerson, useSamplePeople } from './sample.ts';
import styles from './try-sample.module.css';

/** Tells what went wrong, in words and by its code; an empty message takes it back. */
export type Tell = (message: string, code?: string) => void;

export function TrySample({ onProblem }: { onProblem: Tell }) {
  const app = useApp();
  const [busy, setBusy] = useState('');
  const onFailure = useCallback(({ message, code }: Failure) => onProblem(message, code), [onProblem]);
  const people = useSamplePeople(true, onFailure);
  async function start(person: SamplePerson): Promise<void> {
    setBusy(person.personId);
    onProblem('');
    const problem = await enrolSample(app, person);
    setBusy('');
    if (problem) onProblem(problem.message, problem.code);
  }
  const [first, ...others] = people ?? [];
  return (
    <section className="card stack" aria-labelledby="try">
      <h2 id="try">
        <Trans>Try it with the sample partner</Trans>
      </h2>
      <p>
        <Trans>
          Its people, customers and products are invented, three cases are there to look at, and nothing
          leaves this computer. Begin as the engineer; at the bottom right you switch to the lead or to Level
          3, and turn the network off, whenever you like.
        </Trans>
      </p>
      {people === null ? (
        <p className="quiet">
          <Trans>Asking the hub…</Trans>
        </p>
      ) : first === undefined ? (
        <p className="quiet">
          <Trans>The hub of this console has no sample people.</Trans>
        </p>
      ) : (
        <>
          <div>
            <Button
              size="md"
              loading={busy === first.personId}
              disabled={busy !== ''}
              onClick={() => void start(first)}
            >
              <Trans>Start as {first.name}</Trans>
            </Button>
          </div>
          <details>
            <summary>
              <Trans>Start as somebody else</Trans>
            </summary>
            <ul className={styles.others}>
              {others.map((person) => {
                const { part, does } = partOf(person);
                return (
                  <li key={person.personId}>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      loading={busy === person.personId}
                      disabled={busy !== ''}
                      onClick={() => void start(person)}
                    >
                      {person.name}
                    </Button>
                    <span>
                      {part}: {does}. {person.organisation}
                    </span>
                  </li>
                );
              })}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

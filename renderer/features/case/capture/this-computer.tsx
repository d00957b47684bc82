/** What this computer says about itself, as a list to review. Nothing is written before it is accepted. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SystemRecord } from '../../../../shared/cases/records.ts';
import { type Proposal, proposalsFromHost } from '../../../../shared/collect/proposals.ts';
import { acceptHostFacts } from '../../../commands/host-facts.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { reported } from '../../../store/report.ts';
import { readSystemFacts } from '../../../views/case-rows.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { readOnce } from '../../../views/use-view.ts';

type Reading =
  | { kind: 'reading' }
  | { kind: 'failed'; message: string }
  | { kind: 'read'; proposals: Proposal[]; missed: readonly string[] };

function nameOf(proposal: Proposal): string {
  return proposal.kind === 'system' ? proposal.label : t`Revision level of ${proposal.component}`;
}

function provenanceWords(proposal: Proposal): string {
  const { provenance } = proposal;
  return provenance.kind === 'computer' ? t`${provenance.query} on ${provenance.host}` : '';
}

export function ThisComputer({ system, onDone }: { system: SystemRecord | null; onDone: () => void }) {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const [reading, setReading] = useState<Reading>({ kind: 'reading' });
  const [target, setTarget] = useState<SystemRecord | null>(system);
  const [told, setTold] = useState('');
  const systemId = system?.id ?? null;
  useEffect(() => {
    let gone = false;
    async function read(): Promise<Reading> {
      const answer = await app.bridge.call('host.facts', {});
      if (!answer.ok) return { kind: 'failed', message: answer.failure.message };
      const { system: known, revisions: own } = await readOnce(app, readSystemFacts, caseId, systemId);
      return {
        kind: 'read',
        proposals: proposalsFromHost(answer.value, known, own),
        missed: answer.value.missed,
      };
    }
    const show = (done: Reading) => {
      if (!gone) setReading(done);
    };
    read().then(show, (error: unknown) =>
      show({ kind: 'failed', message: reported(error, 'reading this computer') }),
    );
    return () => {
      gone = true;
    };
  }, [app, caseId, systemId]);

  async function accept(accepted: readonly Proposal[]): Promise<void> {
    if (reading.kind !== 'read' || accepted.length === 0) return;
    const done = await acceptHostFacts(app, caseId, target, accepted);
    if (!done) return;
    if (done.result.kind === 'refused') return setTold(refusalWords(done.result));
    setTarget(done.system);
    const left = reading.proposals.filter((proposal) => !accepted.includes(proposal));
    setReading({ ...reading, proposals: left });
    setTold(
      t`${plural(accepted.length, { one: '# fact', other: '# facts' })} accepted and saved on this computer.`,
    );
    if (left.length === 0) onDone();
  }

  const edit = (proposal: Proposal, value: string) =>
    reading.kind === 'read' &&
    setReading({
      ...reading,
      proposals: reading.proposals.map((each) => (each === proposal ? { ...each, value } : each)),
    });
  const reject = (proposal: Proposal) =>
    reading.kind === 'read' &&
    setReading({ ...reading, proposals: reading.proposals.filter((each) => each !== proposal) });

  return (
    <section className="card stack" aria-label={t`From this computer`}>
      <h3>
        <Trans>From this computer</Trans>
      </h3>
      <p role="status">{told}</p>
      {reading.kind === 'reading' && (
        <>
          <p>
            <Trans>Reading this computer…</Trans>
          </p>
          <Progress value={100} animated aria-label={t`Reading this computer`} />
        </>
      )}
      {reading.kind === 'failed' && <p className="bad">{reading.message}</p>}
      {reading.kind === 'read' && (
        <>
          {reading.missed.length > 0 && (
            <p className="waiting">
              <Trans>The computer did not say: {reading.missed.join(', ')}. Enter that by hand.</Trans>
            </p>
          )}
          {reading.proposals.length === 0 ? (
            <p>
              <Trans>Nothing is left to accept.</Trans>
            </p>
          ) : (
            <>
              <p>
                <Trans>Nothing is saved until you accept it.</Trans>
              </p>
              <ul className="plain-list stack">
                {reading.proposals.map((proposal) => (
                  <li key={proposal.id} className="row">
                    <TextInput
                      label={nameOf(proposal)}
                      description={t`${proposal.before === '' ? t`New` : t`Instead of “${proposal.before}”`}, from ${provenanceWords(proposal)}`}
                      value={proposal.value}
                      maxLength={300}
                      classNames={{ input: 'mono' }}
                      style={{ flex: 1, minWidth: 240 }}
                      onChange={(event) => edit(proposal, event.currentTarget.value)}
                    />
                    <Button
                      variant="default"
                      onClick={() => void accept([proposal])}
                      aria-label={t`Accept ${nameOf(proposal)}`}
                    >
                      <Trans>Accept</Trans>
                    </Button>
                    <Button
                      variant="default"
                      onClick={() => reject(proposal)}
                      aria-label={t`Reject ${nameOf(proposal)}`}
                    >
                      <Trans>Reject</Trans>
                    </Button>
                  </li>
                ))}
              </ul>
              <div className="row">
                <Button onClick={() => void accept(reading.proposals)}>
                  <Trans>Accept all {reading.proposals.length}</Trans>
                </Button>
                <Button variant="default" onClick={onDone}>
                  <Trans>Reject the rest</Trans>
                </Button>
              </div>
            </>
          )}
        </>
      )}
    </section>
  );
}

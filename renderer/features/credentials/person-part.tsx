/** One person of the registry: credentials, results, devices, and what an admin does for them. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { roleWords } from '../../../shared/certification/access.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';
import { formId, useOpenForm } from '../../ui/kept-form.ts';
import { useNow } from '../../ui/now.ts';
import { useApp } from '../../views/hooks.tsx';
import { readPersonFile } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import { WithPanel } from './act-form.tsx';
import { type CredentialAction, CredentialForm, CredentialLine } from './credential-acts.tsx';
import { type DeviceDoing, DeviceForm, DeviceList } from './devices-part.tsx';
import { ChangePersonForm } from './person-fields.tsx';
import { CodeForm, IssueForm, ResultForm } from './person-forms.tsx';

type Act =
  | { kind: 'result' | 'code' }
  | { kind: 'issue'; examId: string }
  | { kind: 'change' }
  | { kind: 'credential'; credentialId: string; action: CredentialAction };

/** A computer is named by the hub, which is asked anew after a reload: what is typed of it waits in its form. */
type Doing = Act | { kind: 'device'; doing: DeviceDoing };

export function PersonPart({ personId }: { personId: string }) {
  const { now } = useApp();
  const at = useNow(now);
  const place = `person ${personId}`;
  const [act, setAct] = useOpenForm<Act>(place);
  const [device, setDevice] = useState<DeviceDoing | null>(null);
  const [told, setTold] = useState('');
  const [code, setCode] = useState<{ code: string; until: string } | null>(null);
  const [looks, setLooks] = useState(0);
  const known = useView(readPersonFile, personId);
  if (!known) return null;
  const { person, exams } = known;
  if (!person)
    return (
      <p className="card empty">
        <Trans>
          This person is not on this computer yet. Somebody who was just added comes with the next sync.{' '}
          <Link href="/credentials/admin/people">See all people</Link>
        </Trans>
      </p>
    );
  const examName = (id: string) => exams.find((each) => each.id === id)?.name ?? t`An exam that is not here`;
  const results = known.results.sort((a, b) => (a.passedOn < b.passedOn ? 1 : -1));
  const credentials = known.credentials.sort((a, b) => (a.validUntil < b.validUntil ? 1 : -1));
  const works = person.endedAt === undefined;
  const passed = works ? exams.filter(({ id }) => results.some(({ examId }) => examId === id)) : [];
  const begin = (next: Doing) => {
    setTold('');
    setCode(null);
    const isOfComputer = next.kind === 'device';
    setAct(isOfComputer ? null : next);
    setDevice(isOfComputer ? next.doing : null);
  };
  const close = () => {
    setAct(null);
    setDevice(null);
  };
  const common = {
    form: act ? formId(place, act) : '',
    person,
    onDone: (words: string) => {
      setTold(words);
      close();
    },
    onCancel: close,
  };

  function form() {
    if (device)
      return (
        <DeviceForm
          key={`${device.action} ${device.device.id}`}
          {...device}
          onDone={(words) => {
            common.onDone(words);
            setLooks((before) => before + 1);
          }}
          onCancel={close}
        />
      );
    switch (act?.kind) {
      case 'result':
        return <ResultForm {...common} exams={exams.filter(({ active }) => active)} />;
      case 'code':
        return <CodeForm {...common} onCode={setCode} />;
      case 'change':
        return <ChangePersonForm {...common} />;
      case 'issue': {
        const exam = exams.find(({ id }) => id === act.examId);
        return exam ? <IssueForm key={exam.id} {...common} exam={exam} /> : null;
      }
      case 'credential': {
        const credential = credentials.find(({ id }) => id === act.credentialId);
        return credential ? (
          <CredentialForm
            key={`${act.action} ${credential.id}`}
            form={common.form}
            action={act.action}
            credential={credential}
            about={examName(credential.examId)}
            onDone={common.onDone}
            onCancel={common.onCancel}
          />
        ) : null;
      }
      default:
        return null;
    }
  }

  return (
    <>
      <div className="row">
        <h2>{person.name}</h2>
        <Link href="/credentials/admin/people">
          <Trans>All people</Trans>
        </Link>
      </div>
      <div className="row">
        <p className="quiet">
          {person.organisationName}, {person.email}, {roleWords(person.roles)}
        </p>
        {works && (
          <Button variant="default" onClick={() => begin({ kind: 'change' })}>
            <Trans>Change name, address or roles</Trans>
          </Button>
        )}
      </div>
      {person.endedAt !== undefined && (
        <p className="waiting">
          <Trans>
            Left on {person.endedAt.slice(0, 10)}. The hub’s operator can take {person.name} back; until then
            they get no code and no credential.
          </Trans>
        </p>
      )}
      <WithPanel panel={form()} told={told}>
        {code && (
          <section className="card stack" aria-labelledby="code">
            <h2 id="code">
              <Trans>One-time code</Trans>
            </h2>
            <p className="mono one-time-code" data-testid="one-time-code">
              {code.code}
            </p>
            <p className="quiet num">
              <Trans>
                Give it to {person.name} now. It works once, until {code.until}, and is shown only here and
                only once.
              </Trans>
            </p>
          </section>
        )}
        <section className="card stack" aria-labelledby="issued">
          <h2 id="issued">
            <Trans>Credentials</Trans>
          </h2>
          {credentials.length === 0 && (
            <p className="quiet">
              <Trans>None was issued yet.</Trans>
            </p>
          )}
          <ul className="plain-list">
            {credentials.map((each) => (
              <CredentialLine
                key={each.id}
                credential={each}
                about={examName(each.examId)}
                now={at}
                onAct={(action) => begin({ kind: 'credential', credentialId: each.id, action })}
              />
            ))}
          </ul>
          <div className="row">
            {passed.map((exam) => (
              <Button
                key={exam.id}
                variant="default"
                onClick={() => begin({ kind: 'issue', examId: exam.id })}
              >
                <Trans>Issue: {exam.name}</Trans>
              </Button>
            ))}
          </div>
          {works && passed.length === 0 && (
            <p className="quiet">
              <Trans>A credential is issued for an exam that was passed. Record the result first.</Trans>
            </p>
          )}
        </section>
        <section className="card stack" aria-labelledby="results">
          <h2 id="results">
            <Trans>Exams passed</Trans>
          </h2>
          {results.length === 0 && (
            <p className="quiet">
              <Trans>No result is recorded.</Trans>
            </p>
          )}
          <ul className="plain-list stack">
            {results.map((each) => (
              <li key={each.id}>
                {examName(each.examId)}{' '}
                <span className="quiet num">
                  {dayOf(each.passedOn, 'local')}
                  {each.score !== '' && `, ${each.score}`}
                </span>
              </li>
            ))}
          </ul>
          <div>
            <Button variant="default" onClick={() => begin({ kind: 'result' })}>
              <Trans>Record a result</Trans>
            </Button>
          </div>
        </section>
        <section className="card stack" aria-labelledby="devices">
          <h2 id="devices">
            <Trans>Computers</Trans>
          </h2>
          {works && (
            <div>
              <Button variant="default" onClick={() => begin({ kind: 'code' })}>
                <Trans>Make a one-time code</Trans>
              </Button>
            </div>
          )}
          <DeviceList
            key={looks}
            organisationId={person.organisationId}
            personId={person.id}
            onRevoke={(device, told) => begin({ kind: 'device', doing: { action: 'revoke', device, told } })}
            onRename={(device, told) => begin({ kind: 'device', doing: { action: 'rename', device, told } })}
          />
        </section>
      </WithPanel>
    </>
  );
}

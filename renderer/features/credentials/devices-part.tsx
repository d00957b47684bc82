/** Enrolled computers, as the hub has them now: an admin sees any person's, a lead those of their own organisation. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Radio, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { DataChoice } from '../../../shared/base/data-choice.ts';
import { storable } from '../../../shared/base/values.ts';
import type { CertificationResult, DeviceEntry } from '../../../shared/certification/schema.ts';
import { certify } from '../../commands/certify.ts';
import { Icon } from '../../ui/icons.tsx';
import { isFormBegun, useKeptState } from '../../ui/kept-form.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { ActForm, WithPanel } from './act-form.tsx';
import { PartsNav } from './parts-nav.tsx';

/** What is done with a computer, and the form of it. */
export interface DeviceDoing {
  action: 'revoke' | 'rename' | 'recovery';
  device: DeviceEntry;
  told: string;
}

/** Under which what is typed of it is kept. */
const formOf = (action: DeviceDoing['action'], { id }: DeviceEntry) => `computer-${action} ${id}`;

const actWords = { rename: t`Rename`, recovery: t`Recovery code`, revoke: t`Revoke` } as const;

/** Opens the form of an act, and says where it was begun. */
function Opener({
  action,
  device,
  told,
  onAct,
}: DeviceDoing & { onAct: (device: DeviceEntry, told: string) => void }) {
  const words = isFormBegun(formOf(action, device)) ? t`${actWords[action]}, begun` : actWords[action];
  return (
    <Button variant="default" aria-label={`${words}: ${told}`} onClick={() => onAct(device, told)}>
      {words}
    </Button>
  );
}

/** Asking for the list is no act of its own and leaves no audit entry; the hub wants a reason with every request. */
const LOOKING = t`To see the list`;

export function DeviceList({
  organisationId,
  personId = null,
  onRevoke,
  onRename,
  onRecovery = null,
}: {
  organisationId: string;
  /** Only this person's; null for everybody's. */
  personId?: string | null;
  /** Both with the device's name, and with whose it is where that is said in the list. */
  onRevoke: (device: DeviceEntry, told: string) => void;
  onRename: (device: DeviceEntry, told: string) => void;
  /** Shows what opens it when its person cannot; null where that is not offered. */
  onRecovery?: ((device: DeviceEntry, told: string) => void) | null;
}) {
  const app = useApp();
  const [devices, setDevices] = useState<readonly DeviceEntry[] | null>(null);
  const [problem, setProblem] = useState('');
  const look = useCallback(async () => {
    const answer = await certify(app, {
      requestId: app.newId(),
      reason: LOOKING,
      act: { action: 'list-devices', organisationId },
    });
    if (!answer.ok) return setProblem(answer.message);
    setProblem('');
    if (answer.result.kind === 'devices') setDevices(answer.result.devices);
  }, [app, organisationId]);
  useEffect(() => void look(), [look]);
  const shown = (devices ?? []).filter((each) => personId === null || each.personId === personId);
  return (
    <>
      {problem !== '' && (
        <p className="waiting" role="alert">
          {devices === null ? t`The list is the hub’s, and is here while the hub answers. ` : ''}
          {problem}
        </p>
      )}
      {devices && shown.length === 0 && (
        <p className="quiet">
          <Trans>No computer is enrolled.</Trans>
        </p>
      )}
      <ul className="plain-list" aria-label={t`Computers`}>
        {shown.map((each) => {
          const whose = personId === null ? `${each.name}, ${each.personName}` : each.name;
          return (
            <li key={each.id} className="entry row">
              <strong>{whose}</strong>
              <span className="quiet num">
                <Trans>enrolled {formatLocalTime(each.enrolledAt)}</Trans>
              </span>
              {each.revokedAt === null ? (
                <>
                  <Opener action="rename" device={each} told={whose} onAct={onRename} />
                  {onRecovery && <Opener action="recovery" device={each} told={whose} onAct={onRecovery} />}
                  <Opener action="revoke" device={each} told={whose} onAct={onRevoke} />
                </>
              ) : (
                <span className="bad num">
                  <Icon name="missing" /> <Trans>revoked {formatLocalTime(each.revokedAt)}</Trans>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <Button variant="default" onClick={() => void look()}>
          <Trans>Refresh</Trans>
        </Button>
      </div>
    </>
  );
}

function RevokeDeviceForm({
  form,
  deviceId,
  name,
  onDone,
  onCancel,
}: {
  form: string;
  deviceId: string;
  name: string;
  onDone: (told: string) => void;
  onCancel: () => void;
}) {
  const [data, setData] = useKeptState<DataChoice>(form, 'data', 'hand-over');
  return (
    <ActForm
      form={form}
      title={t`Revoke: ${name}`}
      says={t`The computer is ended at the hub at once and for good. At its next contact its console locks, hands over what you choose here, and wipes itself. Its person enrols another with a new code.`}
      button={t`Revoke the computer`}
      danger
      build={() => ({ action: 'revoke-device', deviceId, data })}
      onDone={() =>
        onDone(
          data === 'wipe'
            ? t`Revoked. The hub takes nothing from this computer any more; it is wiped at its next contact.`
            : t`Revoked. At its next contact the computer hands over what it has not sent, and is wiped.`,
        )
      }
      onCancel={onCancel}
    >
      <Radio.Group
        label={t`What it has not sent`}
        value={data}
        onChange={(value) => setData(value === 'wipe' ? 'wipe' : 'hand-over')}
      >
        <div className="stack">
          <Radio
            value="hand-over"
            label={t`Is handed over, then the computer is wiped`}
            description={t`For one that is used no more. The hub keeps it apart until its operator accepts it.`}
          />
          <Radio
            value="wipe"
            label={t`Is wiped without handing over`}
            description={t`For one that was lost, stolen or compromised: what was not sent is lost.`}
          />
        </div>
      </Radio.Group>
    </ActForm>
  );
}

function RenameDeviceForm({
  form,
  device,
  told,
  onDone,
  onCancel,
}: {
  form: string;
  device: DeviceEntry;
  /** As the list calls it. */
  told: string;
  onDone: (told: string) => void;
  onCancel: () => void;
}) {
  const [name, setName] = useKeptState(form, 'name', device.name);
  const next = name.trim();
  return (
    <ActForm
      form={form}
      title={t`Rename: ${told}`}
      button={t`Rename the computer`}
      build={() =>
        next === ''
          ? [t`Write the computer’s new name.`]
          : next === device.name
            ? [t`That is its name already.`]
            : { action: 'name-device', deviceId: device.id, name: next }
      }
      onDone={() => onDone(t`Renamed. It is called “${next}” now.`)}
      onCancel={onCancel}
    >
      <TextInput
        label={t`Name of the computer`}
        value={name}
        maxLength={100}
        onChange={(event) => setName(storable(event.currentTarget.value))}
      />
    </ActForm>
  );
}

/** Asks for the code with a reason, and shows it until the panel is closed. */
function RecoveryForm({
  form,
  device,
  told,
  onCancel,
}: {
  form: string;
  device: DeviceEntry;
  told: string;
  onCancel: () => void;
}) {
  const [result, setResult] = useState<CertificationResult | null>(null);
  if (result?.kind === 'recovery-code')
    return (
      <div className="stack">
        <h2>
          <Trans>Recovery code: {told}</Trans>
        </h2>
        {result.code === null || result.givenAt === null ? (
          <p>
            <Trans>
              This computer gave none: nobody has protected it yet, or it has not reached the hub since.
            </Trans>
          </p>
        ) : (
          <>
            <p className="mono" data-testid="recovery-code">
              {result.code}
            </p>
            <p className="quiet">
              <Trans>
                Given on {formatLocalTime(result.givenAt)}. Read it to {device.personName} once you know that
                it is them. They are told that you saw it; afterwards they make a new one in their settings.
              </Trans>
            </p>
          </>
        )}
        <div>
          <Button variant="default" onClick={onCancel}>
            <Trans>Close</Trans>
          </Button>
        </div>
      </div>
    );
  return (
    <ActForm
      form={form}
      title={t`Recovery code: ${told}`}
      says={t`It opens what is on that computer when its person has neither passphrase nor code. That you saw it is kept for good, and the person is notified.`}
      button={t`Show the code`}
      build={() => ({ action: 'show-recovery-code', deviceId: device.id })}
      onDone={setResult}
      onCancel={onCancel}
    />
  );
}

export function DeviceForm({
  action,
  device,
  told,
  onDone,
  onCancel,
}: DeviceDoing & { onDone: (told: string) => void; onCancel: () => void }) {
  const form = formOf(action, device);
  if (action === 'recovery')
    return <RecoveryForm form={form} device={device} told={told} onCancel={onCancel} />;
  return action === 'rename' ? (
    <RenameDeviceForm form={form} device={device} told={told} onDone={onDone} onCancel={onCancel} />
  ) : (
    <RevokeDeviceForm form={form} deviceId={device.id} name={told} onDone={onDone} onCancel={onCancel} />
  );
}

/** For a lead: the computers of their own organisation. */
export function DevicesScreen() {
  const identity = useIdentity();
  const [doing, setDoing] = useState<DeviceDoing | null>(null);
  const [told, setTold] = useState('');
  const [looks, setLooks] = useState(0);
  if (!identity) return null;
  const panel = doing && (
    <DeviceForm
      key={`${doing.action} ${doing.device.id}`}
      {...doing}
      onDone={(words) => {
        setTold(words);
        setDoing(null);
        setLooks((before) => before + 1);
      }}
      onCancel={() => setDoing(null)}
    />
  );
  return (
    <Screen title={t`Devices`}>
      <PartsNav here="/credentials/devices" />
      <WithPanel panel={panel} told={told}>
        <section className="card stack" aria-label={t`Computers of ${identity.organisation.name}`}>
          <DeviceList
            key={looks}
            organisationId={identity.organisation.id}
            onRevoke={(device, name) => setDoing({ action: 'revoke', device, told: name })}
            onRename={(device, name) => setDoing({ action: 'rename', device, told: name })}
            onRecovery={(device, name) => setDoing({ action: 'recovery', device, told: name })}
          />
        </section>
      </WithPanel>
    </Screen>
  );
}

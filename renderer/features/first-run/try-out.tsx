/** In the status bar of a console that tries the sample partner: who works here, be somebody else, and the network. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { Failure } from '../../../shared/bridge/contract.ts';
import { roleWords } from '../../../shared/certification/access.ts';
import type { Identity } from '../../../shared/sync/protocol.ts';
import { followSwitch, switchPerson } from '../../commands/switch-person.ts';
import { Icon } from '../../ui/icons.tsx';
import { tell } from '../../ui/messages.ts';
import { type Command, offers, useOffer } from '../../ui/offers.ts';
import { saveHeld } from '../../ui/unsaved.ts';
import { useApp } from '../../views/hooks.tsx';
import { partOf, type SamplePerson, useSampleLine, useSamplePeople } from './sample.ts';
import styles from './try-out.module.css';

export function TryOut({ identity }: { identity: Identity }) {
  const app = useApp();
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState(false);
  const [switching, setSwitching] = useState('');
  const line = useSampleLine();
  const onProblem = useCallback(({ message }: Failure) => tell(message), []);
  const inPalette = useStore(offers, (state) => state.wanted);
  const people = useSamplePeople(wanted || inPalette, onProblem);
  const others = people?.filter(({ personId }) => personId !== identity.person.id) ?? null;
  useEffect(() => followSwitch(saveHeld), []);
  async function become(person: SamplePerson): Promise<void> {
    setSwitching(person.name);
    const problem = await switchPerson(app, person, saveHeld);
    if (problem === null) return;
    setSwitching('');
    tell(problem, { stays: true });
  }
  const latest = useRef(become);
  latest.current = become;
  const own = identity.person.id;
  useOffer(
    useMemo(
      (): readonly Command[] => [
        {
          ...{ id: 'sample-line', words: t`offline online hub sample`, icon: line.up ? 'offline' : 'sync' },
          label: line.up ? t`Turn the network off, to work as on site` : t`Turn the network on`,
          run: () => line.set(!line.up),
        },
        ...(people ?? [])
          .filter(({ personId }) => personId !== own)
          .map(
            (person): Command => ({
              ...{ id: `sample-person ${person.personId}`, icon: 'user' },
              label: t`Switch to ${person.name}`,
              words: `${t`person sample`} ${partOf(person).part}`,
              run: () => void latest.current(person),
            }),
          ),
      ],
      [line, people, own],
    ),
  );
  const role = roleWords(identity.roles);
  return (
    <span className={styles.tryOut}>
      {!line.up && (
        <button type="button" className={styles.off} onClick={() => line.set(true)}>
          <Icon name="offline" size={14} /> <Trans>Network off: turn on</Trans>
        </button>
      )}
      <Menu
        position="top-end"
        onOpen={() => setWanted(true)}
        width={400}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <button
            type="button"
            className={styles.person}
            title={`${identity.person.name}, ${role}, ${identity.organisation.name}`}
          >
            <Icon name="user" size={14} />
            <span className="visually-hidden">
              <Trans>Switch person:</Trans>{' '}
            </span>
            <span className={styles.name}>
              {switching === '' ? identity.person.name : t`Opening as ${switching}…`}
            </span>
            <span className={styles.role}>{role}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown className={styles.menu}>
          <Menu.Label>
            <Trans>Switch person (sample partner)</Trans>
          </Menu.Label>
          {others === null && (
            <Menu.Item disabled>
              <Trans>Asking the hub…</Trans>
            </Menu.Item>
          )}
          {others?.map((person) => {
            const { part, does } = partOf(person);
            return (
              <Menu.Item
                key={person.personId}
                disabled={switching !== ''}
                onClick={() => void become(person)}
              >
                <span className={styles.part}>
                  {part}: {does}
                </span>
                <span className={styles.who}>
                  {person.name}, {person.organisation}
                </span>
              </Menu.Item>
            );
          })}
          <Menu.Divider />
          <Menu.Label>
            <Trans>Network (sample partner)</Trans>
          </Menu.Label>
          <Menu.Item onClick={() => line.set(!line.up)}>
            {line.up ? t`Turn the network off, to work as on site` : t`Turn the network on`}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => navigate('/settings')}>
            <Trans>Settings</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

/** The parts of the case at the left: how much of each is answered, and how much is still open. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { Link } from 'wouter';
import type { OutlinePart } from '../../../shared/cases/outline-parts.ts';
import type { CaseLock } from '../../../shared/sync/access.ts';
import { Ring } from '../../ui/ring.tsx';
import { useCaseLock, useCasePart } from '../../views/hooks.tsx';
import { useHeldFiles } from '../redaction/held-files.tsx';
import styles from './case.module.css';
import { type CasePart, casePath, goToPart } from './case-address.ts';
import { usePartKeys } from './part-keys.ts';

export const partNames: Readonly<Record<CasePart, string>> = {
  problem: t`Problem`,
  systems: t`Systems`,
  configuration: t`Configuration`,
  revisions: t`Revision levels`,
  steps: t`Steps`,
  files: t`Files`,
  cause: t`Cause`,
  cover: t`Cover`,
  people: t`People`,
  request: t`Request`,
  level3: t`Level 3`,
  history: t`History`,
  end: t`End`,
};

interface Group {
  name: string;
  parts: readonly CasePart[];
}

const forms: readonly Group[] = [
  { name: '', parts: ['problem'] },
  { name: t`The four parts (P-03)`, parts: ['systems', 'configuration', 'revisions', 'steps'] },
  { name: t`Evidence`, parts: ['files'] },
  { name: t`Before the handoff`, parts: ['cause', 'cover', 'people', 'request'] },
  { name: t`After the handoff`, parts: ['level3', 'history', 'end'] },
];

/** What is read: Level 3 first, and the problem with its cause and request as one. @param recorded what the case's own parts are called */
const readingsOf = (recorded: string): readonly Group[] => [
  { name: '', parts: ['level3'] },
  {
    name: recorded,
    parts: ['problem', 'systems', 'configuration', 'revisions', 'steps', 'files', 'cover', 'people'],
  },
  { name: t`Since it was opened`, parts: ['history', 'end'] },
];

const handedOff = readingsOf(t`As it was handed off`);
/** Who only reads may find it before any handoff, as it is at this moment. */
const asItIs = readingsOf(t`What is recorded`);

/** The parts of the case as this person has them now, in their groups. */
export function groupsOf(lock: CaseLock | null): readonly Group[] {
  if (lock === null) return forms;
  return lock === 'state' ? handedOff : asItIs;
}

export function Outline({ caseId, at }: { caseId: string; at: CasePart }) {
  const progress = useCasePart((open) => open.progress);
  const lock = useCaseLock();
  const editable = lock === null;
  const held = useHeldFiles(caseId)?.length ?? 0;
  const groups = groupsOf(lock);
  const listed = useMemo(() => groups.flatMap(({ parts }) => parts), [groups]);
  usePartKeys(caseId, listed, at);
  const countOf = (part: CasePart): { open: number; words: string } => {
    const open = progress?.[part as OutlinePart]?.open ?? 0;
    if (editable && open > 0) return { open, words: `${open}` };
    // The handoff waits for them, and nobody else has them.
    if (editable && part === 'files' && held > 0) return { open, words: t`${held} held` };
    return { open, words: '' };
  };
  return (
    <>
      <nav
        className={styles.outline}
        aria-label={t`Parts of the case`}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      >
        {groups.map(({ name, parts }) => (
          <Fragment key={name}>
            {name !== '' && <h2 className={styles.caption}>{name}</h2>}
            <ul>
              {parts.map((part) => {
                const own = progress?.[part as OutlinePart];
                const { open, words } = countOf(part);
                return (
                  <li key={part}>
                    <Link href={casePath(caseId, part)} aria-current={part === at ? 'true' : undefined}>
                      {own && editable && own.answered + own.open > 0 ? (
                        <Ring done={own.answered} of={own.answered + own.open} />
                      ) : (
                        <span className={styles.blank} />
                      )}
                      <span className={styles.name}>{partNames[part]}</span>
                      {words !== '' && (
                        <span className={styles.count}>
                          {words}
                          {editable && open > 0 && (
                            <span className="visually-hidden">
                              {' '}
                              <Trans>open</Trans>
                            </span>
                          )}
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </Fragment>
        ))}
      </nav>
      <div className={styles.choose}>
        <NativeSelect
          aria-label={t`Part of the case`}
          value={at}
          data={groups.flatMap(({ parts }) =>
            parts.map((part) => {
              const { words } = countOf(part);
              return { value: part, label: words === '' ? partNames[part] : `${partNames[part]} (${words})` };
            }),
          )}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const part = listed.find((each) => each === value);
            if (part) goToPart(caseId, part);
          }}
        />
      </div>
    </>
  );
}

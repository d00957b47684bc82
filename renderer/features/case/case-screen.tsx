/** The case: a strip that stays, the outline, the part in view, and what the handoff still needs. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Menu, Popover } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { CaseRecord } from '../../../shared/cases/case.ts';
import { partnerEnds } from '../../../shared/cases/ends.ts';
import { caseStates } from '../../../shared/cases/states.ts';
import { readUnsaved } from '../../commands/unsaved-case.ts';
import { GiveCase } from '../../ui/give-case.tsx';
import { type Command, useOffer } from '../../ui/offers.ts';
import { OpenedCase } from '../../ui/opened-case.tsx';
import { Screen } from '../../ui/screen.tsx';
import { contentsOf, useApp, useCaseLock, useCasePart, useEditable } from '../../views/hooks.tsx';
import { readNewestPacketId } from '../../views/packet-reading.ts';
import { useView } from '../../views/use-view.ts';
import { CaseOnPaper } from '../print/case-on-paper.tsx';
import { CaseFiles } from './capture/adding-files.tsx';
import styles from './case.module.css';
import { type CasePart, useCaseAddress } from './case-address.ts';
import { CaseSubhead } from './case-head.tsx';
import { useCaseMemory } from './case-memory.ts';
import { caseToFile } from './case-to-file.ts';
import { HandoffPanel } from './handoff/handoff-panel.tsx';
import { leadToUnsaved } from './handoff/unsaved-texts.tsx';
import { groupsOf, Outline } from './outline.tsx';
import { Sheet } from './sheet.tsx';
import { useUndoKeys, useUndoState } from './undo-history.ts';

/** Whether Level 3 has the case, or had it: one that was solved before never went there. */
function isWithLevel3({
  state,
  level1Outcome,
  endedAs,
}: Pick<CaseRecord, 'state' | 'level1Outcome' | 'endedAs'>): boolean {
  if (state === 'closed') return level1Outcome !== 'solved' && !partnerEnds.some((each) => each === endedAs);
  return caseStates.indexOf(state) >= caseStates.indexOf('escalated');
}

/** The part in view: the address's, else that of the last visit, else the first; never one that the case does not show now. */
function usePart(caseId: string): { part: CasePart; row: string | null } {
  const address = useCaseAddress();
  const last = useCaseMemory(caseId, (memory) => memory.part);
  const lock = useCaseLock();
  const editable = lock === null;
  const hasLevel3 = useCasePart((open) => isWithLevel3(contentsOf(open).case));
  const shown = groupsOf(lock).flatMap(({ parts }) => parts);
  const own = address?.caseId === caseId ? address : null;
  if (own?.part && shown.includes(own.part)) return { part: own.part, row: own.row };
  // Cause and request are read with the problem.
  if (own?.part) return { part: 'problem', row: null };
  if (editable) return { part: last !== null && shown.includes(last) ? last : 'problem', row: null };
  // After the handoff what Level 3 says comes first, wherever the form was left.
  return { part: hasLevel3 ? 'level3' : 'problem', row: null };
}

/** Gives the case to a colleague, from its own head. */
function Give({ caseId }: { caseId: string }) {
  const app = useApp();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          aria-label={t`Give to a colleague`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Trans>Give to…</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Give the case to a colleague`}>
        {open && (
          <GiveCase
            caseId={caseId}
            onGiven={() => setOpen(false)}
            onHeldUp={() => {
              // The popover keeps the focus while it is open; the field has it after that.
              flushSync(() => setOpen(false));
              void readUnsaved(app, caseId).then((texts) => leadToUnsaved(caseId, t`Not given.`, texts));
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the palette offers while the case is open. */
function useCaseCommands(
  number: string,
  editable: boolean,
  packetId: string | null,
  { mayUndo, mayRedo, step }: ReturnType<typeof useUndoState>,
): readonly Command[] {
  const latest = useRef(step);
  latest.current = step;
  return useMemo(() => {
    const commands: Command[] = [];
    const words = t`take back edit last`;
    if (editable && mayUndo)
      commands.push({
        ...{ id: 'undo', label: t`Undo the last edit of ${number}`, words, icon: 'undo' },
        run: () => latest.current(true),
      });
    if (editable && mayRedo)
      commands.push({
        ...{ id: 'redo', label: t`Redo the last edit of ${number}`, words, icon: 'redo' },
        run: () => latest.current(false),
      });
    // Of one that was handed off the packet is printed.
    if (packetId === null)
      commands.push({
        ...{
          id: 'print-case',
          label: t`Print ${number} as it stands now`,
          words: t`paper pdf`,
          icon: 'print',
        },
        run: () => window.print(),
      });
    return commands;
  }, [number, editable, packetId, mayUndo, mayRedo]);
}

function Workspace({ caseId }: { caseId: string }) {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const { part, row } = usePart(caseId);
  const number = caseNumber(record.id);
  const packetId = useView(readNewestPacketId, caseId);
  const editable = useEditable();
  const { mayUndo, mayRedo, step } = useUndoState(caseId);
  useUndoKeys(caseId, editable);
  useOffer(useCaseCommands(number, editable, packetId ?? null, { mayUndo, mayRedo, step }));
  return (
    <Screen
      flush
      lead={number}
      title={record.title || t`Case without a title`}
      below={<CaseSubhead />}
      actions={
        <>
          {editable && (
            <>
              <Button
                variant="subtle"
                disabled={!mayUndo}
                aria-keyshortcuts="Control+Z"
                onClick={() => step(true)}
              >
                <Trans>Undo</Trans>
              </Button>
              <Button
                variant="subtle"
                disabled={!mayRedo}
                aria-keyshortcuts="Control+Shift+Z"
                onClick={() => step(false)}
              >
                <Trans>Redo</Trans>
              </Button>
            </>
          )}
          {editable && (
            <Button component={Link} href={`/cases/${record.id}/collect`} variant="default">
              <Trans>Collect from files</Trans>
            </Button>
          )}
          {editable && <Give caseId={record.id} />}
          {packetId && !editable && (
            <Button component={Link} href={`/packets/${packetId}/print`} variant="default">
              <Trans>Print</Trans>
            </Button>
          )}
          <Menu position="bottom-end" width={220} withinPortal={false}>
            <Menu.Target>
              <Button variant="default">
                <Trans>More</Trans>
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} href={`/cases/${record.id}/knowledge`}>
                <Trans>Search known problems</Trans>
              </Menu.Item>
              <Menu.Item onClick={() => void caseToFile(app, record.id)}>
                <Trans>Export to a file</Trans>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <CaseFiles caseId={caseId}>
        <div className={styles.case}>
          <Outline caseId={caseId} at={part} />
          <Sheet caseId={caseId} part={part} row={row} />
          <HandoffPanel />
        </div>
        <CaseOnPaper caseId={caseId} />
      </CaseFiles>
    </Screen>
  );
}

export function CaseScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId}>
      <Workspace caseId={caseId} />
    </OpenedCase>
  );
}

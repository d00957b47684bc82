/** The part of the case that is in view, scrolled to where it was left. */

import { Trans } from '@lingui/react/macro';
import {
  type FocusEvent,
  memo,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import type { OutlinePart } from '../../../shared/cases/outline-parts.ts';
import { useEditable } from '../../views/hooks.tsx';
import { AttachmentsSection } from './capture/attachments-section.tsx';
import { ConfigurationSection } from './capture/configuration-section.tsx';
import { ProblemSection, RequestSection } from './capture/problem-section.tsx';
import { RevisionsSection } from './capture/revisions-section.tsx';
import { StepsSection } from './capture/steps-section.tsx';
import { SystemsSection } from './capture/systems-section.tsx';
import styles from './case.module.css';
import type { CasePart } from './case-address.ts';
import { CaseConflicts } from './case-conflicts.tsx';
import { CaseEndSection } from './case-end.tsx';
import { rememberPart, rememberScroll, rememberVisit, scrolledTo } from './case-memory.ts';
import { EntitlementSection } from './entitlement/entitlement-section.tsx';
import { PapersSection } from './entitlement/people-section.tsx';
import { ScopeSection } from './entitlement/scope-section.tsx';
import { Level3Section } from './handoff/level3-section.tsx';
import { HistorySection } from './history-section.tsx';
import { partNames } from './outline.tsx';
import { Reading } from './reading.tsx';
import { useWorkspace } from './workspace-state.ts';

const drawn: Readonly<Record<OutlinePart, () => ReactNode>> = {
  problem: () => <ProblemSection />,
  systems: () => <SystemsSection />,
  configuration: () => <ConfigurationSection />,
  revisions: () => <RevisionsSection />,
  steps: () => <StepsSection />,
  files: () => <AttachmentsSection />,
  cause: () => <ScopeSection />,
  cover: () => <EntitlementSection />,
  people: () => <PapersSection />,
  request: () => <RequestSection />,
};

function PartInView({ part, row }: { part: CasePart; row: string | null }) {
  const editable = useEditable();
  if (part === 'level3') return <Level3Section entry={row} />;
  if (part === 'history') return <HistorySection />;
  if (part === 'end') return <CaseEndSection />;
  return editable ? drawn[part]() : <Reading part={part} />;
}

const InView = memo(PartInView);

const LEVEL3: CasePart = 'level3';
/** How long what is read may still grow, before the place is taken for lost. */
const GROWS_MS = 1_000;

/** Puts the sheet where it was left, also where what stands above is read a little later. */
function useKeptScroll(caseId: string, view: string, row: string | null, isDrawn: boolean) {
  const sheet = useRef<HTMLDivElement>(null);
  const settled = useRef(false);
  useLayoutEffect(() => {
    const element = sheet.current;
    settled.current = false;
    if (!element || !isDrawn) return;
    // Whoever comes for one entry of Level 3 is led there.
    const top = view === LEVEL3 && row !== null ? 0 : scrolledTo(caseId, view);
    element.scrollTop = top;
    let put = element.scrollTop;
    const until = performance.now() + GROWS_MS;
    let frame = 0;
    const again = () => {
      // Whoever scrolled meanwhile, as a jump to a field does, is where they want to be.
      const isMoved = element.scrollTop !== put;
      if (isMoved || put >= top - 1 || performance.now() > until) settled.current = true;
      else {
        element.scrollTop = top;
        put = element.scrollTop;
        frame = requestAnimationFrame(again);
      }
    };
    frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  }, [caseId, view, row, isDrawn]);
  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const keep = () => {
      if (settled.current) rememberScroll(caseId, view, Math.round(element.scrollTop));
    };
    const onScroll = () => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(keep, 150);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    window.addEventListener('pagehide', keep);
    return () => {
      element.removeEventListener('scroll', onScroll);
      window.removeEventListener('pagehide', keep);
      if (timer) clearTimeout(timer);
    };
  }, [caseId, view]);
  return sheet;
}

/**
 * The part that was gone to is drawn in slices of time, so that the outline answers at once, and hundreds of rows hold nothing up. Where
 * somebody jumped to a field it is drawn in one go, as is what opens beside a part that is open: it has the focus for the next key.
 */
function useDrawnPart(part: CasePart, row: string | null): { part: CasePart; row: string | null } | null {
  const jumpedTo = useWorkspace((workspace) => workspace.jumpedTo);
  const behind = useDeferredValue<CasePart | null>(part, null);
  const drawn = jumpedTo === part ? part : behind;
  return drawn === null ? null : { part: drawn, row: drawn === part ? row : null };
}

export function Sheet({ caseId, ...at }: { caseId: string; part: CasePart; row: string | null }) {
  const drawn = useDrawnPart(at.part, at.row);
  const { part, row } = drawn ?? at;
  const editable = useEditable();
  const view = editable || part === LEVEL3 ? part : `read ${part}`;
  const sheet = useKeptScroll(caseId, view, row, drawn !== null);
  // Where the form was left is come back to once it is a form again.
  useEffect(() => {
    if (editable) rememberPart(caseId, part);
  }, [caseId, part, editable]);
  const onLeave = (event: FocusEvent) => {
    const { id } = event.target;
    if (id.startsWith('place-')) rememberVisit(caseId, id);
  };
  return (
    <div className={styles.area} onBlur={onLeave}>
      <div ref={sheet} className={styles.sheet} data-testid="case-sheet" aria-busy={drawn?.part !== at.part}>
        <CaseConflicts caseId={caseId} />
        {drawn ? (
          <InView key={part} part={part} row={row} />
        ) : (
          <p className={`quiet ${styles.opening}`}>
            <Trans>Opening {partNames[at.part]}…</Trans>
          </p>
        )}
      </div>
    </div>
  );
}

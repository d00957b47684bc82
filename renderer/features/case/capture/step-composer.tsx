/** Where a step is written: what was done, what it showed, Enter, next. The draft survives. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { storable } from '../../../../shared/base/values.ts';
import { fileNames } from '../../../../shared/cases/attachments.ts';
import {
  documentationSources,
  type StepKind,
  type StepRecord,
  sourceWords,
  stepKinds,
  stepKindWords,
  steps,
} from '../../../../shared/cases/steps.ts';
import {
  addStep,
  dropStepDraft,
  keepStepDraft,
  readStepDraft,
  stepCorrectionKey,
  stepDraftKey,
} from '../../../commands/steps.ts';
import { discardDraft, dropDraft, keepDraft, readDraft, whenDiscarded } from '../../../store/drafts.ts';
import { parsedJson } from '../../../store/kept.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { report } from '../../../store/report.ts';
import { Choice } from '../../../ui/choice.tsx';
import { readTime, writeTime, zonedOf, zonedText } from '../../../ui/read-time.ts';
import { holdUnsaved } from '../../../ui/unsaved.ts';
import { zoneSection } from '../../../ui/zone-mark.tsx';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { useWorkspace } from '../workspace-state.ts';
import { StepDetails, type StepDetailsValue } from './step-details.tsx';

interface Draft {
  did: string;
  showed: string;
  ramifications: string;
  sources: StepRecord['sources'];
  evidence: string[];
  details: StepDetailsValue;
  /** As it was typed; empty for the moment at which it is added. */
  at: string;
}

/** The key that chooses each kind, with Alt. */
const stepKeys: Readonly<Record<StepKind, string>> = {
  gather: 'g',
  investigate: 'i',
  isolate: 's',
  test: 't',
  'search-documentation': 'd',
  correlate: 'c',
  reproduce: 'r',
  'specification-error': 'e',
  'localise-defect': 'z',
  'examine-logs': 'l',
  'examine-schematics': 'm',
  'work-around': 'w',
  fix: 'f',
  other: 'o',
};

const noDetails: StepDetailsValue = { byOther: '', result: null, notAvailable: [], noEvidenceWhy: '' };
const blank: Draft = {
  did: '',
  showed: '',
  ramifications: '',
  sources: [],
  evidence: [],
  details: noDetails,
  at: '',
};
const DRAFT_PAUSE_MS = 300;
/** Characters of one text of a step. */
const MOST = 20_000;

const levels = [
  { value: '1', label: t`Level 1` },
  { value: '2', label: t`Level 2` },
] as const;

function draftOf(step: StepRecord): Draft {
  const { did, showed, ramifications, sources, evidence, at } = step;
  const { byOther, result, notAvailable, noEvidenceWhy } = step;
  const details = { byOther, result, notAvailable, noEvidenceWhy };
  return { did, showed, ramifications, sources, evidence, details, at: writeTime(zonedText(at)) };
}

/** What was typed last, at whatever key the window ended. */
function keptDraft(key: string): Draft {
  const kept = readDraft(key);
  const draft = kept && parsedJson(kept.text);
  return typeof draft === 'object' && draft !== null ? { ...blank, ...draft } : blank;
}

/** A correction that was begun, and what was typed over the step. */
interface Correction {
  kind: StepKind;
  level: 1 | 2;
  draft: Draft;
}

function keptCorrection(stepId: string): Correction | null {
  const kept = readDraft(stepCorrectionKey(stepId));
  const read = kept && parsedJson(kept.text);
  return typeof read === 'object' && read !== null && 'draft' in read ? (read as Correction) : null;
}

/** Whether a correction of the step was begun and neither saved nor cancelled: who comes back goes on with it. */
export function isInCorrection(stepId: string): boolean {
  return keptCorrection(stepId) !== null;
}

/** A step that was not saved comes back; what was typed meanwhile stands below it. */
function withBoth(taken: Draft, typed: Draft): Draft {
  const join = (first: string, second: string) => [first, second].filter((text) => text !== '').join('\n\n');
  return { ...taken, did: join(taken.did, typed.did), showed: join(taken.showed, typed.showed) };
}

/** @param correcting the step that the new row corrects; null for a new step */
export function StepComposer({ correcting, onDone }: { correcting: StepRecord | null; onDone: () => void }) {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const state = useCasePart((open) => contentsOf(open).case.state);
  const attachments = useCasePart((open) => contentsOf(open).attachments);
  const windowKind = useWorkspace((workspace) => workspace.stepKind);
  const setWindowKind = useWorkspace((workspace) => workspace.setStepKind);
  const [begun] = useState(() => correcting && keptCorrection(correcting.id));
  const [ownKind, setOwnKind] = useState<StepKind>(begun?.kind ?? correcting?.kind ?? 'gather');
  const [kind, setKind] = correcting ? [ownKind, setOwnKind] : [windowKind, setWindowKind];
  const [level, setLevel] = useState<1 | 2>(
    begun?.level ?? correcting?.level ?? (state === 'level1' ? 1 : 2),
  );
  const key = stepDraftKey(caseId);
  const [draft, setDraft] = useState<Draft>(() =>
    begun ? { ...blank, ...begun.draft } : correcting ? draftOf(correcting) : keptDraft(key),
  );
  const [told, setTold] = useState('');
  const did = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(draft);
  latest.current = draft;

  useEffect(() => {
    if (correcting) did.current?.focus();
    else {
      void readStepDraft(app, caseId).then((kept) => {
        // What was kept at the last key is newer than what the database has.
        if (kept && latest.current === blank) setDraft({ ...blank, ...(kept as Draft) });
        if (kept) setTold(t`Draft kept on this computer`);
      });
    }
  }, [app, caseId, correcting]);
  useEffect(() => {
    if (!correcting) setLevel(state === 'level1' ? 1 : 2);
  }, [state, correcting]);
  useEffect(() => {
    if (correcting || draft === blank) return;
    keepDraft(key, { text: JSON.stringify(draft), bases: [] });
    const keep = () =>
      keepStepDraft(app, caseId, draft).then(
        () => {
          setTold(t`Draft kept on this computer`);
          return true;
        },
        (error: unknown) => {
          report(error, 'keeping a step’s draft');
          setTold(t`The draft could not be kept; add the step soon`);
          return false;
        },
      );
    const timer = setTimeout(() => void keep(), DRAFT_PAUSE_MS);
    const release = holdUnsaved(async () => keep());
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [app, key, caseId, correcting, draft]);

  useEffect(() => {
    if (!correcting || draft === blank) return;
    const correction: Correction = { kind, level, draft };
    keepDraft(stepCorrectionKey(correcting.id), { text: JSON.stringify(correction), bases: [] });
  }, [correcting, kind, level, draft]);

  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  function done(): void {
    if (correcting) dropDraft(stepCorrectionKey(correcting.id));
    onDone();
  }

  const ending = useRef(onDone);
  ending.current = onDone;
  useEffect(() => {
    if (correcting) return whenDiscarded(stepCorrectionKey(correcting.id), () => ending.current());
    return whenDiscarded(key, () => {
      setDraft(blank);
      setTold('');
    });
  }, [key, correcting]);

  async function discard(): Promise<void> {
    discardDraft(key);
    did.current?.focus();
    await dropStepDraft(app, caseId);
  }

  async function add(): Promise<void> {
    if (draft.did.trim() === '') {
      setTold(t`Write what was done.`);
      return did.current?.focus();
    }
    const longest = Math.max(draft.did.length, draft.showed.length, draft.ramifications.length);
    if (longest > MOST)
      return setTold(
        t`One of the texts has ${longest} characters: ${MOST} fit. Nothing is cut off; attach the rest as a file.`,
      );
    const when = readTime(draft.at, app.now());
    if (when.kind === 'incomplete') return setTold(when.why);
    // Taken at once: what is typed while it is saved is the next step's, and the focus stays where the person moves it.
    const taken = draft;
    setDraft(blank);
    if (!correcting) did.current?.focus();
    const here = app.here();
    const row: StepRecord = steps.empty({
      id: app.newId(),
      caseId,
      systemId: correcting?.systemId ?? null,
      at: (when.kind === 'read' && zonedOf(when.value)) || here,
      by: correcting?.by ?? (await app.person()),
      level,
      kind,
      did: taken.did.trim(),
      showed: taken.showed.trim(),
      sources: kind === 'search-documentation' ? taken.sources : [],
      ramifications: taken.ramifications.trim(),
      evidence: taken.evidence,
      ...taken.details,
      notAvailable: kind === 'search-documentation' ? taken.details.notAvailable : [],
      corrects: correcting?.id ?? null,
      recordedAt: here.at,
    });
    const result = await addStep(app, row);
    if (result.kind === 'refused') {
      setDraft((typed) => withBoth(taken, typed));
      return setTold(refusalWords(result));
    }
    // A next step that is begun already keeps itself over the old draft.
    if (!correcting && latest.current === blank) {
      dropDraft(key);
      await dropStepDraft(app, caseId);
    }
    setTold(t`Step saved on this computer`);
    done();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void add();
    } else if (event.altKey && !event.ctrlKey) {
      const chosen = stepKinds.find((each) => stepKeys[each] === event.key.toLowerCase());
      if (!chosen) return;
      event.preventDefault();
      setKind(chosen);
    }
  }

  return (
    <div className="card stack" onKeyDown={onKeyDown}>
      <h3>{correcting ? t`Correct the step` : t`New step`}</h3>
      <div className="row">
        <NativeSelect
          w={250}
          label={t`${steps.fields.kind.label} (Alt and the letter)`}
          value={kind}
          data={stepKinds.map((value) => ({
            value,
            label: `${stepKindWords[value]} (${stepKeys[value].toUpperCase()})`,
          }))}
          onChange={(event) =>
            setKind(stepKinds.find((each) => each === event.currentTarget.value) ?? 'other')
          }
        />
        <Choice
          label={steps.fields.level.label}
          value={String(level)}
          options={levels}
          onChange={(chosen) => setLevel(chosen === '2' ? 2 : 1)}
        />
        <TextInput
          label={t`Time (empty: now)`}
          placeholder={t`20 Nov 2026, 08:15`}
          value={draft.at}
          {...zoneSection(draft.at)}
          onChange={(event) => change({ at: event.currentTarget.value })}
        />
      </div>
      <div className="step-body">
        <Textarea
          ref={did}
          id={placeId({ table: 'steps', id: null, field: null })}
          label={steps.fields.did.label}
          value={draft.did}
          onChange={(event) => change({ did: storable(event.currentTarget.value) })}
        />
        <Textarea
          label={steps.fields.showed.label}
          value={draft.showed}
          onChange={(event) => change({ showed: storable(event.currentTarget.value) })}
        />
      </div>
      {kind === 'search-documentation' && (
        <Checkbox.Group
          label={steps.fields.sources.label}
          value={draft.sources}
          onChange={(sources) =>
            change({ sources: documentationSources.filter((each) => sources.includes(each)) })
          }
        >
          <div className="row">
            {documentationSources.map((source) => (
              <Checkbox key={source} value={source} label={sourceWords[source]} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <StepDetails kind={kind} value={draft.details} onChange={(details) => change({ details })} />
      {(kind === 'fix' || kind === 'work-around') && (
        <Textarea
          label={steps.fields.ramifications.label}
          value={draft.ramifications}
          onChange={(event) => change({ ramifications: storable(event.currentTarget.value) })}
        />
      )}
      {attachments.some((file) => !file.removed) && (
        <Checkbox.Group
          label={steps.fields.evidence.label}
          value={draft.evidence}
          onChange={(evidence) => change({ evidence: evidence.slice(0, 50) })}
        >
          <div className="row">
            {attachments
              .filter((file) => !file.removed)
              .slice(0, 50)
              .map((file) => (
                <Checkbox key={file.id} value={file.id} label={fileNames(attachments).get(file.id)} />
              ))}
          </div>
        </Checkbox.Group>
      )}
      <div className="row">
        <Button onClick={() => void add()}>
          {correcting ? t`Save the correction` : t`Add the step (Ctrl Enter)`}
        </Button>
        {correcting && (
          <Button variant="default" onClick={done}>
            <Trans>Cancel</Trans>
          </Button>
        )}
        {!correcting && draft !== blank && (
          <Button variant="subtle" onClick={() => void discard()}>
            <Trans>Discard the draft</Trans>
          </Button>
        )}
        <span role="status" className="quiet">
          {told}
        </span>
      </div>
    </div>
  );
}

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
import { isBegunStep } from '../../../commands/unsaved-case.ts';
import { discardDraft, dropDraft, keepDraft, whenDiscarded } from '../../../store/drafts.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { report } from '../../../store/report.ts';
import { Choice } from '../../../ui/choice.tsx';
import { readTime, zonedOf } from '../../../ui/read-time.ts';
import { holdUnsaved } from '../../../ui/unsaved.ts';
import { zoneSection } from '../../../ui/zone-mark.tsx';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { useWorkspace } from '../workspace-state.ts';
import { StepDetails } from './step-details.tsx';
import { blank, draftOf, keptCorrection, keptDraft, type StepDraft, withBoth } from './step-draft.ts';

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

/** The heading under which the next step is written. */
export const NEW_STEP = 'new-step';

const DRAFT_PAUSE_MS = 300;
/** Characters of one text of a step. */
const MOST = 20_000;

const levels = [
  { value: '1', label: t`Level 1` },
  { value: '2', label: t`Level 2` },
] as const;

/** @param correcting the step that the new row corrects; null for a new step */
export function StepComposer({ correcting, onDone }: { correcting: StepRecord | null; onDone: () => void }) {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const state = useCasePart((open) => contentsOf(open).case.state);
  const attachments = useCasePart((open) => contentsOf(open).attachments);
  const windowKind = useWorkspace((workspace) => workspace.stepKind);
  const setWindowKind = useWorkspace((workspace) => workspace.setStepKind);
  const askedKind = useWorkspace((workspace) => workspace.askedStepKind);
  const askForStepKind = useWorkspace((workspace) => workspace.askForStepKind);
  const stateLevel = state === 'level1' ? 1 : 2;
  const [usualLevel, setUsualLevel] = useState<1 | 2>(stateLevel);
  const key = stepDraftKey(caseId);
  const [draft, setDraft] = useState<StepDraft>(() =>
    correcting ? (keptCorrection(correcting.id) ?? draftOf(correcting)) : keptDraft(key),
  );
  const kind = draft.kind ?? windowKind;
  const level = draft.level ?? usualLevel;
  const [told, setTold] = useState('');
  // Half a time is explained where nobody is about to write the rest: once it was left, and after a reload.
  const [inTime, setInTime] = useState(false);
  const time = readTime(draft.at, app.now());
  const did = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(draft);
  latest.current = draft;

  useEffect(() => {
    if (correcting) did.current?.focus();
    else {
      void readStepDraft(app, caseId).then((kept) => {
        // What was kept at the last key is newer than what the database has.
        if (kept && latest.current === blank) setDraft({ ...blank, ...(kept as StepDraft) });
        if (kept) setTold(t`Draft kept on this computer`);
      });
    }
  }, [app, caseId, correcting]);
  const usual = useRef(usualLevel);
  usual.current = usualLevel;
  useEffect(() => {
    // A step that was begun is of the level at which it was begun.
    if (isBegunStep(latest.current))
      setDraft((before) => ({ ...before, level: before.level ?? usual.current }));
    setUsualLevel(stateLevel);
  }, [stateLevel]);
  useEffect(() => {
    if (correcting || askedKind === null) return;
    // A jump came here for a step of this kind.
    askForStepKind(null);
    setWindowKind(askedKind);
    setDraft((before) => (before.kind === null ? before : { ...before, kind: askedKind }));
  }, [correcting, askedKind, askForStepKind, setWindowKind]);
  useEffect(() => {
    if (correcting || draft === blank) return;
    // With what merely stands there: the window's kind is another after a reload.
    const whole: StepDraft = { ...draft, kind, level };
    keepDraft(key, { text: JSON.stringify(whole), bases: [] });
    const isBegun = isBegunStep(draft);
    const keep = () =>
      (isBegun ? keepStepDraft(app, caseId, whole) : dropStepDraft(app, caseId)).then(
        () => {
          setTold(isBegun ? t`Draft kept on this computer` : '');
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
  }, [app, key, caseId, correcting, draft, kind, level]);

  useEffect(() => {
    if (!correcting || draft === blank) return;
    keepDraft(stepCorrectionKey(correcting.id), { text: JSON.stringify(draft), bases: [] });
  }, [correcting, draft]);

  const change = (part: Partial<StepDraft>) => setDraft((before) => ({ ...before, ...part }));

  function setKind(chosen: StepKind): void {
    if (!correcting) setWindowKind(chosen);
    change({ kind: chosen });
  }

  function setLevel(chosen: 1 | 2): void {
    setUsualLevel(chosen);
    change({ level: chosen });
  }

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
    const taken: StepDraft = { ...draft, kind, level };
    setDraft(blank);
    // The next step is of the same kind and level until another is chosen.
    setUsualLevel(level);
    if (!correcting) setWindowKind(kind);
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
      <h3 id={NEW_STEP} tabIndex={-1}>
        {correcting ? t`Correct the step` : t`New step`}
      </h3>
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
          error={!inTime && time.kind === 'incomplete' ? time.why : undefined}
          withErrorStyles={false}
          onFocus={() => setInTime(true)}
          onBlur={() => setInTime(false)}
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

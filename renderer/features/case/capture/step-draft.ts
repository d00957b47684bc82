/** What is typed and chosen for a step before it is added, and for a correction before it is saved: the whole form, at each key. */
import type { StepKind, StepRecord } from '../../../../shared/cases/steps.ts';
import { stepCorrectionKey } from '../../../commands/steps.ts';
import { readDraft } from '../../../store/drafts.ts';
import { parsedJson } from '../../../store/kept.ts';
import { writeTime, zonedText } from '../../../ui/read-time.ts';
import type { StepDetailsValue } from './step-details.tsx';

export interface StepDraft {
  /** Null: nothing was chosen, and what the window has stands there. */
  kind: StepKind | null;
  level: 1 | 2 | null;
  did: string;
  showed: string;
  ramifications: string;
  sources: StepRecord['sources'];
  evidence: string[];
  details: StepDetailsValue;
  /** As it was typed; empty for the moment at which it is added. */
  at: string;
}

const noDetails: StepDetailsValue = { byOther: '', result: null, notAvailable: [], noEvidenceWhy: '' };

/** The form as nobody has touched it. */
export const blank: StepDraft = {
  kind: null,
  level: null,
  did: '',
  showed: '',
  ramifications: '',
  sources: [],
  evidence: [],
  details: noDetails,
  at: '',
};

/** The form over a step that is corrected. */
export function draftOf(step: StepRecord): StepDraft {
  const { kind, level, did, showed, ramifications, sources, evidence, at } = step;
  const { byOther, result, notAvailable, noEvidenceWhy } = step;
  const details = { byOther, result, notAvailable, noEvidenceWhy };
  const common = { kind, level, did, showed, ramifications, sources, evidence, details };
  return { ...common, at: writeTime(zonedText(at)) };
}

function keptObject(key: string): object | null {
  const kept = readDraft(key);
  const read = kept && parsedJson(kept.text);
  return typeof read === 'object' ? read : null;
}

/** What was there last, at whatever key the window ended; `blank` itself where nothing was. */
export function keptDraft(key: string): StepDraft {
  const kept = keptObject(key);
  return kept ? { ...blank, ...kept } : blank;
}

/** A correction that was begun; null where none was. */
export function keptCorrection(stepId: string): StepDraft | null {
  const kept = keptObject(stepCorrectionKey(stepId));
  if (kept === null) return null;
  // Consoles of before kept kind and level beside the texts.
  const inside = 'draft' in kept && typeof kept.draft === 'object' ? kept.draft : {};
  return { ...blank, ...kept, ...inside };
}

/** Whether a correction of the step was begun and neither saved nor cancelled: who comes back goes on with it. */
export function isInCorrection(stepId: string): boolean {
  return keptCorrection(stepId) !== null;
}

/** A step that was not saved comes back; what was typed meanwhile stands below it. */
export function withBoth(taken: StepDraft, typed: StepDraft): StepDraft {
  const join = (first: string, second: string) => [first, second].filter((text) => text !== '').join('\n\n');
  return { ...taken, did: join(taken.did, typed.did), showed: join(taken.showed, typed.showed) };
}

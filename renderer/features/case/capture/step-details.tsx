/** What else is said of a step: who else did it, what came of it, and why something of it is not there. */
import { t } from '@lingui/core/macro';
import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { storable } from '../../../../shared/base/values.ts';
import {
  documentationSources,
  type StepKind,
  type StepRecord,
  sourceWords,
  steps,
} from '../../../../shared/cases/steps.ts';
import { choicesOf } from '../../../../shared/cases/words.ts';
import { Choice } from '../../../ui/choice.tsx';

export type StepDetailsValue = Pick<StepRecord, 'byOther' | 'result' | 'notAvailable' | 'noEvidenceWhy'>;

const results = choicesOf('steps', 'result') ?? [];

export function StepDetails({
  kind,
  value,
  onChange,
}: {
  kind: StepKind;
  value: StepDetailsValue;
  onChange: (value: StepDetailsValue) => void;
}) {
  const change = (part: Partial<StepDetailsValue>) => onChange({ ...value, ...part });
  return (
    <>
      {kind === 'search-documentation' && (
        <Checkbox.Group
          label={steps.fields.notAvailable.label}
          value={value.notAvailable}
          onChange={(chosen) =>
            change({ notAvailable: documentationSources.filter((each) => chosen.includes(each)) })
          }
        >
          <div className="row">
            {documentationSources.map((source) => (
              <Checkbox key={source} value={source} label={t`${sourceWords[source]}: not available`} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {(kind === 'examine-logs' || kind === 'examine-schematics') && (
        <Textarea
          label={steps.fields.noEvidenceWhy.label}
          description={t`Empty where the file is chosen below as evidence.`}
          value={value.noEvidenceWhy}
          maxLength={20_000}
          onChange={(event) => change({ noEvidenceWhy: storable(event.currentTarget.value) })}
        />
      )}
      <div className="row">
        <Choice
          label={steps.fields.result.label}
          value={value.result ?? ''}
          options={results}
          none={t`Not said`}
          onChange={(chosen) =>
            change({
              result: (results.find((each) => each.value === chosen)?.value ??
                null) as StepDetailsValue['result'],
            })
          }
        />
        <TextInput
          label={steps.fields.byOther.label}
          value={value.byOther}
          maxLength={300}
          onChange={(event) => change({ byOther: storable(event.currentTarget.value) })}
        />
      </div>
    </>
  );
}

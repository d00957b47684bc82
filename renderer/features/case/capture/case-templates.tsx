/** Templates in a case: fill one in, or keep this case as one for the colleagues; and a copy of the case as a new one. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { currentTemplates } from '../../../../shared/review/rules.ts';
import type { Template } from '../../../../shared/review/schema.ts';
import { copyCase } from '../../../commands/copy-case.ts';
import { applyTemplate, saveTemplate, withdrawTemplate } from '../../../commands/templates.ts';
import type { Outcome } from '../../../store/outcome.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { Choice } from '../../../ui/choice.tsx';
import { useKeptState } from '../../../ui/kept-form.ts';
import { readTemplates } from '../../../views/case-rows.ts';
import { contentsOf, useApp, useCasePart, useEditable, useMayPush } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';

const kindWords = { problem: t`Problem`, steps: t`Steps` } as const;

function label(template: Template): string {
  return t`${kindWords[template.kind]}: ${template.name} (version ${template.version}, ${template.by.name})`;
}

export function CaseTemplates() {
  const app = useApp();
  const [, navigate] = useLocation();
  const contents = useCasePart(contentsOf);
  const editable = useEditable();
  // A template and a copy are rows of their own, whatever the state of this case.
  const keeps = useMayPush('templates');
  const product = contents.systems.find((each) => each.role === 'affected')?.productId ?? null;
  const rows = useView(readTemplates) ?? [];
  const templates = currentTemplates(rows).filter(
    (each) => each.productId === null || product === null || each.productId === product,
  );
  const [chosen, setChosen] = useState('');
  const [name, setName] = useKeptState(`new-template ${contents.case.id}`, 'name', '');
  const [kind, setKind] = useState<Template['kind']>('problem');
  const [told, setTold] = useState('');
  const template = templates.find((each) => each.templateId === chosen);
  const tell = (result: Outcome, words: string) =>
    setTold(result.kind === 'saved' ? words : refusalWords(result));

  async function copy(): Promise<void> {
    const answer = await copyCase(app, contents.case.id);
    if (answer.ok) navigate(`/cases/${answer.id}`);
    else setTold(answer.message);
  }

  if (!keeps) return null;
  return (
    <details className="card">
      <summary>
        <Trans>Templates, and a copy of this case</Trans>
      </summary>
      <div className="stack">
        {told !== '' && <p role="status">{told}</p>}
        {editable && templates.length > 0 && (
          <div className="row">
            <NativeSelect
              label={t`Template`}
              value={chosen}
              data={[
                { value: '', label: t`Choose a template` },
                ...templates.map((each) => ({ value: each.templateId, label: label(each) })),
              ]}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
            <Button
              variant="default"
              disabled={!template}
              onClick={() =>
                template &&
                void applyTemplate(app, contents.case, template).then((result) =>
                  tell(result, t`Filled in where nothing was written. Saved on this computer.`),
                )
              }
            >
              <Trans>Fill in</Trans>
            </Button>
            <Button
              variant="subtle"
              disabled={!template}
              onClick={() =>
                template && void withdrawTemplate(app, template).then((result) => tell(result, t`Withdrawn.`))
              }
            >
              <Trans>Withdraw</Trans>
            </Button>
          </div>
        )}
        <div className="row">
          <Choice
            label={t`Keep of this case`}
            value={kind}
            options={[
              { value: 'problem', label: t`The problem` },
              { value: 'steps', label: t`The steps` },
            ]}
            onChange={(chosen) => setKind(chosen === 'steps' ? 'steps' : 'problem')}
          />
          <TextInput
            label={t`Name of the template`}
            value={name}
            maxLength={300}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={name.trim() === ''}
            onClick={() =>
              void saveTemplate(app, contents, { kind, name: name.trim() }).then((result) => {
                if (result.kind === 'saved') setName('');
                tell(result, t`Kept as a template of your organisation.`);
              })
            }
          >
            <Trans>Keep as a template</Trans>
          </Button>
        </div>
        <div>
          <Button variant="default" onClick={() => void copy()}>
            <Trans>Copy as a new case</Trans>
          </Button>
        </div>
      </div>
    </details>
  );
}

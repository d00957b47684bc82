/** The systems that the fault touches, and what this computer can say about one. */

import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { memo, useState } from 'react';
import type { Field } from '../../../../shared/cases/field.ts';
import { links } from '../../../../shared/cases/links.ts';
import { type SystemRecord, systemName, systems } from '../../../../shared/cases/systems.ts';
import { isAsked } from '../../../../shared/cases/words.ts';
import { patchFact } from '../../../commands/facts.ts';
import { refusalWords } from '../../../store/outcome.ts';
import type { Edit } from '../../../store/write.ts';
import { tell } from '../../../ui/messages.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { showUndo } from '../../../ui/undo.tsx';
import type { AppServices } from '../../../views/app-services.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { useEditable, useFindingsAt } from './case-field.tsx';
import { inputText, shownField, storedValue } from './described-field.ts';
import { DescribedRows } from './described-rows.tsx';
import { emptySystem } from './empty-system.ts';
import { ThisComputer } from './this-computer.tsx';

interface FieldProps extends Pick<SavedFieldProps, 'options'> {
  system: SystemRecord;
  field: keyof SystemRecord;
}

function SystemField({ system, field, options }: FieldProps) {
  const app = useApp();
  const findings = useFindingsAt('systems', system.id, field);
  const editable = useEditable();
  const described: Field = systems.fields[field];
  return (
    <SavedField
      {...shownField(described, options)}
      id={placeId({ table: 'systems', id: system.id, field })}
      value={inputText(described, system[field])}
      findings={findings}
      readOnly={!editable}
      onSave={(next) =>
        patchFact(app, 'systems', system.id, {
          // A system has its part in the fault from the beginning: no answer is no other answer.
          [field]: next === '' && described.given ? system[field] : storedValue(described, next),
        })
      }
    />
  );
}

/** The fields that a person fills in; what the console notes itself is not asked. */
const asked = (Object.keys(systems.fields) as (keyof SystemRecord)[]).filter(
  (name) => !['internal', 'provenance', 'instant'].includes(systems.fields[name].input.kind),
);

/** Removes a system with what belongs to it, and offers to undo that. */
async function removeSystem(app: AppServices, system: SystemRecord): Promise<void> {
  const [configuration, revisions] = await Promise.all([
    app.db.configuration.where({ caseId: system.caseId }).toArray(),
    app.db.revisions.where({ caseId: system.caseId }).toArray(),
  ]);
  const own = {
    configuration: configuration.filter((row) => row.systemId === system.id),
    revisions: revisions.filter((row) => row.systemId === system.id),
  };
  const removed = await app.write([
    ...own.configuration.map((row): Edit => ({ op: 'delete', table: 'configuration', key: row.id })),
    ...own.revisions.map((row): Edit => ({ op: 'delete', table: 'revisions', key: row.id })),
    { op: 'delete', table: 'systems', key: system.id },
  ]);
  if (removed.kind === 'refused') {
    tell(refusalWords(removed), { tone: 'bad' });
    return;
  }
  const undo = () =>
    app.write([
      { op: 'insert', table: 'systems', row: system },
      ...own.configuration.map((row): Edit => ({ op: 'insert', table: 'configuration', row })),
      ...own.revisions.map((row): Edit => ({ op: 'insert', table: 'revisions', row })),
    ]);
  showUndo(
    `${system.hostname || 'The system'} was removed, with ${own.configuration.length} configuration entries and ${own.revisions.length} revision levels.`,
    undo,
  );
}

const SystemCard = memo(function SystemCard({
  system,
  products,
}: {
  system: SystemRecord;
  products: readonly { value: string; label: string }[];
}) {
  const app = useApp();
  const editable = useEditable();
  const [reading, setReading] = useState(false);
  const name = system.hostname || system.productName || 'System without a name';
  return (
    <fieldset className="card stack">
      <legend>
        <strong className="mono">{name}</strong>
      </legend>
      <div className="fields">
        {asked
          .filter((name) => isAsked(systems.fields, name, system))
          .map((name) => (
            <SystemField
              key={name}
              system={system}
              field={name}
              {...(name === 'productId' && { options: products })}
            />
          ))}
      </div>
      {editable && (
        <div className="row">
          <Button variant="default" aria-expanded={reading} onClick={() => setReading(!reading)}>
            Read from this computer
          </Button>
          <Button
            variant="default"
            onClick={() => void removeSystem(app, system)}
            aria-label={`Remove ${name}`}
          >
            Remove
          </Button>
        </div>
      )}
      {reading && <ThisComputer system={system} onDone={() => setReading(false)} />}
    </fieldset>
  );
});

/** What talks to what: offered once there are two systems. */
function Links({ rows, caseId }: { rows: readonly SystemRecord[]; caseId: string }) {
  const app = useApp();
  const known = useCasePart((open) => contentsOf(open).links);
  const [from, to] = rows;
  if (!from || !to) return null;
  return (
    <DescribedRows
      table="links"
      rows={known}
      word="link"
      options={rows.map((each) => ({ value: each.id, label: systemName(each) }))}
      add={() => links.empty({ id: app.newId(), caseId, fromId: from.id, toId: to.id, kind: 'sip-trunk' })}
    />
  );
}

/** Systems that are drawn at once; a case of hundreds opens the others on request. */
const DRAWN = 10;

export function SystemsSection() {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const rows = useCasePart((open) => contentsOf(open).systems);
  const editable = useEditable();
  const [drawn, setDrawn] = useState(DRAWN);
  const [reading, setReading] = useState(false);
  const products = useLiveQuery(() => app.db.products.toArray(), [app]) ?? [];
  const choices = products.map((product) => ({ value: product.id, label: product.name }));
  async function add(): Promise<void> {
    const row = await emptySystem(app, caseId);
    await app.write([{ op: 'insert', table: 'systems', row }]);
    setDrawn((count) => Math.max(count, rows.length + 1));
    // Who has gone on meanwhile is left where they are.
    const button = document.getElementById(placeId({ table: 'systems', id: null, field: null }));
    if (document.activeElement !== button) return;
    requestAnimationFrame(() =>
      document.getElementById(placeId({ table: 'systems', id: row.id, field: 'productId' }))?.focus(),
    );
  }
  return (
    <Section id="systems" title="Systems" part="systems">
      <div className="stack">
        {rows.length === 0 && (
          <p className="quiet">No system is described yet. Add the one that shows the fault.</p>
        )}
        {rows.slice(0, drawn).map((system) => (
          <SystemCard key={system.id} system={system} products={choices} />
        ))}
        {rows.length > drawn && (
          <div>
            <Button variant="default" onClick={() => setDrawn(drawn + 50)}>
              Show more of {rows.length} systems
            </Button>
          </div>
        )}
        {editable && (
          <div className="row">
            <Button
              id={placeId({ table: 'systems', id: null, field: null })}
              variant="default"
              onClick={() => void add()}
            >
              Add a system
            </Button>
            <Button variant="default" aria-expanded={reading} onClick={() => setReading(!reading)}>
              Add from this computer
            </Button>
          </div>
        )}
        {reading && <ThisComputer system={null} onDone={() => setReading(false)} />}
        <Links rows={rows} caseId={caseId} />
      </div>
    </Section>
  );
}

/** The systems that the fault touches, and what this computer can say about one. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Field } from '../../../../shared/cases/field.ts';
import { type SystemRecord, systems, systemTitle } from '../../../../shared/cases/systems.ts';
import { isAsked } from '../../../../shared/cases/words.ts';
import { patchCaptured } from '../../../commands/captured-rows.ts';
import { addSystem, removeSystem } from '../../../commands/systems.ts';
import { writingOver } from '../../../commands/written-over.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { Mark } from '../../../ui/mark.tsx';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { Empty } from '../../../ui/place.tsx';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { tellRefusal } from '../../../ui/undo.tsx';
import { saveHeld } from '../../../ui/unsaved.ts';
import type { AppServices } from '../../../views/app-services.ts';
import { readSystemFacts } from '../../../views/case-rows.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { readOnce } from '../../../views/use-view.ts';
import styles from '../case.module.css';
import { casePath, goToPart, useCaseAddress } from '../case-address.ts';
import { goTo, placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { saveNoted, tellCaseDone } from '../undo-history.ts';
import { useFindingsAt } from './case-field.tsx';
import { inputText, shownField, storedValue } from './described-field.ts';
import { KnownOfCustomer } from './known-of-customer.tsx';
import { PasteSystems } from './paste-systems.tsx';
import { provenanceText } from './provenance.tsx';
import { SiteMap } from './site-map.tsx';
import { ThisComputer } from './this-computer.tsx';

interface FieldProps extends Pick<SavedFieldProps, 'options'> {
  system: SystemRecord;
  field: keyof SystemRecord;
}

function SystemField({ system, field, options }: FieldProps) {
  const app = useApp();
  const editable = useEditable();
  const described: Field = systems.fields[field];
  const text = inputText(described, system[field]);
  const findings = useFindingsAt('systems', system.id, field, text !== '');
  return (
    <SavedField
      {...shownField(described, options)}
      id={placeId({ table: 'systems', id: system.id, field })}
      value={text}
      findings={findings}
      readOnly={!editable}
      onSave={(next, over) => {
        // A system has its part in the fault from the beginning: no answer is no other answer.
        const fields = (typed: string) => ({
          [field]: typed === '' && described.given ? system[field] : storedValue(described, typed),
        });
        const after = fields(next);
        const place = { table: 'systems', id: system.id, field };
        const label = t`${described.label} of ${systemTitle(system)}`;
        const edit = { table: 'systems' as const, key: system.id, label, place, after };
        return saveNoted(app, system.caseId, { ...edit, row: { [field]: system[field] } }, () =>
          patchCaptured(writingOver(app, over.map(fields)), 'systems', system.id, after),
        );
      }}
    />
  );
}

/** The fields that a person fills in; what the console notes itself is not asked. */
const asked = (Object.keys(systems.fields) as (keyof SystemRecord)[]).filter(
  (name) => !['internal', 'provenance', 'instant'].includes(systems.fields[name].input.kind),
);

/** Removes a system with what belongs to it, and offers to undo that. */
async function remove(app: AppServices, system: SystemRecord): Promise<void> {
  const { words, ...done } = await removeSystem(app, system, systemTitle(system));
  tellCaseDone(system.caseId, t`${words}, was removed.`, done);
}

/** Adds a system with the same answers but its name, as nodes of one cluster have them, and opens it there. */
async function addLike(app: AppServices, shown: SystemRecord): Promise<void> {
  // What was answered just now may not be on screen yet.
  await saveHeld();
  const system = (await readOnce(app, readSystemFacts, shown.caseId, shown.id)).system ?? shown;
  const same = Object.fromEntries(
    asked.filter((name) => name !== 'hostname').map((name) => [name, system[name]]),
  );
  const { row, result } = await addSystem(app, system.caseId, same);
  if (result.kind === 'refused') return tellRefusal(result);
  goTo({ table: 'systems', id: row.id, field: 'hostname' });
}

/** One system beside the table: all that is asked of it. */
function SystemDrawer({ system, onClose }: { system: SystemRecord; onClose: () => void }) {
  const app = useApp();
  const editable = useEditable();
  const catalogue = useCasePart((open) => open.products);
  const [reading, setReading] = useState(false);
  const another = useOneAtATime(() => addLike(app, system));
  const products = catalogue.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Drawer
      title={systemTitle(system)}
      onClose={onClose}
      foot={
        editable && (
          <>
            <Button variant="default" aria-expanded={reading} onClick={() => setReading(!reading)}>
              <Trans>Read from this computer</Trans>
            </Button>
            <Button variant="default" onClick={another}>
              <Trans>Add one like it</Trans>
            </Button>
            <Button
              variant="default"
              onClick={() => {
                onClose();
                void remove(app, system);
              }}
              aria-label={t`Remove ${systemTitle(system)}`}
            >
              <Trans>Remove</Trans>
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        {reading && <ThisComputer system={system} onDone={() => setReading(false)} />}
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
      </div>
    </Drawer>
  );
}

/** Rows that are drawn at once; a case of hundreds opens the others on request. */
const DRAWN = 60;

const SystemRow = memo(function SystemRow({
  system,
  product,
  open,
  chosen,
}: {
  system: SystemRecord;
  product: string;
  /** Questions of it that are not answered yet. */
  open: number;
  chosen: boolean;
}) {
  const name = systemTitle(system);
  const release = [system.os, system.hardware].filter((each) => each !== '').join(', ');
  return (
    <tr aria-selected={chosen}>
      <td>
        <Link
          className={`${styles.open} mono`}
          href={casePath(system.caseId, 'systems', system.id)}
          aria-label={t`Open ${name}`}
        >
          {name}
        </Link>
      </td>
      <td>
        <Chip tone={system.role === 'affected' ? 'warn' : 'plain'}>{roleWord(system)}</Chip>
      </td>
      <td>
        {product || (
          <span className="quiet">
            <Trans>Not answered</Trans>
          </span>
        )}
      </td>
      <td className="mono">{release}</td>
      <td className={`${styles.from} meta cut`} title={provenanceText(system.provenance)}>
        {provenanceText(system.provenance)}
      </td>
      <td>
        <span className={styles.still}>
          <Mark kind={open > 0 ? 'to-do' : 'done'} silent />
          {open > 0 ? t`${open} open` : t`done`}
        </span>
      </td>
    </tr>
  );
});

function roleWord({ role }: SystemRecord): string {
  const { input } = systems.fields.role;
  return (input.kind === 'choice' && input.choices.find(({ value }) => value === role)?.label) || role;
}

export function SystemsSection() {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const rows = useCasePart((open) => contentsOf(open).systems);
  const catalogue = useCasePart((open) => open.products);
  const findings = useCasePart((open) => open.findings);
  const editable = useEditable();
  const [drawn, setDrawn] = useState(DRAWN);
  const [adding, setAdding] = useState<'this-computer' | 'table' | null>(null);
  const [told, setTold] = useState('');
  const address = useCaseAddress();
  const chosen = rows.find(({ id }) => id === address?.row);
  const open = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { severity, where } of findings)
      if (severity === 'blocker' && where.table === 'systems' && where.id !== null)
        counts.set(where.id, (counts.get(where.id) ?? 0) + 1);
    return counts;
  }, [findings]);
  const names = new Map(catalogue.map(({ id, name }) => [id, name]));
  const add = useOneAtATime(async () => {
    const { row, result } = await addSystem(app, caseId);
    if (result.kind === 'refused') return tellRefusal(result);
    setDrawn((count) => Math.max(count, rows.length + 1));
    // Who has gone on meanwhile is left where they are.
    const button = document.getElementById(placeId({ table: 'systems', id: null, field: null }));
    if (document.activeElement === button) goTo({ table: 'systems', id: row.id, field: 'productId' });
  });
  return (
    <Section
      id="systems"
      title={t`Systems`}
      actions={
        editable && (
          <>
            <Button
              variant="default"
              aria-expanded={adding === 'this-computer'}
              onClick={() => setAdding(adding === 'this-computer' ? null : 'this-computer')}
            >
              <Trans>Add from this computer</Trans>
            </Button>
            <Button
              variant="default"
              aria-expanded={adding === 'table'}
              onClick={() => setAdding(adding === 'table' ? null : 'table')}
            >
              <Trans>Paste a table</Trans>
            </Button>
            <Button id={placeId({ table: 'systems', id: null, field: null })} variant="default" onClick={add}>
              <Trans>Add a system</Trans>
            </Button>
          </>
        )
      }
    >
      {adding === 'this-computer' && <ThisComputer system={null} onDone={() => setAdding(null)} />}
      {adding === 'table' && (
        <PasteSystems
          onDone={(words) => {
            setTold(words);
            setAdding(null);
          }}
        />
      )}
      <p className="quiet" role="status">
        {told}
      </p>
      <KnownOfCustomer />
      {rows.length === 0 ? (
        <Empty>
          <Trans>
            No system is described yet. Add the one that shows the fault; paste the others as a table.
          </Trans>
        </Empty>
      ) : (
        <div className={styles.wide}>
          <table className={`${styles.table} ${styles.lines}`} aria-label={t`Systems`}>
            <thead>
              <tr>
                {[t`Host`, systems.fields.role.label, t`Product`, t`Operating system`, t`Read from`, ''].map(
                  (name) => (
                    <th key={name} scope="col" className={name === 'Read from' ? styles.from : undefined}>
                      {name || (
                        <span className="visually-hidden">
                          <Trans>How it stands</Trans>
                        </span>
                      )}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, drawn).map((system) => (
                <SystemRow
                  key={system.id}
                  system={system}
                  product={system.productName || (names.get(system.productId ?? '') ?? '')}
                  open={open.get(system.id) ?? 0}
                  chosen={system === chosen}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > drawn && (
        <div>
          <Button variant="default" onClick={() => setDrawn(drawn + 100)}>
            <Trans>Show more of {rows.length} systems</Trans>
          </Button>
        </div>
      )}
      <SiteMap />
      {chosen && <SystemDrawer key={chosen.id} system={chosen} onClose={() => goToPart(caseId, 'systems')} />}
    </Section>
  );
}

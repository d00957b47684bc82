/** The colleagues to whom an open case may be given, each with a button; what they have to know is written above. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import type { PersonRef } from '../../shared/base/people.ts';
import { storable } from '../../shared/base/values.ts';
import { assignCase } from '../commands/assign.ts';
import { useApp } from '../views/hooks.tsx';
import { readTakeOver, type TakeOver } from '../views/take-over.ts';
import { useView } from '../views/use-view.ts';
import styles from './give-case.module.css';
import { formId, useKeptState } from './kept-form.ts';
import { Mark } from './mark.tsx';
import { useNow } from './now.ts';
import { tellDone } from './undo.tsx';
import { saveHeld } from './unsaved.ts';

function words({ products, people }: TakeOver): string {
  if (people.length === 0)
    return t`No other engineer of your organisation is known on this computer, or the case is handed off.`;
  if (products.length === 0)
    return t`The case names no product yet, so that nobody knows who is certified for it.`;
  return people.some(({ certified }) => certified)
    ? ''
    : t`Nobody else is certified at Level 2 for its products: they can work on it, and not hand it off.`;
}

/** Under which the note for a colleague is kept: `formId` of it and the case. */
export const GIVE_FORMS = 'give-case';

export function GiveCase({
  caseId,
  onGiven,
  onHeldUp,
}: {
  caseId: string;
  onGiven?: () => void;
  /** Something typed into the case is not saved: a colleague would not get it. */
  onHeldUp?: () => void;
}) {
  const app = useApp();
  const [why, setWhy] = useKeptState(formId(GIVE_FORMS, caseId), 'why', '');
  const found = useView(readTakeOver, caseId, useNow(app.now));
  if (!found)
    return (
      <p className="quiet">
        <Trans>Reading who could take it over…</Trans>
      </p>
    );
  const { engineer, products, people } = found;
  async function give(to: PersonRef): Promise<void> {
    // What is typed saves itself a moment later: they get that too.
    await saveHeld();
    const result = await assignCase(app, caseId, to, why);
    if (result.kind === 'saved') {
      setWhy('');
      onGiven?.();
    } else if (result.code === 'unsaved') onHeldUp?.();
    tellDone(t`${to.name} has the case now. They hand it off, signed by their own computer.`, {
      result,
      undo: () => assignCase(app, caseId, engineer, 'Taken back'),
    });
  }
  const said = words(found);
  return (
    <div className="stack">
      <p className="quiet">
        <Trans>It is {engineer.name}’s now.</Trans>
      </p>
      {said !== '' && <p role="status">{said}</p>}
      {people.length > 0 && (
        <>
          <TextInput
            label={t`What they have to know`}
            description={t`For the history of the case; may stay empty.`}
            value={why}
            maxLength={300}
            onChange={(event) => setWhy(storable(event.currentTarget.value))}
          />
          <ul className={styles.people} aria-label={t`Who could take it over`}>
            {people.map(({ person, certified }) => (
              <li key={person.id}>
                <Mark kind={certified ? 'done' : 'later'} silent />
                <span className={styles.who}>
                  {person.name}
                  <span className="meta">
                    {certified
                      ? t`certified for it`
                      : products.length === 0
                        ? t`engineer`
                        : t`not certified for all of it`}
                  </span>
                </span>
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={t`Give the case to ${person.name}`}
                  onClick={() => void give(person)}
                >
                  <Trans>Give</Trans>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

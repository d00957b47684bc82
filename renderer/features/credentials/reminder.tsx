/** One line on Home where a credential ends soon: 90, 30 and 7 days before, and after its end. */
import { useLiveQuery } from 'dexie-react-hooks';
import { Link } from 'wouter';
import { Icon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { readCredentialsOf, remindersOf } from '../../views/own-credentials.ts';

export function CredentialReminder() {
  const { db, now } = useApp();
  const identity = useIdentity();
  const at = useNow(now);
  const personId = identity?.person.id ?? '';
  const held = useLiveQuery(() => readCredentialsOf(db, personId, new Date(at)), [db, personId, at]);
  const reminders = remindersOf(held ?? [], new Date(at));
  const first = reminders.find(({ urgent }) => urgent) ?? reminders[0];
  if (!first) return null;
  return (
    <p className={`card ${first.urgent ? 'bad' : 'waiting'}`}>
      <Icon name="warning" /> {first.text}{' '}
      {reminders.length > 1 && `So do ${reminders.length - 1} others, or have ended. `}
      <Link href="/credentials">See your credentials</Link>
    </p>
  );
}

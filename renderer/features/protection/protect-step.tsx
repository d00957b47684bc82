/** After enrolling: the offer to protect this computer, which may be put off. */
import { t } from '@lingui/core/macro';
import { Screen } from '../../ui/screen.tsx';
import { useOwnKeyStatus } from '../../views/keys.ts';
import { ProtectForm } from './protect-form.tsx';

/** @param onEnd it is protected, or put off; Home goes on saying what is missing */
export function ProtectStep({ onEnd }: { onEnd: () => void }) {
  const { status } = useOwnKeyStatus();
  return (
    <main className="alone">
      <Screen title={t`This computer is enrolled`}>
        <div className="card">
          {status && <ProtectForm status={status} onDone={onEnd} onCancel={onEnd} cancelWord={t`Not now`} />}
        </div>
      </Screen>
    </main>
  );
}

/** After a recovery code counts: it goes to the hub, for the leads of the organisation; without a network it waits. */
import { report } from '../store/report.ts';
import { exchangeRecoveryCode, giveLater } from '../sync/recovery-code.ts';
import type { AppServices } from '../views/app-services.ts';

export async function giveRecoveryCode(
  app: Pick<AppServices, 'db' | 'bridge' | 'sync'>,
  code: string,
): Promise<void> {
  // Before anybody is enrolled there is no organisation to give it to.
  if (!(await app.db.device.get('device'))) return;
  await giveLater(app, code);
  // Signs in where that is due; what does not arrive now goes with the next sign-in.
  void app.sync
    .asDevice(() => exchangeRecoveryCode(app))
    .catch((error: unknown) => report(error, 'giving the recovery code'));
}

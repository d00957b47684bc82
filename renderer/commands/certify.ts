/** What an admin of certification asks of the hub. Only with the hub: what it decides comes back by sync (C6, C8). */
import { t } from '@lingui/core/macro';
import {
  type CertificationAct,
  type CertificationResult,
  certificationAct,
} from '../../shared/certification/schema.ts';
import { PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import type { AppServices } from '../views/app-services.ts';

/** `decided`: the hub said no, and says so again; otherwise it is worth trying again. */
export type ActAnswer =
  | { ok: true; result: CertificationResult }
  | { ok: false; decided: boolean; message: string };

/** One act with its reason. */
export interface Asked {
  /** The same id again gets the same answer, and nothing is done twice. */
  requestId: string;
  reason: string;
  act: CertificationAct;
}

/** @returns what came of it, or in words why nothing did */
export async function certify(
  app: Pick<AppServices, 'db' | 'bridge' | 'sync' | 'syncNow'>,
  asked: Asked,
): Promise<ActAnswer> {
  const device = await app.db.device.get('device');
  if (!device)
    return { ok: false, decided: false, message: t`This computer is not enrolled. Nothing was done.` };
  const act = certificationAct.safeParse(asked.act);
  if (!act.success) {
    const [issue] = act.error.issues;
    return {
      ok: false,
      decided: true,
      message: t`This cannot be sent (${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}). Nothing was done.`,
    };
  }
  const input = {
    protocol: PROTOCOL,
    schema: SCHEMA,
    device: device.identity.deviceId,
    ...asked,
    act: act.data,
  };
  const answer = await app.sync.asDevice(() => app.bridge.call('hub.certify', input));
  if (answer.ok) {
    // What the hub changed is shown as soon as it is here.
    app.syncNow();
    return { ok: true, result: answer.value.result };
  }
  const { kind, message } = answer.failure;
  if (kind === 'offline')
    return {
      ok: false,
      decided: false,
      message: t`The hub does not answer, and this is done with the hub only. What you typed is still here: try again when it answers. Nothing is done twice.`,
    };
  return { ok: false, decided: kind === 'refused', message };
}

/** Gives a request its id: the same as before as long as its content is the same. */
export function requestIds(newId: () => string): (content: unknown) => string {
  let known = { content: '', id: '' };
  return (content) => {
    const told = JSON.stringify(content);
    if (told !== known.content) known = { content: told, id: newId() };
    return known.id;
  };
}

/** The exchange of an assertion for a token: judged by its signature first, and one of a device at a time. */
import type { FastifyInstance } from 'fastify';
import { hubPaths, tokenQuery, tokenRequest } from '../../shared/sync/protocol.ts';
import { assertionRefused, exchangeProof, proveAssertion } from '../issuing/assertions.ts';
import { Extensions } from '../issuing/contacts.ts';
import { DeviceKeys } from '../issuing/device-keys.ts';
import type { HubKey } from '../issuing/keys.ts';
import type { AccessTokens } from '../issuing/sessions.ts';
import type { Database } from '../store/database.ts';
import { deviceRulesOf } from '../store/device-rules.ts';
import { parseStorable } from './body.ts';
import type { Bounds } from './bounds.ts';
import { askerOf } from './client-address.ts';
import { SignatureDoor } from './token-door.ts';
import { Turns } from './turns.ts';

interface TokenParts {
  database: Database;
  key: HubKey;
  now: () => Date;
  /** What a wrong signature takes, as of `SignatureDoor`. */
  wrongMs: number;
  bounds: Bounds;
  tokens: AccessTokens;
}

export function addTokenRoute(
  app: FastifyInstance,
  { database, key, now, wrongMs, bounds, tokens }: TokenParts,
): void {
  const door = new SignatureDoor(() => Date.now(), wrongMs);
  const keys = new DeviceKeys(database);
  const turns = new Turns(1);
  const extensions = new Extensions(database);
  app.post(hubPaths.token, async (request, reply) => {
    const { assertion } = parseStorable(tokenRequest, request.body);
    const { rules, extended } = parseStorable(tokenQuery, { ...(request.query as object) });
    const at = now();
    const isGone = () => reply.raw.destroyed;
    const answer = await door.judge(askerOf(request.ip), async () => {
      const proof = await proveAssertion(keys, assertion, at);
      if (proof === null) return null;
      const exchange = async () => {
        const leave = bounds.enter(false);
        try {
          return await exchangeProof(database, key, proof, at);
        } finally {
          leave();
        }
      };
      return turns.take(proof.deviceId, exchange, isGone);
    });
    if (answer === null) throw assertionRefused();
    const { token, expiresIn, identity } = answer;
    tokens.issued(token, {
      deviceId: identity.deviceId,
      expiresAt: (Math.floor(at.getTime() / 1000) + expiresIn) * 1000,
    });
    if (extended) await extensions.note(identity, at);
    const issued = { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
    const told = rules ? { rules: await deviceRulesOf(database, identity.organisation.id) } : {};
    return { ...issued, identity, ...told, hubTime: now().toISOString() };
  });
}

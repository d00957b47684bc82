/** The one door between renderer and shell: a name and a value come in, both are checked, and so is what goes out. */
import { type CallName, calls, type Handlers } from '../../shared/bridge/contract.ts';

/** A call that the contract does not know, or whose value does not fit. Nothing was done. */
export class BridgeRefusal extends Error {}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/**
 * @returns what the contract's output says, nothing else
 * @throws BridgeRefusal for an unknown name or a value that does not fit; also where a handler answers amiss
 */
export async function dispatch(handlers: Handlers, name: unknown, input: unknown): Promise<unknown> {
  if (typeof name !== 'string' || !isCall(name)) throw new BridgeRefusal('The console has no such call.');
  const call = calls[name];
  const parsed = call.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BridgeRefusal(
      `${name} does not fit at ${issue?.path.map(String).join('.') || 'its top'}: ${issue?.message}.`,
    );
  }
  const handler = handlers[name] as (value: unknown) => Promise<unknown>;
  const answer = call.output.safeParse(await handler(parsed.data));
  if (!answer.success) throw new BridgeRefusal(`${name} answered what the contract does not allow.`);
  return answer.data;
}

/** The one door between renderer and shell: a name and a value come in, both are checked, and so is what goes out. */
import { faultOf } from '../../shared/base/fault.ts';
import { type CallName, calls, type Handlers } from '../../shared/bridge/contract.ts';
import type { ShellLog } from './shell-log.ts';

/** A call that the contract does not know, or whose value does not fit. Nothing was done. */
export class BridgeRefusal extends Error {}

/** A call that ended on a fault in the shell: what it did until then is not known here. `cause` is the fault. */
export class CallFault extends Error {
  readonly call: CallName;

  constructor(call: CallName, cause: unknown) {
    super(`${call} stopped on a fault`, { cause });
    this.name = 'CallFault';
    this.call = call;
  }
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/**
 * @returns what the contract's output says, nothing else
 * @throws BridgeRefusal for an unknown name or a value that does not fit: the handler was not asked
 * @throws CallFault where the handler failed, or answered amiss
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
  try {
    return call.output.parse(await handler(parsed.data));
  } catch (error) {
    throw new CallFault(name, error);
  }
}

/**
 * Reports what ended a call, and says what the person is told of it. The shell cannot know how far a call came that stopped on
 * a fault, and does not say that nothing was changed.
 */
export function failedCall(log: ShellLog, error: unknown): string {
  if (error instanceof BridgeRefusal) return error.message;
  const call = error instanceof CallFault ? error.call : 'a call';
  const cause = error instanceof CallFault ? error.cause : error;
  log.report(cause, call);
  const { name, code } = faultOf(cause, call);
  return `The console stopped on a fault in ${call} (${code ?? name}). What was called saved is safe; look whether this was done before you do it again. The fault log on the Sync screen has what support needs.`;
}

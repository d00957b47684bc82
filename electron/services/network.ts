/** The shell's way to the hub: requests, the stream of pokes and files all go by its one `fetch`. */
import type { CallInput, CallOutput } from '../../shared/bridge/contract.ts';

export interface Network {
  request: typeof fetch;
  /** By what way the hub is reached, and whether a proxy waits for a name and a password. @param hub its address; null for none */
  state(hub: string | null): Promise<CallOutput<'network.state'>>;
  signIn(input: CallInput<'network.signIn'>): Promise<CallOutput<'network.signIn'>>;
  forget(): Promise<CallOutput<'network.forget'>>;
}

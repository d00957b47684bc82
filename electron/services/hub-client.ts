/** The console's only way to a network: requests to the hub, with the token that it keeps in memory. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import { parseForeignBytes, parseForeignJson } from '../../shared/base/json-bounds.ts';
import { AT_ONCE, isShort, joinPieces, jsonPieces } from '../../shared/base/json-pieces.ts';
import { instant } from '../../shared/base/values.ts';
import type { Answer, CallInput, CallOutput, Failure } from '../../shared/bridge/contract.ts';
import { isLineFault, lineFaults } from '../../shared/bridge/line.ts';
import { certificationResponse } from '../../shared/certification/schema.ts';
import { hubKeys } from '../../shared/handoff/trust.ts';
import {
  type DeviceEnd,
  deviceEnd,
  type HandOverRequest,
  handOverResponse,
  type Standing,
  standingResponse,
} from '../../shared/sync/device-end.ts';
import { defaultDeviceRules } from '../../shared/sync/device-rules.ts';
import {
  blobFinishResponse,
  blobStateResponse,
  compareResponse,
  deleteFileResponse,
  enrolResponse,
  hubError,
  hubPaths,
  ownDevicesResponse,
  PROTOCOL,
  pullResponse,
  pushResponse,
  recoveryResponse,
  rowsResponse,
  SCHEMA,
  tokenResponse,
} from '../../shared/sync/protocol.ts';
import { MOST_UPDATE_CHARACTERS, type ReleaseQuery, releaseAnswer } from '../../shared/sync/releases.ts';
import { deliveriesResponse, resendResponse } from '../../shared/webhooks/schema.ts';
import { boundedBytes } from './bounded-body.ts';
import { hubOrigin, validateHubAddress } from './hub-address.ts';
import type { Contact } from './lease.ts';
import { faultOf } from './line-fault.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const FINISH_TIMEOUT_MS = 600_000;
const HAND_OVER_TIMEOUT_MS = 120_000;
const REACH_TIMEOUT_MS = 5_000;
/** Bytes of an answer that are read at the most: a page of a thousand large rows, with room. */
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;
/** The publisher's signed text, as JSON. */
const MOST_RELEASE_BYTES = 2 * MOST_UPDATE_CHARACTERS;

/** Answers to a device whose edits the hub does not have (409 `gap`, 410) say which it has. */
const answerWithLastN = z.looseObject({ lastN: z.number().int().min(0) });

const endAnswer = z.looseObject({ end: deviceEnd });

const healthAnswer = z.looseObject({ hubTime: instant });

export function failed(
  kind: Failure['kind'],
  code: string,
  message: string,
  retryAfterSeconds?: number,
): { ok: false; failure: Failure } {
  return {
    ok: false,
    failure: { kind, code, message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  };
}

/**
 * No answer came.
 * @param error what was thrown, or the fault itself
 * @param sends what follows: on a computer that is not enrolled there is nothing to send later
 */
export function offline(error: unknown, sends = true): { ok: false; failure: Failure } {
  const { fault, detail } =
    typeof error === 'string' && isLineFault(error) ? { fault: error, detail: '' } : faultOf(error);
  const { said, next } = lineFaults[fault];
  const kept = sends ? 'Everything is saved on this computer and will be sent later.' : '';
  const words = [`${said}${detail ? ` (${detail})` : ''}.`, next, kept].filter((each) => each !== '');
  return failed('offline', fault, words.join(' '));
}

async function parsedAnswer(bytes: Uint8Array): Promise<unknown> {
  if (bytes.length <= AT_ONCE) return parseForeignJson(new TextDecoder().decode(bytes));
  return parseForeignBytes(bytes, () => othersTurn());
}

/** A body as JSON; a push may be large, and others have their turn while it is written. */
async function bytesOfJson(body: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (isShort(body)) return new TextEncoder().encode(JSON.stringify(body));
  const pieces: Buffer[] = [];
  for (const piece of jsonPieces(body)) {
    if (pieces.length > 0) await othersTurn();
    pieces.push(Buffer.from(piece));
  }
  return joinPieces(pieces, () => othersTurn());
}

/** Seconds or a date (RFC 9110, 10.2.3); a date counts from the answer's own, because this computer's clock may be off. */
function retryAfterSeconds(value: string | null, answeredAt: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value.trim())
    ? Number(value)
    : (Date.parse(value) - Date.parse(answeredAt ?? '')) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), 86_400) : undefined;
}

/** Who hears of a contact as this device. */
export interface Contacts {
  /** Whether the hub is told that the person went on for a day without it. */
  readonly extended: boolean;
  contact(contact: Contact): void;
  /** The hub says that the device was ended. */
  ended(end: DeviceEnd, deviceId: string, hub: string): Promise<void>;
}

export class HubClient {
  /** The hub that the shell was started with; a device may name another when it is enrolled. */
  readonly preset: string | null;
  #hub: string | null;
  #token: string | null = null;
  /** Whose token it is. */
  #device: string | null = null;
  /** What the hub said of this device when it was ended. */
  #end: DeviceEnd | null = null;
  readonly #fetch: typeof fetch;
  readonly #only: boolean;
  readonly #contacts: Contacts | null;

  /**
   * @param request how a request reaches the network
   * @param only who manages this computer allows no other hub than the preset one
   * @param contacts hears of each contact as this device
   */
  constructor(
    preset: string | null,
    request: typeof fetch = fetch,
    only = false,
    contacts: Contacts | null = null,
  ) {
    this.#contacts = contacts;
    this.#fetch = request;
    this.#only = only;
    this.preset = preset === null ? null : hubOrigin(preset);
    this.#hub = this.preset;
  }

  /** Whose token it is; null before the device has said who it is. */
  get device(): string | null {
    return this.#device;
  }

  /** Where to listen for pokes, and with what; null before the device has said who it is. */
  get session(): { url: string; token: string } | null {
    return this.#hub && this.#token ? { url: `${this.#hub}${hubPaths.poke}`, token: this.#token } : null;
  }

  /** Where requests with this device's token go; null before it has said who it is. */
  get access(): { hub: string; token: string } | null {
    return this.#hub && this.#token ? { hub: this.#hub, token: this.#token } : null;
  }

  async #request<T extends z.ZodType>(
    hub: string | null,
    path: string,
    schema: T,
    options: { body?: unknown; token?: string | null; timeout?: number; enrols?: boolean; most?: number },
  ): Promise<Answer<z.infer<T>> | { ok: false; failure: Failure; status: number }> {
    if (!hub)
      return failed('refused', 'no-hub', 'No hub is set. Give the address of the hub, https and its name.');
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await this.#fetch(hub + path, {
        method: options.body === undefined ? 'GET' : 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeout ?? REQUEST_TIMEOUT_MS),
        headers: {
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        },
        ...(options.body === undefined ? {} : { body: await bytesOfJson(options.body) }),
      });
      bytes = await boundedBytes(response, options.most ?? MOST_ANSWER_BYTES);
    } catch (error) {
      return offline(error, !options.enrols);
    }
    let body: unknown;
    try {
      body = await parsedAnswer(bytes);
    } catch {
      // Unreported: a balancer in front of the hub says 'later' or 'too much' in its own words; anything else that is no JSON is no hub.
      if (response.status !== 429 && response.status !== 413 && response.status < 500)
        return offline('not-a-hub', !options.enrols);
    }
    if (response.ok) {
      const parsed = schema.safeParse(body);
      return parsed.success
        ? { ok: true, value: parsed.data }
        : failed(
            'refused',
            'not-understood',
            'The hub answered what this console does not understand. Update the console; everything is saved here.',
          );
    }
    const { status, headers } = response;
    const heard = { status, retryAfter: headers.get('retry-after'), date: headers.get('date') };
    return { ok: false, failure: this.refusalOf(heard, body, options.token), status };
  }

  /** What an answer other than a success means to the renderer. */
  refusalOf(
    response: { status: number; retryAfter: string | null; date: string | null },
    body: unknown,
    token: string | null | undefined,
  ): Failure {
    return this.#refusal(response, body, token).failure;
  }

  #refusal(
    response: { status: number; retryAfter: string | null; date: string | null },
    body: unknown,
    token: string | null | undefined,
  ): { ok: false; failure: Failure } {
    const parsed = hubError.loose().safeParse(body);
    const { code, message } = parsed.success
      ? parsed.data
      : {
          code: `http-${response.status}`,
          message:
            response.status === 429 || response.status >= 500
              ? 'The hub cannot answer now. Everything is saved on this computer and will be sent later.'
              : 'The hub refused.',
        };
    const retryAfter = retryAfterSeconds(response.retryAfter, response.date);
    const ended = code === 'device-ended' ? endAnswer.safeParse(body) : null;
    if (ended?.success) this.#end = ended.data.end;
    if (response.status === 401) {
      // Only the token that was refused is forgotten: a newer one may have come meanwhile.
      if (token === this.#token) this.#token = null;
      return failed('unauthorised', code, message);
    }
    if (response.status === 429 || response.status >= 500) return failed('busy', code, message, retryAfter);
    if (response.status === 426) return failed('outdated', code, message);
    const known = answerWithLastN.safeParse(body);
    const refusal = failed('refused', code, message);
    if (known.success && (code === 'gap' || code === 'hash-mismatch' || response.status === 410))
      refusal.failure.lastN = known.data.lastN;
    return refusal;
  }

  /** Why a hub that a person names may not be asked; null where it may. */
  #forbids(hub: string | null) {
    return this.#only && hub !== null && hubOrigin(hub) !== this.preset
      ? failed(
          'refused',
          'managed',
          `Who manages this computer allows one hub: ${this.preset}. Leave the address empty to use it.`,
        )
      : null;
  }

  async enrol(input: CallInput<'device.enrol'>): Promise<CallOutput<'device.enrol'>> {
    const forbidden = this.#forbids(input.hub);
    if (forbidden) return forbidden;
    const hub = input.hub === null ? this.preset : hubOrigin(input.hub);
    if (input.hub !== null && !hub) return failed('refused', 'address', validateHubAddress(input.hub) ?? '');
    const { code, deviceName, publicKey, proof } = input;
    const answer = await this.#request(hub, hubPaths.enrol, enrolResponse, {
      body: { code, deviceName, publicKey, proof },
      enrols: true,
    });
    if (!answer.ok) return { ok: false, failure: answer.failure };
    // The token, if there is one, is that of another device.
    this.#token = null;
    return { ok: true, value: { ...answer.value, hub: hub ?? '' } };
  }

  async authenticate({
    assertion,
    hub,
  }: CallInput<'device.authenticate'>): Promise<CallOutput<'device.authenticate'>> {
    // A shell started with a hub uses that one: its port may differ from the one of the day of enrolment.
    const origin = this.preset ?? hubOrigin(hub);
    const extended = this.#contacts?.extended ? '&extended=1' : '';
    const answer = await this.#request(origin, `${hubPaths.token}?rules=1${extended}`, tokenResponse, {
      body: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
    });
    if (!answer.ok) {
      const end = this.#end;
      if (answer.failure.code === 'device-ended' && end) await this.#ended(end, assertion, origin ?? '');
      return { ok: false, failure: answer.failure };
    }
    this.#hub = origin;
    this.#token = answer.value.access_token;
    this.#device = answer.value.identity.deviceId;
    const { identity, hubTime, access_token: token, rules = defaultDeviceRules } = answer.value;
    this.#contacts?.contact({ deviceId: identity.deviceId, hub: origin ?? '', token, hubTime, rules });
    return { ok: true, value: { identity, hubTime, rules } };
  }

  /** It is this device that asked, or the hub would not tell. */
  async #ended(end: DeviceEnd, assertion: string, hub: string): Promise<void> {
    this.#hub = hub;
    const claims = Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { sub } = z.object({ sub: uuid }).parse(JSON.parse(claims));
    await this.#contacts?.ended(end, sub, hub);
  }

  /** What was not sent, with the token that the hub gave for it when it said that the device was ended. */
  async handOver(piece: Omit<HandOverRequest, 'schema'>): Promise<Answer<{ kept: number }>> {
    const token = this.#end?.handOver ?? null;
    if (token === null)
      return this.#end?.data === 'hand-over'
        ? failed('refused', 'handed-over', 'The hub has all that this computer handed over.')
        : this.#unauthorised();
    const answer = await this.#request(this.#hub, hubPaths.handOver, handOverResponse, {
      body: { schema: SCHEMA, ...piece },
      token,
      timeout: HAND_OVER_TIMEOUT_MS,
    });
    return answer.ok ? answer : { ok: false, failure: answer.failure };
  }

  /**
   * The page works as this device from now on: nothing of it may go by the token of another.
   * @returns whether there was a token of another, which is forgotten
   */
  use(deviceId: string): boolean {
    if (this.#token === null || this.#device === deviceId) return false;
    this.#token = null;
    return true;
  }

  #unauthorised(): { ok: false; failure: Failure } {
    return failed('unauthorised', 'no-token', 'This computer has to say who it is again.');
  }

  async push(input: CallInput<'hub.push'>): Promise<CallOutput<'hub.push'>> {
    return this.#asDevice(hubPaths.push, pushResponse, input);
  }

  async pull(input: CallInput<'hub.pull'>): Promise<CallOutput<'hub.pull'>> {
    if (!this.#token) return this.#unauthorised();
    const answer = await this.#request(this.#hub, hubPaths.pull, pullResponse, {
      body: input,
      token: this.#token,
    });
    if (answer.ok) return { ok: true, value: { kind: 'page', page: answer.value } };
    if ('status' in answer && answer.status === 410)
      return { ok: true, value: { kind: 'expired', lastN: answer.failure.lastN ?? Number.MAX_SAFE_INTEGER } };
    return { ok: false, failure: answer.failure };
  }

  async compare(input: CallInput<'hub.compare'>): Promise<CallOutput<'hub.compare'>> {
    return this.#asDevice(hubPaths.compare, compareResponse, input);
  }

  async rows(input: CallInput<'hub.rows'>): Promise<CallOutput<'hub.rows'>> {
    return this.#asDevice(hubPaths.rows, rowsResponse, input);
  }

  async deliveries({ state, after }: CallInput<'hub.deliveries'>): Promise<CallOutput<'hub.deliveries'>> {
    const query = new URLSearchParams({ state, after: String(after) });
    return this.#asDevice(`${hubPaths.deliveries}?${query}`, deliveriesResponse, undefined);
  }

  /** The version of the console that this device gets next; what it is, its signature says. */
  async release(asked: ReleaseQuery) {
    const path = `${hubPaths.releases}?${new URLSearchParams(asked)}`;
    return this.#asDevice(path, releaseAnswer, undefined, REQUEST_TIMEOUT_MS, MOST_RELEASE_BYTES);
  }

  async resend(input: CallInput<'hub.resend'>): Promise<CallOutput<'hub.resend'>> {
    return this.#asDevice(hubPaths.resend, resendResponse, input);
  }

  async deleteFile(input: CallInput<'hub.deleteFile'>): Promise<CallOutput<'hub.deleteFile'>> {
    return this.#asDevice(hubPaths.deleteFile, deleteFileResponse, {
      protocol: PROTOCOL,
      schema: SCHEMA,
      ...input,
    });
  }

  async certify(input: CallInput<'hub.certify'>): Promise<CallOutput<'hub.certify'>> {
    return this.#asDevice(hubPaths.certification, certificationResponse, input);
  }

  async blobState(input: CallInput<'blob.state'>): Promise<CallOutput<'blob.state'>> {
    return this.#asDevice(hubPaths.blobState, blobStateResponse, {
      protocol: PROTOCOL,
      schema: SCHEMA,
      ...input,
    });
  }

  /** Has the hub hash an upload again, which takes as long as the file is large. */
  async finishBlob(device: string, upload: string) {
    const body = { protocol: PROTOCOL, schema: SCHEMA, device, upload };
    return this.#asDevice(hubPaths.blobFinish, blobFinishResponse, body, FINISH_TIMEOUT_MS);
  }

  async #asDevice<T extends z.ZodType>(
    path: string,
    schema: T,
    body: unknown,
    timeout = REQUEST_TIMEOUT_MS,
    most = MOST_ANSWER_BYTES,
  ): Promise<Answer<z.infer<T>>> {
    if (!this.#token) return this.#unauthorised();
    const options = { body, token: this.#token, timeout, most };
    const answer = await this.#request(this.#hub, path, schema, options);
    return answer.ok ? answer : { ok: false, failure: answer.failure };
  }

  async reach({ hub }: CallInput<'hub.reach'>): Promise<CallOutput<'hub.reach'>> {
    const forbidden = this.#forbids(hub);
    if (forbidden) return forbidden;
    const origin = hub === null ? (this.preset ?? this.#hub) : hubOrigin(hub);
    const answer = await this.#request(origin, hubPaths.health, healthAnswer, { timeout: REACH_TIMEOUT_MS });
    return answer.ok
      ? { ok: true, value: { hubTime: answer.value.hubTime } }
      : { ok: false, failure: answer.failure };
  }

  /** Whether a device may go on, asked by its last token, while its keys are locked. */
  async standing(hub: string, token: string): Promise<Answer<Standing>> {
    const origin = this.preset ?? hubOrigin(hub);
    const answer = await this.#request(origin, hubPaths.standing, standingResponse, {
      body: { token },
      timeout: REACH_TIMEOUT_MS,
    });
    return answer.ok ? answer : { ok: false, failure: answer.failure };
  }

  async ownDevices(): Promise<CallOutput<'device.own'>> {
    return this.#asDevice(hubPaths.ownDevices, ownDevicesResponse, undefined);
  }

  async recovery(input: CallInput<'device.recovery'>): Promise<CallOutput<'device.recovery'>> {
    return this.#asDevice(hubPaths.recovery, recoveryResponse, input);
  }

  async keys(): Promise<CallOutput<'hub.keys'>> {
    const answer = await this.#request(this.#hub, hubPaths.deviceKeys, hubKeys, {});
    return answer.ok ? answer : { ok: false, failure: answer.failure };
  }

  /** For the operator's routes of the embedded hub. */
  operator<T extends z.ZodType>(path: string, schema: T, token: string, body?: unknown) {
    return this.#request(this.preset, path, schema, { token, ...(body === undefined ? {} : { body }) });
  }
}

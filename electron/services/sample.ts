/** The sample partner's people, where the shell was started beside a hub of its own. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import { line } from '../../shared/base/values.ts';
import type { CallInput, CallOutput } from '../../shared/bridge/contract.ts';
import { role } from '../../shared/certification/access.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import type { CutLine } from './cut-line.ts';
import { ok } from './disk-failure.ts';
import type { HubClient } from './hub-client.ts';

const people = z
  .array(
    z.looseObject({
      id: uuid,
      name: line,
      roles: z.array(role),
      organisation: z.looseObject({ name: line, sample: z.boolean() }),
    }),
  )
  .max(1_000);

const unavailable = {
  ok: false,
  failure: {
    kind: 'refused',
    code: 'no-sample',
    message: 'This console was not started with a sample partner.',
  },
} as const;

export class Sample {
  readonly #client: HubClient;
  readonly #tokenFile: string | null;
  readonly #line: CutLine | null;

  /** @param line which a person who tries the console may cut */
  constructor(client: HubClient, tokenFile: string | null, line: CutLine | null) {
    this.#client = client;
    this.#tokenFile = tokenFile;
    this.#line = line;
  }

  get available(): boolean {
    return this.#tokenFile !== null;
  }

  async people(): Promise<CallOutput<'sample.people'>> {
    const token = await this.#token();
    if (!token) return unavailable;
    const answer = await this.#client.operator(hubPaths.people, people, token);
    if (!answer.ok) return { ok: false, failure: answer.failure };
    const sample = answer.value.filter((person) => person.organisation.sample).slice(0, 50);
    return ok(
      sample.map(({ id, name, roles, organisation }) => ({
        personId: id,
        name,
        roles,
        organisation: organisation.name,
      })),
    );
  }

  async code({ personId }: CallInput<'sample.code'>): Promise<CallOutput<'sample.code'>> {
    const token = await this.#token();
    if (!token) return unavailable;
    const answer = await this.#client.operator(
      hubPaths.enrolmentCodes,
      z.looseObject({ code: line }),
      token,
      { personId },
    );
    return answer.ok ? ok({ code: answer.value.code }) : { ok: false, failure: answer.failure };
  }

  /** @param up null only asks */
  line(up: boolean | null): CallOutput<'sample.line'> {
    if (!this.#line) return unavailable;
    if (up !== null) this.#line.set(up);
    return ok({ up: this.#line.up });
  }

  async #token(): Promise<string | null> {
    if (this.#tokenFile === null) return null;
    return readFile(this.#tokenFile, 'utf8').then(
      (text) => text.trim(),
      // Unreported: without its file there is no token, and the try-out is not offered.
      () => null,
    );
  }
}

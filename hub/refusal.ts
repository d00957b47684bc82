/** A request that the hub refuses: status, code for programs, message for people. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  /** More members of the answer, such as `lastN`. */
  readonly detail: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    retryAfterSeconds?: number,
    detail: Record<string, unknown> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.detail = detail;
  }
}

/** Whoever asked went away: the log says so, and nobody is there to read it. */
export const goneRefusal = () => new Refusal(400, 'gone', 'The connection was closed.');

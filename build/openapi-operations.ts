/** What each route of the hub does, takes and answers, for its OpenAPI document. By method and path, as in the table of routes. */
import { z } from 'zod';
import { codeRequest, personRequest, revokeRequest } from '../hub/issuing/people.ts';
import { uuid } from '../shared/base/ids.ts';
import { instant } from '../shared/base/values.ts';
import { certificationRequest, certificationResponse } from '../shared/certification/schema.ts';
import { hubKeys } from '../shared/handoff/trust.ts';
import {
  handOverRequest,
  handOverResponse,
  standingRequest,
  standingResponse,
} from '../shared/sync/device-end.ts';
import {
  blobFinishRequest,
  blobFinishResponse,
  blobStateRequest,
  blobStateResponse,
  compareRequest,
  compareResponse,
  deleteFileRequest,
  deleteFileResponse,
  enrolRequest,
  enrolResponse,
  hubPaths,
  ownDevicesResponse,
  pullRequest,
  pullResponse,
  pushRequest,
  pushResponse,
  recoveryRequest,
  recoveryResponse,
  rowsRequest,
  rowsResponse,
  tokenRequest,
  tokenResponse,
} from '../shared/sync/protocol.ts';
import { installerKind, releaseAnswer } from '../shared/sync/releases.ts';
import {
  deliveriesResponse,
  outsideStatusRequest,
  outsideStatusResponse,
  resendRequest,
  resendResponse,
  webhook,
  webhookMade,
  webhookRequest,
} from '../shared/webhooks/schema.ts';

export interface Operation {
  /** Unique; schemas are named after it. */
  name: string;
  summary: string;
  detail?: string;
  request?: z.ZodType;
  answer?: z.ZodType;
  /** The media type of an answer that is no JSON. */
  type?: string;
  status?: string;
  /** What the answer says, where 'Done.' is not enough. */
  says?: string;
  query?: readonly { name: string; description: string; schema: Record<string, unknown> }[];
}

const tus = 'By the tus protocol, version 1.0 (tus.io).';

export const operations: Readonly<Record<string, Operation>> = {
  [`GET ${hubPaths.health}`]: {
    name: 'health',
    summary: 'Whether hub and database answer.',
    answer: z.strictObject({ status: z.literal('ok'), hubTime: instant }),
  },
  [`GET ${hubPaths.metrics}`]: {
    name: 'metrics',
    summary: 'Counters, in Prometheus’ text format.',
    type: 'text/plain',
  },
  [`POST ${hubPaths.enrol}`]: {
    name: 'enrol',
    summary: 'Enrols a device with a one-time code.',
    request: enrolRequest,
    answer: enrolResponse,
  },
  [`POST ${hubPaths.token}`]: {
    name: 'token',
    summary: 'Exchanges a signed assertion for an access token (RFC 7523).',
    detail: '401 `device-ended` with `end`: what becomes of the data of a device that was ended.',
    query: [
      {
        name: 'rules',
        description: 'With 1 the answer says what the organisation’s devices go by.',
        schema: { type: 'string', enum: ['1'] },
      },
      {
        name: 'extended',
        description: 'With 1: its person went on for a day without the hub, which the audit notes.',
        schema: { type: 'string', enum: ['1'] },
      },
    ],
    request: tokenRequest,
    answer: tokenResponse,
  },
  [`POST ${hubPaths.standing}`]: {
    name: 'standing',
    summary: 'Whether a device that holds this access token, which may be over, may go on.',
    request: standingRequest,
    answer: standingResponse,
  },
  [`GET ${hubPaths.ownDevices}`]: {
    name: 'ownDevices',
    summary: 'The computers of the person who asks.',
    answer: ownDevicesResponse,
  },
  [`POST ${hubPaths.recovery}`]: {
    name: 'recovery',
    summary: 'Keeps the recovery code of the device that asks, for the leads of its organisation.',
    detail: 'Answers whom the codes of the person’s computers were shown to. `code` null only asks.',
    request: recoveryRequest,
    answer: recoveryResponse,
  },
  [`POST ${hubPaths.push}`]: {
    name: 'push',
    summary: 'Takes edits of a device, each once.',
    detail: '409 with `lastN` where edits are missing or differ from what was sent before.',
    request: pushRequest,
    answer: pushResponse,
  },
  [`POST ${hubPaths.handOver}`]: {
    name: 'handOver',
    summary: 'Takes what a device that was ended has not sent, in pieces, once.',
    detail:
      'With the token that `device-ended` brings. 409 `handed-over` once it had said that this was all.',
    request: handOverRequest,
    answer: handOverResponse,
  },
  [`POST ${hubPaths.pull}`]: {
    name: 'pull',
    summary: 'One page of a scope, from a cursor on.',
    detail: '410 with `lastN` where the hub’s history began anew: ask again without a cursor.',
    request: pullRequest,
    answer: pullResponse,
  },
  [`POST ${hubPaths.compare}`]: {
    name: 'compare',
    summary: 'Which rows a scope has, with their hashes.',
    request: compareRequest,
    answer: compareResponse,
  },
  [`POST ${hubPaths.rows}`]: {
    name: 'rows',
    summary: 'Rows of a scope by table and key.',
    request: rowsRequest,
    answer: rowsResponse,
  },
  [`POST ${hubPaths.blobState}`]: {
    name: 'blobState',
    summary: 'Which files the hub has, whole.',
    request: blobStateRequest,
    answer: blobStateResponse,
  },
  [`POST ${hubPaths.blobFinish}`]: {
    name: 'blobFinish',
    summary: 'Ends an upload: the hub hashes the file again before it answers.',
    request: blobFinishRequest,
    answer: blobFinishResponse,
  },
  [`POST ${hubPaths.deleteFile}`]: {
    name: 'deleteFile',
    summary:
      'Says what deleting a file would take away, and deletes it where that is confirmed. For leads, audited.',
    request: deleteFileRequest,
    answer: deleteFileResponse,
  },
  [`POST ${hubPaths.uploads}`]: {
    name: 'uploadBegin',
    summary: 'Begins an upload.',
    detail: `${tus} \`Upload-Length\` and \`Upload-Metadata\` with \`sha256\`.`,
    status: '201',
  },
  [`HEAD ${hubPaths.uploads}/:upload`]: {
    name: 'uploadState',
    summary: 'How far an upload is.',
    detail: tus,
  },
  [`PATCH ${hubPaths.uploads}/:upload`]: {
    name: 'uploadAppend',
    summary: 'The next bytes of an upload.',
    detail: `${tus} Streamed, as long as the file is.`,
    status: '204',
  },
  [`DELETE ${hubPaths.uploads}/:upload`]: {
    name: 'uploadEnd',
    summary: 'Gives an upload up.',
    detail: tus,
    status: '204',
  },
  [`GET ${hubPaths.blobs}/:sha256`]: {
    name: 'blob',
    summary: 'A file, or a range of it.',
    detail: 'One range of bytes (RFC 9110); then the answer is 206. Level 3 says for which ticket.',
    type: 'application/octet-stream',
    query: [
      {
        name: 'ticket',
        description: 'A ticket whose packet or replies name the file.',
        schema: { type: 'string', format: 'uuid' },
      },
    ],
  },
  [`GET ${hubPaths.releases}`]: {
    name: 'release',
    summary: 'The version of the desktop console that this device gets next, as its publisher signed it.',
    detail: 'The same device always gets the same answer for a version and a stage.',
    answer: releaseAnswer,
    query: [
      {
        name: 'platform',
        description: 'The system.',
        schema: { type: 'string', enum: ['linux', 'win32', 'darwin'] },
      },
      { name: 'arch', description: 'The processor.', schema: { type: 'string', enum: ['x64', 'arm64'] } },
      {
        name: 'kind',
        description: 'What installed the console.',
        schema: { type: 'string', enum: installerKind.options },
      },
      { name: 'version', description: 'What runs.', schema: { type: 'string', maxLength: 100 } },
    ],
  },
  [`GET ${hubPaths.releases}/:sha256`]: {
    name: 'installer',
    summary: 'The installer of a version that this device gets, or a range of it.',
    detail: 'One range of bytes (RFC 9110); then the answer is 206.',
    type: 'application/octet-stream',
  },
  [`GET ${hubPaths.deliveries}`]: {
    name: 'deliveries',
    summary: 'Events that outside ticket systems were not told, a page, oldest first.',
    answer: deliveriesResponse,
    query: [
      {
        name: 'state',
        description: 'Dead letters, or what waits for its next try.',
        schema: { type: 'string', enum: ['dead', 'waiting'], default: 'dead' },
      },
      {
        name: 'after',
        description: 'The `seq` that the page before ended with.',
        schema: { type: 'integer', minimum: 0, default: 0 },
      },
    ],
  },
  [`POST ${hubPaths.resend}`]: {
    name: 'resend',
    summary: 'Dead letters are tried again.',
    request: resendRequest,
    answer: resendResponse,
  },
  [`POST ${hubPaths.outsideTickets}`]: {
    name: 'outsideStatus',
    summary: 'An outside ticket system says how a ticket stands.',
    detail:
      '401 for a signature that no system made, or a time more than 5 minutes off; 404 for an unknown ticket; 409 `replayed` for an id that was taken before: count it as taken.',
    request: outsideStatusRequest,
    answer: outsideStatusResponse,
  },
  [`GET ${hubPaths.poke}`]: {
    name: 'poke',
    summary: 'Says when a scope has a newer version, as server-sent events.',
    type: 'text/event-stream',
  },
  [`POST ${hubPaths.enrolmentCodes}`]: {
    name: 'enrolmentCode',
    summary: 'Makes a one-time code for a person.',
    request: codeRequest,
    answer: z.strictObject({ code: z.string(), expiresAt: instant }),
  },
  [`GET ${hubPaths.people}`]: {
    name: 'people',
    summary: 'People with their devices.',
    type: 'application/json',
  },
  [`POST ${hubPaths.people}`]: {
    name: 'addPerson',
    summary: 'Adds a person, and an organisation where it is new.',
    request: personRequest,
    answer: z.strictObject({ personId: uuid, organisationId: uuid }),
  },
  [`POST ${hubPaths.revokeDevice}`]: {
    name: 'revokeDevice',
    summary: 'Ends a device for good.',
    request: revokeRequest,
    answer: z.strictObject({ revokedAt: instant }),
  },
  [`GET ${hubPaths.webhooks}`]: {
    name: 'webhooks',
    summary: 'Outside ticket systems that are told of tickets.',
    answer: z.array(webhook),
  },
  [`POST ${hubPaths.webhooks}`]: {
    name: 'addWebhook',
    summary: 'Registers an outside ticket system; its secret is told this once.',
    request: webhookRequest,
    answer: webhookMade,
  },
  [`DELETE ${hubPaths.webhooks}/:id`]: {
    name: 'removeWebhook',
    summary: 'Tells an outside ticket system nothing more.',
    answer: z.strictObject({ removedAt: instant }),
  },
  [`GET ${hubPaths.issuerKeys}`]: {
    name: 'issuerKeys',
    summary: 'The issuer’s public keys (RFC 7517), also those that only verify older credentials.',
    detail: 'Public, with an ETag. A private key is never in it.',
    answer: z.strictObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }),
  },
  [`GET ${hubPaths.deviceKeys}`]: {
    name: 'deviceKeys',
    summary:
      'The public keys that device certificates are signed with (RFC 7517), for whoever checks a packet without the hub.',
    detail:
      'Public, with an ETag. A private key is never in it. `ended`: the computers that the hub vouches for no more, by their random ids.',
    answer: hubKeys,
  },
  [`GET ${hubPaths.statusLists}/:list`]: {
    name: 'statusList',
    summary: 'A status list as a signed credential (Bitstring Status List 1.0, vc+jwt).',
    detail: 'Public, with an ETag. Which entry is whose, the list does not say.',
    type: 'application/vc+jwt',
  },
  [`POST ${hubPaths.certification}`]: {
    name: 'certification',
    summary: 'One act of certification: people, exams, results, credentials, devices.',
    detail:
      'By the certification admin; a lead sees to the devices of the own organisation. Each act is kept in the audit, and a repeat under one key acts once.',
    request: certificationRequest,
    answer: certificationResponse,
  },
};

/** `npm run openapi`: the hub's API as OpenAPI 3.1, from the schemas that hub and consoles parse with. */

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { routeTable } from '../hub/routes/table.ts';
import { rolesThat } from '../shared/certification/access.ts';
import { hubError } from '../shared/sync/protocol.ts';
import { outsideEvent } from '../shared/webhooks/schema.ts';
import { type Operation, operations } from './openapi-operations.ts';

type Json = Record<string, unknown>;
const FILE = resolve('docs/operations/openapi.json');

/** Schemas by name. What one defines inside itself stands beside it, because references count from the document's top. */
class Components {
  readonly schemas: Record<string, unknown> = {};

  /** @returns a reference to it */
  add(name: string, schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _dialect,
      $defs = {},
      ...own
    } = z.toJSONSchema(schema, {
      io,
      target: 'draft-2020-12',
      // Any JSON is told by a check of ours, and reads as any value.
      unrepresentable: 'any',
    });
    const place = (inner: string) => `${name}_${inner.replaceAll(/\W/g, '')}`;
    const moved = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(moved);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => {
          if (key !== '$ref' || typeof member !== 'string') return [key, moved(member)];
          const inner = /^#\/\$defs\/(.+)$/.exec(member)?.[1];
          return [key, `#/components/schemas/${inner === undefined ? name : place(inner)}`];
        }),
      );
    };
    this.schemas[name] = moved(own);
    for (const [inner, definition] of Object.entries($defs)) this.schemas[place(inner)] = moved(definition);
    return { $ref: `#/components/schemas/${name}` };
  }
}

const json = (schema: Json) => ({ 'application/json': { schema } });

/** `/v1/uploads/:upload` as OpenAPI writes it, and the parameters in it. */
function pathOf(route: string): { path: string; parameters: Json[] } {
  const names = [...route.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return {
    path: route.replaceAll(/:(\w+)/g, '{$1}'),
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
}

const signatureHeaders: readonly (readonly [string, string])[] = [
  ['webhook-id', 'Names the message; the same at every repeat.'],
  ['webhook-timestamp', 'Seconds since 1970.'],
  [
    'webhook-signature',
    'Standard Webhooks, `v1,` and the base64 of HMAC-SHA256 over id, timestamp and body.',
  ],
];
const signed = signatureHeaders.map(([name, description]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
}));

function operationOf(
  components: Components,
  route: string,
  { access, permission, bodyLimit }: (typeof routeTable)[string],
  about: Operation,
): Json {
  const [method = '', path = ''] = route.split(' ');
  const { name, summary, detail, request, answer, type } = about;
  const query = (about.query ?? []).map((each) => ({ in: 'query', required: false, ...each }));
  const parameters = [...pathOf(path).parameters, ...query, ...(access === 'signed' ? signed : [])];
  const who = {
    open: 'Anybody.',
    device: 'An enrolled device.',
    ended: 'A device that was ended, by the token that it is told so with.',
    operator: 'The operator.',
    signed: 'An outside ticket system, by its signature.',
  };
  const allowed = permission ? ` Roles: ${rolesThat(permission).join(', ')}.` : '';
  const content = answer ? json(components.add(`${name}Response`, answer, 'output')) : type && { [type]: {} };
  return {
    operationId: name,
    summary,
    description: [
      detail,
      `For: ${who[access]}${allowed}`,
      bodyLimit > 0 ? `A body of up to ${bodyLimit} bytes.` : '',
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
    security: access === 'open' || access === 'signed' ? [] : [{ [access]: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(request
      ? { requestBody: { required: true, content: json(components.add(`${name}Request`, request, 'input')) } }
      : {}),
    responses: {
      [about.status ?? '200']: {
        description: about.says ?? 'Done.',
        ...(content && method !== 'HEAD' ? { content } : {}),
      },
      default: {
        description: 'Refused: a code for programs, a sentence for people.',
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    },
  };
}

/** The whole document. @throws where the table of routes and the operations differ */
export function openApi(): Json {
  const missing = Object.keys(routeTable).filter((route) => !(route in operations));
  const gone = Object.keys(operations).filter((route) => !(route in routeTable));
  if (missing.length + gone.length > 0)
    throw new Error(
      `build/openapi-operations.ts: add ${missing.join(', ') || 'none'}, remove ${gone.join(', ') || 'none'}`,
    );
  const components = new Components();
  components.add('Error', hubError.loose(), 'output');
  const paths: Record<string, Json> = {};
  for (const [route, rule] of Object.entries(routeTable)) {
    const about = operations[route];
    const [method = '', path = ''] = route.split(' ');
    if (!about) continue;
    const place = pathOf(path).path;
    paths[place] = { ...paths[place], [method.toLowerCase()]: operationOf(components, route, rule, about) };
  }
  const event = components.add('OutsideEvent', outsideEvent, 'output');
  return {
    openapi: '3.1.1',
    info: {
      title: 'Partner Console hub',
      version: '1',
      description: 'Made by `npm run openapi` from the schemas in `shared/`. Do not edit.',
    },
    paths,
    webhooks: {
      ticketEvent: {
        post: {
          operationId: 'ticketEvent',
          summary: 'What the hub posts to an outside ticket system.',
          description:
            'CloudEvents 1.0, structured. Any 2xx takes it; anything else is tried again. See outside-tickets.md.',
          security: [],
          parameters: signed,
          requestBody: { required: true, content: { 'application/cloudevents+json': { schema: event } } },
          responses: { '2XX': { description: 'Taken.' } },
        },
      },
    },
    components: {
      schemas: components.schemas,
      securitySchemes: {
        device: { type: 'http', scheme: 'bearer', description: 'An access token of `/v1/token`.' },
        ended: { type: 'http', scheme: 'bearer', description: 'The token that `device-ended` brings.' },
        operator: { type: 'http', scheme: 'bearer', description: 'The hub’s operator token.' },
      },
    },
  };
}

/** As it stands in the file. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(FILE, openApiText());
  process.stdout.write(`${FILE}\n`);
}

/** Traces by OpenTelemetry: a collector of the test's own takes them as any other would, by OTLP over HTTP. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { tracesWanted } from '../../../hub/tracing.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              attributes: z.array(attribute),
            }),
          ),
        }),
      ),
    }),
  ),
});

async function collector() {
  const bodies: string[] = [];
  const server = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (chunk) => {
      body += String(chunk);
    });
    asked.on('end', () => {
      if (asked.url === '/v1/traces') bodies.push(body);
      answer.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  const told = () => bodies.flatMap((body) => exported.parse(JSON.parse(body)).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    resources: () => told().map(({ resource }) => resource.attributes),
    spans: () => told().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  };
}

async function tracedHub(endpoint: string, more: Record<string, string> = {}): Promise<TestHub> {
  const hub = await startTestHub({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: '100', ...more },
  });
  cleanups.push(() => hub.stop());
  return hub;
}

test('a request is a span of the trace that it came with, and its transactions are spans in it; nothing of a customer is in any', async () => {
  const collected = await collector();
  const hub = await tracedHub(collected.url, {
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=trial',
  });
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  const row = caseOf(device, { customer: 'Nobody’s business' });
  await device.insert('cases', row);
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  await fetch(hub.url + hubPaths.enrol, {
    method: 'POST',
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01`, 'content-type': 'application/json' },
    body: '{"code":7}',
  });
  const spans = await eventually(
    async () => collected.spans(),
    (all) =>
      all.some((span) => span.traceId === trace) && all.some(({ name }) => name.includes(hubPaths.push)),
    'the collector has the requests',
  );
  const push = spans.find(({ name }) => name === `POST ${hubPaths.push}`);
  expect(push?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
  expect(spans.filter((span) => span.parentSpanId === push?.spanId).map(({ name }) => name)).toContain(
    'transaction',
  );
  const refused = spans.find((span) => span.traceId === trace);
  expect(refused).toMatchObject({ name: `POST ${hubPaths.enrol}`, parentSpanId: '00f067aa0ba902b7' });
  expect(refused?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'malformed' } });
  const keys = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...keys].sort()).toEqual([
    'db.system.name',
    'error.type',
    'http.request.method',
    'http.response.status_code',
    'http.route',
  ]);
  expect(collected.resources()[0]).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'partner-console-hub' },
  });
  expect(collected.resources()[0]).toContainEqual({
    key: 'deployment.environment.name',
    value: { stringValue: 'trial' },
  });
  for (const secret of [row.id, row.customer, device.identity.deviceId, device.identity.person.email])
    expect(collected.bodies.join()).not.toContain(secret);
});

test('a collector that is away changes nothing for those who ask, is said once, and does not hold up the end', async () => {
  const hub = await tracedHub('http://127.0.0.1:9');
  for (let asked = 0; asked < 3; asked++)
    expect((await request(hub.url, hubPaths.issuerKeys)).status).toBe(200);
  await eventually(
    async () => hub.output(),
    (output) => output.includes('"event":"tracing"'),
    'the log says that traces are not sent',
  );
  await hub.stop();
  expect(hub.output().match(/"event":"tracing"/g)).toHaveLength(1);
  expect(hub.output()).toContain('The hub stops.');
});

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'TRUE' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
])('the environment %o asks for traces: %s', (environment, wanted) => {
  expect(tracesWanted(environment)).toBe(wanted);
});

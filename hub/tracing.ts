/**
 * Traces by OpenTelemetry (ADR 22): off, and not even loaded, unless its standard environment names where they go. Spans are the
 * hub's own, of requests and of transactions, so that what leaves is what stands here: methods, routes as templates, status, codes
 * and times. No address, name, statement or message of an error, as in the log.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Span } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { logLine } from './log.ts';
import { VERSION } from './version.ts';

const SERVICE = 'partner-console-hub';
/** A collector that is away for hours is said once an hour, not at each attempt. */
const SAY_AGAIN_MS = 3_600_000;
/** How long the last traces may take while the hub stops; a collector that is away must not hold it up. */
const LAST_MS = 2_000;

type Api = typeof import('@opentelemetry/api');

/** What is loaded while traces are on; null while they are off, which then costs one comparison. */
let api: Api | null = null;

/** Whether the environment asks for traces, by the names that OpenTelemetry's specification gives. */
export function tracesWanted(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  const exporter = environment.OTEL_TRACES_EXPORTER?.trim();
  if (exporter && exporter !== 'otlp') return false;
  return Boolean(environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT);
}

/**
 * Begins to send traces by OTLP over HTTP; endpoint, headers, sampler, batches and resource are OpenTelemetry's own settings.
 * @returns what sends the last of them and ends it; null where the environment asks for none
 */
export async function startTracing(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<(() => Promise<void>) | null> {
  if (!tracesWanted(environment)) return null;
  const [loaded, node, otlp, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  let saidAt = 0;
  const say = (message: string) => {
    if (Date.now() - saidAt < SAY_AGAIN_MS) return;
    saidAt = Date.now();
    logLine('warn', 'tracing', `Traces are not sent: ${message}`);
  };
  const nothing = () => undefined;
  loaded.diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    loaded.DiagLogLevel.WARN,
  );
  const own = resources.resourceFromAttributes({ 'service.name': SERVICE, 'service.version': VERSION });
  // Only what the environment says of the service: what the host is called and what the process was started with stay here.
  const told = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new node.NodeTracerProvider({
    resource: own.merge(told),
    spanProcessors: [new node.BatchSpanProcessor(new otlp.OTLPTraceExporter())],
  });
  provider.register();
  api = loaded;
  return async () => {
    api = null;
    // Unreported: said by the exporter itself.
    await Promise.race([provider.shutdown().catch(nothing), wait(LAST_MS, undefined, { ref: false })]);
    loaded.trace.disable();
    loaded.context.disable();
    loaded.propagation.disable();
    loaded.diag.disable();
  };
}

/** The trace that requests to the hub are part of, or begin: one span a request, around all that is done for it. */
export function traceRequests(app: FastifyInstance, codeOf: (request: object) => string | undefined): void {
  const spans = new WeakMap<object, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    if (!api) return done();
    const { context, propagation, ROOT_CONTEXT, SpanKind, trace } = api;
    const route = request.routeOptions.url ?? 'unknown';
    const { traceparent, tracestate } = request.headers;
    const span = trace.getTracer(SERVICE, VERSION).startSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': request.method, 'http.route': route },
      },
      propagation.extract(ROOT_CONTEXT, { traceparent, tracestate }),
    );
    spans.set(request, span);
    return context.with(trace.setSpan(ROOT_CONTEXT, span), done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (!api || !span) return;
    span.setAttribute('http.response.status_code', reply.statusCode);
    const code = codeOf(request);
    if (code) span.setAttribute('error.type', code);
    if (reply.statusCode >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end();
  });
}

/**
 * Runs a part of a request as a span of its own.
 * @param name fixed words, never made from what was asked
 */
export async function spanned<T>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  if (!api) return work();
  const { SpanKind, SpanStatusCode, trace } = api;
  return trace
    .getTracer(SERVICE, VERSION)
    .startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
}

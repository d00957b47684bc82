/** Counters in the Prometheus text format; nothing of a customer's is in them. */
export class Metrics {
  readonly #requests = new Map<string, { count: number; milliseconds: number }>();
  readonly #edits = new Map<string, number>();

  request(route: string, status: number, milliseconds: number): void {
    const label = `route="${route}",status="${status}"`;
    const entry = this.#requests.get(label) ?? { count: 0, milliseconds: 0 };
    entry.count += 1;
    entry.milliseconds += milliseconds;
    this.#requests.set(label, entry);
  }

  edit(outcome: string): void {
    this.#edits.set(outcome, (this.#edits.get(outcome) ?? 0) + 1);
  }

  text(gauges: {
    listeners: number;
    requests: number;
    pool: number;
    waiting: number;
    store: { state: string; free: number | null } | null;
    /** As the database lists them. */
    stored: { files: number; bytes: number };
  }): string {
    const lines = ['# TYPE hub_requests_total counter', '# TYPE hub_request_seconds_total counter'];
    for (const [label, { count, milliseconds }] of this.#requests) {
      lines.push(
        `hub_requests_total{${label}} ${count}`,
        `hub_request_seconds_total{${label}} ${(milliseconds / 1000).toFixed(3)}`,
      );
    }
    lines.push('# TYPE hub_edits_total counter');
    for (const [outcome, count] of this.#edits) lines.push(`hub_edits_total{outcome="${outcome}"} ${count}`);
    lines.push('# TYPE hub_listeners gauge', `hub_listeners ${gauges.listeners}`);
    lines.push('# TYPE hub_requests_at_once gauge', `hub_requests_at_once ${gauges.requests}`);
    lines.push('# TYPE hub_database_connections gauge', `hub_database_connections ${gauges.pool}`);
    lines.push('# TYPE hub_database_waiting gauge', `hub_database_waiting ${gauges.waiting}`);
    const { store, stored } = gauges;
    if (store) {
      lines.push(
        '# HELP hub_blob_store_writable Whether the store for attachments is the hub’s own and has room.',
      );
      const writable = store.state === 'usable' ? 1 : 0;
      lines.push('# TYPE hub_blob_store_writable gauge', `hub_blob_store_writable ${writable}`);
      if (store.free !== null)
        lines.push('# TYPE hub_blob_store_free_bytes gauge', `hub_blob_store_free_bytes ${store.free}`);
    }
    lines.push('# TYPE hub_blob_store_files gauge', `hub_blob_store_files ${stored.files}`);
    lines.push('# TYPE hub_blob_store_bytes gauge', `hub_blob_store_bytes ${stored.bytes}`);
    return `${lines.join('\n')}\n`;
  }
}

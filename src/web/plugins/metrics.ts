import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry as Metrics } from 'prom-client';
import type { SourceReader } from '../../crawl/report.ts';
import type { FederationReader } from '../../federation/report.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Reader } from '../../registry/types.ts';
import { routeOf } from '../language.ts';
import { originWord } from '../origins.ts';
import { asksPast } from './limits.ts';
import { peerGauges } from './peer-metrics.ts';

/** From what an answer out of memory takes to what a reader calls broken, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export type PublishOutcome = 'created' | 'changed' | 'unchanged' | 'checked' | 'refused';

export interface Measures {
  publish(outcome: PublishOutcome): void;
  /** Prometheus text format, version 0.0.4. */
  text(): Promise<string>;
  contentType: string;
}

/**
 * Measures of this app alone: a process may hold several. Requests are counted by the template of their route, never by
 * their address, so that neither what is looked for nor who looks becomes a label.
 */
export function measure(
  app: FastifyInstance,
  read: Reader,
  crawl: SourceReader,
  federation: FederationReader,
  clock: Clock,
): Measures {
  const metrics = new Metrics();
  const registers = [metrics];
  countRequests(app, registers);
  const publishes = new Counter({
    name: 'alminding_publishes_total',
    help: 'Publishes over HTTP since the start, by outcome: created, changed, unchanged, checked (a dry run), refused.',
    labelNames: ['outcome'],
    registers,
  });
  const entries = new Gauge({
    name: 'alminding_entries',
    help: 'Live entries, by kind and by origin: own, built-in, mirrored.',
    labelNames: ['kind', 'origin'],
    registers,
  });
  const leaves = new Gauge({ name: 'alminding_journal_leaves', help: 'Leaves of our own journal.', registers });
  const broken = new Gauge({
    name: 'alminding_broken_files',
    help: 'Files of the catalogue folders that could not be loaded.',
    registers,
  });
  const unjoined = new Gauge({
    name: 'alminding_unjoined_entries',
    help: 'Entries that are the same software as too many others to be shown as one.',
    registers,
  });
  const sources = new Gauge({
    name: 'alminding_crawl_sources',
    help: 'Sources that are crawled, by role, state and verdict on their manifest.',
    labelNames: ['role', 'state', 'verdict'],
    registers,
  });
  const tellPeers = peerGauges(registers);
  processGauges(app, clock, registers);
  return {
    publish: (outcome) => publishes.inc({ outcome }),
    contentType: metrics.contentType,
    text: async () => {
      const status = await read.status();
      entries.reset();
      for (const { origin, kind, count } of status.live) entries.inc({ kind, origin: originWord(origin) }, count);
      leaves.set(status.leaves);
      broken.set(status.broken.length);
      unjoined.set(status.unjoined.total);
      sources.reset();
      for (const { role, state, verdict, count } of await crawl.counts())
        sources.inc({ role, state, verdict: verdict ?? 'not looked at' }, count);
      // What others look up too, and at most once in a while: anybody may scrape.
      tellPeers(await federation.told(), clock.now());
      return metrics.metrics();
    },
  };
}

/** What counts answers of the same route, method and status is kept: it takes longer to make than to use. */
function countRequests(app: FastifyInstance, registers: Metrics[]): void {
  const requests = new Histogram({
    name: 'alminding_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const pasts = new Counter({
    name: 'alminding_past_requests_total',
    help: 'Requests for an earlier point of the catalogue (`at`) since the start, by outcome: answered, refused.',
    labelNames: ['outcome'],
    registers,
  });
  const counted = new Map<string, ReturnType<typeof requests.labels>>();
  app.addHook('onResponse', (request, reply, done) => {
    const key = `${reply.statusCode} ${request.method} ${request.routeOptions.url}`;
    const count = counted.get(key) ?? requests.labels(routeOf(request), request.method, String(reply.statusCode));
    counted.set(key, count);
    count.observe(reply.elapsedTime / 1000);
    if (asksPast(request)) pasts.inc({ outcome: reply.statusCode < 400 ? 'answered' : 'refused' });
    done();
  });
}

function processGauges(app: FastifyInstance, clock: Clock, registers: Metrics[]): void {
  new Gauge({
    name: 'alminding_event_loop_delay_seconds',
    help: 'How late the event loop was on average in the last second.',
    registers,
    collect() {
      this.set(Math.min(app.memoryUsage().eventLoopDelay, 3_600_000) / 1000);
    },
  });
  new Gauge({
    name: 'alminding_memory_bytes',
    help: 'Memory of this process: resident, heap in use, and what lies outside of the heap.',
    labelNames: ['part'],
    registers,
    collect() {
      const { rss, heapUsed, external } = process.memoryUsage();
      this.set({ part: 'resident' }, rss);
      this.set({ part: 'heap' }, heapUsed);
      this.set({ part: 'external' }, external);
    },
  });
  const started = new Gauge({
    name: 'alminding_start_time_seconds',
    help: 'When the service was made ready, in seconds since 1970-01-01 UTC.',
    registers,
  });
  started.set(Math.floor(clock.now() / 1000));
}

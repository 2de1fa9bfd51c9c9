import type { Clock } from '../kernel/clock.ts';
import type { Registry } from '../registry/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import type { Forge } from './forge.ts';
import type { Observed } from './observe.ts';

/** What a visit works with. */
export interface VisitDeps {
  store: Pick<Store, 'addCrawlSources' | 'findCrawlSource' | 'putDraft' | 'getDraft' | 'listDrafts' | 'settleDraft'> &
    Pick<Store, 'listFiles' | 'putFiles' | 'dropFile'>;
  registry: Pick<Registry, 'publish' | 'publishAll' | 'hide' | 'withdraw' | 'declare' | 'undeclare'>;
  clock: Clock;
  /** The forge that answers for an address. */
  forgeOf(url: string): Promise<Forge>;
  /** How repositories are read that hold a catalogue folder. */
  catalogues: Forge;
  /** After so many days the entry of a file is withdrawn that has left its folder. */
  removalDays: number;
  /** Reads a document at an address, such as a list of repositories. */
  fetchList(url: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Counts the history of a repository and publishes what was seen. */
  observe(source: CrawlSource, signal: AbortSignal): Promise<Observed>;
  now(): number;
  /** Told of what the program did not expect. */
  onFault(error: unknown): void;
  dryRun: boolean;
}

/** What each catalogue has published, withdrawn and erased, and nothing else: the oracle of the simulation. */
export class Model {
  readonly #entries: Map<string, Entry>[];

  constructor(peers: number) {
    this.#entries = Array.from({ length: peers }, () => new Map());
  }

  /** Number of the new version; null of what is gone. */
  publish(who: number, slug: string): number | null {
    const entry = this.#entries[who]?.get(slug) ?? { versions: 0, state: 'live' };
    if (entry.state === 'gone') return null;
    this.#entries[who]?.set(slug, { versions: entry.versions + 1, state: 'live' });
    return entry.versions + 1;
  }

  /** Whether there was anything to withdraw. */
  withdraw(who: number, slug: string): boolean {
    const entry = this.#entries[who]?.get(slug);
    if (entry?.state !== 'live') return false;
    entry.state = 'gone';
    return true;
  }

  /** Whether there was anything to erase. It may be published again. */
  erase(who: number, slug: string): boolean {
    const entry = this.#entries[who]?.get(slug);
    if (entry?.state !== 'live') return false;
    entry.state = 'erased';
    return true;
  }

  everHad(who: number, slug: string): boolean {
    return this.#entries[who]?.has(slug) ?? false;
  }

  /** Slugs that are shown, in order. */
  live(who: number): string[] {
    return [...(this.#entries[who] ?? [])].flatMap(([slug, { state }]) => (state === 'live' ? [slug] : [])).sort();
  }
}

interface Entry {
  versions: number;
  state: 'live' | 'gone' | 'erased';
}

/** What each catalogue has published and withdrawn, and nothing else: the oracle of the simulation. */
export class Model {
  readonly #versions: Map<string, number>[];
  readonly #gone: Set<string>[];

  constructor(peers: number) {
    this.#versions = Array.from({ length: peers }, () => new Map());
    this.#gone = Array.from({ length: peers }, () => new Set());
  }

  /** Number of the new version. */
  publish(who: number, slug: string): number {
    const n = (this.#versions[who]?.get(slug) ?? 0) + 1;
    this.#versions[who]?.set(slug, n);
    return n;
  }

  /** Whether there was anything to withdraw. */
  withdraw(who: number, slug: string): boolean {
    if (!this.#versions[who]?.has(slug) || this.isGone(who, slug)) return false;
    this.#gone[who]?.add(slug);
    return true;
  }

  isGone(who: number, slug: string): boolean {
    return this.#gone[who]?.has(slug) ?? false;
  }

  everHad(who: number, slug: string): boolean {
    return this.#versions[who]?.has(slug) ?? false;
  }

  /** Slugs that are shown, in order. */
  live(who: number): string[] {
    return [...(this.#versions[who]?.keys() ?? [])].filter((slug) => !this.isGone(who, slug)).sort();
  }
}

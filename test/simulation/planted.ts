/** Mistakes that the simulation must catch: what is written in the place of what, in which file. */
export interface Planted {
  name: string;
  /** That finds it, with so many catalogues and 60 events. */
  seed: number;
  peers: number;
  file: string;
  from: string;
  to: string;
}

export const PLANTED: readonly Planted[] = [
  {
    name: 'root-unchecked',
    seed: 4,
    peers: 2,
    file: 'src/registry/mirror.ts',
    from: 'return rootOf(edge).equals(head.root) ? null : otherRoot(head.size);',
    to: 'return null;',
  },
  {
    name: 'signature-unchecked',
    seed: 2,
    peers: 2,
    file: 'src/federation/pins.ts',
    from: 'openCheckpoint(bytes, line, verifierKeys(newest.log))',
    to: "(await import('../journal/checkpoint.ts')).parseCheckpoint(bytes)",
  },
  {
    name: 'removal-ignored',
    seed: 2,
    peers: 2,
    file: 'src/registry/mirror.ts',
    from: "if (state.status === 'gone') {",
    to: 'if (id === id.toUpperCase()) {',
  },
  {
    name: 'body-unchecked',
    seed: 6,
    peers: 3,
    file: 'src/registry/mirror.ts',
    from: 'if (digestName(bytes) !== leaf.d) return null;',
    to: '',
  },
  {
    name: 'body-never-again',
    seed: 2,
    peers: 2,
    file: 'src/federation/bodies.ts',
    from: 'Math.min(LIMITS.backOffMs, LIMITS.retryMs * 2 ** tries)',
    to: '1e15 + tries',
  },
  {
    name: 'body-never-asked',
    seed: 2,
    peers: 2,
    file: 'src/registry/mirror.ts',
    from: "else this.#changes.push({ do: 'want', log, id, index, digest: leaf.d });",
    to: '',
  },
  {
    name: 'edge-left-behind',
    seed: 1,
    peers: 2,
    file: 'src/registry/mirror.ts',
    from: 'edge: encodeEdge(grown.edge),',
    to: 'edge: encodeEdge(edge),',
  },
  {
    name: 'no-transit',
    seed: 4,
    peers: 3,
    file: 'src/federation/turn.ts',
    from: "pinned.url === '' || isOverdue(deps, state, source.hash)",
    to: 'false',
  },
  {
    name: 'news-forgotten',
    seed: 13,
    peers: 2,
    file: 'src/federation/turn.ts',
    from: 'const known = deps.clock.now() - state.toldAt < LIMITS.epochLookMs ? state.etag : null;',
    to: 'const known = state.etag;\n  if (known !== null) state.told = new Map();',
  },
  {
    name: 'version-stays',
    seed: 1,
    peers: 2,
    file: 'src/registry/mirror-effects.ts',
    from: '(shown.get(id)?.version ?? 0) + 1',
    to: 'Math.min(1, shown.size + 1)',
  },
  {
    name: 'state-unwritten',
    seed: 1,
    peers: 2,
    file: 'src/registry/mirror.ts',
    from: "this.#changes.push({ do: 'log-entry', log: mirror.log, id, state });",
    to: '',
  },
  {
    name: 'head-stays',
    seed: 1,
    peers: 2,
    file: 'src/federation/pull.ts',
    from: 'await deps.registry.mirrorHead(mirror.log, { size: checkpoint.size,',
    to: 'if (mirror.size === 0) await deps.registry.mirrorHead(mirror.log, { size: checkpoint.size,',
  },
  {
    name: 'everybody-forks',
    seed: 5,
    peers: 2,
    file: 'src/federation/pull.ts',
    from: 'head.size === checkpoint.size && !checkpoint.root.equals(Buffer.from(head.root))',
    to: 'head.size >= checkpoint.size',
  },
  {
    name: 'removals-held',
    seed: 2,
    peers: 2,
    file: 'src/registry/mirror-effects.ts',
    from: 'Math.max(LIMITS.removalsAtLeast, ',
    to: 'Math.max(0, ',
  },
  {
    name: 'no-growth',
    seed: 1,
    peers: 2,
    file: 'src/federation/growth.ts',
    from: 'Math.max(peer.approved, Math.max(size, peer.approved) + tokensAt(peer, now))',
    to: 'Math.max(peer.approved, size - 0 * tokensAt(peer, now))',
  },
];

/** A log as another network would write it: leaves, bodies, heads, with everything that a hostile one may do wrong. */
import { checkpointText } from '../../src/journal/checkpoint.ts';
import { formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument, type KeyDocument } from '../../src/journal/key-document.ts';
import { encodeLeaf, type Leaf, type Reason } from '../../src/journal/leaf.ts';
import { applyLeaf, emptyState, type LogState } from '../../src/journal/log-state.ts';
import { formatNote, signText } from '../../src/journal/note.ts';
import { subtreeRoot } from '../../src/journal/proofs.ts';
import { appendLeaf, type Edge, emptyEdge, leafHash, rootOf } from '../../src/journal/tree.ts';
import { digestName, sha256 } from '../../src/kernel/digest.ts';
import { MEDIA_TYPE } from '../../src/records/kinds.ts';
import type { Bundle } from '../../src/registry/mirror-types.ts';

export interface LogHead {
  size: number;
  root: Buffer;
  note: Buffer;
}

export class TestLog {
  readonly origin: string;
  readonly key: SignerKey;
  readonly root: SignerKey;
  readonly leaves: Buffer[] = [];
  /** Bodies by the index of their leaf. */
  readonly bodies = new Map<number, Buffer>();
  readonly state: LogState = emptyState();
  document: KeyDocument;
  #edges: Edge[] = [emptyEdge()];
  #salts = 0;

  constructor(base = 'catalogue.os2.example', seed = base) {
    this.origin = `${base}/log/1`;
    this.key = signerOf(this.origin, NOTE_KEY, sha256(`${seed} log`));
    this.root = signerOf(`root-${base}.invalid`, NOTE_KEY, sha256(`${seed} root`));
    const names = (key: SignerKey) => [formatVerifierKey(key)];
    const root = { threshold: 1, keys: names(this.root) };
    this.document = { v: 1, n: 1, origin: this.origin, log: names(this.key), witness: [], root, ts: 1 };
    const body = encodeKeyDocument(this.document, [this.root], 'salt');
    this.append(
      { v: 1, op: 'key', id: 'control/key', ts: 1, p: -1, ...named(body, 'application/vnd.alminding.key+json') },
      body,
    );
  }

  get size(): number {
    return this.leaves.length;
  }

  /** Any bytes as the next leaf. */
  raw(bytes: Buffer, body?: Buffer): number {
    const index = this.leaves.length;
    this.leaves.push(bytes);
    this.#edges.push(appendLeaf(this.#edges.at(-1) as Edge, leafHash(bytes)));
    applyLeaf(this.state, index, bytes);
    if (body !== undefined) this.bodies.set(index, body);
    return index;
  }

  append(leaf: Leaf, body?: Buffer): number {
    return this.raw(encodeLeaf(leaf), body);
  }

  p(id: string): number {
    return this.state.entries.get(id)?.index ?? -1;
  }

  bodyOf(id: string, record: object): Buffer {
    this.#salts += 1;
    const [kind] = id.split('/');
    const source = { mediaType: 'application/json', url: null, commit: null, path: null };
    return Buffer.from(JSON.stringify({ salt: `salt-${this.#salts}`, kind, id, source, record }));
  }

  put(id: string, record: object = { name: id.slice(id.indexOf('/') + 1) }, f: string[] = []): number {
    return this.putBody(id, this.bodyOf(id, record), f);
  }

  putBody(id: string, body: Buffer, f: string[] = []): number {
    const kind = id.split('/')[0] as keyof typeof MEDIA_TYPE;
    const m = MEDIA_TYPE[kind] ?? `application/vnd.alminding.${kind}+json`;
    return this.append({ v: 1, op: 'put', id, ts: 1, p: this.p(id), ...named(body, m), f }, body);
  }

  del(id: string, r: Reason = 'withdrawn'): number {
    return this.append({ v: 1, op: 'del', id, ts: 1, p: this.p(id), r });
  }

  erase(id: string, d?: string): number {
    return this.append({ v: 1, op: 'erase', id, ts: 1, p: this.p(id), ...(d === undefined ? {} : { d }) });
  }

  head(size = this.size): LogHead {
    const root = rootOf(this.#edges[size] as Edge);
    return { size, root, note: this.sign({ size, root }) };
  }

  sign({ size, root }: { size: number; root: Buffer }, keys: SignerKey[] = [this.key]): Buffer {
    const text = checkpointText({ origin: this.origin, size, root });
    return Buffer.from(formatNote({ text, signatures: keys.map((key) => signText(text, key, 1)) }));
  }

  edge(size = this.size): Edge {
    return this.#edges[size] as Edge;
  }

  tileRoot(index: number): Buffer {
    return subtreeRoot(Buffer.concat(this.leaves.slice(index * 256, index * 256 + 256).map((leaf) => leafHash(leaf))));
  }

  /** The leaves `from` to `to`, with their bodies, proven against the head of that size. */
  bundle(from = 0, to = this.size, { size = this.size, bodies = true } = {}): Bundle {
    const tiles = new Map<number, Buffer>();
    for (let index = 0; index < Math.floor(size / 256); index += 1) tiles.set(index, this.tileRoot(index));
    return {
      from,
      leaves: this.leaves.slice(from, to),
      bodies: this.leaves.slice(from, to).map((_, i) => (bodies ? (this.bodies.get(from + i) ?? null) : null)),
      head: this.head(size),
      tiles,
    };
  }
}

export const named = (body: Buffer, m: string) => ({ d: digestName(body), n: body.byteLength, m });

/** A picture of an entry, in two sizes. */
export interface ImageRow {
  place: 'logo' | 'screenshot';
  /** As the record names it: an address, or a path in its repository. */
  source: string;
  /** SHA-256 of what was fetched, base64url. */
  sourceDigest: string;
  /** SHA-256 of what is served, base64url. */
  small: string;
  large: string;
  /** Of the large one. */
  width: number;
  height: number;
}

/** Whose pictures they are. */
export interface PicturedEntry {
  origin: number;
  kind: string;
  slug: string;
}

/** Part of the port: see `port.ts`. */
export interface ImageStore {
  /** All pictures of an entry, in the place of those before; `bytes` by digest, of those that are new. What nobody shows goes. */
  putImages(entry: PicturedEntry, rows: ImageRow[], bytes: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** In their order. */
  listImages(entry: PicturedEntry): Promise<ImageRow[]>;
  /** One by its digest, as long as a listed entry shows it. */
  getImage(digest: string): Promise<Uint8Array | null>;
}

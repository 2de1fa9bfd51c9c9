/** Media types of what logs are made of (C2SP tlog-tiles, tlog-witness). */
export const TYPES = {
  text: 'text/plain; charset=utf-8',
  bytes: 'application/octet-stream',
  gzip: 'application/gzip',
  size: 'text/x.tlog.size',
  json: 'application/json; charset=utf-8',
} as const;

/** How long what may be kept. Tiles never change; a checkpoint is news within seconds. */
export const FED_CACHE = {
  head: 'public, max-age=5',
  immutable: 'public, max-age=31536000, immutable',
  /** Bodies may be erased. */
  body: 'public, max-age=3600',
  pack: 'public, max-age=60',
} as const;

/** Content of a documented answer that is not JSON. */
export const bytesAnswer = (description: string, type: string) => ({
  description,
  content: { [type.split(';')[0] as string]: { schema: { type: 'string' } } },
});

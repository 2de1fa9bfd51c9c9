import type { SourceView } from './pages/record.ts';
import { LICENCE_LINK } from './plugins/security.ts';

/** Whether the words are those of a file beside the source code, wherever it was read. */
export const isManifest = (source: SourceView): source is SourceView & { url: string } =>
  source.url !== undefined &&
  (source.rank === 'manifest' || (source.rank === 'import' && source.mediaType === 'application/yaml'));

/**
 * The link (RFC 8288) that goes with a record: the licence of what is written here, or where its makers keep it. The
 * texts of a manifest are theirs: what may be done with them, their repository says.
 */
export function linkOf(source: SourceView): string {
  if (!isManifest(source)) return LICENCE_LINK;
  // Written anew, as an address of others may hold what a header must not.
  return URL.canParse(source.url) ? `<${new URL(source.url).href}>; rel="describedby"` : '';
}

const SOURCE = '"source":';
const NEXT = ',"sources":[';

/**
 * The same for a stored document of which nothing else is read. Inside a text quotes are escaped, so the first such key
 * is the one of the frame, which stands before the record. A document of another form gets no link: nothing is promised.
 */
export function linkOfDocument(view: Uint8Array | string): string {
  const bytes = typeof view === 'string' ? Buffer.from(view) : Buffer.from(view.buffer, view.byteOffset, view.length);
  const start = bytes.indexOf(SOURCE);
  const end = start < 0 ? -1 : bytes.indexOf(NEXT, start);
  if (end < 0) return '';
  return linkOf(JSON.parse(bytes.toString('utf8', start + SOURCE.length, end)) as SourceView);
}

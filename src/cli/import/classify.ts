import { basename } from 'node:path/posix';
import { normaliseRepositoryUrl } from '../../kernel/repository-url.ts';
import { isSlug } from '../../kernel/slug.ts';
import { hasVersionKey } from '../../manifest/version-key.ts';
import { isKind, KINDS, type Kind, PLURAL } from '../../records/kinds.ts';

/** What a file of a folder is taken for. */
export type Classified =
  | { is: 'source'; kind: Kind; mediaType: 'application/yaml' | 'application/json'; slug?: string }
  /** It belongs here and is no record, or it is none of our files at all. */
  | { is: 'passed'; reason: string }
  | { is: 'refused'; reason: string };

const KIND_OF_FOLDER = new Map(KINDS.map((kind) => [PLURAL[kind], kind]));
/** Files of a catalogue folder that are no records. */
const NOT_RECORDS = new Set(['sources', 'peers', 'readme']);
const OLD_KEY = /^["']?publiccode-ya?ml-version["']?[ \t]*:/m;
const MANIFEST_NAME = /^publiccode\.ya?ml$/i;
const YAML_KIND = /^kind[ \t]*:[ \t]*["']?([a-z]+)["']?[ \t]*(?:#.*)?$/m;
const JSON_KIND = /"kind"[ \t\r\n]*:[ \t\r\n]*"([a-z]+)"/;
/** `text` of a file is looked through for these marks up to here: a hostile file must not cost more. */
const LOOKED_AT = 256 * 1024;

/**
 * What a file is, from its path below the folder and its text. In a folder named after a kind
 * (`software/`, `networks/`), of the folder itself or of one folder in it, a file is a record of that kind and its name is
 * the slug. Elsewhere what holds the version key of `publiccode.yml` is a manifest, and what names its `kind` is a record.
 */
export function classify(file: string, text: string): Classified {
  const name = basename(file);
  const stem = name.replace(/\.[a-z]+$/i, '');
  if (NOT_RECORDS.has(stem.toLowerCase())) return { is: 'passed', reason: 'not a record' };
  const mediaType = /\.json$/i.test(name) ? 'application/json' : 'application/yaml';
  const ofCatalogue = catalogueKind(file);
  if (ofCatalogue !== undefined) {
    if (isSlug(stem)) return { is: 'source', kind: ofCatalogue, mediaType, slug: stem };
    const reason = `the name of the file is no id: small letters, digits, hyphens, dots and underscores, at most 100`;
    return { is: 'refused', reason };
  }
  const looked = text.slice(0, LOOKED_AT);
  if (hasVersionKey(looked)) return { is: 'source', kind: 'software', mediaType };
  if (OLD_KEY.test(looked))
    return {
      is: 'refused',
      reason: 'a manifest of version 0.1, whose keys are not read: publiccodeYmlVersion is missing',
    };
  if (MANIFEST_NAME.test(name))
    return { is: 'refused', reason: 'publiccodeYmlVersion is missing, so it is no manifest' };
  const kind = (mediaType === 'application/json' ? JSON_KIND : YAML_KIND).exec(looked)?.[1];
  if (isKind(kind)) return { is: 'source', kind, mediaType };
  return { is: 'passed', reason: 'neither a manifest (no publiccodeYmlVersion) nor a record (no kind)' };
}

/**
 * The same for a file of a folder in which each is a manifest, but for those that name the kind of another record.
 */
export function classifyManifest(text: string): Classified {
  const looked = text.slice(0, LOOKED_AT);
  if (hasVersionKey(looked)) return { is: 'source', kind: 'software', mediaType: 'application/yaml' };
  const kind = YAML_KIND.exec(looked)?.[1];
  if (isKind(kind)) return { is: 'source', kind, mediaType: 'application/yaml' };
  return { is: 'refused', reason: 'publiccodeYmlVersion is missing, so it is no manifest' };
}

function catalogueKind(file: string): Kind | undefined {
  const folders = file.split('/').slice(0, -1);
  return folders.length >= 1 && folders.length <= 2 ? KIND_OF_FOLDER.get(folders.at(-1) as string) : undefined;
}

/** A top-level `url` of a YAML text as it is mostly written: on one line, plain or in quotes; or on the line below a `>` or `|`. */
const URL_LINE =
  /^["']?url["']?[ \t]*:[ \t]*(?:[>|][-+]?[ \t]*\r?\n[ \t]+)?(["']?)([^\s"'#][^\s"']*)\1[ \t]*(?:#.*)?$/m;

/**
 * The normalised repository that a manifest names, read without parsing it, or null where it is written in another way:
 * then two files of the same repository are found when the second one is published.
 */
export function repositoryOf(text: string): string | null {
  const url = URL_LINE.exec(text.slice(0, LOOKED_AT))?.[2];
  return url === undefined ? null : normaliseRepositoryUrl(url);
}

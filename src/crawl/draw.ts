import { sha256Url } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

/** A picture as it is served: WebP, without anything that stood around it. */
export interface Drawn {
  digest: string;
  bytes: Buffer;
  width: number;
  height: number;
}

const FORMATS: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp', 'gif', 'svg']);
/** What makes a drawing ask for something else, run something or unfold; `#` names a part of itself. */
const OUTWARD =
  /<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|<script|<foreignObject|<image|<feImage|@import|(?:href|src)\s*=\s*["']?\s*[^"'#\s]|url\(\s*["']?\s*[^"'#\s)]/i;

/**
 * A picture of any usual kind, told by its content, in two sizes; drawings (SVG) become pixels. Metadata and further pictures
 * of an animation are left out. Throws `invalid-input` in words for what is no picture, is too large to be unfolded, or refers
 * to others.
 */
export async function draw(bytes: Uint8Array): Promise<{ small: Drawn; large: Drawn }> {
  // Loaded only where a picture is drawn: it brings a library of its own.
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: LIMITS.imagePixels, failOn: 'error', sequentialRead: true } as const;
  // An empty one is refused by the constructor already.
  const { format } = await Promise.resolve()
    .then(() => sharp(bytes, options).metadata())
    .catch(() => ({ format: undefined }));
  if (format === undefined || !FORMATS.has(format)) throw refused('The file is no picture that is shown.');
  if (format === 'svg') checkDrawing(bytes);
  const sized = async (side: number): Promise<Drawn> => {
    const pipeline = sharp(bytes, options)
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: format !== 'svg' })
      .webp({ quality: 82 })
      .timeout({ seconds: LIMITS.imageMs / 1000 });
    const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
    return { digest: sha256Url(data), bytes: data, width: info.width, height: info.height };
  };
  try {
    return { small: await sized(LIMITS.imageSmall), large: await sized(LIMITS.imageLarge) };
  } catch (error) {
    throw refused('The picture is damaged, or too large to be unfolded.', error);
  }
}

function checkDrawing(bytes: Uint8Array): void {
  if (bytes.length > LIMITS.drawingBytes) throw refused('The drawing is too large.');
  const text = Buffer.from(bytes).toString('utf8').replaceAll('http://www.w3.org/', '');
  if (OUTWARD.test(text.replace(/\sxmlns(:\w{1,40})?="[^"]{0,200}"/g, '')))
    throw refused('The drawing refers to something outside of it, or holds more than a drawing.');
}

const refused = (message: string, cause?: unknown): CodedError => new CodedError('invalid-input', message, { cause });

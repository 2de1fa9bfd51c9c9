import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';

/**
 * The fields of a form, as the bytes that were filled in: `multipart/form-data` (RFC 7578) or
 * `application/x-www-form-urlencoded` (URL standard). At most `LIMITS.formFields`; of fields with one name the first that holds
 * something counts. Throws `malformed-body`.
 */
export function readForm(contentType: string, body: Buffer): Map<string, Buffer> {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const fields = boundary ? multipart(body, boundary[1] ?? boundary[2] ?? '') : urlencoded(body);
  const form = new Map<string, Buffer>();
  for (const [name, value] of fields) if ((form.get(name)?.length ?? 0) === 0) form.set(name, value);
  return form;
}

type Field = [name: string, value: Buffer];

const LONGEST_HEAD = 2_000;

function multipart(body: Buffer, boundary: string): Field[] {
  const mark = Buffer.from(`\r\n--${boundary}`);
  const fields: Field[] = [];
  if (!body.subarray(0, mark.length - 2).equals(mark.subarray(2))) throw malformed();
  let at = mark.length - 2;
  while (body.toString('latin1', at, at + 2) !== '--') {
    if (fields.length === LIMITS.formFields) throw new CodedError('malformed-body', 'The form has too many fields.');
    const head = body.indexOf('\r\n\r\n', at);
    const end = head < 0 || head - at > LONGEST_HEAD ? -1 : body.indexOf(mark, head + 2);
    if (end < 0) throw malformed();
    const name = /^content-disposition:\s*form-data\s*;(?:.*;)?\s*name="([^"\r\n]{0,100})"/im.exec(
      body.toString('utf8', at, head),
    )?.[1];
    if (name === undefined) throw malformed();
    fields.push([name, body.subarray(Math.min(head + 4, end), end)]);
    at = end + mark.length;
  }
  return fields;
}

function urlencoded(body: Buffer): Field[] {
  const parts = body.toString('latin1').split('&', LIMITS.formFields);
  return parts.flatMap((part): Field[] => {
    // One pair at a time, so that what is read is as many as are wanted.
    const [pair] = new URLSearchParams(part);
    return pair === undefined ? [] : [[pair[0], Buffer.from(pair[1])]];
  });
}

const malformed = (): CodedError => new CodedError('malformed-body', 'The form cannot be read: its parts are broken.');

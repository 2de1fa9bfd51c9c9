/** Why a file or folder cannot be read, as the end of a sentence. */
export function whyNot(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EEXIST') return 'it is there already';
  if (code === 'ENOTDIR') return 'it is no folder';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ELOOP') return 'its links go round in a circle';
  if (code === 'ENXIO') return 'it is no file';
  if (code === 'EACCES' || code === 'EPERM') return 'its permissions do not let it be read';
  return `it cannot be read (${code ?? String(error)})`;
}

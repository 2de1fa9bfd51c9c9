import { statfs } from 'node:fs/promises';

/** Whether so many bytes may still be written in the folder by a user without special rights; true where the system does not say. */
export async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= bytes;
  } catch {
    return true;
  }
}

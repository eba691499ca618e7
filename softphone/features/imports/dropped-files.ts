/** Files out of a drop, folders opened: people drop what the city's USB stick or share gave them, often the folder itself. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  const found: File[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

const mostFiles = 20;

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= mostFiles) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    if (/\.(csv|txt|dat|tsv)$/i.test(file.name)) found.push(file);
    return;
  }
  // One level only: a folder of the day before beside today's files must not be mixed in.
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  for (const child of children) if (child.isFile) await collect(child, found);
}

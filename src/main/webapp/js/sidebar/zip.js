const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const COMMENT = 0xffff;

/** Where in a zip64 the number is not. */
const ELSEWHERE = 0xffffffff;

/** Of a list of files that is read here. */
const MOST = 16 * 1024 * 1024;

/** In step with ForeignFile. */
const CONVERSATIONS = /^(?:.*\/)?(?:conversations?(?:[-_]\d+)?|(?:chat|all-chats?)-export.*)\.json$/;

/**
 * A zip with nothing but the conversations of an export: its pictures need not be sent. Nothing of the file is read but its list of
 * files, and nothing is inflated.
 *
 * @param {Blob} zip
 * @returns {Promise<Blob>} the same one if it is none, or one that cannot be taken apart here
 */
export async function withConversationsOnly(zip) {
  try {
    return (await slimmed(zip)) ?? zip;
  } catch (error) {
    if (error instanceof RangeError) return zip; // a number in it leads out of it
    throw error;
  }
}

/** @param {Blob} zip */
async function slimmed(zip) {
  const from = Math.max(0, zip.size - END_LENGTH - COMMENT);
  const tail = await view(zip, from, zip.size);
  let at = tail.byteLength - END_LENGTH;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return undefined;
  const length = tail.getUint32(at + 12, true);
  const offset = tail.getUint32(at + 16, true);
  if (length === ELSEWHERE || offset === ELSEWHERE || length > MOST) return undefined;
  return kept(zip, await view(zip, offset, offset + length), tail.getUint16(at + 10, true));
}

/**
 * @param {Blob} zip
 * @param {DataView<ArrayBuffer>} list
 * @param {number} total
 */
async function kept(zip, list, total) {
  const files = [];
  const entries = [];
  let size = 0;
  for (let at = 0, i = 0; i < total; i++) {
    if (list.getUint32(at, true) !== ENTRY) return undefined;
    const name = list.getUint16(at + 28, true);
    const end = at + ENTRY_LENGTH + name + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
    const begin = at + ENTRY_LENGTH;
    if (CONVERSATIONS.test(new TextDecoder().decode(list.buffer.slice(begin, begin + name)))) {
      const data = await file(zip, list, at);
      if (!data) return undefined;
      const entry = new Uint8Array(list.buffer.slice(at, end));
      new DataView(entry.buffer).setUint32(42, size, true);
      size += data.size;
      files.push(data);
      entries.push(entry);
    }
    at = end;
  }
  return entries.length === 0 ? undefined : new Blob([...files, ...entries, ending(entries, size)], { type: "application/zip" });
}

/**
 * The bytes of an entry, its sizes written before them, where some writers leave them out.
 *
 * @param {Blob} zip
 * @param {DataView<ArrayBuffer>} list
 * @param {number} at
 */
async function file(zip, list, at) {
  const packed = list.getUint32(at + 20, true);
  const offset = list.getUint32(at + 42, true);
  if (packed === ELSEWHERE || offset === ELSEWHERE) return undefined;
  const local = await view(zip, offset, offset + LOCAL_LENGTH);
  if (local.getUint32(0, true) !== LOCAL) return undefined;
  const names = local.getUint16(26, true) + local.getUint16(28, true);
  const begin = offset + LOCAL_LENGTH;
  const flags = local.getUint16(6, true) & ~8;
  local.setUint16(6, flags, true);
  for (const field of [0, 4, 8]) local.setUint32(14 + field, list.getUint32(at + 16 + field, true), true);
  return new Blob([local.buffer, zip.slice(begin, begin + names + packed)]);
}

/**
 * @param {Uint8Array[]} entries
 * @param {number} offset
 */
function ending(entries, offset) {
  const end = new DataView(new ArrayBuffer(END_LENGTH));
  end.setUint32(0, END, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, entries.reduce((sum, entry) => sum + entry.length, 0), true);
  end.setUint32(16, offset, true);
  return end.buffer;
}

/**
 * @param {Blob} blob
 * @param {number} from
 * @param {number} to
 * @returns {Promise<DataView<ArrayBuffer>>}
 */
async function view(blob, from, to) {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

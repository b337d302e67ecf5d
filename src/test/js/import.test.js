import assert from "node:assert/strict";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { test } from "node:test";
import { importWords } from "../../main/webapp/js/sidebar/import-words.js";
import { withConversationsOnly } from "../../main/webapp/js/sidebar/zip.js";

/** A zip as ChatGPT's exporter writes it; streamed: with sizes behind the data only. */
function zip(files, { streamed = false, comment = "" } = {}) {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const names = Buffer.from(name);
    const data = deflateRawSync(Buffer.from(text));
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(0x1234, 0);
    sizes.writeUInt32LE(data.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(text), 8);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(streamed ? 8 : 0, 6);
    local.writeUInt16LE(8, 8);
    if (!streamed) sizes.copy(local, 14);
    local.writeUInt16LE(names.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    sizes.copy(entry, 16);
    entry.writeUInt16LE(names.length, 28);
    entry.writeUInt32LE(offset, 42);
    list.push(entry, names);
    const trailer = streamed ? Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), sizes]) : Buffer.alloc(0);
    parts.push(local, names, data, trailer);
    offset += 30 + names.length + data.length + trailer.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return new Blob([...parts, ...list, end, comment]);
}

/** Read from its front, as the server does. */
async function unzipped(blob) {
  const bytes = Buffer.from(await blob.arrayBuffer());
  const files = {};
  let at = 0;
  while (bytes.readUInt32LE(at) === 0x04034b50) {
    assert.equal(bytes.readUInt16LE(at + 6) & 8, 0);
    const packed = bytes.readUInt32LE(at + 18);
    const name = bytes.toString("utf8", at + 30, at + 30 + bytes.readUInt16LE(at + 26));
    const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    files[name] = inflateRawSync(bytes.subarray(begin, begin + packed)).toString();
    assert.equal(bytes.readUInt32LE(at + 22), files[name].length);
    at = begin + packed;
  }
  assert.equal(bytes.readUInt32LE(at), 0x02014b50);
  return files;
}

test("of an export in a zip nothing but its conversations is sent", async () => {
  const files = { "a.png": "x".repeat(100_000), "conversations.json": "[1]", "user.json": "{}", "b/conversations-001.json": "[2]" };
  for (const options of [{}, { streamed: true }, { comment: "made by hand" }]) {
    const slim = await withConversationsOnly(zip(files, options));
    assert.deepEqual(await unzipped(slim), { "conversations.json": "[1]", "b/conversations-001.json": "[2]" });
  }
});

test("what is no zip, or an odd one, is sent as it is", async () => {
  const whole = zip({ "notes.txt": "x" });
  const cut = zip({ "conversations.json": "[]" });
  for (const odd of [whole, new Blob([]), new Blob(["PK"]), new Blob(["x".repeat(100_000)]), cut.slice(40), cut.slice(0, 60)]) {
    assert.equal(await withConversationsOnly(odd), odd);
  }
});

test("an import says what it made and what it left out", () => {
  const report = {
    source: "chatgpt",
    conversations: [
      { id: "a", title: "A", messages: 1_500 },
      { id: "b", messages: 2 },
    ],
    left_out: { tool_calls: 2, pictures: 1, hologram: 3 },
    failed: [{ title: "C", detail: "It contains no messages." }, { detail: "It is too long." }],
    failed_count: 4,
  };
  assert.deepEqual(importWords(report), [
    "Imported from ChatGPT: 2 conversations with 1,502 messages.",
    "Not imported: 1 picture, 2 tool calls, 3 unknown parts.",
    "Not imported: “C”. It contains no messages.",
    "Not imported: a conversation. It is too long.",
    "Not imported: 2 more conversations.",
  ]);
  assert.deepEqual(importWords({ source: "open_webui", conversations: [{ id: "a", messages: 1 }], left_out: {}, failed: [], failed_count: 0 }), [
    "Imported from Open WebUI: 1 conversation with 1 message.",
  ]);
});

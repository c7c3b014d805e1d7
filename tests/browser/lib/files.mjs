// Files as shops have them: tables in the encodings of Korean spreadsheets, photos, zips.
import { deflateSync } from 'node:zlib';

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** The sum that PNG and zip have in common (CRC-32). */
const sum = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

/** Bytes in CP949, as Korean Excel writes them: its two thousand common syllables. The table is the decoder's, read backwards. */
export const cp949 = (() => {
  const codes = new Map();
  const decoder = new TextDecoder('euc-kr');
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\ufffd' && !codes.has(text)) codes.set(text, [lead, trail]);
    }
  return (text) => Buffer.from([...text].flatMap((c) => {
    if (c.charCodeAt(0) < 0x80) return [c.charCodeAt(0)];
    const bytes = codes.get(c);
    if (!bytes) throw new Error(`«${c}» is not in CP949`);
    return bytes;
  }));
})();

const chunk = (kind, bytes) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length);
  head.write(kind, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(sum(Buffer.concat([head.subarray(4), bytes])));
  return Buffer.concat([head, bytes, tail]);
};

/** A PNG in stripes; `seed` makes it another. */
export const png = (width, height, seed) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) rows.fill((y * 7 + seed * 31) % 251, y * (width * 3 + 1) + 1, (y + 1) * (width * 3 + 1));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** A zip of these files, `[name, bytes]` each, as they are. */
export const zip = (files) => {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const title = Buffer.from(name);
    // version, UTF-8 names, stored, a date, the sum, both sizes, the name's length
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x5a21, 8);
    common.writeUInt32LE(sum(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, bytes);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    list.push(entry, title);
    at += 30 + title.length + bytes.length;
  }
  const size = list.reduce((all, one) => all + one.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...list, end]);
};

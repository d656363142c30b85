/** The columns of who moves as one compressed text of bytes, to be stored at once. */
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { Movers } from './movers.js';

const FAST = { level: 1 };
const compress = promisify<Uint8Array, typeof FAST, Buffer>(deflate);
const decompress = promisify<Uint8Array, Buffer>(inflate);

/** Its length in bytes stands before the head. */
const LENGTH = 4;

export async function packMovers(movers: Movers): Promise<Buffer> {
  const { names, columns } = movers.columns();
  const head = Buffer.from(JSON.stringify({ names, length: movers.length }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(head.length);
  return compress(Buffer.concat([length, head, ...columns]), FAST);
}

export async function unpackMovers(packed: Uint8Array): Promise<Movers> {
  const bytes = await decompress(packed);
  const end = LENGTH + bytes.readUInt32LE();
  const head: { names: (string | null)[]; length: number } = JSON.parse(
    bytes.toString('utf8', LENGTH, end),
  );
  return Movers.from(head.names, head.length, bytes.subarray(end));
}

// CRC-32 (the polynomial of zip and Ethernet) over text of one byte a character: finds what a terminal or a torn file has changed.

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

const step = (sum: number, byte: number): number => (TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);

/** Of ASCII text, or of bytes. */
export function crc32(of: string | Uint8Array): number {
  let sum = 0xffffffff;
  if (typeof of === "string") for (let i = 0; i < of.length; i += 1) sum = step(sum, of.charCodeAt(i));
  else for (const byte of of) sum = step(sum, byte);
  return (sum ^ 0xffffffff) >>> 0;
}

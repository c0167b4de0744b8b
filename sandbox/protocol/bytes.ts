// Text to bytes, base64 and SHA-1, without a platform: small, pure, and fast enough for ids.

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const unit = char.codePointAt(0) ?? 0;
    const code = unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

/** How many bytes a text takes in UTF-8, without making them. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts 2 of the 4 bytes; any other unit from 0x800 on counts 3.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function toBase64(bytes: readonly number[]): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += BASE64.charAt(group >> 18) + BASE64.charAt((group >> 12) & 63);
    text += (b === undefined ? "=" : BASE64.charAt((group >> 6) & 63)) + (c === undefined ? "=" : BASE64.charAt(group & 63));
  }
  return text;
}

/** `undefined` when the text is not base64. */
export function fromBase64(text: string): number[] | undefined {
  const digits = text.replace(/={0,2}$/, "");
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of digits) {
    const value = BASE64.indexOf(char);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return bytes;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** SHA-1 of a text in lower-case hex: how the SDKs hash step ids (protocol.md 2.5), and the base of our name-made UUIDs. */
export function sha1(text: string): string {
  return sha1Bytes(utf8(text))
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function sha1Bytes(message: readonly number[]): number[] {
  const h: [number, number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const padded = pad(message);
  for (let start = 0; start < padded.length; start += 64) addBlock(h, padded, start);
  return h.flatMap((word) => [(word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
}

function pad(message: readonly number[]): number[] {
  const padded = [...message, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  const bits = message.length * 8;
  for (const word of [Math.floor(bits / 2 ** 32), bits >>> 0])
    padded.push((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
  return padded;
}

function addBlock(h: [number, number, number, number, number], bytes: readonly number[], start: number): void {
  const w: number[] = [];
  for (let i = 0; i < 80; i += 1) {
    const at = start + i * 4;
    const fresh = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    w.push(i < 16 ? fresh : rotate((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1));
  }
  let [a, b, c, d, e] = h;
  for (let i = 0; i < 80; i += 1) {
    const [f, k] = round(i, b, c, d);
    const next = (rotate(a, 5) + f + e + k + (w[i] ?? 0)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  h[0] = (h[0] + a) | 0;
  h[1] = (h[1] + b) | 0;
  h[2] = (h[2] + c) | 0;
  h[3] = (h[3] + d) | 0;
  h[4] = (h[4] + e) | 0;
}

function round(i: number, b: number, c: number, d: number): readonly [number, number] {
  if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

/** A UUID that depends on the name alone, of the shape of version 5 (protocol.md 1.4: re-registration keeps ids). */
export function uuidOf(name: string): string {
  const hex = sha1(name);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

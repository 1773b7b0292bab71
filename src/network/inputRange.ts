/** Bytes 0..255 become (byte - offset) * scale, [-0.5, 0.5]: the range the network was trained on. */
export const inputOffset = 127.5;
export const inputScale = Math.fround(1 / 255);

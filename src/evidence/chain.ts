/** What the network saw of one frame: a JPEG file for each crop, in the order of `sentCrops`. */
export type FrameImages = readonly Uint8Array<ArrayBuffer>[];

/**
 * The hash chain of a response, SHA-256: from the session's token, which holds the nonce, through the frames in their
 * order to the facts. It shows that nothing was exchanged on the way. It is no signature: whoever owns the browser can
 * make one for frames of their own, which is why the server scores the frames itself.
 *
 * @param facts as they are sent, UTF-8
 * @returns 32 bytes
 */
export async function chainOf(
  token: string,
  times: readonly number[],
  frames: readonly FrameImages[],
  facts: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  let link = await sha256(new TextEncoder().encode(token));
  for (const [index, images] of frames.entries()) {
    const time = new Uint8Array(Float64Array.of(times[index] ?? NaN).buffer);
    link = await sha256(
      link,
      await sha256(time),
      ...(await Promise.all(images.map((image) => sha256(image)))),
    );
  }
  return sha256(link, await sha256(facts));
}

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

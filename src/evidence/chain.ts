import type { FrameEvidence } from './response';

/**
 * The hash chain of a response, SHA-256: from the session token, which holds the nonce, through the frames in their order
 * to the facts. It shows that nothing was exchanged on the way. It is no signature: whoever owns the browser can make
 * one for frames of their own, which is why the server judges the frames themselves.
 *
 * @param facts as they are sent, UTF-8
 * @returns 32 bytes
 */
export async function chainOf(
  token: string,
  times: readonly number[],
  frames: readonly FrameEvidence[],
  facts: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  let link = await sha256(new TextEncoder().encode(token));
  for (const [index, { face, context }] of frames.entries()) {
    const time = Float64Array.of(times[index] ?? NaN);
    link = await sha256(link, await sha256(bytesOf(time)), await sha256(face), await sha256(context));
  }
  return sha256(link, await sha256(facts));
}

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()));
}

function bytesOf(values: Float64Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer);
}

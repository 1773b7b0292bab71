/** Whether an adapter's or renderer's name is that of a CPU playing the GPU. */
export function isSoftware(name: string | undefined): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render|lavapipe/i.test(name ?? '');
}

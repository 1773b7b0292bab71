/** Words in the names of virtual cameras, of phones used as webcams, and of browsers' own test cameras. */
const words = [
  'avatarify',
  'camtwist',
  'droidcam',
  'dummy video',
  'e2esoft',
  'epoccam',
  'fake_device',
  'iriun',
  'ivcam',
  'loopback',
  'manycam',
  'mmhmm',
  'ndi',
  'obs',
  'snap camera',
  'splitcam',
  'unity video capture',
  'v4l2loopback',
  'vcam',
  'virtual',
  'vtube',
  'webcamoid',
  'xsplit',
  'youcam',
];
// Without lookbehind, for which Safari before 16.4 would not load the library at all.
const pattern = new RegExp(`(?:^|[^a-z])(?:${words.join('|')})(?![a-z])`, 'i');

/** Whether a camera's label names a program; `false` for an empty label. */
export function labelIsVirtual(label: string): boolean {
  return pattern.test(label);
}

import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const manifests = ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
);
/** The Vulkan loader's description of lavapipe; `undefined` where it is not installed. */
export const lavapipe = () => manifests.find((path) => existsSync(path));

/**
 * Mesa's lavapipe, a GPU in software with half floats that the kernels are tested on; installed on Debian where it is
 * missing. Says so where it cannot be: the tests then skip it by name.
 */
export async function ensureLavapipe() {
  if (lavapipe()) return;
  say("Installing Mesa's software Vulkan driver");
  // Dawn wants more than Mesa 22, which is what Debian 12 has.
  await installDebianPackages(['mesa-vulkan-drivers', 'libvulkan1'], { backports: ['bookworm'] });
  if (!lavapipe()) console.error('No lavapipe here: kernels will not be tested on it, nor on f16 at all.');
}

import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const manifests = ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
);
/** Returns the path of lavapipe's Vulkan manifest; `undefined` if lavapipe is not installed. */
export const lavapipe = () => manifests.find((path) => existsSync(path));

/**
 * Installs lavapipe on Debian if it is missing: Mesa's software rasterizer, which has fp16 and tests the kernels. Says so if
 * that fails: the tests then skip it by name.
 */
export async function ensureLavapipe() {
  if (lavapipe()) return;
  say("Installing Mesa's software Vulkan driver");
  // Dawn needs a newer Mesa than version 22 of Debian 12.
  await installDebianPackages(['mesa-vulkan-drivers', 'libvulkan1'], { backports: ['bookworm'] });
  if (!lavapipe())
    console.error('No lavapipe here: kernels will not be tested on it, and not with fp16 at all.');
}

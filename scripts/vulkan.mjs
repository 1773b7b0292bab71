import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { root, say } from './run.mjs';

const manifests = ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
);
/** Returns the path of lavapipe's Vulkan manifest; `undefined` if lavapipe is not installed. */
export const lavapipe = () => manifests.find((path) => existsSync(path));

/** Opens it as the tests do. Dawn turns down what is too old for it, or crashes on it: hence a process of its own. */
const probe = `
  import { create, globals } from 'webgpu';
  Object.assign(globalThis, globals);
  const adapter = await create(['adapter=llvmpipe']).requestAdapter();
  if (!adapter) throw new Error('Dawn finds no adapter in it');
  if (!adapter.features.has('shader-f16')) throw new Error('it has no fp16');
  process.exit(0);
`;

/** Returns why the kernels cannot be tested on the lavapipe here; `undefined` if they can. */
function lack() {
  const manifest = lavapipe();
  if (!manifest) return "Mesa's lavapipe is not installed";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', probe], {
    cwd: root,
    env: { ...process.env, VK_ICD_FILENAMES: manifest },
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return undefined;
  const reason = /Error: (.*)/.exec(stderr)?.[1] ?? 'Dawn crashes on it';
  return `the lavapipe here, of ${mesaVersion()}, is of no use: ${reason}`;
}

function mesaVersion() {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Version}', 'mesa-vulkan-drivers'], {
    encoding: 'utf8',
  });
  return query.status === 0 ? `Mesa ${query.stdout}` : 'an unknown Mesa';
}

/**
 * Installs lavapipe on Debian if it is missing or too old for Dawn: Mesa's software rasterizer, which has fp16 and tests the
 * kernels. Throws if that fails.
 */
export async function ensureLavapipe() {
  const before = lack();
  if (!before) return;
  say(`Installing Mesa's software Vulkan driver: ${before}`);
  // Dawn needs a newer Mesa than version 22 of Debian 12.
  await installDebianPackages(['mesa-vulkan-drivers', 'libvulkan1'], { backports: ['bookworm'] });
  const after = lack();
  if (after) throw new Error(`${after}. Kernels are not tested on it, and not with fp16 at all.`);
}

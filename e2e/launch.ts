import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { test as base, chromium, expect, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../scripts/findBrowser.mjs';
import { serve } from '../scripts/serve.mjs';
import type { BackendName } from '../src/backends/backend';
import { fakeCamera } from './fakeCamera';
import { tamper, type Tampering } from './tampering';

const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const dist = folder('dist');

export interface PageOptions {
  /** Path on the server. */
  path?: string;
  /** Query parameters of the page. */
  parameters?: Record<string, string>;
  /** Bundled clip, by its name without ending, that the fake camera plays; default: Chromium's test pattern. */
  clip?: string;
  /** What ffmpeg does to the clip: see `fakeCamera`. */
  filter?: string;
  /** What getUserMedia finds; default `granted`. One that is `revocable` the test grants and takes back. */
  camera?: 'granted' | 'revocable' | 'two' | 'denied' | 'absent';
  /** Backend that this Chromium offers; default `wasm`: no WebGPU adapter. */
  backend?: BackendName;
  /** Opens the page by plain http on a name other than localhost, where browsers hold back camera and GPU. */
  insecure?: boolean;
  /** Files that arrive broken. */
  tampering?: Tampering | Tampering[];
  /** Content-Security-Policy that the server sends with every file, the worker's included, or with each of its own. */
  policy?: string | ((path: string) => string);
  /** May answer a path itself and return true, or set headers. */
  intercept?: Intercept;
  /** Another server than that of what was built. */
  server?: string;
  /** Lets a test collect garbage: `gc()`, in the page and in its workers. */
  collector?: boolean;
  /** Closes the browser after the test, which kills processes of it. */
  ownBrowser?: boolean;
}

/**
 * What no test sees of Chromium's own window: the list under its address bar, which is a page that every context loads, and
 * a process in reserve for the next site. The rest is Playwright's list, which this one replaces.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Flags of every browser, which must neither ask nor phone home. */
const quiet = [
  `--disable-features=${withoutFeatures.join(',')}`,
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Flags that allow SwiftShader, a software rasterizer, for each backend on a machine without a GPU. */
const backendFlags: Record<BackendName, string[]> = {
  wasm: [],
  webgl: ['--enable-unsafe-swiftshader'],
  webgpu: ['--enable-unsafe-webgpu'],
};

const insecureHost = 'depthproof.test';
/** Host names that lead to the page's own server. */
const ownHosts = ['localhost', '127.0.0.1', insecureHost];

async function cameraFlags({ camera = 'granted', clip, filter }: PageOptions): Promise<string[]> {
  const file = clip && (await fakeCamera(folder(`demo/clips/${clip}.webm`), filter));
  const device = [
    '--use-fake-device-for-media-stream',
    ...(file ? [`--use-file-for-fake-video-capture=${file}`] : []),
  ];
  return {
    granted: ['--use-fake-ui-for-media-stream', ...device],
    revocable: device,
    two: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'],
    denied: ['--use-fake-ui-for-media-stream=deny', '--use-fake-device-for-media-stream'],
    absent: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'],
  }[camera];
}

type Intercept = (path: string, response: ServerResponse) => boolean;

function interceptFor({ tampering, policy, intercept }: PageOptions): Intercept {
  const broken = [tampering ?? []].flat().map((one) => tamper(one, dist));
  return (path, response) => {
    if (policy)
      response.setHeader('content-security-policy', typeof policy === 'string' ? policy : policy(path));
    return (intercept?.(path, response) ?? false) || broken.some((answer) => answer(path, response));
  };
}

/** Serves what was built. `intercept` is the running test's, which `serve` asks at each request. */
async function serveBuilt() {
  const current: { intercept: Intercept } = { intercept: () => false };
  const { url, close } = await serve(
    {
      '/': dist,
      '/golden/': [folder('build/golden'), folder('e2e/golden')],
      '/examples/': folder('build/examples'),
      '/depthproof/': dist,
      '/some/where/': folder('build/site'),
    },
    { intercept: (path, response) => current.intercept(path, response) },
  );
  return { url, close, current };
}

/** Browsers that a worker keeps open, one for each set of flags: each takes a few hundred MB. */
const BROWSERS = 3;

/** Opened browsers by their flags. The one that was used longest ago makes room for another. */
class Browsers {
  private readonly opened = new Map<string, Browser>();

  async open(options: PageOptions): Promise<Browser> {
    const args = [
      ...quiet,
      ...backendFlags[options.backend ?? 'wasm'],
      ...(await cameraFlags(options)),
      ...(options.collector ? ['--js-flags=--expose-gc'] : []),
      `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
    ];
    const key = args.join(' ');
    const known = this.opened.get(key);
    this.opened.delete(key);
    const browser = known?.isConnected()
      ? known
      : await chromium.launch({ executablePath: await findBrowser(), args });
    this.opened.set(key, browser);
    const [oldest] = this.opened.keys();
    if (this.opened.size > BROWSERS && oldest !== undefined) {
      await this.opened.get(oldest)?.close();
      this.opened.delete(oldest);
    }
    return browser;
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map((browser) => browser.close()));
  }
}

interface WorkerFixtures {
  browsers: Browsers;
  site: Awaited<ReturnType<typeof serveBuilt>>;
}

interface Fixtures {
  /** Opens a page of what was built, in a context of its own: nothing is cached or stored from other tests. */
  openPage: (options: PageOptions) => Promise<Page>;
  /** Opens the demo page; `backend` also becomes its query parameter. */
  openDemo: (options?: PageOptions) => Promise<Page>;
}

/**
 * Playwright's test with our pages as fixtures. A test fails if one of its pages sends a request to another host or throws
 * an uncaught exception.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  browsers: [
    // eslint-disable-next-line no-empty-pattern -- Playwright insists on a pattern here
    async ({}, use) => {
      const browsers = new Browsers();
      await use(browsers);
      await browsers.close();
    },
    { scope: 'worker' },
  ],
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright insists on a pattern here
    async ({}, use) => {
      const site = await serveBuilt();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  openPage: async ({ browsers, site }, use) => {
    const closings: (() => Promise<void>)[] = [];
    const violations: string[] = [];
    await use(async (options) => {
      site.current.intercept = interceptFor(options);
      const browser = await browsers.open(options);
      const context = await browser.newContext();
      closings.push(() => (options.ownBrowser ? browser.close() : context.close()));
      const page = await context.newPage();
      const url = new URL(options.path ?? '/', options.server ?? site.url);
      if (options.insecure) url.hostname = insecureHost;
      url.search = new URLSearchParams(options.parameters).toString();
      context.on('request', (request) => {
        const target = new URL(request.url());
        if (target.protocol.startsWith('http') && !ownHosts.includes(target.hostname)) {
          violations.push(`request to ${target.href}`);
        }
      });
      page.on('pageerror', (error) => violations.push(`uncaught ${error.stack ?? error.message}`));
      await page.goto(url.href);
      return page;
    });
    for (const close of closings.reverse()) await close();
    expect(violations).toEqual([]);
  },
  openDemo: async ({ openPage }, use) => {
    await use((options = {}) =>
      openPage({
        path: '/demo/',
        ...options,
        parameters: { ...(options.backend && { backend: options.backend }), ...options.parameters },
      }),
    );
  },
});

export { expect };

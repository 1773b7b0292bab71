import type { ServerResponse } from 'node:http';
import { kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { test as base, chromium, expect, type Page } from '@playwright/test';
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
  /** What getUserMedia meets; default `granted`. */
  camera?: 'granted' | 'two' | 'denied' | 'absent';
  /** Backend that this Chromium can offer; default `wasm`: no WebGPU adapter. */
  backend?: BackendName;
  /** Opens the page by plain http on a name other than localhost, where browsers hold back camera and GPU. */
  insecure?: boolean;
  /** A file that arrives broken. */
  tampering?: Tampering;
  /** Content-Security-Policy that the server sends with every file, the worker's included, or with each of its own. */
  policy?: string | ((path: string) => string);
}

/** What is common to all: a browser that neither asks nor phones home. */
const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** The backends on a machine without a GPU: SwiftShader plays it, and Chromium wants to be told that this is meant. */
const backendFlags: Record<BackendName, string[]> = {
  wasm: [],
  webgl: ['--enable-unsafe-swiftshader'],
  webgpu: ['--enable-unsafe-webgpu'],
};

async function cameraFlags({ camera = 'granted', clip }: PageOptions): Promise<string[]> {
  const file = clip && (await fakeCamera(folder(`demo/clips/${clip}.webm`)));
  return {
    granted: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(file ? [`--use-file-for-fake-video-capture=${file}`] : []),
    ],
    two: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'],
    denied: ['--use-fake-ui-for-media-stream=deny', '--use-fake-device-for-media-stream'],
    absent: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'],
  }[camera];
}

function interceptFor({ tampering, policy }: PageOptions) {
  const broken = tampering && tamper(tampering, dist);
  return (path: string, response: ServerResponse): boolean => {
    if (policy)
      response.setHeader('content-security-policy', typeof policy === 'string' ? policy : policy(path));
    return broken?.(path, response) ?? false;
  };
}

const insecureHost = 'depthproof.test';
/** Names of this machine, on which the page's server listens. */
const ownHosts = ['localhost', '127.0.0.1', insecureHost];

interface Fixtures {
  /** Opens a page of a freshly served dist/ in a browser of its own. */
  openPage: (options: PageOptions) => Promise<Page>;
  /** Opens the demo page; `backend` also becomes its query parameter. */
  openDemo: (options?: PageOptions) => Promise<Page>;
}

/**
 * Playwright's test with our pages. Every page opened by it must neither send a request to another host nor leave an
 * exception uncaught.
 */
export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright insists on a pattern here
  openPage: async ({}, use) => {
    const closings: (() => Promise<void>)[] = [];
    const violations: string[] = [];
    await use(async (options) => {
      const server = await serve(
        {
          '/': dist,
          '/golden/': [folder('build/golden'), folder('e2e/golden')],
          '/examples/': folder('build/examples'),
          '/depthproof/': dist,
          '/some/where/': folder('build/site'),
        },
        { intercept: interceptFor(options) },
      );
      closings.push(server.close);
      const browser = await chromium.launch({
        executablePath: await findBrowser(),
        args: [
          ...quiet,
          ...backendFlags[options.backend ?? 'wasm'],
          ...(await cameraFlags(options)),
          `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
        ],
      });
      closings.push(() => browser.close());
      const page = await browser.newPage();
      const url = new URL(options.path ?? '/', server.url);
      if (options.insecure) url.hostname = insecureHost;
      url.search = new URLSearchParams(options.parameters).toString();
      page.context().on('request', (request) => {
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

/** Takes the camera away in the middle, by ending the process that drives it in the page's own browser. */
export async function unplugCamera(page: Page): Promise<void> {
  await signalCamera(page, 'SIGKILL');
}

/**
 * Makes a camera that never answers, by halting the process that drives it. Call it before the camera is opened.
 *
 * @returns lets the process go on; without that the browser takes half a minute to close
 */
export async function freezeCamera(page: Page): Promise<() => void> {
  await page.evaluate(() => navigator.mediaDevices.enumerateDevices());
  const process = await signalCamera(page, 'SIGSTOP');
  return () => kill(process, 'SIGCONT');
}

async function signalCamera(page: Page, signal: NodeJS.Signals): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const capture = processInfo.find(({ type }) => type.startsWith('video_capture'));
  if (!capture) throw new Error('This browser drives no camera now.');
  kill(capture.id, signal);
  return capture.id;
}

export { expect };

import type { ServerResponse } from 'node:http';
import type * as depthproof from 'depthproof';
import { watchTracks } from './camera';
import { expect, test } from './launch';
import { check, expectScreen, login, patience, startButton } from './loginPage';

for (const [how, act] of [
  ['pauses it', (video: HTMLVideoElement) => video.pause()],
  [
    'takes its stream away for a moment',
    (video: HTMLVideoElement) => {
      video.srcObject = null;
      video.pause();
    },
  ],
] as const)
  test(`a preview goes on when the page ${how}`, async ({ openPage }) => {
    const page = await openPage({ ...login, clip: 'live' });
    await startButton(page).click();
    await expectScreen(page, 'looking');
    await check(page).locator('video').evaluate(act);
    await expectScreen(page, 'passed');
  });

test('a machine that halts for eight seconds has lost no camera', async ({ openPage }) => {
  const intercept = (path: string, response: ServerResponse) => {
    if (path === '/halt') setTimeout(() => response.writeHead(204).end(), 8000);
    return path === '/halt';
  };
  const page = await openPage({ ...login, clip: 'no-face', intercept });
  await check(page).evaluate((element) => element.setAttribute('no-face-timeout', '60'));
  await startButton(page).click();
  await expect(page.getByText('Bring your face into the oval').first()).toBeVisible(patience);
  // A synchronous request halts the page without keeping a core busy.
  const halted = await page.evaluate(() => {
    const start = performance.now();
    const request = new XMLHttpRequest();
    request.open('GET', '/halt', false);
    request.send();
    return performance.now() - start;
  });
  expect(halted).toBeGreaterThan(7900);
  await page.waitForTimeout(3000);
  await expectScreen(page, 'looking');
});

test('a camera that is refused with no Error is told by its name, and the next one is opened', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'live' });
  await page.evaluate(() => {
    localStorage.setItem('depthproof.camera', 'gone');
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) =>
      typeof constraints?.video === 'object' && constraints.video.deviceId
        ? // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- Safari's was no Error
          Promise.reject({ name: 'OverconstrainedError', constraint: 'deviceId' })
        : open(constraints);
  });
  await startButton(page).click();
  await expectScreen(page, 'passed');
});

test('the camera that a person chooses is waited for, and no other is shown in its place', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, camera: 'two' });
  await startButton(page).click();
  const select = page.getByRole('combobox', { name: 'Camera' });
  await expect(select).toBeVisible(patience);
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const since = performance.now();
    navigator.mediaDevices.getUserMedia = (constraints) =>
      performance.now() - since < 800
        ? Promise.reject(new DOMException('busy', 'NotReadableError'))
        : open(constraints);
  });
  const other = await select.evaluate((element) => {
    const { options, value } = element as HTMLSelectElement;
    return [...options].find((option) => option.value !== value)?.value ?? '';
  });
  await select.selectOption(other);
  await expect(select).toHaveValue(other, patience);
  await expectScreen(page, 'looking');

  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) =>
      typeof constraints?.video === 'object' && constraints.video.deviceId
        ? Promise.reject(new DOMException('busy', 'NotReadableError'))
        : open(constraints);
  });
  const first = await select.evaluate((element) => {
    const { options, value } = element as HTMLSelectElement;
    return [...options].find((option) => option.value !== value)?.value ?? '';
  });
  await select.selectOption(first);
  await expectScreen(page, 'error');
  await expect(page.getByText('The camera does not start').first()).toBeVisible();
});

test('cameras without names are numbered, and one that is plugged in is offered', async ({ openPage }) => {
  const page = await openPage({ ...login, camera: 'two' });
  await page.evaluate(() => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    Object.assign(window, { plugged: 1 });
    navigator.mediaDevices.enumerateDevices = async () =>
      (await list())
        .filter(({ kind }) => kind === 'videoinput')
        .slice(0, (window as unknown as { plugged: number }).plugged)
        .map(({ deviceId }) => ({ deviceId, kind: 'videoinput', label: '' }) as MediaDeviceInfo);
    document.documentElement.lang = 'de';
  });
  await page.getByRole('button', { name: 'Kamera starten' }).click();
  await expectScreen(page, 'looking');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await page.evaluate(() => {
    Object.assign(window, { plugged: 2 });
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(page.getByRole('combobox', { name: 'Kamera' }).getByRole('option')).toHaveText([
    'Kamera 1',
    'Kamera 2',
  ]);
});

test('a picture that the browser holds back comes at a touch', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'live' });
  await page.evaluate(() => {
    const play = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play')
      ?.value as () => Promise<void>;
    let touched = false;
    document.addEventListener('pointerdown', () => (touched = performance.now() > 0 && waiting), {
      capture: true,
    });
    let waiting = false;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      if (touched) return play.call(this);
      waiting = true;
      this.autoplay = false;
      this.pause();
      return Promise.reject(new DOMException('a touch first', 'NotAllowedError'));
    };
  });
  await startButton(page).click();
  await expect(page.getByText('Touch the screen to start the picture').first()).toBeVisible(patience);
  await page.waitForTimeout(1000);
  await page.mouse.click(5, 5);
  await expectScreen(page, 'passed');
});

const covers: Record<string, string[]> = {
  'a dark cover': ['#000', '#000'],
  'a finger that light shines through': ['rgb(235 70 40)', 'rgb(110 15 10)'],
};

for (const [what, colours] of Object.entries(covers))
  test(`nothing is praised before a frame was seen; ${what} over the lens is told`, async ({ openPage }) => {
    const page = await openPage({ ...login, camera: 'absent' });
    await expectScreen(page, 'start');
    await page.evaluate((colours) => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 640, height: 480 });
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const shade = context.createRadialGradient(280, 200, 0, 280, 200, 450);
      colours.forEach((colour, index) => shade.addColorStop(index, colour));
      let frame = 0;
      setInterval(() => {
        context.fillStyle = shade;
        context.fillRect(0, 0, 640, 480);
        // A canvas that stays as it is gives no frames.
        context.fillRect(frame++ % 640, 0, 1, 1);
      }, 50);
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(20));
      const check = document.querySelector('depthproof-check');
      const seen = new Set<string>();
      Object.assign(window, { seen });
      new MutationObserver(() => {
        seen.add(check?.shadowRoot?.querySelector('.hint')?.textContent ?? '');
      }).observe(check?.shadowRoot as ShadowRoot, { subtree: true, childList: true, characterData: true });
    }, colours);
    await startButton(page).click();
    await expect(page.getByText('The camera sees nothing: uncover the lens').first()).toBeVisible(patience);
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    expect(seen).not.toContain('Good, keep looking ahead');
  });

test("frames that the page pushes, and a stream that it has opened, pass a check; the stream stays the page's", async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  const states = await watchTracks(page);
  const outcomes = await page.evaluate(async (url) => {
    const { createLiveness, isDepthproofError } = (await import(url)) as typeof depthproof;
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const limits = { backend: 'wasm', maxWindows: 60 } as const;
    const first = await createLiveness({ source: { stream }, ...limits });
    const outcomes = [(await first.verdict).outcome];
    const video = document.createElement('video');
    Object.assign(video, { srcObject: stream, muted: true });
    await video.play();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
    async function* frames() {
      for (;;) {
        await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        canvas.getContext('2d')?.drawImage(video, 0, 0);
        yield { image: canvas, timestamp: performance.now() };
      }
    }
    const second = await createLiveness({ source: { frames: frames() }, ...limits });
    outcomes.push((await second.verdict).outcome);
    const refused: unknown = await createLiveness({ source: { stream: {} as MediaStream } }).catch(
      (error: unknown) => error,
    );
    return [...outcomes, isDepthproofError(refused, 'INVALID_OPTION')];
  }, '/index.js');
  expect(outcomes).toEqual(['live', 'live', true]);
  expect(await states()).toEqual(['live']);
});

const mountings: Record<string, { filter: string; turn: string }> = {
  'on its right side': { filter: 'transpose=1', turn: '270deg' },
  'on its left side': { filter: 'transpose=2', turn: '90deg' },
  'upside down': { filter: 'hflip,vflip', turn: '180deg' },
  mirrored: { filter: 'hflip', turn: '0deg' },
};

for (const [how, { filter, turn }] of Object.entries(mountings)) {
  // uprightDetector.test.ts tests every turn.
  const tag = ['on its right side', 'mirrored'].includes(how) ? [] : ['@sweep'];
  test(
    `a live face passes before a camera that is ${how}, and is shown upright`,
    { tag },
    async ({ openPage }) => {
      const page = await openPage({ ...login, clip: 'live', filter });
      await check(page).evaluate((element) => {
        const shown = { turn: '' };
        element.addEventListener('progress', () => {
          const view = element.shadowRoot?.querySelector<HTMLElement>('.view');
          shown.turn = view?.style.getPropertyValue('--turn') ?? '';
        });
        Object.assign(window, { shown });
      });
      await startButton(page).click();
      await expectScreen(page, 'passed');
      expect(await page.evaluate(() => (window as unknown as { shown: { turn: string } }).shown.turn)).toBe(
        turn,
      );
    },
  );
}

test('a whole check writes no line to the console', async ({ openPage }) => {
  // The browser asks for an icon, which the example has not.
  const intercept = (path: string, response: ServerResponse) => {
    if (path === '/favicon.ico') response.writeHead(204).end();
    return path === '/favicon.ico';
  };
  const page = await openPage({ ...login, clip: 'live', intercept });
  const lines: string[] = [];
  page.on('console', (message) =>
    lines.push(`${message.type()}: ${message.text()} ${message.location().url}`),
  );
  await startButton(page).click();
  await expectScreen(page, 'passed');
  expect(lines).toEqual([]);
});

test('after a camera that saw no face another one is offered, also where both have one name', async ({
  openPage,
}) => {
  const page = await openPage({ ...login, clip: 'no-face' });
  await page.evaluate(() => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    navigator.mediaDevices.enumerateDevices = async () => {
      const [camera] = (await list()).filter(({ kind }) => kind === 'videoinput');
      return [camera?.deviceId, 'another'].map(
        (deviceId) => ({ deviceId, kind: 'videoinput', label: 'HD Webcam' }) as MediaDeviceInfo,
      );
    };
  });
  await check(page).evaluate((element) => element.setAttribute('no-face-timeout', '2'));
  await startButton(page).click();
  await expectScreen(page, 'error');
  await expect(page.getByText('No face was seen').first()).toBeVisible();
  const options = page.getByRole('combobox', { name: 'Camera' }).getByRole('option');
  await expect(options).toHaveText(['HD Webcam 1', 'HD Webcam 2']);
});

test('a permission that is withdrawn in the middle of a check is told as that', async ({ openPage }) => {
  const page = await openPage({ ...login, clip: 'no-face', camera: 'revocable' });
  await page.context().grantPermissions(['camera']);
  await check(page).evaluate((element) => element.setAttribute('no-face-timeout', '60'));
  await startButton(page).click();
  await expect(page.getByText('Bring your face into the oval').first()).toBeVisible(patience);
  await page.context().clearPermissions();
  await expectScreen(page, 'error');
  await expect(page.getByText('The camera is not allowed on this page').first()).toBeVisible();
});

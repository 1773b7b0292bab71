import { kill } from 'node:process';
import type { Page } from '@playwright/test';

/**
 * Records the camera's tracks from now on, and leaves the calls as they are. Run it before the page opens the camera.
 *
 * @returns reads the tracks' states
 */
export async function watchTracks(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    Object.assign(window, { tracks });
  });
  return () =>
    page.evaluate(() =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map((track) => track.readyState),
    );
}

/**
 * Runs in a page of any browser: makes the bundled live clip, drawn on a canvas, its camera. Firefox has no fake camera
 * that plays a file. This is also how video is injected.
 */
export async function clipAsCamera(): Promise<void> {
  const video = document.createElement('video');
  Object.assign(video, { src: '/demo/clips/live.webm', muted: true, loop: true });
  await video.play();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  const draw = () => {
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    requestAnimationFrame(draw);
  };
  draw();
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(30));
}

/** Unplugs the camera of a running check by killing the browser process that drives it. */
export async function unplugCamera(page: Page): Promise<void> {
  await signalCamera(page, 'SIGKILL');
}

/**
 * Makes a camera that never responds by suspending the browser process that drives it. Run it before the page opens the
 * camera.
 *
 * @returns resumes the process; without that the browser takes half a minute to close
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

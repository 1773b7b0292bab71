/**
 * Runs in a page, of any browser: from then on its camera is the bundled live clip, drawn on a canvas. Firefox has no
 * camera that plays a file, and it is how video is injected.
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

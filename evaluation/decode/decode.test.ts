import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipFrames, frameBytes } from './clipFrames';
import { DecodeError, outputOf, start } from './ffmpeg';
import { probe } from './probe';

const folder = mkdtempSync(join(tmpdir(), 'depthproof-decode-'));
const file = (name: string) => join(folder, name);
const made = async (name: string, rate: number, ...more: string[]) => {
  const picture = `testsrc=size=66x50:rate=${rate}:duration=1`;
  await outputOf('ffmpeg', ['-f', 'lavfi', '-i', picture, ...more, file(name)]);
};

async function timesOf(name: string, range: { start?: number; end?: number } = {}): Promise<number[]> {
  const times: number[] = [];
  const video = await probe(file(name));
  for await (const { time, pixels } of clipFrames(file(name), range, video, 100)) {
    expect(pixels.length).toBe(frameBytes(video));
    times.push(Math.round(time));
  }
  return times;
}

beforeAll(async () => {
  await made('30 fps ø.mp4', 30, '-pix_fmt', 'yuv420p');
  await made('25.avi', 25, '-c:v', 'mjpeg');
  await made('10.gif', 10);
  await made('wide.mp4', 30, '-pix_fmt', 'yuv420p', '-vf', 'setsar=2');
  await made('b-frames.avi', 25, '-c:v', 'mpeg4', '-bf', '2');
  // Trimmed without encoding: the file keeps all 30 packets, and shows the last 17 frames.
  await outputOf('ffmpeg', ['-ss', '0.43', '-i', file('30 fps ø.mp4'), '-c', 'copy', file('trimmed.mp4')]);
  await made('bare.h264', 30, '-pix_fmt', 'yuv420p');
  writeFileSync(file('text.mp4'), 'this is no video');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reports that ffmpeg was killed, which it cannot say itself', async () => {
  const { done, kill } = start('ffmpeg', ['-f', 'lavfi', '-i', 'testsrc', '-f', 'null', '-']);
  kill();
  await expect(done).rejects.toThrow('ffmpeg gave up');
});

describe('probe', () => {
  it('says how frames are shown and read', async () => {
    expect(await probe(file('30 fps ø.mp4'))).toMatchObject({
      width: 66,
      height: 50,
      format: 'I420',
      frames: 30,
      rate: 30,
    });
    expect(await probe(file('10.gif'))).toMatchObject({ format: 'RGBA', frames: 10, rate: 10 });
    expect(await probe(file('trimmed.mp4'))).toMatchObject({ frames: 17 });
    expect(await probe(file('wide.mp4'))).toMatchObject({ width: 132, height: 50, square: false });
  });

  it('refuses what is no video', async () => {
    await expect(probe(file('text.mp4'))).rejects.toThrow(DecodeError);
  });
});

describe('clipFrames', () => {
  it('gives every third of 30 frames a second', async () => {
    expect(await timesOf('30 fps ø.mp4')).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });

  it('takes turns of 80 and 120 ms at 25 frames a second', async () => {
    expect((await timesOf('25.avi')).slice(0, 5)).toEqual([0, 80, 200, 280, 400]);
  });

  it('counts a range from frame 0, ends included', async () => {
    expect(await timesOf('10.gif', { start: 2, end: 4 })).toEqual([200, 300, 400]);
    expect(await timesOf('wide.mp4', { start: 29 })).toEqual([967]);
  });

  it('takes the last frames of an AVI with B-frames, which have no time of their own', async () => {
    expect(await timesOf('b-frames.avi', { start: 24 })).toEqual([1000]);
  });

  it('refuses a bare stream, whose frames have no times', async () => {
    await expect(timesOf('bare.h264')).rejects.toThrow('it states no times for its frames');
  });

  it('says so where a clip ends before its range', async () => {
    expect(await timesOf('trimmed.mp4', { start: 10, end: 16 })).toEqual([333, 433, 533]);
    const said = 'only frames 0 to 16 could be decoded';
    await expect(timesOf('trimmed.mp4', { start: 10, end: 17 })).rejects.toThrow(said);
    await expect(timesOf('trimmed.mp4', { start: 20 })).rejects.toThrow(said);
  });
});

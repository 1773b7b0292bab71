import { describe, expect, it, vi } from 'vitest';
import type { DetectedFace } from './face';
import { UprightDetector } from './uprightDetector';

/** A picture that is turned by so many quarters. */
interface Picture {
  quarters: number;
  close: () => void;
}

vi.mock('./turn', () => ({
  turnedImage: (image: Picture, turn: number) => (turn === 0 ? image : picture(image.quarters + turn)),
}));

const open = new Set<Picture>();

function picture(quarters: number): Picture {
  const made = { quarters: quarters % 4, close: () => void open.delete(made) };
  open.add(made);
  return made;
}

/** Finds a face with these scores where the picture is turned by 0, 1, 2 and 3 quarters; 0 is no face. */
function detectorOf(scores: readonly number[], leans: readonly number[] = [0, 70, 5, -70]) {
  const detect = vi.fn((image: ImageBitmap): DetectedFace[] => {
    const { quarters } = image as unknown as Picture;
    const score = scores[quarters] ?? 0;
    const box = { x: 0, y: 0, width: 10, height: 10, score };
    return score > 0 ? [{ box, lean: leans[quarters] ?? 0 }] : [];
  });
  const uprights = new UprightDetector({ detect });
  const look = (quarters = 0) => {
    open.clear();
    const found = uprights.detect(picture(quarters) as unknown as ImageBitmap);
    expect([...open], 'only the picture that is returned stays open').toEqual([found.image]);
    return found;
  };
  return { look, detect };
}

describe('UprightDetector', () => {
  it.each([1, 2, 3])('turns a camera that is turned by %i quarters at its first face', (mounted) => {
    const { look, detect } = detectorOf([0.92, 0.8, 0.8, 0.85]);
    const found = look(mounted);
    expect(found.turn).toBe(4 - mounted);
    expect((found.image as unknown as Picture).quarters).toBe(0);
    expect(found.faces).toHaveLength(1);
    detect.mockClear();
    expect(look(mounted).turn).toBe(4 - mounted);
    expect(detect).toHaveBeenCalledOnce();
  });

  it('looks once at a frame whose face is surely upright', () => {
    const { look, detect } = detectorOf([0.9, 0.99, 0.99, 0.99]);
    expect(look().turn).toBe(0);
    expect(detect).toHaveBeenCalledOnce();
  });

  it.each([
    ['that is little better turned', [0.8, 0, 0.85, 0]],
    ['that lies on its side in every other picture', [0.6, 0.9, 0.5, 0.9]],
    ['that is none for certain in any', [0, 0.6, 0.6, 0.6]],
  ])('leaves a frame with a face %s', (_, scores) => {
    expect(detectorOf(scores).look().turn).toBe(0);
  });

  it('compares every fifth frame while it is in doubt', () => {
    const { look, detect } = detectorOf([0, 0, 0, 0]);
    for (let frame = 0; frame < 10; frame++) look();
    expect(detect).toHaveBeenCalledTimes(10 + 2 * 3);
  });

  it('finds its way back', () => {
    const scores = [0.5, 0, 0.8, 0];
    const { look } = detectorOf(scores);
    expect(look().turn).toBe(2);
    scores.splice(0, 4, 0.87, 0, 0.6, 0);
    const turnsSeen = Array.from({ length: 5 }, () => look().turn);
    expect(turnsSeen).toEqual([2, 2, 2, 2, 0]);
  });
});

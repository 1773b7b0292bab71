import { describe, expect, it } from 'vitest';
import { readProtocol } from './protocols';

const SPOOFS = ['2-1', '2-2', '3-1', '3-2', '3-3', '3-4'];
const paths = ['Train/032', 'Test/001'].flatMap((place) => {
  const [part = '', subject = ''] = place.split('/');
  return [
    `${part}/live/${subject}/${subject}-1-1-1-1.mov`,
    `${part}/live/${subject}/${subject}-2-1-2-2.mov`,
    `${part}/live/${subject}/${subject}-1-1-1-1.face`,
    ...SPOOFS.map((spoof) => `${part}/spoof/${subject}/${subject}-1-${spoof}-1.mov`),
  ];
});

/** Types and media of the attacks, and the number of live clips. */
function found(protocol: string, part: 'train' | 'test') {
  const clips = readProtocol(`siw:${protocol}`, paths, part);
  return {
    live: clips.filter(({ label }) => label === 'live').length,
    attacks: clips.flatMap(({ label, file }) => (label === 'attack' ? file.slice(-9, -6) : [])),
  };
}

describe('SiW', () => {
  it.each([
    ['1', 'train', SPOOFS],
    ['1', 'test', SPOOFS],
    ['2.1', 'train', ['3-2', '3-3', '3-4']],
    ['2.1', 'test', ['3-1']],
    ['2.4', 'train', ['3-1', '3-2', '3-3']],
    ['2.4', 'test', ['3-4']],
    ['3.1', 'train', ['2-1', '2-2']],
    ['3.1', 'test', ['3-1', '3-2', '3-3', '3-4']],
    ['3.2', 'train', ['3-1', '3-2', '3-3', '3-4']],
    ['3.2', 'test', ['2-1', '2-2']],
  ] as const)('protocol %s, %s', (protocol, part, attacks) => {
    expect(found(protocol, part)).toEqual({ live: 2, attacks });
  });

  it('says what is shown', () => {
    const clips = readProtocol('siw:2.3', paths, 'test');
    expect(clips[0]).toEqual({
      id: 'Test/live/001/001-1-1-1-1.mov',
      file: 'Test/live/001/001-1-1-1-1.mov',
      label: 'live',
      subject: '001',
      slices: { sensor: '1', session: '1' },
    });
    expect(clips.at(-1)).toMatchObject({
      label: 'attack',
      species: 'replay',
      subject: '001',
      slices: { sensor: '1', session: '1', medium: 'replay 3' },
    });
  });

  it('limits the frames of protocol 1, of the training only', () => {
    expect(readProtocol('siw:1', paths, 'train')[0]).toMatchObject({
      id: 'Train/live/032/032-1-1-1-1.mov#-59',
      end: 59,
    });
    for (const clip of readProtocol('siw:1', paths, 'test')) expect(clip.end).toBeUndefined();
    for (const clip of readProtocol('siw:3.1', paths, 'train')) expect(clip.end).toBeUndefined();
  });

  it('reads names with underscores, other videos and other cases', () => {
    const others = ['SiW/test/live/001/001_1_1_1_1.mp4', 'SiW/test/spoof/001/001_1_2_1_1.MOV'];
    expect(readProtocol('siw:1', others, 'test').map(({ label }) => label)).toEqual(['live', 'attack']);
  });
});

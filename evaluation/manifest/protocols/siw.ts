import { clipId } from '../frameRange';
import type { Dataset, Part } from './dataset';

/** Protocol 1 trains only on the first 60 frames, where faces look straight ahead. */
const LAST_TRAINING_FRAME = 59;
const PART = /(?:^|\/)(train|test)\//i;
/** The owners write the names with underscores in their description and with hyphens on disk. */
const NAME = /^(\d{3})[-_](\d)[-_]([123])[-_](\d)[-_](\d)$/;

/**
 * Spoof in the Wild: 165 people, two sensors, two kinds of prints, replays on four media. It has no development part.
 * Liu et al., "Learning deep models for face anti-spoofing: binary or auxiliary supervision", CVPR 2018.
 */
export const siw: Dataset = {
  name: 'siw',
  protocols: ['1', '2.1', '2.2', '2.3', '2.4', '3.1', '3.2'],
  parts: ['train', 'test'],
  layout:
    'Train/ and Test/ with live/<subject>/ and spoof/<subject>/ with Subject_Sensor_Type_Medium_Session.mov, ' +
    'such as Test/live/001/001-1-1-1-1.mov',
  select({ path, name }, part, protocol) {
    const match = NAME.exec(name);
    if (!match || PART.exec(path)?.[1]?.toLowerCase() !== part) return undefined;
    const [, subject = '', sensor = '', type = '', medium = '', session = ''] = match;
    const species = SPECIES[type];
    if (species && !isAdmitted(protocol, part, species, medium)) return undefined;
    const range = protocol === '1' && part === 'train' ? { end: LAST_TRAINING_FRAME } : {};
    return {
      id: clipId(path, range),
      file: path,
      label: species ? 'attack' : 'live',
      ...(species && { species }),
      subject,
      ...range,
      // The medium of a live clip is its lighting, which is no slice of attacks.
      slices: { sensor, session, ...(species && { medium: `${species} ${medium}` }) },
    };
  },
};

/** By TypeID; 1 is live. */
const SPECIES: Record<string, 'print' | 'replay' | undefined> = { 2: 'print', 3: 'replay' };

/** Protocol 2 is about replays and tests on an unseen medium; 3.1 trains on print and tests on replay, 3.2 the reverse. */
function isAdmitted(protocol: string, part: Part, species: 'print' | 'replay', medium: string): boolean {
  const [number, choice] = protocol.split('.');
  const isTest = part === 'test';
  if (number === '2') return species === 'replay' && (medium === choice) === isTest;
  if (number === '3') return (species === 'replay') === (isTest === (choice === '1'));
  return true;
}

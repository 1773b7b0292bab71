import type { Clip } from '../../records';
import type { Dataset, Part } from './dataset';

const PATH = /(?:^|\/)(train|devel|test)\/(?:real|attack\/(fixed|hand))\/[^/]+$/i;
const REAL = /^(client\d+)_session\d+_webcam_authenticate_(controlled|adverse)_\d+$/i;
const ATTACK = /^attack_(print|mobile|highdef)_(client\d+)_.*_(controlled|adverse)$/i;

/**
 * Replay-Attack, protocol "grandtest": 50 people before a laptop. Videos for enrolment are left out.
 * Chingovska et al., "On the effectiveness of local binary patterns in face anti-spoofing", BIOSIG 2012.
 */
export const replay: Dataset = {
  name: 'replay',
  protocols: [],
  parts: ['train', 'dev', 'test'],
  layout:
    'train/, devel/ and test/ with real/client001_session01_webcam_authenticate_controlled_1.mov and ' +
    'attack/fixed/ and attack/hand/ with attack_print_client001_session01_highdef_photo_controlled.mov',
  select({ path, name }, part): Clip | undefined {
    const [, folder, support] = PATH.exec(path) ?? [];
    if (folder === undefined || PARTS[folder.toLowerCase()] !== part) return undefined;
    if (support === undefined) {
      const [, subject, light] = REAL.exec(name) ?? [];
      if (subject === undefined || light === undefined) return undefined;
      return { id: path, file: path, label: 'live', subject, slices: { light: light.toLowerCase() } };
    }
    const [, species, subject, light] = ATTACK.exec(name) ?? [];
    if (species === undefined || subject === undefined || light === undefined) return undefined;
    return {
      id: path,
      file: path,
      label: 'attack',
      species: species.toLowerCase(),
      subject,
      slices: { light: light.toLowerCase(), support: support.toLowerCase() },
    };
  },
};

const PARTS: Record<string, Part | undefined> = { train: 'train', devel: 'dev', test: 'test' };

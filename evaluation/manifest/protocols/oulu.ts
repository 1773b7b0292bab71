import type { Dataset, Part } from './dataset';

/**
 * OULU-NPU: 55 people before six phones in three sessions, printed by two printers and replayed on two displays.
 * Boulkenafet et al., "OULU-NPU: a mobile face presentation attack database with real-world variations", FG 2017.
 */
export const oulu: Dataset = {
  name: 'oulu',
  protocols: ['1', '2', ...numbered('3', 6), ...numbered('4', 6)],
  parts: ['train', 'dev', 'test'],
  layout: 'Train_files/, Dev_files/ and Test_files/ with Phone_Session_User_File.avi, such as 1_1_36_1.avi',
  select({ path, name }, part, protocol) {
    const match = /^([1-6])_([1-3])_(\d{1,2})_([1-5])$/.exec(name);
    if (!match) return undefined;
    const [phone = 0, session = 0, user = 0, file = 0] = match.slice(1).map(Number);
    if (partOf(user) !== part || !isAdmitted(protocol, part, { phone, session, file })) return undefined;
    const attack = ATTACKS[file];
    return {
      id: path,
      file: path,
      label: attack ? 'attack' : 'live',
      ...(attack && { species: attack.species }),
      subject: String(user),
      slices: {
        phone: String(phone),
        session: String(session),
        ...(attack && { instrument: attack.instrument }),
      },
    };
  },
};

/** By file number; 1 is bona fide. */
const ATTACKS: Record<number, { species: string; instrument: string } | undefined> = {
  2: { species: 'print', instrument: 'printer 1' },
  3: { species: 'print', instrument: 'printer 2' },
  4: { species: 'replay', instrument: 'display 1' },
  5: { species: 'replay', instrument: 'display 2' },
};

function numbered(protocol: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${protocol}.${index + 1}`);
}

/** The user decides the part, whatever folder the file lies in. */
function partOf(user: number): Part | undefined {
  if (user < 1 || user > 55) return undefined;
  return user <= 20 ? 'train' : user <= 35 ? 'dev' : 'test';
}

/** Protocols 1 and 4 test on an unseen session, 2 and 4 on unseen instruments, 3 and 4 on an unseen phone. */
function isAdmitted(
  protocol: string,
  part: Part,
  { phone, session, file }: { phone: number; session: number; file: number },
): boolean {
  const [number = '', unseenPhone] = protocol.split('.');
  const isTest = part === 'test';
  const sessions = isTest ? [3] : [1, 2];
  const files = isTest ? [1, 3, 5] : [1, 2, 4];
  if ('14'.includes(number) && !sessions.includes(session)) return false;
  if ('24'.includes(number) && !files.includes(file)) return false;
  return unseenPhone === undefined || (phone === Number(unseenPhone)) === isTest;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManifestError } from './problems';
import { readManifest } from './readManifest';

const everything = () => true;
const options = { allowOneClass: true };

/** A value as spreadsheets write it. */
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

const name = fc.stringMatching(/^[a-z0-9äß面 ;,"'-]{1,12}$/).filter((text) => /^[^\s"].*[^\s"]$/.test(text));
const clip = fc.record({
  file: name.map((text) => `${text}.webm`),
  attack: fc.boolean(),
  subject: fc.option(name, { nil: '' }),
});

describe('readManifest, whatever it is given', () => {
  it('returns clips, or throws its own error with every problem', () => {
    const mess = fc.array(
      fc.oneof(
        fc.constantFrom(
          'file',
          'label',
          'live',
          'attack',
          'species',
          'start',
          '1',
          '"',
          ',',
          ';',
          '\t',
          '\n',
          '\r\n',
        ),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(mess, (parts) => {
        try {
          readManifest(parts.join(''), everything);
        } catch (error) {
          if (!(error instanceof ManifestError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          for (const { message } of error.problems) expect(message).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reads back what a spreadsheet writes, by any separator, line end and byte order mark', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(clip, { minLength: 1, maxLength: 8, selector: ({ file }) => file }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('', '\uFEFF'),
        (clips, separator, end, mark) => {
          const rows = clips.map(({ file, attack, subject }) => [file, attack ? 'attack' : 'live', subject]);
          const lines = [['file', 'label', 'subject'], ...rows].map((row) => row.map(quoted).join(separator));
          const read = readManifest(mark + lines.join(end) + end, everything, options);
          expect(read.map(({ id }) => id)).toEqual(clips.map(({ file }) => file));
          expect(read.map(({ label }) => label)).toEqual(
            clips.map(({ attack }) => (attack ? 'attack' : 'live')),
          );
        },
      ),
    );
  });
});

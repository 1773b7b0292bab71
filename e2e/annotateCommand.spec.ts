import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { decode, encode } from 'fast-png';
import { findBrowser } from '../scripts/findBrowser.mjs';
import { ensurePython } from '../scripts/python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = join(root, 'training/fixtures/faces/sfhq_t2i');

const nobody = encode({ width: 200, height: 200, channels: 1, data: new Uint8Array(40_000).fill(128) });

let scratch: string;
test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'annotate-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  output: string;
  messages: string;
}

async function run(program: string, parameters: string[]): Promise<Ended> {
  const [CHROME_PATH, PYTHON] = [await findBrowser(), await ensurePython()];
  const env = { ...process.env, PYTHON, ...(CHROME_PATH !== undefined && { CHROME_PATH }) };
  const child = spawn(program, parameters, { cwd: root, env });
  let [output, messages] = ['', ''];
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (messages += String(text)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  return { code, output, messages };
}

const annotate = (...parameters: string[]) =>
  run(process.execPath, [join(root, 'build/annotation/annotate.js'), ...parameters]);

/** Runs a program that prints JSON, with the repository on its path. */
async function python(program: string): Promise<unknown> {
  const { code, output, messages } = await run(await ensurePython(), ['-c', program]);
  expect(code, messages).toBe(0);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

/** A path below the scratch folder, whose folders are made. */
function place(...path: string[]): string {
  const target = join(scratch, ...path);
  mkdirSync(dirname(target), { recursive: true });
  return target;
}

test('pictures become a face set that training reads, without those that cannot', async () => {
  test.slow();
  const pictures = readdirSync(fixtures).filter((name) => name.endsWith('.jpg'));
  const [first = ''] = pictures;
  for (const name of pictures) copyFileSync(join(fixtures, name), place('photos 面', name));
  writeFileSync(place('photos 面', 'nobody.png'), nobody);
  writeFileSync(place('photos 面', 'broken.jpg'), 'no picture');
  copyFileSync(join(fixtures, first), place('photos 面', first.replace('.jpg', '.webp')));
  const frame = place('photos 面', 'two.png');
  const clip = join(root, 'demo/clips/two-faces.webm');
  await run('ffmpeg', ['-v', 'error', '-i', clip, '-frames:v', '1', frame]);

  const { code, output, messages } = await annotate(
    'faces',
    join(scratch, 'photos 面'),
    '--out',
    place('set'),
  );
  expect(code, messages).toBe(3);
  expect(output).toContain(`${pictures.length} faces in`);
  expect(messages).toMatch(/broken\.jpg: left out, it cannot be decoded/);
  expect(messages).toMatch(/nobody\.png: left out, no face was found/);
  expect(messages).toMatch(/two\.png: left out, there are several faces/);
  expect(messages).toMatch(/\.webp: left out, it has the same name as/);
  expect(readFileSync(join(scratch, 'set/left-out.csv'), 'utf8').split('\n')).toHaveLength(1 + 4 + 1);
  expect(readdirSync(join(scratch, 'set')).filter((name) => name.endsWith('.part'))).toEqual([]);

  // As training reads it: every mesh lies on its face, and near the mesh that the fixture has.
  const distances = (await python(`
import json, numpy as np
from pathlib import Path
from training.faces import load_faces, mesh_side
known = {face.still.stem: face.mesh for face in load_faces(Path("training/fixtures/faces"), "test")}
found = [face for face in load_faces(Path(${JSON.stringify(scratch)}), "test")]
print(json.dumps([[float(d) for d in np.abs(face.mesh - known[face.still.stem]).mean(0) / mesh_side(face.mesh)] for face in found]))
`)) as [number, number, number][];
  expect(distances).toHaveLength(pictures.length);
  for (const axes of distances) expect(Math.max(...axes)).toBeLessThan(0.03);

  for (const name of readdirSync(join(scratch, 'set/mattes'))) {
    const { width, height, channels, depth, data } = decode(readFileSync(join(scratch, 'set/mattes', name)));
    expect([channels, depth]).toEqual([1, 8]);
    const index = JSON.parse(readFileSync(join(scratch, 'set/index.json'), 'utf8')) as {
      f: string;
      wh: [number, number];
      face: [number, number, number, number];
    }[];
    const entry = index.find(({ f }) => f.startsWith(name.replace('.png', '.')));
    expect(entry?.wh).toEqual([width, height]);
    const [x, y, w, h] = entry?.face ?? [0, 0, 0, 0];
    expect(data[Math.round(y + h / 2) * width + Math.round(x + w / 2)]).toBeGreaterThan(230);
  }
});

test('every face of a set gets the age that it looks', async () => {
  test.slow();
  const table = place('ages.csv');
  const { code, messages } = await annotate('ages', dirname(fixtures), '--out', table);
  expect(code, messages).toBe(0);
  const [head, ...rows] = readFileSync(table, 'utf8').trim().split('\n');
  expect(head).toBe('face,age');
  const pictures = readdirSync(fixtures).filter((name) => name.endsWith('.jpg'));
  expect(rows.map((row) => /^"sfhq_t2i\/(.+)",/.exec(row)?.[1]).sort()).toEqual(pictures.sort());
  const yearsOf = (name: string) =>
    Number(
      rows
        .find((row) => row.includes(name))
        ?.split(',')
        .at(-1),
    );
  // A girl, and a woman with white hair and wrinkles.
  expect(yearsOf('HairStyle')).toBeLessThan(25);
  expect(yearsOf('EthnicityxAge1')).toBeGreaterThan(55);

  // What cannot be: said before any work.
  writeFileSync(place('sets/broken/meshes.npz'), '');
  writeFileSync(place('sets/broken/index.json'), '[{}]');
  for (const [faces, out, reason] of [
    [place('nowhere'), table, 'There is no folder'],
    [table, table, 'There is no folder'],
    [dirname(fixtures), scratch, 'is a folder'],
    [dirname(place('pictures/x')), table, 'There is no face set'],
    [join(scratch, 'sets'), table, 'is no index of a face set'],
  ] as const) {
    const refused = await annotate('ages', faces, '--out', out);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.messages).toContain(reason);
  }
  // A set with a picture that nobody is in.
  writeFileSync(place('nobodies/set/meshes.npz'), '');
  writeFileSync(place('nobodies/set/index.json'), '[{"f":"nobody.png"}]');
  writeFileSync(place('nobodies/set/nobody.png'), nobody);
  const none = place('none.csv');
  expect(await annotate('ages', join(scratch, 'nobodies'), '--out', none)).toMatchObject({ code: 1 });
  expect(existsSync(none)).toBe(false);
});

test('clips become windows to fine-tune on, and a checkpoint a model', async () => {
  test.slow();
  const clips: [string, string][] = [
    ['live/anna/1.webm', 'live.webm'],
    ['live/carl/1.webm', 'live.webm'],
    ['live/carl/nobody.webm', 'no-face.webm'],
    ['attack/print/anna/1.webm', 'print.webm'],
    ['attack/phone replay/carl/1.webm', 'replay.webm'],
  ];
  for (const [path, clip] of clips)
    copyFileSync(join(root, 'demo/clips', clip), place('clips', ...path.split('/')));
  writeFileSync(place('clips/attack/print/carl/broken.webm'), 'no video');

  const parameters = [place('clips'), '--out', place('real'), '--validation-share', '0.5', '--per-clip', '2'];
  const { code, output, messages } = await annotate('windows', ...parameters);
  expect(code, messages).toBe(3);
  expect(messages).toMatch(/nobody\.webm: left out, no window: there is no face in it/);
  expect(messages).toMatch(/broken\.webm: left out, /);
  expect(output).toContain('4 of 6 clips gave windows');
  expect(output).toContain('train: 4 windows of 1 subjects: 2 bona fide, 2 phone replay');

  const again = await annotate('windows', ...parameters);
  expect(again.messages).toContain('Of 6 clips 5 filmed before');

  const found = await python(`
import contextlib, io, json, numpy as np
from pathlib import Path
from training import export, finetune
from training.learning import checkpoint
from training.network import Architecture
from training.variants import Variant, build
from training.windows import Windows
scratch = Path(${JSON.stringify(scratch)})
found = {}
for part in ("train", "validation"):
    windows = Windows(scratch / "real" / part)
    rows, columns = np.mgrid[0:32, 0:32]
    support = windows.depth[windows.live] > 0
    found[part] = {
        "face": windows.face.shape, "context": windows.context.shape, "depth": windows.depth.shape,
        "label": windows.label.tolist(), "species": sorted(set(windows.species.tolist())),
        "attackDepth": int(windows.depth[windows.attacks].max()),
        "nearest": int(windows.depth[windows.live].max((2, 3)).min()),
        "area": [float(support.mean((2, 3)).min()), float(support.mean((2, 3)).max())],
        "centre": [float((support * axis).sum() / support.sum()) for axis in (columns, rows)],
        "contrast": float(windows.face.std()),
    }
checkpoint.save(scratch / "first.pt", build(Architecture(), Variant()), left_out=[])
with contextlib.redirect_stdout(io.StringIO()):
    finetune.main(["--checkpoint", str(scratch / "first.pt"), "--windows", str(scratch / "real"),
                   "--rendered", str(scratch / "real" / "train"), "--out", str(scratch / "run"),
                   "--batch", "4", "--steps", "1", "--joint-steps", "1"])
    export.main(["--checkpoint", str(scratch / "run" / "final.pt"),
                 "--validation", str(scratch / "real" / "validation"), "--out", str(scratch / "mine")])
print(json.dumps(found))
`);
  const part = {
    face: [4, 5, 128, 128, 3],
    context: [4, 5, 128, 128, 3],
    depth: [4, 5, 32, 32],
    label: expect.arrayContaining([0, 1]) as number[],
    attackDepth: 0,
  };
  expect(found).toMatchObject({
    train: { ...part, species: [0, 5] },
    validation: { ...part, species: [0, 1] },
  });
  for (const { nearest, area, centre, contrast } of Object.values(found as Record<string, Depth>)) {
    expect(nearest).toBeGreaterThan(230);
    expect(Math.min(...area)).toBeGreaterThan(0.25);
    expect(Math.max(...area)).toBeLessThan(0.65);
    for (const at of centre) expect(Math.abs(at - 15.5)).toBeLessThan(3);
    expect(contrast).toBeGreaterThan(20);
  }
  expect(JSON.parse(readFileSync(join(scratch, 'mine/model.json'), 'utf8'))).toMatchObject({ id: 'mine' });
});

interface Depth {
  nearest: number;
  area: number[];
  centre: number[];
  contrast: number;
}

test('what is wrong with clips or folders is said before any work', async () => {
  const out = place('nothing');
  writeFileSync(
    place('wrong/clips.csv'),
    'file,label,species,subject\na.webm,live,,anna\na2.webm,attack,clay mask,anna\na3.webm,attack,print,\n',
  );
  for (const name of ['a.webm', 'a2.webm', 'a3.webm']) writeFileSync(place('wrong', name), 'never looked at');
  const wrong = await annotate('windows', join(scratch, 'wrong/clips.csv'), '--out', out);
  expect(wrong.code).toBe(2);
  expect(wrong.messages).toMatch(/row 3: the species "clay mask" is none that training knows/);
  expect(wrong.messages).toMatch(/row 4: subject is empty/);

  writeFileSync(
    join(scratch, 'wrong/clips.csv'),
    'file,label,species,subject\na.webm,live,,anna\na3.webm,attack,print,anna\n',
  );
  const alone = await annotate('windows', join(scratch, 'wrong/clips.csv'), '--out', out);
  expect(alone).toMatchObject({ code: 2, messages: expect.stringContaining('too few subjects for a split') });

  writeFileSync(join(scratch, 'wrong/clips.csv'), 'file,label,subject\na.webm,live,anna\n');
  const oneClass = await annotate('windows', join(scratch, 'wrong/clips.csv'), '--out', out);
  expect(oneClass).toMatchObject({ code: 2, messages: expect.stringContaining('only live clips') });

  expect(await annotate('faces', join(scratch, 'nowhere'), '--out', out)).toMatchObject({ code: 2 });
  expect(await annotate('faces', dirname(place('empty/x')), '--out', out)).toMatchObject({
    code: 2,
    messages: expect.stringContaining('no picture'),
  });
  expect(existsSync(out)).toBe(false);
});

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../bench/bytesOf';
import { floors, roomOf } from '../scripts/floors.mjs';
import { recordNetwork } from '../src/backends/webgpu/record';
import { Weights } from '../src/model/weights';
import { shippedModel } from './kernels/shippedModel';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = join(root, 'docs/architecture.md');

/** For each file of src the files that it imports, tests aside. */
function importsOfFiles(): Map<string, string[]> {
  const names = readdirSync(join(root, 'src'), { recursive: true }) as string[];
  const files = names
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .map((name) => join(root, 'src', name));
  return new Map(
    files.map((file) => {
      const imported = ts
        .preProcessFile(readFileSync(file, 'utf8'))
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => join(dirname(file), fileName));
      const seen = imported.flatMap((path) => [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts')]);
      return [file, seen.filter((path) => files.includes(path))];
    }),
  );
}

/** For each room the rooms that its files import. */
function importsOfRooms(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const [file, others] of importsOfFiles()) {
    const room = roomOf(file);
    for (const imported of others.map(roomOf)) {
      if (!room || !imported || imported === room) continue;
      imports.set(room, (imports.get(room) ?? new Set()).add(imported));
    }
  }
  return imports;
}

/** Every room, highest floor first, with what it imports. */
function floorPlan(): string {
  const imports = importsOfRooms();
  const rows = [...floors].reverse().flatMap((rooms, index) =>
    Object.entries(rooms).map(([room, purpose]) => {
      const below = [...(imports.get(room) ?? [])].sort().join(', ') || '–';
      return `| ${String(floors.length - index)} | \`${room}\` | ${purpose} | ${below} |`;
    }),
  );
  return ['| Floor | Room | What it is for | Imports |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** What a kernel's head says first, up to a colon, comma or full stop. */
function purposeOf(file: string): string {
  const lines = readFileSync(join(root, 'kernels', file), 'utf8')
    .split('\n')
    .slice(1);
  const head = lines.slice(0, lines.indexOf('//')).map((line) => line.slice(3));
  return /^(?:[^:,.(]|\([^)]*\))*/.exec(head.join(' '))?.[0].trim() ?? '';
}

/** The dispatches of a further frame of the shipped model, read off its recording; those of one kernel in one stage as one. */
async function furtherFrame(): Promise<string> {
  const { model, weights } = await shippedModel();
  const { advance } = await recordNetwork(model, new Weights(model.weightsManifest, weights), 'fp32', 1);
  const sources = new Map<string, string>();
  for (const file of readdirSync(join(root, 'kernels')).filter((name) => name.endsWith('.wgsl'))) {
    const { source } = (await import(`../kernels/${file.replace('.wgsl', '')}.wgsl`)) as { source: string };
    sources.set(source, file);
  }
  const { dispatches } = advance[0];
  const partOf = ({ label, kernel }: (typeof dispatches)[number]) =>
    [label.replace(/(\.stages\.\d+)\..*/, '$1'), sources.get(kernel.source) ?? ''].join(' ');
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const rows = [...new Set(dispatches.map(partOf))].map((part) => {
    const members = dispatches.filter((dispatch) => partOf(dispatch) === part);
    const [name = '', file = ''] = part.split(' ');
    const multiplyAdds = sum(members.map((member) => member.multiplyAdds));
    const work = multiplyAdds > 0 ? (multiplyAdds / 1e6).toFixed(1) : '–';
    const touched = sum(members.map((dispatch) => bytesOf(dispatch, 'fp32'))) / 1000;
    return `| ${name} | ${String(members.length)} | [${file}](../kernels/${file}) | ${purposeOf(file)} | ${work} | ${String(Math.round(touched))} |`;
  });
  return [
    '| Part | Dispatches | Kernel | What it computes | Multiply-adds, M | Touched, KB |',
    '| --- | --: | --- | --- | --: | --: |',
    ...rows,
  ].join('\n');
}

/** Puts what is drawn between the marks of its name. */
function withDrawn(text: string, name: string, drawn: string): string {
  const marks = [`<!-- ${name} -->`, `<!-- end of ${name} -->`] as const;
  const [before, rest = ''] = text.split(marks[0]);
  const after = rest.split(marks[1])[1] ?? '';
  return `${before}${marks[0]}\n\n${drawn}\n\n${marks[1]}${after}`;
}

describe('src', () => {
  it('has no file that imports itself by way of others, not even a type', () => {
    const imports = importsOfFiles();
    const reached = (file: string, from = new Set<string>()): Set<string> => {
      for (const next of imports.get(file) ?? []) if (!from.has(next)) reached(next, from.add(next));
      return from;
    };
    expect(imports.size).toBeGreaterThan(100);
    expect([...imports.keys()].filter((file) => reached(file).has(file))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  // `npm run architecture` draws it anew.
  it('shows the floor plan and the frame that the code has', async () => {
    let text = readFileSync(document, 'utf8');
    text = withDrawn(text, 'floor plan', floorPlan());
    text = withDrawn(text, 'further frame', await furtherFrame());
    const drawn = await format(text, { ...(await resolveConfig(document)), parser: 'markdown' });
    await expect(drawn).toMatchFileSnapshot(document);
  });
});

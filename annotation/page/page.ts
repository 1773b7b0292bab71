/** The page that the command drives: pictures and frames come from its server, what is in them goes back through Playwright. */
import { setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { servedFrames, servedPictures } from '../../evaluation/judge/servedFrames';
import { MediaPipeDetector } from '../../src/face/mediapipe';
import type { Model } from '../../src/model/manifest';
import type { Film, FilmRequest, PictureAnnotation } from '../records';
import { Ages } from './ages';
import { annotatePicture, type Annotators } from './annotatePicture';
import { FaceMesh } from './faceMesh';
import { film, type Filmer } from './film';
import { PersonMatte } from './personMatte';

const vision = '/modules/@mediapipe/tasks-vision/wasm/';
/** The build for pages; the one for module workers is among the product's assets. */
const loaderUrl = `${vision}vision_wasm_internal.js`;
const wasmUrl = `${vision}vision_wasm_internal.wasm`;

async function bytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function openWasm(): Promise<void> {
  setWasmPaths('/assets/');
  await setBackend('wasm');
}

/** What both looks need: the product's detector, and the mesh. */
async function openBoth(): Promise<Pick<Annotators, 'detector' | 'mesh'>> {
  await openWasm();
  const model = await bytes('/assets/blaze_face_short_range.tflite');
  return {
    detector: await MediaPipeDetector.create({ loaderUrl, wasmUrl, model }),
    mesh: await FaceMesh.open('/modules/@vladmandic/human/models/'),
  };
}

let annotators: Annotators | undefined;
let ages: Ages | undefined;
let filmer: Filmer | undefined;

async function openForPictures(): Promise<void> {
  const matte = await PersonMatte.open(loaderUrl, wasmUrl, await bytes('/selfie_segmentation.tflite'));
  annotators = { ...(await openBoth()), matte };
}

/** The picture that the server has under /pictures/<index>. */
async function picture(index: number): Promise<Blob> {
  return (await fetch(`/pictures/${index}`)).blob();
}

async function annotate(index: number): Promise<PictureAnnotation> {
  if (!annotators) throw new Error("annotate() before open('pictures')");
  return annotatePicture(await picture(index), annotators);
}

async function openForAges(): Promise<void> {
  await openWasm();
  ages = await Ages.open('/modules/@vladmandic/human/');
}

async function ageOf(index: number): Promise<number | undefined> {
  if (!ages) throw new Error("ageOf() before open('ages')");
  const bitmap = await createImageBitmap(await picture(index));
  try {
    return await ages.of(bitmap);
  } finally {
    bitmap.close();
  }
}

async function openForClips(): Promise<void> {
  const model = (await (await fetch('/assets/model/model.json')).json()) as Model;
  filmer = { ...(await openBoth()), model };
}

/** The clip that the server has under /clips/<index>/. */
async function filmClip({ clip, index, pictures, most }: FilmRequest): Promise<Film> {
  if (!filmer) throw new Error("filmClip() before open('clips')");
  const base = `/clips/${index}/`;
  const cadence = filmer.model.cadence.intervalMilliseconds;
  const source = pictures ? servedPictures(base, { ...pictures, crops: false, cadence }) : servedFrames(base);
  return film(source, { clip, most }, filmer);
}

const openings = { pictures: openForPictures, ages: openForAges, clips: openForClips };

/** What is looked at. */
export type Task = keyof typeof openings;

/** What the command calls. */
const annotation = {
  open: (task: Task) => openings[task](),
  annotate,
  ageOf,
  filmClip,
};
export type AnnotationPage = typeof annotation;

Object.assign(window, { annotation });

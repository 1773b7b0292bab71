/**
 * npm's @mediapipe/face_detection ships a bare TFLite model. The tasks of tasks-vision refuse a model that does not say
 * how pixels become numbers (TFLite metadata, NormalizationOptions). This adds that statement and leaves the model as it
 * is.
 *
 * Layouts: tensorflow/lite/schema/schema.fbs and tflite_support/metadata_schema.fbs. A field is addressed by its
 * number there, so each table below is `table(builder, { [number]: write })`.
 */
import { Builder, ByteBuffer } from 'flatbuffers';

/** TFLite reads weights in place, at multiples of 16 bytes. */
const alignment = 16;
/** Mean and deviation: a pixel's value becomes (value - mean) / deviation, -1 to 1. */
const normalisation = [127.5, 127.5];

/**
 * Returns the model with metadata that states `normalisation`.
 *
 * The old file becomes the tail of the new one, byte for byte; a new root table in front of it points at the old
 * tables and at the metadata. That works because FlatBuffers references only ever point forward.
 *
 * @param {Buffer} tflite
 * @returns {Buffer}
 * @throws {TypeError} if `tflite` is not a TFLite model or has metadata already
 */
export function withNormalisation(tflite) {
  const old = new ByteBuffer(tflite);
  if (tflite.length < 8 || !old.__has_identifier('TFL3')) throw new TypeError('not a TFLite model');
  const model = old.__indirect(0);
  const field = (number) => {
    const offset = old.__offset(model, 4 + 2 * number);
    return offset && model + offset;
  };
  const [version, operatorCodes, subgraphs, description, buffers, , metadata] = [0, 1, 2, 3, 4, 5, 6].map(
    field,
  );
  if (metadata) throw new TypeError('the model carries metadata already');

  const builder = new Builder(2 * tflite.length);
  builder.prep(alignment, tflite.length);
  const end = builder.createByteVector(tflite) - Uint32Array.BYTES_PER_ELEMENT;
  // A builder counts from the end of the file, the old file from its own start.
  const moved = (position) => end - position;
  const target = (field) => moved(old.__indirect(field));

  const payload = modelMetadata();
  builder.prep(alignment, payload.length);
  const data = builder.createByteVector(payload);
  const buffer = table(builder, { 0: () => builder.addOffset(data) });

  const bufferCount = old.__vector_len(buffers);
  const oldBuffers = Array.from({ length: bufferCount }, (_, i) => target(old.__vector(buffers) + 4 * i));
  const allBuffers = tables(builder, [...oldBuffers, buffer]);

  const name = builder.createString('TFLITE_METADATA');
  const entry = table(builder, { 0: () => builder.addOffset(name), 1: () => builder.addInt32(bufferCount) });
  const entries = tables(builder, [entry]);

  const root = table(builder, {
    0: () => builder.addInt32(old.readInt32(version)),
    1: () => builder.addOffset(target(operatorCodes)),
    2: () => builder.addOffset(target(subgraphs)),
    ...(description && { 3: () => builder.addOffset(target(description)) }),
    4: () => builder.addOffset(allBuffers),
    6: () => builder.addOffset(entries),
  });
  builder.finish(root, 'TFL3');
  return Buffer.from(builder.asUint8Array());
}

/** ModelMetadata with one input: an RGB image, normalised. */
function modelMetadata() {
  const builder = new Builder();
  const options = normalizationOptions(builder);
  const processUnit = table(builder, {
    0: () => builder.addInt8(1), // union tag of NormalizationOptions
    1: () => builder.addOffset(options),
  });
  const processUnits = tables(builder, [processUnit]);
  const image = table(builder, { 0: () => builder.addInt8(1) }); // ImageProperties, colour space RGB
  const content = table(builder, {
    0: () => builder.addInt8(2), // union tag of ImageProperties
    1: () => builder.addOffset(image),
  });
  const input = table(builder, {
    3: () => builder.addOffset(content),
    4: () => builder.addOffset(processUnits),
  });
  const inputs = tables(builder, [input]);
  const subgraph = table(builder, { 2: () => builder.addOffset(inputs) });
  const subgraphs = tables(builder, [subgraph]);
  builder.finish(table(builder, { 3: () => builder.addOffset(subgraphs) }), 'M001');
  return builder.asUint8Array();
}

function normalizationOptions(builder) {
  const [mean, std] = normalisation.map((value) => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  });
  return table(builder, { 0: () => builder.addOffset(mean), 1: () => builder.addOffset(std) });
}

/** Writes a table. `fields` maps a field's number to a function that writes its value. */
function table(builder, fields) {
  const numbers = Object.keys(fields).map(Number);
  builder.startObject(Math.max(...numbers) + 1);
  for (const number of numbers) {
    fields[number]();
    builder.slot(number);
  }
  return builder.endObject();
}

/** Writes a vector of references. */
function tables(builder, offsets) {
  builder.startVector(4, offsets.length, 4);
  for (const offset of [...offsets].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

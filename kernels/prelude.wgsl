// The head of every kernel: the network's memory, and the values that change from frame to frame.
//
// Maps. `maps` holds all of them. A map is planes of four channels, [C/4][rows][columns] of vec4. Each plane has HALO
// zeros around it, and its width and height are rounded up to whole tiles of 4 x 4 pixels, so that no load has to check
// bounds. Kernels write only inside the map. `pitch` is the distance in pixels from one row to the next, `plane` from one
// plane to the next.
// Vectors. `floats` holds everything else, in f32: sums, luminance, moments, vectors.
// Weights. `weights` are matrices of four inputs (columns) by four outputs (rows); `constants` are biases and the
// matrices of dense layers. Sums are accumulated in f32, whatever the storage type of maps and weights.
// Uniforms. Each dispatch has its own, the kernel's `Uniforms`. All layers of a kind can then share a pipeline, which matters
// because drivers compile slowly, and no loop has a constant length that a driver would unroll. Offsets count array items.

alias scalar = f32;

const HALO = 2u;
const WORKGROUP = 64u;
/** The offset of a map that is not written. */
const NOWHERE = 0xffffffffu;
/** The value of `crop` of a map that is no crop; others count the crops of `ReplayInput` from 1. */
const NO_CROP = 0u;

/** The input of a replay. */
struct ReplayInput {
  /** Places of the face, context, near and wide crop in their rings, in pixels. */
  crops: vec4u,
  /** Steps of the window so far: the number of this frame, from 0. */
  steps: u32,
}

/** A map in `maps`; structs in uniforms begin at multiples of 16 bytes. */
struct Map {
  /** Where it begins; for a crop, where its ring begins. */
  @align(16) start: u32,
  width: u32,
  height: u32,
  pitch: u32,
  plane: u32,
  planes: u32,
  crop: u32,
}

/** Up to four inputs one after the other: the number of the first item of each, and where item 0 would lie (modulo 2^32). */
struct Joined {
  firsts: vec4u,
  starts: vec4u,
}

@group(0) @binding(0) var<storage, read_write> maps: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read_write> floats: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(3) var<storage, read> constants: array<vec4f>;
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
@group(0) @binding(5) var<uniform> replay: ReplayInput;

/** Where an item of joined inputs lies; `length`: of an item. */
fn place_of(inputs: Joined, item: u32, length: u32) -> u32 {
  var start = select(inputs.starts.x, inputs.starts.y, item >= inputs.firsts.y);
  start = select(start, inputs.starts.z, item >= inputs.firsts.z);
  return select(start, inputs.starts.w, item >= inputs.firsts.w) + item * length;
}

/** Where a pixel of a map lies that is no crop. */
fn pixel_place(map: Map, plane: u32, x: u32, y: u32) -> u32 {
  return map.start + plane * map.plane + (y + HALO) * map.pitch + x + HALO;
}

/** Pixels before this frame's crop in its ring; 0 for other maps. */
fn crop_place(crop: u32) -> u32 {
  if (crop == NO_CROP) { return 0u; }
  return replay.crops[crop - 1u];
}

/**
 * The activation of a sum: min(max(x, 0), most) + slope min(x, 0). A slope of 1 makes it linear, 0 a ReLU, one for each channel a
 * PReLU.
 */
fn activated(sum: vec4f, slope: vec4f, most: f32) -> vec4f {
  return clamp(sum, vec4f(), vec4f(most)) + slope * min(sum, vec4f());
}

fn sigmoid(value: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-clamp(value, vec4f(-80.0), vec4f(80.0))));
}

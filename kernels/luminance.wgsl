// Luminance of the context crop, on which the rigidity branch measures flow:
//
//   y = mean of 2 x 2 pixels of (16 x 0.299 R + 16 x 0.587 G + 16 x 0.114 B)
//
// Layout. `crop`: one plane as in spatial_gradient.wgsl; `output`: SIZE rows of SIZE in f32, no halo.
// Threads. x: a pixel of the output.

alias scalar = f32;

override SIZE: u32;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
const LUMINANCE = 16.0 * vec3f(0.299, 0.587, 0.114);
override STRIDE: u32 = 4u * ((2u * SIZE + 3u) / 4u) + 2u * HALO;

@group(0) @binding(0) var<storage, read> crop: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

fn at(x: u32, y: u32) -> vec3f {
  return vec4f(crop[(y + HALO) * STRIDE + x + HALO]).rgb;
}

@compute @workgroup_size(WORKGROUP)
fn luminance(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= SIZE * SIZE) { return; }
  let x = 2u * (id.x % SIZE);
  let y = 2u * (id.x / SIZE);
  let sum = at(x, y) + at(x + 1u, y) + at(x, y + 1u) + at(x + 1u, y + 1u);
  output[id.x] = 0.25 * dot(sum, LUMINANCE);
}

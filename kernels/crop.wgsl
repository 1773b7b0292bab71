// Cuts a rectangle out of a video frame and scales it into a slot of the ring:
//
//   y = mean of 2 x 2 bilinear samples of x, edges clamped, less 0.5
//
// Sample (k, l) of the 2 SIZE x 2 SIZE that cover it lies at corner + (k + 0.5) step - 0.5 in coordinates in which
// whole numbers are pixel centres; step = size / (2 SIZE), across and down. As the training crops were made, bit depth
// included: the frame is 8-bit RGBA in [0, 1], the result RGB0 in [-0.5, 0.5].
//
// Layout. `output`: one plane as in spatial_gradient.wgsl. Threads. x: a pixel of the crop.

alias scalar = f32;

override SIZE: u32;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
override STRIDE: u32 = 4u * ((SIZE + 3u) / 4u) + 2u * HALO;

/** Of the frame, in pixels. */
struct Rectangle { corner: vec2f, size: vec2f }

@group(0) @binding(0) var frame: texture_2d<f32>;
@group(0) @binding(1) var<uniform> rectangle: Rectangle;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<scalar>>;

fn pixel(at: vec2i) -> vec4f {
  return textureLoad(frame, clamp(at, vec2i(), vec2i(textureDimensions(frame)) - 1), 0);
}

fn bilinear(position: vec2f) -> vec4f {
  let whole = floor(position);
  let at = vec2i(whole);
  let part = position - whole;
  return mix(mix(pixel(at), pixel(at + vec2i(1, 0)), part.x),
             mix(pixel(at + vec2i(0, 1)), pixel(at + vec2i(1, 1)), part.x), part.y);
}

@compute @workgroup_size(WORKGROUP)
fn crop(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= SIZE * SIZE) { return; }
  let target_pixel = vec2u(id.x % SIZE, id.x / SIZE);
  let step = rectangle.size / f32(2u * SIZE);
  let first = rectangle.corner + (vec2f(2u * target_pixel) + 0.5) * step - 0.5;
  let mean = 0.25 * (bilinear(first) + bilinear(first + vec2f(step.x, 0.0)) +
                     bilinear(first + vec2f(0.0, step.y)) + bilinear(first + step));
  let at = (target_pixel.y + HALO) * STRIDE + target_pixel.x + HALO;
  output[at] = vec4<scalar>(vec4f(mean.rgb - 0.5, 0.0));
}

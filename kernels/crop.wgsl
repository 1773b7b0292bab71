// import prelude.wgsl
// Cuts a rectangle out of a video frame and scales it into a place of the ring:
//
//   y = least + (most - least) (mean of n x n bilinear samples of x, edges clamped),  n = `samples`
//
// n size x n size samples cover the rectangle. Sample (k, l) lies at corner + (k + 0.5) step - 0.5, across and down, with
// step = extent / (n size) and whole numbers at pixel centres. The training crops were made in the same way and with the same
// bit depth: the frame is 8-bit RGBA in [0, 1], the result RGB0 in [least, most].
//
// Threads. x: a pixel of the crop.

struct Uniforms {
  /** The rectangle, in pixels of the frame. */
  corner: vec2f,
  extent: vec2f,
  /** The ring, and the crop's place in it. */
  output: Map,
  place: u32,
  /** Samples of a pixel, across and down. */
  samples: u32,
  least: f32,
  most: f32,
}

@group(1) @binding(0) var image: texture_2d<f32>;

fn pixel(at: vec2i) -> vec4f {
  return textureLoad(image, clamp(at, vec2i(), vec2i(textureDimensions(image)) - 1), 0);
}

fn bilinear(position: vec2f) -> vec4f {
  let whole = floor(position);
  let at = vec2i(whole);
  let part = position - whole;
  return mix(mix(pixel(at), pixel(at + vec2i(1, 0)), part.x),
             mix(pixel(at + vec2i(0, 1)), pixel(at + vec2i(1, 1)), part.x), part.y);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = uniforms.output.width;
  if (id.x >= size * size) { return; }
  let target_pixel = vec2u(id.x % size, id.x / size);
  let step = uniforms.extent / f32(uniforms.samples * size);
  let first = uniforms.corner + (vec2f(uniforms.samples * target_pixel) + 0.5) * step - 0.5;
  var sum = vec4f();
  for (var sample = 0u; sample < uniforms.samples * uniforms.samples; sample++) {
    sum += bilinear(first + vec2f(vec2u(sample % uniforms.samples, sample / uniforms.samples)) * step);
  }
  let mean = sum / f32(uniforms.samples * uniforms.samples);
  let value = mix(vec3f(uniforms.least), vec3f(uniforms.most), mean.rgb);
  let at = pixel_place(uniforms.output, 0u, target_pixel.x, target_pixel.y) + uniforms.place;
  maps[at] = vec4<scalar>(vec4f(value, 0.0));
}

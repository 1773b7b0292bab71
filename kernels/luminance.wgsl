// import prelude.wgsl
// Luminance of the context crop, on which the rigidity branch measures flow:
//
//   y = mean of 2 x 2 pixels of (16 x 0.299 R + 16 x 0.587 G + 16 x 0.114 B)
//
// Layout. The output is row-major, without a halo. Threads. x: a pixel of the output.

const LUMINANCE = 16.0 * vec3f(0.299, 0.587, 0.114);

struct Uniforms {
  input: Map,
  output: u32,
}

fn at(x: u32, y: u32) -> vec3f {
  return vec4f(maps[pixel_place(uniforms.input, 0u, x, y) + crop_place(uniforms.input.crop)]).rgb;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = uniforms.input.width / 2u;
  if (id.x >= size * size) { return; }
  let x = 2u * (id.x % size);
  let y = 2u * (id.x / size);
  let sum = at(x, y) + at(x + 1u, y) + at(x, y + 1u) + at(x + 1u, y + 1u);
  floats[uniforms.output + id.x] = 0.25 * dot(sum, LUMINANCE);
}

// import prelude.wgsl
// Luminance of the context crop, on which the rigidity branch measures flow:
//
//   y = mean of 2 x 2 pixels of (16 x 0.299 R + 16 x 0.587 G + 16 x 0.114 B)
//
// Layout. The output is `size` rows of `size` values, without a halo. Threads. x: a pixel of the output.

const LUMINANCE = 16.0 * vec3f(0.299, 0.587, 0.114);

struct Uniforms {
  size: u32,
  pitch: u32,
  input: u32,
  crop: u32,
  output: u32,
}

fn at(x: u32, y: u32) -> vec3f {
  return vec4f(maps[uniforms.input + crop_place(uniforms.crop) + (y + HALO) * uniforms.pitch + x + HALO]).rgb;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.size * uniforms.size) { return; }
  let x = 2u * (id.x % uniforms.size);
  let y = 2u * (id.x / uniforms.size);
  let sum = at(x, y) + at(x + 1u, y) + at(x, y + 1u) + at(x + 1u, y + 1u);
  floats[uniforms.output + id.x] = 0.25 * dot(sum, LUMINANCE);
}

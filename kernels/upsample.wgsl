// import prelude.wgsl
// Bilinear resize with half-pixel centres, edges clamped (the paper joins its levels at one size):
//
//   y(i) = mix(x(floor s), x(floor s + 1), fract s),  s = max((i + 0.5) * source / target - 0.5, 0), on both axes
//
// Threads. x: a pixel of the target; y: a plane.

struct Uniforms {
  width: u32,
  height: u32,
  pitch: u32,
  plane: u32,
  source_width: u32,
  source_height: u32,
  source_pitch: u32,
  source_plane: u32,
  input: u32,
  output: u32,
}

fn pixel(plane: u32, at: vec2u) -> vec4f {
  return vec4f(maps[uniforms.input + plane * uniforms.source_plane + (at.y + HALO) * uniforms.source_pitch + at.x + HALO]);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.width * uniforms.height) { return; }
  let target_pixel = vec2u(id.x % uniforms.width, id.x / uniforms.width);
  let source = vec2u(uniforms.source_width, uniforms.source_height);
  let scale = vec2f(source) / vec2f(vec2u(uniforms.width, uniforms.height));
  let position = max((vec2f(target_pixel) + 0.5) * scale - 0.5, vec2f());
  let low = min(vec2u(position), source - 1u);
  let high = min(low + 1u, source - 1u);
  let part = position - vec2f(low);
  let upper = mix(pixel(id.y, low), pixel(id.y, vec2u(high.x, low.y)), part.x);
  let lower = mix(pixel(id.y, vec2u(low.x, high.y)), pixel(id.y, high), part.x);
  let at = id.y * uniforms.plane + (target_pixel.y + HALO) * uniforms.pitch + target_pixel.x + HALO;
  maps[uniforms.output + at] = vec4<scalar>(mix(upper, lower, part.y));
}

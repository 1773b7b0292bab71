// import prelude.wgsl
// Bilinear resize with half-pixel centres, edges clamped (the paper joins its levels at one size):
//
//   y(i) = mix(x(floor s), x(floor s + 1), fract s),  s = max((i + 0.5) * source / target - 0.5, 0), on both axes
//
// Threads. x: a pixel of the target; y: a plane.

struct Uniforms {
  input: Map,
  output: Map,
}

fn pixel(plane: u32, at: vec2u) -> vec4f {
  return vec4f(maps[pixel_place(uniforms.input, plane, at.x, at.y)]);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = vec2u(uniforms.output.width, uniforms.output.height);
  if (id.x >= size.x * size.y) { return; }
  let target_pixel = vec2u(id.x % size.x, id.x / size.x);
  let source = vec2u(uniforms.input.width, uniforms.input.height);
  let scale = vec2f(source) / vec2f(size);
  let position = max((vec2f(target_pixel) + 0.5) * scale - 0.5, vec2f());
  let low = min(vec2u(position), source - 1u);
  let high = min(low + 1u, source - 1u);
  let part = position - vec2f(low);
  let upper = mix(pixel(id.y, low), pixel(id.y, vec2u(high.x, low.y)), part.x);
  let lower = mix(pixel(id.y, vec2u(low.x, high.y)), pixel(id.y, high), part.x);
  maps[pixel_place(uniforms.output, id.y, target_pixel.x, target_pixel.y)] = vec4<scalar>(mix(upper, lower, part.y));
}

// Bilinear resize with half-pixel centres, edges clamped (the paper joins its levels at one size):
//
//   y(i) = mix(x(floor s), x(floor s + 1), fract s),  s = max((i + 0.5) * source / target - 0.5, 0), on both axes
//
// Layout. Maps as in spatial_gradient.wgsl; the result goes to planes FIRST and after.
// Threads. x: a pixel of the target; y: a plane.

alias scalar = f32;

override WIDTH: u32;
override HEIGHT: u32;
override SOURCE_WIDTH: u32;
override SOURCE_HEIGHT: u32;
override FIRST: u32 = 0u;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
override STRIDE: u32 = 4u * ((WIDTH + 3u) / 4u) + 2u * HALO;
override PLANE: u32 = STRIDE * (4u * ((HEIGHT + 3u) / 4u) + 2u * HALO);
override SOURCE_STRIDE: u32 = 4u * ((SOURCE_WIDTH + 3u) / 4u) + 2u * HALO;
override SOURCE_PLANE: u32 = SOURCE_STRIDE * (4u * ((SOURCE_HEIGHT + 3u) / 4u) + 2u * HALO);

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4<scalar>>;

fn pixel(plane: u32, at: vec2u) -> vec4f {
  return vec4f(input[plane * SOURCE_PLANE + (at.y + HALO) * SOURCE_STRIDE + at.x + HALO]);
}

@compute @workgroup_size(WORKGROUP)
fn upsample(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= WIDTH * HEIGHT) { return; }
  let target_pixel = vec2u(id.x % WIDTH, id.x / WIDTH);
  let source = vec2u(SOURCE_WIDTH, SOURCE_HEIGHT);
  let scale = vec2f(source) / vec2f(vec2u(WIDTH, HEIGHT));
  let position = max((vec2f(target_pixel) + 0.5) * scale - 0.5, vec2f());
  let low = min(vec2u(position), source - 1u);
  let high = min(low + 1u, source - 1u);
  let part = position - vec2f(low);
  let upper = mix(pixel(id.y, low), pixel(id.y, vec2u(high.x, low.y)), part.x);
  let lower = mix(pixel(id.y, vec2u(low.x, high.y)), pixel(id.y, high), part.x);
  let at = (FIRST + id.y) * PLANE + (target_pixel.y + HALO) * STRIDE + target_pixel.x + HALO;
  output[at] = vec4<scalar>(mix(upper, lower, part.y));
}

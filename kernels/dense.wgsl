// import prelude.wgsl
// Fully connected layer of joined vectors:
//
//   y = max([x, ...] W + b, least)
//
// Layout. In `constants`: W [inputs][outputs/4], then b [outputs/4].
// Threads. x: four outputs.

struct Sizes {
  inputs: Joined,
  /** Inputs, and fours of outputs. */
  length: u32,
  fours: u32,
  matrix: u32,
  output: u32,
  least: f32,
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.fours) { return; }
  var sum = constants[sizes.matrix + sizes.length * sizes.fours + id.x];
  for (var index = 0u; index < sizes.length; index++) {
    sum += floats[place_of(sizes.inputs, index, 1u)] * constants[sizes.matrix + index * sizes.fours + id.x];
  }
  let y = max(sum, vec4f(sizes.least));
  // Vectors have room for whole fours.
  for (var lane = 0u; lane < 4u; lane++) { floats[sizes.output + 4u * id.x + lane] = y[lane]; }
}

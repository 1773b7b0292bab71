import { join } from 'node:path';

export default {
  mode: 'production',
  entry: './main.js',
  output: { path: join(import.meta.dirname, 'public'), filename: 'main.js' },
};

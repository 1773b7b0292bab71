// npm runs this after it has packed.
import { removeStubs } from './stubs.mjs';

removeStubs();

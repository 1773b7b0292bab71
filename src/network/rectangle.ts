export { samplingTransform, type Rectangle, type Transform } from '../geometry';

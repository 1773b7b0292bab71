export { support, type Support, type SupportTest } from './check';

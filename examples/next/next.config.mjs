// A static export is enough for this page; a server works the same.
export default { output: 'export' };

import 'depthproof/element';

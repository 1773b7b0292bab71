import theme from 'vitepress/theme-without-fonts';
import '../../../demo/palette.css';
import './style.css';

export default theme;

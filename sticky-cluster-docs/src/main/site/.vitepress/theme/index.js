// The reader's own fonts, so that nothing is loaded for them.
import Theme from "vitepress/theme-without-fonts";
import "./style.css";

export default Theme;

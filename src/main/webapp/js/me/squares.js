/** Around a code nothing may be for so many squares (ISO/IEC 18004, section 6.3.8). */
const QUIET = 4;

/**
 * @typedef {object} Code as the library makes it
 * @property {(text: string) => void} addData
 * @property {() => void} make
 * @property {() => number} getModuleCount
 * @property {(row: number, column: number) => boolean} isDark
 */

/**
 * A text as a QR code: the path of an SVG whose dark squares are one unit wide.
 *
 * @param {string} text
 * @param {(type: 0, level: "M") => Code} library `qrcode-generator`
 * @returns {{size: number, path: string}}
 */
export function squares(text, library) {
  const code = library(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { size: count + 2 * QUIET, path };
}

// What the page uses of it: the package declares a global variable, and no module.
declare const qrcode: (type: 0, level: "M") => {
  addData(text: string): void;
  make(): void;
  getModuleCount(): number;
  isDark(row: number, column: number): boolean;
};
export default qrcode;

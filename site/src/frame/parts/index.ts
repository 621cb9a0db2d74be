/** What all views are made of. */
export { Button } from './button.js';
export { Bytes } from './bytes.js';
export { Checkbox } from './checkbox.js';
export { Copy } from './copy.js';
export { Download } from './download.js';
export { Field } from './field.js';
export { FileDrop } from './file-drop.js';
export { Notice, Sign } from './notice.js';
export { Progress } from './progress.js';
export { Select } from './select.js';
export { Facts, Table } from './table.js';
export { Tabs } from './tabs.js';

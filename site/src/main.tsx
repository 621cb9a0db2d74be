/** The page begins. */
import { render } from 'preact';
import { keepOffline } from './frame/offline/register.js';
import { Shell } from './frame/shell.js';
import './frame/frame.css';

const root = document.getElementById('page');
if (root !== null) {
  render(<Shell />, root);
  void keepOffline();
}

/** The view that makes things: a list of tasks, or one of them, beside the shelf. */
import { route } from '../frame/routes.js';
import type { ViewProps } from '../frame/views.js';
import { TASKS } from './tasks/list.js';
import { Overview } from './view/overview.js';
import { ShelfView } from './view/shelf-view.js';
import { TaskPage } from './view/task-page.js';
import './make.css';

export function MakeView({ texts }: ViewProps) {
  const [id] = route.value.path;
  const task = TASKS.find((one) => one.id === id);
  const words = texts.make;
  return (
    <div class="workshop">
      {task === undefined ? <Overview words={words} /> : <TaskPage key={task.id} task={task} words={words} />}
      <ShelfView words={words} />
    </div>
  );
}

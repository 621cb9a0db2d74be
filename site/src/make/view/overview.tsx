/** All tasks, by what they are about. */
import { useEffect } from 'preact/hooks';
import { linkTo } from '../../frame/routes.js';
import type { Texts } from '../../texts/index.js';
import { GROUPS, TASKS } from '../tasks/list.js';
import { noteOpened } from './task-page.js';

export function Overview({ words }: { readonly words: Texts['make'] }) {
  useEffect(noteOpened, []);
  return (
    <div class="stack">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {GROUPS.map((group) => (
        <section key={group} class="group" aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{words.groups[group]}</h2>
          <ul class="tasks">
            {TASKS.filter((task) => task.group === group).map(({ id }) => (
              <li key={id}>
                <a href={linkTo('make', [id])}>
                  <span class="task-title">{words.tasks[id].title}</span>
                  <span class="hint">{words.tasks[id].about}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

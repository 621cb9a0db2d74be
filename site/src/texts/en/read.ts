export const read = {
  title: 'Read',
  lead: 'What is this file, what does it say, and does it hold?',
  drop: 'Drop files here',
  paste: 'Or paste text',
  look: 'Look at it',
};

export const make = {
  title: 'Make',
  lead: 'Certificates, requests, lists and keys.',
};

/** Closed where only the two can read it. */
export const Lock = ({ isClosed }: { readonly isClosed: boolean }) => (
  <svg class={isClosed ? 'lock closed' : 'lock'} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <rect x="2.5" y="7" width="11" height="7.5" rx="1.5" />
    <path d={isClosed ? 'M5 7V4.8a3 3 0 0 1 6 0V7' : 'M5 7V4.8a3 3 0 0 1 5.8-1'} />
  </svg>
);

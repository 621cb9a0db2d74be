/** A chain as a picture: the certificate below, who has issued it above, and what holds between them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChainAnswer, JudgedCertificate } from 'tsopenssl/pki';
import type { Texts } from '../../texts/index.js';
import { shortName } from '../items.js';

type Words = Texts['read'];

/** Measures, in pixels. */
const WIDEST = 520;
const HEIGHT = 76;
const GAP = 52;
const LETTER = 8.2;

/** What is drawn as a box. */
interface Box {
  readonly title: string;
  readonly role: string;
  readonly state: 'good' | 'bad' | 'missing' | 'open';
  /** What is between it and the one above it. */
  readonly link: { readonly state: 'good' | 'bad' | 'open'; readonly word: string } | undefined;
}

/** Whose a certificate is, in few words. */
export type CertificateTitle = (der: Uint8Array, subject: string) => string;

interface PictureProps {
  readonly answer: ChainAnswer;
  readonly title: CertificateTitle;
  readonly words: Words;
}

export function ChainPicture({ answer, title, words }: PictureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDEST);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.min(WIDEST, Math.floor(entry.contentRect.width)));
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const boxes = boxesOf(answer, title, words);
  const height = boxes.length * HEIGHT + (boxes.length - 1) * GAP;
  return (
    <div class="picture" ref={place}>
      <svg
        viewBox={`0 0 ${width} ${height + 4}`}
        width={width}
        height={height + 4}
        role="img"
        aria-label={sayAll(boxes)}
      >
        {boxes.map((box, index) => (
          <g key={index} transform={`translate(0 ${2 + index * (HEIGHT + GAP)})`}>
            {box.link !== undefined && index > 0 && <Link link={box.link} x={width / 2} />}
            <Card box={box} width={width} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function Card({ box: { title, role, state }, width }: { readonly box: Box; readonly width: number }) {
  return (
    <g class={`box ${state}`}>
      <rect x="2" y="0" width={width - 4} height={HEIGHT} rx="10" />
      <text x={width / 2} y="32" class="box-title">
        {cut(title, Math.floor((width - 48) / LETTER))}
      </text>
      <text x={width / 2} y="55" class="box-role">
        {role}
      </text>
    </g>
  );
}

/** The line to the box above, with what is to be said of it. */
const Link = ({ link: { state, word }, x }: { readonly link: NonNullable<Box['link']>; readonly x: number }) => (
  <g class={`link ${state}`}>
    <line x1={x} y1={-GAP + 2} x2={x} y2={-2} />
    <circle cx={x} cy={-GAP / 2} r="11" />
    <path d={PATHS[state]} transform={`translate(${x - 10} ${-GAP / 2 - 10})`} />
    <text x={document.documentElement.dir === 'rtl' ? x - 20 : x + 20} y={-GAP / 2 + 5}>
      {word}
    </text>
  </g>
);

const PATHS = { good: 'M6 10.5l2.7 2.7L14 7.5', bad: 'M7 7l6 6M13 7l-6 6', open: 'M10 6v5M10 14v.3' } as const;

/** The boxes from above. */
function boxesOf(answer: ChainAnswer, title: CertificateTitle, words: Words): readonly Box[] {
  const { chain } = answer;
  const boxes = chain.map((one): Box => {
    const isTop = one === chain.at(-1);
    return {
      title: title(one.der, one.subject),
      role: words.roles[one.role],
      state: one.failures.length > 0 ? 'bad' : answer.ok || one.holds.length > 0 ? 'good' : 'open',
      link: isTop && !hasMissing(answer) ? undefined : linkOf(one, words),
    };
  });
  if (hasMissing(answer) && !answer.ok)
    boxes.push({
      title: shortName(answer.missing?.text ?? ''),
      role: words.missing,
      state: 'missing',
      link: undefined,
    });
  return boxes.reverse();
}

const hasMissing = (answer: ChainAnswer): boolean =>
  !answer.ok && answer.missing !== undefined && answer.chain.at(-1)?.subject !== answer.missing.text;

/** What is between a certificate and its issuer. */
function linkOf({ failures, holds }: JudgedCertificate, words: Words): NonNullable<Box['link']> {
  const failed = failures.find(({ check }) => check === 'signature' || check === 'issuer');
  if (failed !== undefined) return { state: 'bad', word: words.fails(words.checks[failed.check]) };
  return holds.includes('signature')
    ? { state: 'good', word: words.signatureHolds }
    : { state: 'open', word: words.signatureOpen };
}

const cut = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;

/** The picture in words. */
const sayAll = (boxes: readonly Box[]): string =>
  boxes.map(({ title, role, link }) => `${role}: ${title}${link === undefined ? '' : ` (${link.word})`}`).join('; ');

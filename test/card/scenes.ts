// Pictures for the documents: what cameras around a house might see, drawn.

const SIZE = { width: 1280, height: 720 } as const;

function scene(defs: string, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="${SIZE.width}" height="${SIZE.height}">
    <defs>${defs}
      <radialGradient id="lens" cx="50%" cy="48%" r="75%"><stop offset="62%" stop-opacity="0"/><stop offset="100%" stop-opacity=".45"/></radialGradient>
      <filter id="soft" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="6"/></filter>
      <filter id="haze" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="28"/></filter>
    </defs>${content}<rect width="1280" height="720" fill="url(#lens)"/></svg>`;
}

function gradient(id: string, from: string, to: string): string {
  return `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;
}

function tree([x, y]: readonly [number, number], size: number, colour: string): string {
  const r = size * 0.34;
  return `<rect x="${x - size * 0.05}" y="${y - size * 0.5}" width="${size * 0.1}" height="${size * 0.5}" fill="#5b4433"/>
    <g fill="${colour}"><circle cx="${x}" cy="${y - size * 0.78}" r="${r}"/><circle cx="${x - r * 0.8}" cy="${y - size * 0.56}" r="${r * 0.86}"/><circle cx="${x + r * 0.8}" cy="${y - size * 0.56}" r="${r * 0.86}"/></g>
    <g fill="#fff" opacity=".08"><circle cx="${x - r * 0.3}" cy="${y - size * 0.9}" r="${r * 0.5}"/></g>`;
}

const PORCH = scene(
  gradient('wall', '#c9b79c', '#a58f70') + gradient('floor', '#8a6f55', '#5d4633'),
  `<rect width="1280" height="720" fill="url(#wall)"/>
   ${Array.from({ length: 9 }, (_, i) => `<rect y="${i * 58}" width="1280" height="3" fill="#000" opacity=".09"/>`).join('')}
   <rect y="520" width="1280" height="200" fill="url(#floor)"/>
   ${Array.from({ length: 14 }, (_, i) => `<path d="M${640 + (i - 7) * 60} 520 L${640 + (i - 7) * 190} 720" stroke="#000" stroke-opacity=".18" stroke-width="3"/>`).join('')}
   <rect x="480" y="110" width="250" height="420" rx="6" fill="#f3ede1"/><rect x="500" y="130" width="210" height="400" fill="#2f5d50"/>
   <rect x="524" y="156" width="162" height="120" rx="4" fill="#bfe0ea"/><path d="M605 156v120M524 216h162" stroke="#2f5d50" stroke-width="8"/>
   <rect x="524" y="306" width="70" height="190" rx="4" fill="#284f45"/><rect x="616" y="306" width="70" height="190" rx="4" fill="#284f45"/>
   <circle cx="690" cy="352" r="9" fill="#e2c275"/>
   <rect x="470" y="528" width="270" height="34" rx="4" fill="#b9533f"/><text x="605" y="551" font-family="sans-serif" font-size="20" fill="#f6e6d8" text-anchor="middle" letter-spacing="5">WELCOME</text>
   <circle cx="830" cy="190" r="150" fill="#ffdf96" opacity=".35" filter="url(#haze)"/><rect x="812" y="160" width="36" height="60" rx="8" fill="#ffe9b8"/><path d="M804 160h52l-12-26h-28z" fill="#3c3c3c"/>
   <path d="M300 560h110l-16-100h-78z" fill="#c66b4a"/><g fill="#3f7a4a"><ellipse cx="355" cy="420" rx="74" ry="60"/><ellipse cx="310" cy="450" rx="46" ry="36"/><ellipse cx="402" cy="448" rx="46" ry="36"/></g>
   <g fill="#e9749a"><circle cx="330" cy="400" r="9"/><circle cx="372" cy="386" r="9"/><circle cx="398" cy="428" r="9"/><circle cx="312" cy="440" r="9"/><circle cx="352" cy="436" r="9"/></g>
   <rect x="930" y="120" width="220" height="240" fill="#f3ede1"/><rect x="946" y="136" width="188" height="208" fill="#9cc7d8"/><path d="M1040 136v208M946 240h188" stroke="#f3ede1" stroke-width="10"/>
   <rect x="820" y="470" width="120" height="92" rx="4" fill="#cfa36b"/><path d="M820 500h120M880 470v92" stroke="#a97f4a" stroke-width="8"/>`,
);

const GARDEN = scene(
  gradient('sky', '#8ec5ea', '#e4f2f3') + gradient('lawn', '#86b659', '#4f8439'),
  `<rect width="1280" height="720" fill="url(#sky)"/><circle cx="1030" cy="120" r="120" fill="#fff3c4" opacity=".8" filter="url(#haze)"/>
   <path d="M0 330 Q260 210 560 310 T1280 260V470H0z" fill="#9fbf8f"/><path d="M0 380 Q340 290 700 370 T1280 340V500H0z" fill="#79a368"/>
   <rect y="400" width="1280" height="320" fill="url(#lawn)"/>
   ${tree([170, 480], 300, '#3c7440')}${tree([1090, 470], 260, '#4c8a45')}${tree([890, 430], 150, '#5b9a4f')}
   <g stroke="#e9dfcb" stroke-width="12" stroke-linecap="round">${Array.from({ length: 16 }, (_, i) => `<path d="M${i * 86 - 10} 400v72"/>`).join('')}<path d="M-10 420H1290M-10 450H1290" stroke-width="8"/></g>
   <path d="M520 720 Q600 560 640 470 L690 470 Q740 580 860 720z" fill="#d9c7a6"/>
   <g>${Array.from({ length: 26 }, (_, i) => `<circle cx="${(i * 197) % 1280}" cy="${540 + ((i * 67) % 160)}" r="7" fill="${['#f7d154', '#ec6f8b', '#ffffff', '#b07be0'][i % 4]}"/>`).join('')}</g>
   <g transform="translate(330 560)"><ellipse cx="0" cy="64" rx="86" ry="14" opacity=".18"/><rect x="-70" y="10" width="140" height="14" rx="5" fill="#8d6844"/><rect x="-70" y="-40" width="140" height="36" rx="5" fill="#9b744d"/><path d="M-58 24v40M58 24v40" stroke="#6d4e31" stroke-width="12"/></g>`,
);

const GATE = scene(
  gradient('night', '#0c1626', '#25364f') + gradient('road', '#3b4452', '#1c222c'),
  `<rect width="1280" height="720" fill="url(#night)"/>
   ${Array.from({ length: 60 }, (_, i) => `<circle cx="${(i * 211) % 1280}" cy="${(i * 97) % 300}" r="${1 + (i % 3) * 0.7}" fill="#fff" opacity="${0.35 + (i % 5) * 0.12}"/>`).join('')}
   <circle cx="1040" cy="120" r="44" fill="#f4efd8"/><circle cx="1040" cy="120" r="110" fill="#f4efd8" opacity=".16" filter="url(#haze)"/>
   <path d="M0 380 L200 300 L420 370 L640 290 L900 370 L1280 300V460H0z" fill="#16223a"/>
   <path d="M470 720 L600 430 H680 L840 720z" fill="url(#road)"/><rect y="430" width="1280" height="290" fill="#1a2a26" opacity=".55"/>
   <path d="M470 720 L600 430 H680 L840 720z" fill="url(#road)"/>
   <g fill="#59616e"><rect x="330" y="270" width="64" height="230"/><rect x="886" y="270" width="64" height="230"/><rect x="320" y="256" width="84" height="20"/><rect x="876" y="256" width="84" height="20"/></g>
   <g stroke="#0b1018" stroke-width="9">${Array.from({ length: 24 }, (_, i) => `<path d="M${404 + i * 20.6} ${300 - Math.sin((i / 23) * Math.PI) * 34}V492"/>`).join('')}<path d="M396 330H884M396 470H884" stroke-width="11"/></g>
   <g><circle cx="362" cy="232" r="90" fill="#ffd98a" opacity=".5" filter="url(#haze)"/><circle cx="918" cy="232" r="90" fill="#ffd98a" opacity=".5" filter="url(#haze)"/><circle cx="362" cy="236" r="18" fill="#ffefc6"/><circle cx="918" cy="236" r="18" fill="#ffefc6"/></g>
   ${tree([150, 520], 280, '#13241d')}${tree([1140, 520], 300, '#13241d')}`,
);

const GARAGE = scene(
  gradient('evening', '#f2b27d', '#f7dcb8') + gradient('drive', '#8d8a86', '#64615d'),
  `<rect width="1280" height="720" fill="url(#evening)"/><rect y="520" width="1280" height="200" fill="url(#drive)"/>
   <path d="M180 190 L640 60 L1100 190V540H180z" fill="#e8e2d8"/><path d="M140 200 L640 50 L1140 200 L1120 226 L640 88 L160 226z" fill="#7b4a3a"/>
   <rect x="310" y="240" width="660" height="300" fill="#f6f3ee"/>${Array.from({ length: 5 }, (_, i) => `<rect x="326" y="${254 + i * 56}" width="628" height="44" rx="4" fill="#d8d2c7"/>`).join('')}
   <rect x="1004" y="330" width="70" height="210" fill="#4f6d7a"/><circle cx="1060" cy="438" r="6" fill="#e2c275"/>
   <g transform="translate(640 566)"><ellipse cx="0" cy="96" rx="250" ry="22" opacity=".3" filter="url(#soft)"/>
     <path d="M-214 86V22q0-26 40-32l38-6 50-62q16-16 46-16h92q30 0 46 16l42 62 44 8q30 6 30 32v62z" fill="#2f6f9f"/>
     <path d="M-116-18l40-50q10-10 28-10h36v60zM6-78h42q20 0 30 12l30 48H6z" fill="#bfe0ea"/>
     <path d="M-214 44h428" stroke="#255a82" stroke-width="5"/><rect x="-206" y="18" width="46" height="18" rx="8" fill="#fff1c4"/><rect x="166" y="18" width="40" height="18" rx="8" fill="#d8483d"/>
     <g><circle cx="-122" cy="88" r="44" fill="#22262b"/><circle cx="-122" cy="88" r="21" fill="#aab2bb"/><circle cx="126" cy="88" r="44" fill="#22262b"/><circle cx="126" cy="88" r="21" fill="#aab2bb"/></g></g>
   ${tree([80, 560], 260, '#6d8a3d')}${tree([1220, 560], 300, '#5f7d38')}`,
);

export const SCENES = [
  { id: 'porch', name: 'Front porch', svg: PORCH },
  { id: 'garden', name: 'Garden', svg: GARDEN },
  { id: 'gate', name: 'Gate', svg: GATE },
  { id: 'garage', name: 'Garage', svg: GARAGE },
] as const;

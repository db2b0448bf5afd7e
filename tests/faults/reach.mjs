// SPDX-License-Identifier: GPL-3.0-or-later
// reach.mjs none|some PROGRAM…: fails unless the programs have no fault points (or, built for the campaign, have them). The words it
// looks for are those by which the campaign reaches in.
import { readFileSync } from 'node:fs';

const [wanted, ...programs] = process.argv.slice(2);
const words = ['LIAISON_FAULT_FILE', 'LIAISON_BREAK'];
for (const program of programs) {
  const bytes = readFileSync(program);
  const found = words.filter((word) => bytes.includes(word));
  const right = wanted === 'some' ? found.length === words.length : found.length === 0;
  console.log(`${program}: ${found.join(' ') || 'none'}`);
  if (!right) process.exitCode = 1;
}
if (programs.length === 0) process.exitCode = 2;
